"""What a preview of a link shows, in small files, so that a page need not fetch the whole question."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.render.data.text import json_text
from mkdocs_qbank.render.summary import shorten, summary
from mkdocs_qbank.render.view import SiteView
from mkdocs_qbank.search.words import fnv1a

LARGEST = 50_000
"""The largest size of one file, in bytes, unless there are more questions than fit into the largest number of files."""
_MOST = 1 << 10
_TITLE = 240
"""The longest title, in characters: nothing limits those of questions."""


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    return {f"{DATA['previews']}{number}.json": text for number, text in enumerate(_texts(view.bank))}


def shard_count(bank: Bank) -> int:
    """Return the number of files: the smallest power of two for which each file is small enough, or the largest."""
    return len(_texts(bank))


def shard(identifier: str, count: int) -> int:
    """Return the number of the file that has a question, as `shards.js` does."""
    return fnv1a(identifier) % count


def _texts(bank: Bank) -> list[str]:
    previews = {question.id: _preview_of(bank, question.id) for question in bank.questions}
    count = 1
    while True:
        shards: list[dict[str, list[str]]] = [{} for _ in range(count)]
        for identifier, preview in previews.items():
            shards[shard(identifier, count)][identifier] = preview
        texts = [json_text(part) for part in shards]
        if count >= _MOST or max(len(text.encode()) for text in texts) <= LARGEST:
            return texts
        count *= 2


def _preview_of(bank: Bank, identifier: str) -> list[str]:
    question = bank.by_id[identifier]
    difficulty = message(f"difficulty.{question.difficulty}") if question.difficulty else ""
    return [shorten(question.title, _TITLE), difficulty, summary(question)]
