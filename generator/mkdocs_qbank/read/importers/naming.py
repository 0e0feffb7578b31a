"""The ids and topics of what is imported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from mkdocs_qbank.read.folder import reserved_by_windows
from mkdocs_qbank.read.slugs import LONGEST, slug
from mkdocs_qbank.read.values import KEBAB

_WORD = re.compile(r"[a-z]{2,}")
_NUMBERED = re.compile(r"(?:[a-z]+-)?[0-9]+")
_HASH = re.compile(r"[0-9a-f]+(?:-[0-9a-f]+)*")
_NAMELESS = frozenset(("readme", "index", "posts", "questions", "collection", "data", "faq", "export"))
"""Names of files that say nothing of their subject: that of their folder does."""


def first_id(key: str, question: str) -> str:
    """Return the id that an item would best have: its key if that is made of words, or that of its question."""
    if _is_good(key):
        return key
    return _free_of_devices(slug(question) or "question", "question")


def image_name(stem: str) -> str:
    """Return the name of the file of an image, without its ending."""
    return _free_of_devices(slug(stem) or "image", "image")


class Numbers:
    """The numbers that names get which are taken; the next one for a name is known, however many there are."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def free(self, name: str, is_free: Callable[[str], bool]) -> str:
        """Return a name that is free, or the same with the first number from 2 on that makes it so."""
        if name not in self._next and is_free(name):
            return name
        number = self._next.get(name, 2)
        while not is_free(numbered := f"{name[: LONGEST - len(str(number)) - 1].rstrip('-')}-{number}"):
            number += 1
        self._next[name] = number + 1
        return numbered


def valid_ids(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names among some that can be ids, each once."""
    return tuple(dict.fromkeys(name for name in names if _is_id(name)))


def topic_id(title: str) -> str:
    """Return the name of the folder of a topic, or nothing."""
    name = slug(title)
    return f"{name}-topic" if name == "index" else _free_of_devices(name, "topic")


def topic_title(title: str) -> str:
    """Return a topic's title as a source has it; the name of a folder with capitals and spaces."""
    words = " ".join(title.replace("/", " / ").split())
    return words.replace("-", " ").replace("_", " ").capitalize() if re.fullmatch(r"[a-z0-9_/ -]+", words) else words


def subject(path: str) -> str:
    """Return what a source is about, by the path of its file or folder."""
    names = [PurePosixPath(path).stem, *(parent.name for parent in PurePosixPath(path).parents)]
    named = (name for name in names if slug(name) and slug(name) not in _NAMELESS)
    return next(named, "imported")


def _is_good(key: str) -> bool:
    return (
        _is_id(key)
        and len(key) <= LONGEST
        and bool(_WORD.search(key))
        and not _NUMBERED.fullmatch(key)
        and not (_HASH.fullmatch(key) and any(char.isdigit() for char in key))
    )


def _is_id(name: str) -> bool:
    return bool(KEBAB.fullmatch(name)) and name != "index" and len(name) <= 200 and not reserved_by_windows(name)


def _free_of_devices(name: str, more: str) -> str:
    return f"{name}-{more}" if name == "index" or reserved_by_windows(name) else name
