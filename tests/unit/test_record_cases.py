"""Questions in JSON, tables and transcripts: each file in `tests/cases/records` is a source and what it is read as."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs_qbank.model.prose import PROSE_SECTIONS
from mkdocs_qbank.read.importers.importer import Found, Skipped, Source
from mkdocs_qbank.read.importers.importers import importer_of
from sources import folder_of, source_of

CASES = sorted((Path(__file__).parent.parent / "cases" / "records").glob("*.yml"))


def _shown(found: Found) -> Mapping[str, Any]:
    """Return what is found by the names that cases use."""
    if isinstance(found, Skipped):
        return {"skipped": found.reason, "line": found.line}
    draft = found.draft
    return {
        "key": found.key,
        "line": found.line,
        "question": draft.question,
        "topic": found.topic,
        "difficulty": draft.difficulty,
        "tags": list(draft.tags),
        "aliases": list(draft.aliases),
        "sources": [[source.title, source.url] for source in draft.sources],
        "places": list(found.places),
        "links": [link.place for link in found.links],
        "reasons": [link.why for link in found.links],
        "formerly": list(found.formerly),
        "lost": list(found.lost),
        **{field: "\n\n".join(getattr(draft, field)) for field in PROSE_SECTIONS},
    }


def _source(case: Mapping[str, Any]) -> Source:
    columns = case.get("map", {})
    if case.get("folder"):
        return folder_of(case["files"], **columns)
    ((name, text),) = case["files"].items()
    return source_of(text, name, **columns)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_source_of_data_is_recognised_and_read_as_its_case_says(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    source = _source(case)

    importer = importer_of(source)
    assert importer is not None
    assert importer.name == path.stem.partition("-")[0]
    found = [_shown(item) for item in importer.read(source)]

    told = [{name: item.get(name) for name in expected} for item, expected in zip(found, case["items"], strict=True)]
    assert told == case["items"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("| Question | Answer |\n| --- | --- |\n| Why? | So. |\n", "a.md"),
        ("Paris,France\nRome,Italy\n", "capitals.csv"),
        ("What is A?\tB\n", "notes.txt"),
        ("name,answer_count\nBob,3\n", "a.csv"),
        ('{"title": "A page"}\n\nIts text.\n', "page.md"),
        ("- {question: a, answer: b}\n", "a.yml"),
    ],
)
def test_what_only_looks_like_data_is_left_to_other_importers(text: str, name: str) -> None:
    importer = importer_of(source_of(text, name))

    assert importer is None or importer.name not in ("json", "csv")
