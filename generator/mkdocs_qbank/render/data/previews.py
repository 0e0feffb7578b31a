"""What a preview of a link shows, in small files, so that a page need not fetch the whole question."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.render.data.text import json_text
from mkdocs_qbank.render.summary import shorten
from mkdocs_qbank.render.view import SiteView
from mkdocs_qbank.search.words import fnv1a

LARGEST = 50_000
"""The largest size of one file, in bytes, unless there are more questions than fit into the largest number of files."""
_MOST = 1 << 10
_AROUND = 2
"""What a file has more than its questions, in bytes, of which each takes a comma: brackets and a line end, less one."""
_TITLE = 240
"""The longest title, in characters: nothing limits those of questions."""


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    return {f"{DATA['previews']}{number}.json": text for number, text in enumerate(_texts(view))}


def shard_count(view: SiteView) -> int:
    """Return the number of files: the smallest power of two for which each file is small enough, or the largest."""
    return len(_shards(view))


def shard(identifier: str, count: int) -> int:
    """Return the number of the file that has a question, as `shards.js` does."""
    return fnv1a(identifier) % count


def _texts(view: SiteView) -> list[str]:
    return [json_text({name: _preview_of(view, name) for name in ids}) for ids in _shards(view)]


def _shards(view: SiteView) -> list[list[str]]:
    """Return the ids that each file has."""
    hashes = {question.id: fnv1a(question.id) for question in view.bank.questions}
    sizes = {name: len(json_text({name: _preview_of(view, name)}).encode()) - _AROUND for name in hashes}
    count = 1
    while True:
        shards: list[list[str]] = [[] for _ in range(count)]
        for name, value in hashes.items():
            shards[value % count].append(name)
        if count >= _MOST or max(sum(map(sizes.__getitem__, ids)) for ids in shards) + _AROUND <= LARGEST:
            return shards
        count *= 2


def _preview_of(view: SiteView, identifier: str) -> list[str]:
    question = view.bank.by_id[identifier]
    difficulty = message(f"difficulty.{question.difficulty}") if question.difficulty else ""
    return [shorten(view.titles[identifier], _TITLE), difficulty, view.summaries[identifier]]
