"""Drafts: what is published is the same as without them, and a preview shows each of them as one."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import AS_OF, ROOT, commit, question, run, small_project
from indexed import reader_of
from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.pipeline import Site, check_content, make_site
from mkdocs_qbank.model.addresses import markdown_file, question_page, topic_page

FRONT = """status: draft
difficulty: advanced
tags: [hidden-tag]
prerequisites: [why]
aliases: [How is matcha whisked?]
formerly: [former-draft]
applies_to: [Whisk 12]"""
DRAFTS: Mapping[str, str] = {
    "tea/secret.md": question(
        "What is the secret of matcha?", FRONT, "Whisk it, see [why](why.md): ![A curve](curve.png) $\\aleph$"
    ),
    "teapots/hidden.md": question("Where is the hidden teapot?", "status: draft\nrelated: [secret]"),
}


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small bank, and the same with drafts in it."""
    folder = tmp_path_factory.mktemp("unpublished")
    plain = small_project(folder / "plain", "why", "when")
    commit(plain, "Begin", "Ann", "2025-01-02")
    drafty = shutil.copytree(plain, folder / "drafty")
    questions = drafty / "content/questions"
    (questions / "teapots").mkdir()
    (questions / "teapots/_topic.yml").write_text("title: Teapots\n", encoding="utf-8")
    for path, text in DRAFTS.items():
        (questions / path).write_text(text, encoding="utf-8")
    shutil.copyfile(ROOT / "tests/cases/images/curve.png", questions / "tea/curve.png")
    return plain, drafty


def test_a_site_is_the_same_byte_for_byte_with_drafts_and_without(projects: tuple[Path, Path]) -> None:
    plain, drafty = (built(project) for project in projects)
    assert plain.keys() == drafty.keys()
    assert [path for path in plain if plain[path] != drafty[path]] == []


def test_an_export_is_the_same_byte_for_byte_with_drafts_and_without(projects: tuple[Path, Path]) -> None:
    plain, drafty = (built(project, "qbank", "export", "site") for project in projects)
    assert plain.keys() == drafty.keys()
    assert [path for path in plain if plain[path] != drafty[path]] == []


def built(project: Path, *command: str) -> dict[str, bytes]:
    run(*(command or ("mkdocs", "build", "--strict")), cwd=project, check=True, **AS_OF)
    files = {path.relative_to(project / "site").as_posix(): path for path in (project / "site").rglob("*")}
    found = {name: path.read_bytes() for name, path in files.items() if path.is_file()}
    shutil.rmtree(project / "site")
    return found


@pytest.fixture(scope="module")
def preview(projects: tuple[Path, Path]) -> Site:
    """What a preview of the bank with drafts holds."""
    content = projects[1] / "content"
    return make_site(check_content(content), content, Options(), drafts=True)


def test_a_preview_has_all_that_drafts_have(preview: Site) -> None:
    pages = {page.path for page in preview.pages}
    assert {question_page("secret"), question_page("hidden"), question_page("former-draft")} <= pages
    assert {topic_page("teapots"), "tags/hidden-tag.md"} <= pages
    assert len(preview.images) == 1


def test_a_draft_is_called_one_wherever_a_preview_names_it(preview: Site) -> None:
    named = {page.path: json.dumps({**page.meta, "more": page.body}, default=str) for page in preview.pages}
    named |= {path: text for path, text in preview.files.items() if isinstance(text, str)}
    rows = json.loads(named.pop("data/questions.json"))["questions"]  # which name the status of each
    assert sorted(row["id"] for row in rows if row["status"] == "draft") == ["hidden", "secret"]
    table = {
        row["id"]: row["status"]
        for row in csv.DictReader(io.StringIO(named.pop("data/questions.csv").lstrip("\ufeff")))
    }
    assert table == {row["id"]: row["status"] for row in rows}
    own = {name(id_) for id_ in ("secret", "hidden", "former-draft") for name in (question_page, markdown_file)}
    for path, text in named.items():
        for title in ("What is the secret of matcha?", "Where is the hidden teapot?"):
            unmarked = text.count(title) - text.count(f"Draft: {title}")
            assert unmarked == 0 or path in own, path
    assert sum("Draft: What is the secret of matcha?" in text for text in named.values()) > 8


def test_a_preview_can_be_searched_for_its_drafts(preview: Site) -> None:
    facets = json.loads(preview.files["data/facets.json"])
    reader = reader_of(preview.files)
    order = [reader.text(rank).id for rank in facets["status"]["draft"]]
    assert sorted(order) == ["hidden", "secret"]
    search = next(page for page in preview.pages if page.path == "search.md")
    choices = {facet["name"]: facet["choices"] for facet in search.meta["qbank"]["facets"]}
    assert {"value": "draft", "label": "draft", "count": 2} in choices["status"]
