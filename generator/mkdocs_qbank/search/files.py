"""The files of an index, of which a reader loads only those that a query needs.

    index.json          what the index is: see `_about`
    terms/N.bin         stems with their rarity and postings, N by the alphabet
    wordings/N.bin      the questions of each wording, by its hash; N is the hash modulo the number of files
    meanings.bin        one bit in each dimension for each question
    vectors/N.bin       words with their vectors, N by the alphabet
    text/N.json         what is shown of a few questions, N by their numbers

Files that end in `.bin` are compressed with gzip, since hosts do not compress what they do not know, and all but
vectors begin with the key of the index, so that parts of two indexes are never mixed. Numbers are in LEB128.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.model.bank import Bank, Question
from mkdocs_qbank.search.index import Index
from mkdocs_qbank.search.texts import answer_blocks

VERSION = 2
KEY = struct.Struct("<I")
PAIR = struct.Struct("<II")
_TERMS = 8_000
"""The size of a file of terms before compression, in bytes, unless one stem takes more."""
_WORDINGS = 250
"""The mean number of wordings of a file."""
TEXTS = 4
"""The number of questions of a file of texts: most take less than a block of a disk each."""
_WORDS = 64
"""The number of words of a file of vectors."""
_LEVEL = 6
"""The level of compression; higher ones take twice the time and save one part in a hundred."""
_LONGEST = 255
"""The maximum length of a stem or word in bytes: a stem has at most 40 characters."""


def index_files(index: Index, bank: Bank, order: Sequence[str]) -> dict[str, str | bytes]:
    """Return the files of an index of a bank's questions in this order, by path relative to the root of the site."""
    terms, term_bounds = _joined(_terms(index), _TERMS, most=1 << 30)
    wordings = _wordings(index)
    vectors, word_bounds = _joined(_vectors(index), 1 << 30, most=_WORDS)
    own = {
        **{f"terms/{number}.bin": content for number, content in enumerate(terms)},
        **{f"wordings/{number}.bin": content for number, content in enumerate(wordings)},
        "meanings.bin": index.meanings.bits.tobytes(),
    }
    key = _key(own)
    binary = {name: KEY.pack(key) + content for name, content in own.items()}
    binary |= {f"vectors/{number}.bin": content for number, content in enumerate(vectors)}
    files: dict[str, str | bytes] = {name: gzip.compress(content, _LEVEL, mtime=0) for name, content in binary.items()}
    files["index.json"] = _json(_about(index, key, term_bounds, word_bounds, len(wordings)))
    shown = [_shown(bank.by_id[identifier], bank) for identifier in order]
    for number, start in enumerate(range(0, len(shown), TEXTS)):
        files[f"text/{number}.json"] = _json({"questions": shown[start : start + TEXTS]})
    return {DATA["search"] + name: content for name, content in files.items()}


def _about(index: Index, key: int, terms: list[str], vectors: list[str], wordings: int) -> dict[str, object]:
    """Return what a reader needs before it loads any other file."""
    return {
        "version": VERSION,
        "key": f"{key:08x}",
        "questions": index.size,
        "terms": terms,
        "vectors": vectors,
        "wordings": wordings,
        "texts": TEXTS,
        "unknown": index.unknown,
        "mean": index.meanings.mean.tolist(),
        "mean_unit": index.meanings.mean_unit,
    }


def _shown(question: Question, bank: Bank) -> dict[str, object]:
    """Return what is shown of a question that was found."""
    return {
        "id": question.id,
        "title": question.title,
        "topic": bank.topic_by_id[question.topic].title,
        "difficulty": question.difficulty or "",
        "blocks": answer_blocks(question),
    }


def _key(files: Mapping[str, bytes]) -> int:
    total = hashlib.sha256()
    for name, content in sorted(files.items()):
        total.update(f"{name}\0{len(content)}\0".encode() + content)
    key: int = KEY.unpack(total.digest()[: KEY.size])[0]
    return key


def _joined(entries: Iterable[tuple[str, bytes]], size: int, most: int) -> tuple[list[bytes], list[str]]:
    """Return sorted entries joined to files of about this size, and the first name in each but the first."""
    files, bounds, total = [list[bytes]()], list[str](), 0
    for name, content in entries:
        if files[-1] and (total + len(content) > size or len(files[-1]) >= most):
            files.append([])
            bounds.append(name)
            total = 0
        files[-1].append(content)
        total += len(content)
    return list(map(b"".join, files)), bounds


def _terms(index: Index) -> Iterator[tuple[str, bytes]]:
    gaps = np.diff(index.questions, prepend=-1) - 1
    first = index.starts[:-1][np.diff(index.starts) > 0]
    gaps[first] = index.questions[first]
    gap_bytes, ends = _leb128(gaps)
    weights = index.weights.tobytes()
    starts = index.starts.tolist()
    bounds = ends[index.starts].tolist()
    for number, (stem, rarity) in enumerate(zip(index.stems, index.rarities.tolist(), strict=True)):
        start, end = starts[number], starts[number + 1]
        head = _text(stem) + _number(rarity) + _number(end - start)
        yield stem, head + gap_bytes[bounds[number] : bounds[number + 1]] + weights[start:end]


def _wordings(index: Index) -> list[bytes]:
    files = [bytearray() for _ in range(max(1, -(-len(index.exact) // _WORDINGS)))]
    for value, question in index.exact:
        files[value % len(files)] += PAIR.pack(value, question)
    return list(map(bytes, files))


def _vectors(index: Index) -> Iterator[tuple[str, bytes]]:
    meanings = index.meanings
    for word, scale, row in zip(meanings.words, meanings.scales.tolist(), meanings.packed, strict=True):
        yield word, _text(word) + bytes([scale]) + row.tobytes()


def _text(text: str) -> bytes:
    encoded = text.encode()[:_LONGEST]
    return bytes([len(encoded)]) + encoded


def _number(value: int) -> bytes:
    content = bytearray()
    while value > 127:
        content.append(value & 127 | 128)
        value >>= 7
    content.append(value)
    return bytes(content)


def _leb128(values: NDArray[np.int64]) -> tuple[bytes, NDArray[np.int64]]:
    """Return numbers below 2^28 in LEB128, and where each begins, followed by where the last one ends."""
    lengths = 1 + (values >= 1 << 7) + (values >= 1 << 14) + (values >= 1 << 21)
    ends = np.concatenate(([0], np.cumsum(lengths)))
    content = np.zeros(int(ends[-1]), dtype=np.uint8)
    for place in range(4):
        some = np.flatnonzero(lengths > place)
        more = np.where(lengths[some] > place + 1, 128, 0)
        content[ends[some] + place] = values[some] >> 7 * place & 127 | more
    return content.tobytes(), ends


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
