"""The ids of all questions, in small files, for the page shown at a missing address.

That page compares the address that somebody asked for with ids like it: those that begin alike are in one file, and
those that end alike in another, so it fetches a few files of any bank and still forgives a slip at either end. A bank
whose ids are one file has no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.render.data.text import json_text
from mkdocs_qbank.render.view import SiteView

VERSION = 1
LARGEST = 50_000
"""The largest size of the ids of one file, in bytes."""


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    return id_files(view.bank)


def id_files(bank: Bank) -> Mapping[str, str]:
    """Return the files of a bank: each has ids in order, apart by spaces."""
    return {
        f"{DATA['ids']}{name}-{number}.json": json_text({"version": VERSION, "ids": " ".join(part)})
        for name, parts in (("begin", _by_beginning(bank)), ("end", _by_end(bank)))
        for number, part in enumerate(parts)
    }


def id_bounds(bank: Bank) -> dict[str, list[str]]:
    """Return the first id of each file but the first: by beginnings, and backwards by ends."""
    return {
        "begins": [part[0] for part in _by_beginning(bank)[1:]],
        "ends": [part[0][::-1] for part in _by_end(bank)[1:]],
    }


def _by_beginning(bank: Bank) -> list[list[str]]:
    return _parts(sorted(question.id for question in bank.questions))


def _by_end(bank: Bank) -> list[list[str]]:
    ids = [question.id for question in bank.questions]
    return _parts(sorted(ids, key=lambda identifier: identifier[::-1])) if len(_by_beginning(bank)) > 1 else []


def _parts(ids: Iterable[str]) -> list[list[str]]:
    """Return ids in parts of at most so many bytes, at least one; an id is ASCII and shorter than that."""
    parts: list[list[str]] = [[]]
    size = 0
    for identifier in ids:
        size += len(identifier) + 1
        if size > LARGEST and parts[-1]:
            parts.append([])
            size = len(identifier) + 1
        parts[-1].append(identifier)
    return parts
