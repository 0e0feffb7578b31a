"""Laws of the reader, tried on whatever a file might hold."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.read.draft import QuestionDraft, write_question
from mkdocs_qbank.read.glossary import MOST_CHARACTERS, read_glossary
from mkdocs_qbank.read.importers.importer import Importer
from mkdocs_qbank.read.importers.importers import IMPORTERS
from mkdocs_qbank.read.question import read_question
from mkdocs_qbank.read.text import decode, hidden

PATHS = st.sampled_from(["content/questions/t/a.md", "content/questions/t/a.yml"])
MARKS = st.sampled_from(
    [
        "---\n",
        "# ",
        "## Official Answer\n",
        "## Context\n",
        "tags: ",
        "[",
        "]",
        ": ",
        "- ",
        "&a ",
        "*a",
        "{",
        "}",
        "|",
        "\n",
        "$",
        "```\n",
        "<b>",
        "ä",
        "\t",
    ]
)
TEXTS = st.lists(st.one_of(MARKS, st.text(max_size=12)), max_size=30).map("".join)
SCALARS = st.one_of(st.text(max_size=90), st.integers(), st.booleans(), st.none())
GLOSSARIES = st.dictionaries(SCALARS, st.one_of(SCALARS, st.lists(SCALARS, max_size=4)), max_size=6).map(
    lambda entries: yaml.safe_dump(entries, allow_unicode=True)
)
PARAGRAPHS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=40)


@given(data=st.binary(max_size=400), path=PATHS)
def test_any_bytes_give_a_question_or_a_finding(data: bytes, path: str) -> None:
    text, findings = decode(data, path)
    question = None
    if text is not None:
        question, findings = read_question(text, path)
    assert isinstance(question, Question) or findings


@given(text=TEXTS, path=PATHS)
def test_every_finding_stands_in_its_file(text: str, path: str) -> None:
    question, findings = read_question(text, path)
    assert question is not None or findings
    lines = text.split("\n")
    for finding in findings:
        assert finding.path == path
        assert 1 <= finding.line <= len(lines) + 1
        assert finding.column >= 1
        assert finding.message
        assert finding.help


@given(text=st.one_of(TEXTS, GLOSSARIES))
def test_any_glossary_gives_forms_that_search_can_use_and_findings_that_stand_in_it(text: str) -> None:
    groups, findings = read_glossary(text, "content/glossary.yml")
    forms = [form for group in groups for form in group]
    assert all(len(group) > 1 for group in groups)
    assert len({form.casefold() for form in forms}) == len(forms)
    assert all(form == " ".join(form.split()) and 0 < len(form) <= MOST_CHARACTERS for form in forms)
    assert not any(hidden(form) for form in forms)
    lines = len(text.splitlines()) + 1  # some characters end a line in YAML alone
    assert all(1 <= finding.line <= lines and finding.column >= 1 and finding.help for finding in findings)


@given(
    question=PARAGRAPHS, answer=st.lists(PARAGRAPHS, min_size=1, max_size=4), context=st.lists(PARAGRAPHS, max_size=2)
)
def test_what_an_import_writes_is_read_without_a_finding(question: str, answer: list[str], context: list[str]) -> None:
    written = write_question(
        QuestionDraft(question=f"Why {question} so?", answer=tuple(answer), context=tuple(context))
    )
    found, findings = read_question(written, "content/questions/t/a.md")
    assert findings == []
    assert found is not None


@given(text=TEXTS)
@pytest.mark.parametrize("importer", IMPORTERS, ids=lambda importer: str(importer.name))
def test_any_source_gives_questions_or_a_finding(importer: Importer, text: str) -> None:
    assert isinstance(importer.recognises(text, "x.txt"), bool)
    drafts, findings = importer.read(text, "x.txt")
    assert drafts or findings
    for draft in drafts:
        _, wrong = read_question(write_question(draft), "content/questions/t/a.md")
        assert "missing-question" not in {finding.rule for finding in wrong}
