"""Proposed questions: the texts of a form, and the file, the id and the findings that come of them.

Each case is a file below tests/cases/propose. tests/browser/test_propose.py compares it with what the page makes.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, Write, question
from goldens import compare_case
from mkdocs_qbank.build.pipeline import check_content
from mkdocs_qbank.build.repository import proposals
from mkdocs_qbank.model.bank import Status
from mkdocs_qbank.read.draft import write_question
from mkdocs_qbank.read.proposal import LONGEST_ID, is_chosen_id, proposed_id, read_proposal
from mkdocs_qbank.render.data.propose import RULES, RULES_OF_IDS, propose_data
from mkdocs_qbank.render.view import SiteView

CASES = sorted((ROOT / "tests/cases/propose").glob("*.yml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_texts_of_a_form_become_this_file(case: Path, write: Write, update: bool) -> None:
    fields = yaml.safe_load(case.read_text(encoding="utf-8"))["fields"]
    identifier = proposed_id(fields.get("question", ""), fields)
    file = write_question(read_proposal(fields.get("question", ""), fields), status=Status.PUBLISHED)
    name = f"questions/tea/{identifier or ('-' if 'question' in fields else 'nameless')}.md"
    content = write({name: file, "questions/tea/steeping-time.md": question("How long?")})
    found = {f.rule for f in check_content(content).findings if f.path.endswith(name)}
    compare_case(case, {"id": identifier, "rules": sorted(found.intersection(RULES)), "file": file}, update=update)


def test_the_page_takes_levels_of_rules_from_the_bank_and_leaves_out_those_that_are_off(write: Write) -> None:
    bank = check_content(write({"questions/tea/how-long.md": question("How long?")})).reading.bank
    levels = {"long-in-short": "error", "bad-value": "advice", "answer-length": "off", "unknown-id": "off"}
    view = SiteView(bank=bank, relations={}, order=tuple(bank.by_id), as_of=date(2026, 1, 1), levels=levels)  # type: ignore[arg-type]
    told = propose_data(view)["rules"]
    assert {rule: told[rule]["severity"] for rule in ("long-in-short", "bad-value", "long-question")} == {
        "long-in-short": "error",
        "bad-value": "advice",
        "long-question": "warning",
    }
    assert set(RULES) | set(RULES_OF_IDS) == {*told, "answer-length", "unknown-id"}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [({}, "why-tea"), ({"id": " "}, "why-tea"), ({"id": " my-tea "}, "my-tea"), ({"id": "../x"}, "../x")],
)
def test_an_id_is_the_one_that_somebody_chose_or_made_of_the_title(texts: dict[str, str], expected: str) -> None:
    assert proposed_id("Why tea?", texts) == expected


@pytest.mark.parametrize("identifier", ["", "index", "a--b", "A", "é", "a/b", "..", "a\n", "a" * (LONGEST_ID + 1)])
def test_what_names_no_file_of_a_question_is_no_id(identifier: str) -> None:
    assert not is_chosen_id(identifier)
    assert is_chosen_id("a" * LONGEST_ID)


ADDRESSES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "a repository on GitHub": (
        {"repo_url": "https://github.com/o/r", "edit_uri": "edit/main/content/pages/"},
        {
            "form": "https://github.com/o/r/issues/new?template=question.yml",
            "mistake": "https://github.com/o/r/issues/new?template=mistake.yml",
            "new": "https://github.com/o/r/new/main/content/questions/",
        },
    ),
    "a branch with a slash, and a bank in a folder": (
        {"repo_url": "https://github.com/o/r.git/", "edit_uri": "https://github.com/o/r/edit/a/b/x/content/pages/"},
        {
            "form": "https://github.com/o/r/issues/new?template=question.yml",
            "mistake": "https://github.com/o/r/issues/new?template=mistake.yml",
            "new": "https://github.com/o/r/new/a/b/x/content/questions/",
        },
    ),
    "no address to edit": (
        {"repo_url": "https://github.com/o/r", "edit_uri": ""},
        {
            "form": "https://github.com/o/r/issues/new?template=question.yml",
            "mistake": "https://github.com/o/r/issues/new?template=mistake.yml",
        },
    ),
    "another host": ({"repo_url": "https://gitlab.com/o/r", "edit_uri": "edit/main/content/pages/"}, {}),
    "a host that begins alike": ({"repo_url": "https://github.com.example.org/o/r", "edit_uri": "edit/main/docs/"}, {}),
    "no repository": ({"repo_url": "", "edit_uri": ""}, {}),
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_only_a_repository_on_github_has_addresses_to_propose_at(name: str) -> None:
    given, expected = ADDRESSES[name]
    found: Any = proposals(**given, docs_dir="content/pages", content="content")
    assert found == expected
