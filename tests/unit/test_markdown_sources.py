"""Questions in Markdown as others write them: lists, folded answers, labels, and folders of files."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from mkdocs_qbank.read.importers.importer import Item, Skipped, Source
from mkdocs_qbank.read.importers.importers import importer_of
from mkdocs_qbank.read.importers.markdown.files import MARKDOWN
from sources import folder_of, source_of

CASES = sorted((ROOT / "tests/cases/markdown_sources").glob("*.yml"))
CORPORA = ROOT.parent / "shared" / "corpora" / "raw"
TEXTS = ("instruction", "context", "in_short", "answer", "key_points", "common_mistakes", "follow_up_questions")


def source_in(case: dict[str, Any]) -> Source:
    files = case["files"]
    if case.get("folder"):
        return folder_of(files)
    ((name, text),) = files.items()
    return source_of(text, name)


def shown(item: Item) -> dict[str, Any]:
    draft = item.draft
    return {
        "question": draft.question,
        **{name: "\n\n".join(getattr(draft, name)) for name in TEXTS},
        "sources": [[source.title, source.url] for source in draft.sources],
        "tags": list(draft.tags),
        "difficulty": draft.difficulty,
        "aliases": list(draft.aliases),
        "topic": item.topic,
        "key": item.key,
        "places": list(item.places),
        "formerly": list(item.formerly),
        "lost": list(item.lost),
    }


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_source_gives_its_questions_and_says_what_it_skips(file: Path) -> None:
    case = yaml.safe_load(file.read_text(encoding="utf-8"))
    source = source_in(case)
    assert importer_of(source) is MARKDOWN
    found = list(MARKDOWN.read(source))
    items = [shown(one) for one in found if isinstance(one, Item)]
    assert [item["question"] for item in items] == [item["question"] for item in case["items"]]
    for item, expected in zip(items, case["items"], strict=True):
        texts = {name: item[name] for name in (*TEXTS, *expected) if item[name] or name in expected}
        assert texts == {**dict.fromkeys(texts, ""), **expected}
    skipped = [[one.title, one.reason] for one in found if isinstance(one, Skipped)]
    assert skipped == case.get("skipped", [])


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_windows_line_ends_and_a_mark_at_the_beginning_change_nothing(file: Path) -> None:
    case = yaml.safe_load(file.read_text(encoding="utf-8"))
    plain = list(MARKDOWN.read(source_in(case)))
    files = {name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for name, text in case["files"].items()}
    assert list(MARKDOWN.read(source_in({**case, "files": files}))) == plain


@pytest.mark.parametrize(
    "text",
    [
        "# Tea\n\nIt is a leaf.\n",
        "# What is this\n",
        '[{"question": "What is tea?", "answer": "A leaf."}]',
        "question,answer\nWhat is tea?,A leaf.\n",
        '<?xml version="1.0"?><row Title="What is tea?"/>',
        "## Contributing\n\nHow to contribute?\n",
        "",
    ],
)
def test_what_has_no_questions_in_markdown_is_not_recognised(text: str) -> None:
    assert not MARKDOWN.recognises(source_of(text, "x.md"))


def test_a_file_whose_contents_are_longer_than_its_beginning_is_recognised() -> None:
    contents = "\n".join(f"- [What is tea number {number}?](#what-is-tea-number-{number})" for number in range(2_000))
    assert MARKDOWN.recognises(source_of(f"# Tea\n\n## Contents\n\n{contents}\n\n## What is tea?\n\nA leaf.\n", "x.md"))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text))


@pytest.mark.skipif(not CORPORA.exists(), reason="the corpora of other projects are not here")
@pytest.mark.parametrize(
    ("name", "pattern", "answered"),
    [
        ("30-seconds", r"(?m)^### ", 109),
        ("javascript-questions.md", r"(?m)^###### ", 155),
        ("faqtory", "(?m)^title:", 16),
    ],
)
def test_every_question_of_a_public_list_arrives_with_its_code_and_words(
    name: str, pattern: str, answered: int
) -> None:
    path = CORPORA / name
    files = {file.name: file.read_text("utf-8") for file in (sorted(path.iterdir()) if path.is_dir() else [path])}
    assert sum(len(re.findall(pattern, text)) for text in files.values()) == answered
    source = folder_of(files) if path.is_dir() else source_of(*reversed(next(iter(files.items()))))
    items = [one for one in MARKDOWN.read(source) if isinstance(one, Item)]
    assert len(items) == answered
    fences = [code for text in files.values() for code in re.findall(r"(?ms)^ *```.*?^ *```", text)]
    drafted = "\n".join(text for item in items for name in TEXTS for text in getattr(item.draft, name))
    assert [code for code in fences if code not in drafted] == []
