"""Question files and what is read from them: each case is a file below tests/cases/read."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from goldens import compare_case
from mkdocs_qbank.markdown.links import Destinations
from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.images import Image
from mkdocs_qbank.model.kinds import FIELDS
from mkdocs_qbank.model.prose import Prose
from mkdocs_qbank.read.question import read_question

_APART = {"path", "declared", "tag_references"}
CASES = sorted((ROOT / "tests" / "cases" / "read").glob("*.yml"))


def summary(question: Question | None) -> dict[str, Any] | None:
    """A question as the cases write it: what is empty left out, prose as its text and first line."""
    if question is None:
        return None
    written = {name: getattr(question, name) for name in Question.__dataclass_fields__ if name not in _APART}
    written |= {name: question.named(kind) for name, kind in FIELDS.items()}
    return {name: plain(value) for name, value in written.items() if value not in (None, ())}


def plain(value: object) -> object:
    if isinstance(value, Prose):
        return [value.line, value.text]
    if isinstance(value, tuple):
        return [item if isinstance(item, str) else _without_end(asdict(item)) for item in value]
    return value if isinstance(value, date) else str(value)


def _without_end(item: dict[str, Any]) -> dict[str, Any]:
    """What an item of a list holds; where it ends is for edits, whose tests apply them."""
    return {name: value for name, value in item.items() if value and name != "end"}


def test_there_are_cases_of_all_that_a_file_may_hold() -> None:
    assert len(CASES) >= 50


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path, update: bool) -> None:
    data = yaml.safe_load(case.read_text(encoding="utf-8"))
    images = {path: image(path, *size) for path, size in data.get("images", {}).items()}
    addresses = {path: f"questions/{Path(path).stem}/" for path in data.get("files", ())}
    addresses |= {path: shown.address for path, shown in images.items()}
    question, findings = read_question(data["file"], data["path"], Destinations(addresses=addresses, images=images))
    said = [f"{f.line}:{f.column} {f.rule}: {f.message} | {f.help}" for f in findings]
    shown = {"html": question.answer.html.strip()} if images and question else {}
    compare_case(case, {"findings": said, "question": summary(question), **shown}, update=update)


def image(path: str, width: int, height: int) -> Image:
    """An image of a case, which has no content that would name it."""
    return Image(path=path, address=f"assets/images/{Path(path).name}", width=width, height=height)


def test_both_forms_of_a_file_give_the_same_question() -> None:
    markdown = (ROOT / "tests/cases/forms/what-is-it.md").read_text(encoding="utf-8")
    machine = (ROOT / "tests/cases/forms/what-is-it.yml").read_text(encoding="utf-8")
    destinations = Destinations(addresses={"content/questions/t/third.md": "questions/third/"})
    one, first = read_question(markdown, "content/questions/t/what-is-it.md", destinations)
    other, second = read_question(machine, "content/questions/t/what-is-it.yml", destinations)
    assert first == second == []
    assert one is not None
    assert other is not None

    def texts(question: Question) -> dict[str, Any]:
        found = summary(question) or {}
        return (
            {
                name: value[1] if name in ("question", "instruction", "context", "answer") else str(value)
                for name, value in found.items()
                if name not in (*FIELDS, "formerly", "sources")
            }
            | {
                "sources": [(source.title, source.url) for source in question.sources],
            }
            | {
                name: [(item.id, item.why) for item in references]
                for name, references in (*question.declared.items(), ("formerly", question.formerly))
            }
        )

    assert texts(one) == texts(other)


def test_a_yaml_list_of_texts_is_the_markdown_list_of_its_items_with_findings_where_they_stand() -> None:
    items = ["One.", "Two\n\nparagraphs.", "`code`, $\\fraction{1}{2}$", "1. first\n2. second", "---"]
    written = ["- One.", "- Two\n\n  paragraphs.", f"- {items[2]}", "- 1. first\n  2. second", "- \\---"]
    given = {"question": "Why?", "answer": "So.", "key_points": items}
    text = yaml.safe_dump(given, sort_keys=False, allow_unicode=True)
    one, found = read_question(text, "content/questions/t/a.yml")
    other, _ = read_question(
        yaml.safe_dump({**given, "key_points": "\n".join(written)}, sort_keys=False), "content/questions/t/a.yml"
    )
    assert one is not None
    assert other is not None
    assert one.key_points is not None
    assert other.key_points is not None
    assert one.key_points.html == other.key_points.html
    assert one.key_points.html.count("<li>") == len(items) + 2
    (finding,) = found
    line = text.split("\n")[finding.line - 1]
    assert line[finding.column - 1 :].startswith("$\\fraction")
