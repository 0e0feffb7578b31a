"""Two versions of a text as one, in which the words that differ are struck out and underlined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import LCSseq

from mkdocs_qbank.model.messages import message
from mkdocs_qbank.render.report.neutral import neutral

_WORD = re.compile(r"\n|(?<=\n)[ \t]+\S+|\S+")
_MOST = 4_000
"""The number of words of each version that are compared; of longer ones, both are shown."""
_CONTEXT = 12
"""The number of words shown around a change."""
_LONGEST_WORD = 60
_CHUNK = 20


@dataclass(slots=True)
class _Run:
    """Words that both versions have, or those of each between two such runs."""

    both: list[str] = field(default_factory=list)
    old: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)


def difference(before: str, after: str, most: int) -> str:
    """Return both versions as one, unchanged words far from a change left out, in about `most` characters."""
    runs = _runs(_WORD.findall(before), _WORD.findall(after))
    pieces: list[tuple[str, list[str]]] = []
    for number, run in enumerate(runs):
        if run.both:
            pieces += [("", words) for words in _near(run.both, first=number == 0, last=number == len(runs) - 1)]
        pieces += [(tag, words) for tag, words in (("del", run.old), ("ins", run.new)) if words]
    return _joined(pieces, most)


def whole(text: str, most: int) -> str:
    """Return a text in about `most` characters."""
    return _joined([("", _WORD.findall(text))], most)


def _runs(before: Sequence[str], after: Sequence[str]) -> list[_Run]:
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    runs = [_Run(both=list(before[:start]))] if start else []
    if max(len(old), len(new)) > _MOST:
        runs.append(_Run(old=list(old), new=list(new)))
    else:
        runs += _compared(old, new)
    return [*runs, *([_Run(both=list(before[len(before) - end :]))] if end else [])]


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    """Yield runs by a longest common subsequence; a single word that both have between two changes is part of them."""
    current = _Run()
    for code in LCSseq.opcodes(list(old), list(new)):
        words = list(old[code.src_start : code.src_end])
        if code.tag == "equal" and (len(words) > 1 or words == ["\n"]):
            if current.old or current.new:
                yield current
            yield _Run(both=words)
            current = _Run()
        else:
            current.old += words
            current.new += new[code.dest_start : code.dest_end]
    if current.old or current.new:
        yield current


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


def _near(words: list[str], *, first: bool, last: bool) -> Iterator[list[str]]:
    """Yield the words of a run that stand near a change."""
    head, tail = (0 if first else _CONTEXT), (0 if last else _CONTEXT)
    if len(words) <= head + tail + 1:
        yield words
        return
    if head:
        yield words[:head]
    yield ["…"]
    if tail:
        yield words[-tail:]


def _joined(pieces: Iterable[tuple[str, list[str]]], most: int) -> str:
    """Return pieces with their tags, up to about `most` characters, and how many words are left out."""
    listed = list(pieces)
    shown: list[str] = []
    size = left_out = 0
    for tag, words in listed:
        texts = []
        for at in range(0, len(words), _CHUNK):
            chunk = words[at : at + _CHUNK]
            if size > most:
                left_out += sum(word != "\n" for word in chunk)
                continue
            texts.append(_plain(chunk))
            size += len(texts[-1])
        text = " ".join(texts).strip()
        if text:
            shown.append(f"<{tag}>{text}</{tag}>" if tag else text)
    if left_out:
        shown.append(message("report.more_words", count=left_out))
    return re.sub(r"^(?:<br>| )+|(?:<br>| )+$", "", " ".join(shown))


def _plain(words: Iterable[str]) -> str:
    return " ".join("<br>" if word == "\n" else _indented(word) for word in words)


def _indented(word: str) -> str:
    indent = len(word) - len(word.lstrip(" \t"))
    return "&nbsp;" * min(indent, 16) + neutral(word, _LONGEST_WORD)
