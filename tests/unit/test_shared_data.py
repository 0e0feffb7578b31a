"""Data of others, where it is on this machine: every item that has an answer is read, and no text of it is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from conftest import ROOT
from mkdocs_qbank.read.importers.importer import Found, Item
from mkdocs_qbank.read.importers.importers import importer_of
from mkdocs_qbank.read.importers.names import tag
from mkdocs_qbank.read.importers.opening import open_source

CORPORA = ROOT.parent / "shared" / "corpora"
pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not on this machine")


def _read(name: str, expected: str) -> list[Found]:
    def fail(file: str, why: str) -> None:
        pytest.fail(f"{file} {why}")

    source = open_source(CORPORA / name, {}, fail, fail)
    importer = importer_of(source)
    assert importer is not None
    assert importer.name == expected
    return list(importer.read(source))


def _squeezed(text: str) -> str:
    """Return a text without white space, and without the backslashes that keep its characters from being markup."""
    return "".join(text.split()).replace("\\", "")


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts in a JSON value that a reader sees."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in ("id", "slug", "category", "difficulty", "tier", "tags", "relatedTopics", "language"):
                yield from _texts(item)


def _whole(item: Item) -> str:
    draft = item.draft
    parts = (draft.answer, draft.instruction, draft.context, draft.in_short, draft.key_points)
    lists = (draft.common_mistakes, draft.follow_up_questions, draft.aliases)
    return "\n".join((draft.question, *(text for part in (*parts, *lists) for text in part)))


def test_every_object_of_a_folder_is_a_question_and_keeps_all_its_text() -> None:
    found = _read("raw/devops-daily", "json")

    assert len(found) == 110
    for item in found:
        assert isinstance(item, Item)
        record = json.loads((CORPORA / "raw" / "devops-daily" / item.file).read_text(encoding="utf-8"))
        whole = _squeezed(_whole(item))
        lines = (line for text in _texts(record) for line in text.split("\n"))
        assert [line for line in lines if _squeezed(line) not in whole] == []
        assert item.draft.question == record["question"]
        assert item.key == record["id"]
        assert item.topic == record["category"]
        assert item.draft.difficulty == record["difficulty"]


def test_every_line_of_a_bank_is_a_question_with_the_same_text() -> None:
    found = _read("bank-dev.jsonl", "json")
    records = [json.loads(line) for line in (CORPORA / "bank-dev.jsonl").read_text(encoding="utf-8").splitlines()]

    changed = []
    for item, record in zip(found, records, strict=True):
        assert isinstance(item, Item)
        assert item.draft.question == " ".join(record["question"].split())
        assert list(item.draft.tags) == [tag(word) for word in record["tags"]]
        if _squeezed("\n\n".join(item.draft.answer)) != _squeezed(record["answer_markdown"]):
            changed.append(item.key)
    assert changed == []


class _Words(HTMLParser):
    """Collects the text of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _words(html: str) -> str:
    """Return the letters and digits of HTML as a reader sees it."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    return "".join(char for char in "".join(parser.text) if char.isalnum())


def test_every_question_of_a_dump_that_has_an_answer_is_read_with_all_its_words() -> None:
    path = CORPORA / "raw" / "coffee-Posts.xml"
    rows = {row.get("Id", ""): row for row in ET.parse(path).getroot()}  # noqa: S314
    answered = {row.get("ParentId") for row in rows.values() if row.get("PostTypeId") == "2"}

    found = _read("raw/coffee-Posts.xml", "stackexchange")

    items = [item for item in found if isinstance(item, Item)]
    assert len(found) == 225
    assert {item.key for item in items} == answered
    assert len(items) == 212
    for item in items:
        row = rows[item.key]
        answer = rows[(item.draft.sources[1].url or "").rpartition("/")[2]]
        accepted = row.get("AcceptedAnswerId")
        assert answer.get("ParentId") == item.key
        assert accepted in (None, answer.get("Id"))
        assert _squeezed(item.draft.question) == _squeezed(row.get("Title", ""))
        for html, text in ((row.get("Body", ""), item.draft.instruction), (answer.get("Body", ""), item.draft.answer)):
            kept = iter("".join(text))
            assert all(char in kept for char in _words(html))
