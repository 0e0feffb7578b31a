"""A reader of the files of an index (see `files.py`), as `search/index.js` is in the browser."""

from __future__ import annotations

import gzip
import json
import struct
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.search.files import KEY, PAIR, VERSION
from mkdocs_qbank.search.table import DIMENSIONS, unpack
from mkdocs_qbank.search.words import fnv1a, normal_form

_SPREAD, _COMPLETIONS = 3, 8
"""The number of files looked into for stems that begin in some way, and of those stems."""
_PACKED = DIMENSIONS // 4

Fetch = Callable[[str], bytes]
"""Returns a file of a site by its path from the root; raises KeyError or OSError if there is none."""


class BadIndexError(Exception):
    """A file of an index is missing, damaged, or of another index; the message names it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """What a stem says about questions."""

    rarity: int
    questions: NDArray[np.int64]
    weights: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """What is shown of a question."""

    id: str
    title: str
    topic: str
    difficulty: str
    blocks: tuple[str, ...]


class Reader:
    """Reads an index; each file once. Its methods raise BadIndexError where a file cannot be used."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._terms_at = lru_cache(maxsize=None)(self._read_terms)
        self._wordings_at = lru_cache(maxsize=None)(self._read_wordings)
        self._texts_at = lru_cache(maxsize=None)(self._read_texts)
        self._vectors_at = lru_cache(maxsize=None)(self._read_vectors)
        path = f"{DATA['search']}index.json"
        about = self._plain(path)
        if about.get("version") != VERSION:
            raise BadIndexError(f"{path}: version {about.get('version')!r} is not {VERSION}")
        with _reading(path):
            self._key = int(about["key"], 16)
            self._terms = list(map(str, about["terms"]))
            self._vectors = list(map(str, about["vectors"]))
            self._wordings = int(about["wordings"])
            self._texts = int(about["texts"])
            self.size = int(about["questions"])
            self.unknown = int(about["unknown"])
            self.mean = np.array(about["mean"], dtype=np.float64).reshape(DIMENSIONS)
            self.mean_unit = float(about["mean_unit"])

    def term(self, stem: str) -> Term | None:
        """Return what a stem says, or None if no question has it."""
        return self._terms_at(bisect_right(self._terms, stem)).get(stem)

    def completions(self, beginning: str) -> list[str]:
        """Return the most frequent stems that begin so."""
        first = bisect_right(self._terms, beginning)
        last = min(bisect_right(self._terms, f"{beginning}\U0010ffff"), first + _SPREAD - 1)
        files = (self._terms_at(number) for number in range(first, last + 1))
        found = [(stem, term) for terms in files for stem, term in terms.items() if stem.startswith(beginning)]
        return [stem for stem, _ in sorted(found, key=lambda item: item[1].rarity)[:_COMPLETIONS]]

    def exact(self, query: str) -> list[int]:
        """Return the questions of which a query is a wording."""
        value = fnv1a(normal_form(query))
        return self._wordings_at(value % self._wordings).get(value, [])

    @cached_property
    def meanings(self) -> NDArray[np.uint8]:
        """The bits of what each question means, shape (questions, 32)."""
        with _reading(f"{DATA['search']}meanings.bin"):
            bits = np.frombuffer(self._own("meanings.bin"), dtype=np.uint8)
            return bits.reshape(self.size, DIMENSIONS // 8)

    def vector(self, word: str) -> NDArray[np.float64] | None:
        """Return the vector of a word, in whole numbers, or None if it has none."""
        return self._vectors_at(bisect_right(self._vectors, word)).get(word)

    def text(self, number: int) -> Text:
        """Return what is shown of a question."""
        file, place = divmod(number, self._texts)
        with _reading(f"{DATA['search']}text/{file}.json"):
            return self._texts_at(file)[place]

    def _read_texts(self, number: int) -> list[Text]:
        questions = self._plain(f"{DATA['search']}text/{number}.json")["questions"]
        return [Text(**{**question, "blocks": tuple(question["blocks"])}) for question in questions]

    def words(self, length: int) -> list[str]:
        """Return the words of the bank that have so many characters, the most frequent first."""
        return self._listed(f"{DATA['words']}{length}.json")

    @cached_property
    def stop_words(self) -> frozenset[str]:
        """The words that say too little to be looked for."""
        return frozenset(self._listed(f"{DATA['words']}stop.json"))

    @cached_property
    def glossary(self) -> list[list[str]]:
        """The groups of forms that search treats as equal."""
        with _reading(DATA["glossary"]):
            return [list(map(str, forms)) for forms in self._plain(DATA["glossary"])["groups"]]

    def _listed(self, path: str) -> list[str]:
        with _reading(path):
            return str(self._plain(path)["words"]).split()

    def _read_terms(self, number: int) -> dict[str, Term]:
        with _reading(f"{DATA['search']}terms/{number}.bin"):
            file = _Bytes(self._own(f"terms/{number}.bin"))
            terms = {}
            while file.more:
                stem, rarity, count = file.text(), file.number(), file.number()
                gaps = [file.number() for _ in range(count)]
                weights = np.frombuffer(file.bytes(count), dtype=np.uint8).astype(np.float64)
                questions = np.cumsum(np.array(gaps, dtype=np.int64) + 1) - 1
                if count and questions[-1] >= self.size:
                    raise ValueError("it has a question too many")
                terms[stem] = Term(rarity=rarity, questions=questions, weights=weights)
            return terms

    def _read_wordings(self, number: int) -> dict[int, list[int]]:
        pairs: dict[int, list[int]] = {}
        with _reading(f"{DATA['search']}wordings/{number}.bin"):
            for value, question in PAIR.iter_unpack(self._own(f"wordings/{number}.bin")):
                if question >= self.size:
                    raise ValueError("it has a question too many")
                pairs.setdefault(value, []).append(question)
        return pairs

    def _read_vectors(self, number: int) -> dict[str, NDArray[np.float64]]:
        with _reading(f"{DATA['search']}vectors/{number}.bin"):
            file = _Bytes(self._binary(f"vectors/{number}.bin"))
            vectors = {}
            while file.more:
                word, scale = file.text(), file.bytes(1)[0]
                row = np.frombuffer(file.bytes(_PACKED), dtype=np.uint8)
                vectors[word] = 2 * unpack(row[None])[0].astype(np.float64) * scale
            return vectors

    def _own(self, name: str) -> bytes:
        content = self._binary(name)
        if content[: KEY.size] != KEY.pack(self._key):
            raise BadIndexError(f"{DATA['search']}{name} belongs to another index")
        return content[KEY.size :]

    def _binary(self, name: str) -> bytes:
        path = DATA["search"] + name
        try:
            content = self._fetch(path)
            found = gzip.decompress(content)
        except (KeyError, OSError, EOFError, zlib.error) as error:
            raise BadIndexError(f"{path} cannot be read: {error}") from error
        if not content:  # which gzip takes for nothing, compressed
            raise BadIndexError(f"{path} cannot be read: it is empty")
        return found

    def _plain(self, path: str) -> dict[str, Any]:
        try:
            found = json.loads(self._fetch(path))
        except (KeyError, OSError, ValueError, RecursionError) as error:
            raise BadIndexError(f"{path} cannot be read: {error}") from error
        if not isinstance(found, dict):
            raise BadIndexError(f"{path} cannot be read: it is no object")
        return found


@contextmanager
def _reading(path: str) -> Iterator[None]:
    """Name the file of which the content is not what it should be."""
    try:
        yield
    except (ValueError, TypeError, LookupError, OverflowError, struct.error) as error:
        raise BadIndexError(f"{path} is damaged: {error}") from error


class _Bytes:
    """Reads texts and numbers one after the other."""

    def __init__(self, content: bytes) -> None:
        self.content, self.at = content, 0

    @property
    def more(self) -> bool:
        return self.at < len(self.content)

    def bytes(self, count: int) -> bytes:
        self.at += count
        if self.at > len(self.content):
            raise ValueError("it ends too early")
        return self.content[self.at - count : self.at]

    def text(self) -> str:
        return self.bytes(self.bytes(1)[0]).decode("utf-8", "replace")

    def number(self) -> int:
        value = 0
        for place in range(0, 32, 7):
            byte = self.bytes(1)[0]
            value |= (byte & 127) << place
            if byte < 128:
                return value
        raise ValueError("it has a number without end")
