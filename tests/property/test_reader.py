"""Laws of the reader, tried on whatever a file might hold."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.forms import EMPTY, FORM
from mkdocs_qbank.read.draft import QuestionDraft, write_question
from mkdocs_qbank.read.glossary import MOST_CHARACTERS, read_glossary
from mkdocs_qbank.read.importers.importer import Importer, Item
from mkdocs_qbank.read.importers.importers import IMPORTERS
from mkdocs_qbank.read.proposal import split_form
from mkdocs_qbank.read.question import read_question
from mkdocs_qbank.read.text import decode, hidden
from sources import source_of

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
TYPED = TEXTS.map(lambda text: text.replace("\r", " "))
SCALARS = st.one_of(st.text(max_size=90), st.integers(), st.booleans(), st.none())
GLOSSARIES = st.dictionaries(SCALARS, st.one_of(SCALARS, st.lists(SCALARS, max_size=4)), max_size=6).map(
    lambda entries: yaml.safe_dump(entries, allow_unicode=True)
)
LINES = st.lists(
    st.sampled_from(
        "||words|## Key Points|# Another?|  # c|   ## d|### e|#|---|===|* * *|```|```py|~~~~|  ```|    ```|- ```|"
        "\t```|> ```|> z|> - # k|<!-- a|-->|<pre>|<script>|<?php|<!DOCTYPE|<![CDATA[|    # code|[a|\t# tab|--- : ---|"
        "1. ```|[x]: /u|$$|**b|`c|\\".split("|")
    ),
    max_size=14,
).map("\n".join)
"""Lines of Markdown that begin, end or hide others."""
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
def test_nothing_but_html_is_a_finding_in_what_an_import_writes(
    question: str, answer: list[str], context: list[str]
) -> None:
    written = write_question(
        QuestionDraft(question=f"Why {question} so?", answer=tuple(answer), context=tuple(context))
    )
    found, findings = read_question(written, "content/questions/t/a.md")
    assert [finding for finding in findings if finding.rule != "unsafe-html" or "<" not in written] == []
    assert found is not None


@given(text=LINES)
def test_no_text_of_a_section_begins_another_or_hides_the_next(text: str) -> None:
    draft = QuestionDraft(question="Why?", context=(text,), answer=(f"It is so.\n\n{text}",), key_points=("- So.",))
    written = write_question(draft)
    found, findings = read_question(written, "content/questions/t/a.md")
    assert found is not None, findings
    assert list(found.texts) == [*(["context"] if text.strip() else []), "answer", "key_points"]
    assert found.key_points is not None
    assert found.key_points.html.startswith("<ul")
    kept = [line for line in text.split("\n") if line.strip()]
    lines = [line.replace("\\", "", 1) for line in written.split("\n")]
    assert {line.replace("\\", "", 1).strip() for line in kept} <= set(map(str.strip, lines))


@given(texts=st.fixed_dictionaries({}, optional={field.id: TYPED for field in FORM}))
def test_no_word_of_an_issue_is_lost(texts: dict[str, str]) -> None:
    body = "\r\n\r\n".join(f"### {field.label}\r\n\r\n{texts.get(field.id, EMPTY)}" for field in FORM)
    read = split_form(body)
    assert read == {key: found for key, text in texts.items() if (found := text.strip("\n")).strip()}


@given(parts=st.lists(st.one_of(st.sampled_from([f"### {field.label}" for field in FORM]), TYPED, st.just(EMPTY))))
def test_no_line_of_an_edited_issue_is_lost(parts: list[str]) -> None:
    body = "\n".join(parts)
    read = "\n".join(split_form(body).values()).split("\n")
    headings = {f"### {field.label}" for field in FORM} | {EMPTY}
    lines = [line for line in body.split("\n") if line.strip() and line.strip() not in headings]
    assert sorted(lines) == sorted(line for line in read if line.strip() and line.strip() not in headings)


@given(text=TEXTS)
@pytest.mark.parametrize("importer", IMPORTERS, ids=lambda importer: str(importer.name))
def test_what_is_imported_of_any_source_has_a_question(importer: Importer, text: str) -> None:
    source = source_of(text)
    assert isinstance(importer.recognises(source), bool)
    for one in importer.read(source):
        if isinstance(one, Item):
            _, wrong = read_question(write_question(one.draft), "content/questions/t/a.md")
            assert "missing-question" not in {finding.rule for finding in wrong}
