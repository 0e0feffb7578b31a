"""Proposed questions: the texts of a form, and the file, the id and the findings that come of them.

Each case is a file below tests/cases/propose. tests/browser/test_propose.py compares it with what the page makes.
"""

from __future__ import annotations

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
from mkdocs_qbank.read.proposal import read_proposal
from mkdocs_qbank.read.slugs import slug
from mkdocs_qbank.render.data.propose import RULES

CASES = sorted((ROOT / "tests/cases/propose").glob("*.yml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_texts_of_a_form_become_this_file(case: Path, write: Write, update: bool) -> None:
    fields = yaml.safe_load(case.read_text(encoding="utf-8"))["fields"]
    identifier = slug(fields.get("question", ""))
    file = write_question(read_proposal(fields.get("question", ""), fields), status=Status.PUBLISHED)
    name = f"questions/tea/{identifier or ('-' if 'question' in fields else 'nameless')}.md"
    content = write({name: file, "questions/tea/steeping-time.md": question("How long?")})
    found = {f.rule for f in check_content(content).findings if f.path.endswith(name)}
    compare_case(case, {"id": identifier, "rules": sorted(found.intersection(RULES)), "file": file}, update=update)


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
