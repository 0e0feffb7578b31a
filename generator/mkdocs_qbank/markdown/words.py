"""Extraction of words and links from parser events, for search, relations and checks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import ClassVar

from mkdocs_qbank.markdown.events import Event
from mkdocs_qbank.markdown.maths import in_words, spelled_out

HREF = re.compile(rb"""<a\s[^<>]*?\bhref\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))""", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9À-Þ])")
_FORMULA = re.compile("\x00[^\x00]*\x00")
_BLOCKS = frozenset(
    f"{mark}{name}"
    for name in [
        "Paragraph",
        "Heading",
        "Item",
        "TableCell",
        "BlockQuote",
        "DefinitionListTitle",
        "DefinitionListDefinition",
    ]
    for mark in "+-"
)
_NEAR = 600
"""The maximum number of characters of a sentence kept on each side of a link."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenLink:
    """A link or an image as written; `start` is the byte offset of its target."""

    target: str
    text: str = ""
    sentence: str = ""
    start: int
    image: bool = False
    raw: bool = False
    """Whether it is written in HTML."""


class Scan:
    """The words and links collected from events; with `plain`, formulas are not read."""

    def __init__(self, data: bytes, definitions: Mapping[str, tuple[int, int]], *, plain: bool = False) -> None:
        self.data, self.definitions = data, definitions
        self.links: list[WrittenLink] = []
        self.blocks: list[str] = []
        self.code: list[str] = []
        """The text of each code block."""
        self._formula: Callable[[str], str] = spelled_out if plain else in_words
        self._words: list[str] = []
        self._length = 0
        self._waiting: list[tuple[int, int, WrittenLink]] = []
        """Links whose sentence is incomplete, each after the bounds of its text within the block, in characters."""
        self._open: list[tuple[Event, int]] = []
        self._end = 0
        """The byte offset at which the last text or code ends, or where an open link without any begins."""
        self._mute = 0
        self._in_code = False

    def read(self, events: Sequence[Event]) -> None:
        """Collect the words and links of events."""
        for event in events:
            name = event[0]
            if name == "Text":
                if self._in_code:
                    self.code[-1] += event[1]
                elif not self._mute:
                    self._words.append(event[1])
                    self._length += len(event[1])
                    self._end = event[3]
            elif name in _BLOCKS:
                if self._words or self._waiting:
                    self._close_block()
            elif name in self._HANDLERS:
                self._HANDLERS[name](self, event)
        self._close_block()

    def words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the words of each block on one line, and the same without formulas."""
        if not any("\x00" in block for block in self.blocks):
            plain = tuple(map(_one_line, self.blocks))
            return plain, plain  # the same object, so that a worker sends it once
        plain = tuple(_one_line(block.replace("\x00", "")) for block in self.blocks)
        return plain, tuple(_one_line(_FORMULA.sub(" ", block)) for block in self.blocks)

    def _space(self, _: Event) -> None:
        self._add(" ")

    def _maths(self, event: Event) -> None:
        self._add(f"\x00{self._formula(event[1])}\x00")

    def _start_link(self, event: Event) -> None:
        self._open.append((event, self._length))
        self._end = event[2]

    def _start_mute(self, _: Event) -> None:
        self._close_block()
        self._mute += 1

    def _end_mute(self, _: Event) -> None:
        self._close_block()
        self._mute -= 1

    def _start_code(self, event: Event) -> None:
        self._start_mute(event)
        self._in_code = True
        self.code.append("")

    def _end_code(self, event: Event) -> None:
        self._end_mute(event)
        self._in_code = False

    def _add(self, words: str) -> None:
        self._words.append(words)
        self._length += len(words)

    def _code(self, event: Event) -> None:
        self._end = event[3]
        self._add(event[1])

    def _end_link(self, _: Event) -> None:
        event, at = self._open.pop()
        attributes = event[1]
        target, kind = attributes["dest_url"], attributes["link_type"]
        if kind == "Inline":
            start = self._find(target, self._end, event[3])
        elif kind in ("Autolink", "Email"):
            start = event[2] + 1
        elif kind == "Bare":
            start = event[2]
        else:
            start = self._find(target, *self.definitions.get(attributes["id"].lower(), (event[2], event[3])))
        link = WrittenLink(target=target, start=start, image=event[0] == "+Image")
        self._waiting.append((at, self._length, link))

    def _find(self, target: str, start: int, end: int) -> int:
        offset = self.data.find(target.encode(), start, end)
        return offset if offset >= 0 else start

    def _html(self, event: Event) -> None:
        if self.data.startswith(b"<!--", event[2]):
            return
        for match in HREF.finditer(self.data, event[2], event[3]):
            group = next(index for index in (1, 2, 3) if match.group(index) is not None)
            target = unescape(match.group(group).decode("utf-8", "replace"))
            link = WrittenLink(target=target, start=match.start(group), raw=True)
            self._waiting.append((self._length, self._length, link))

    def _close_block(self) -> None:
        if not self._words and not self._waiting:
            return
        words = "".join(self._words)
        if self._waiting:
            bounds = list(_sentences(words))
            self.links += [self._completed(*waiting, words, bounds) for waiting in self._waiting]
        if words.strip() and not self._mute:
            self.blocks.append(words)
        self._words, self._waiting, self._length = [], [], 0

    @staticmethod
    def _completed(
        first: int, last: int, link: WrittenLink, words: str, bounds: Sequence[tuple[int, int]]
    ) -> WrittenLink:
        start, end = bounds[max(bisect_right(bounds, first, key=lambda bound: bound[0]) - 1, 0)]
        start, end = (start, end) if last <= end else (0, len(words))
        around = words[max(start, first - _NEAR) : min(end, last + _NEAR)]
        sentence, text = (_one_line(part.replace("\x00", "")) for part in (around, words[first:last]))
        return replace(link, text=text, sentence=sentence)

    _HANDLERS: ClassVar[Mapping[str, Callable[[Scan, Event], None]]] = {
        "Code": _code,
        "SoftBreak": _space,
        "HardBreak": _space,
        "InlineMath": _maths,
        "DisplayMath": _maths,
        "InlineHtml": _html,
        "Html": _html,
        "+Link": _start_link,
        "-Link": _end_link,
        "+Image": _start_link,
        "-Image": _end_link,
        "+CodeBlock": _start_code,
        "-CodeBlock": _end_code,
        "+HtmlBlock": _start_mute,
        "-HtmlBlock": _end_mute,
    }


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _sentences(words: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of sentences: each ends at a stop, followed by space and a character that can begin the next."""
    start = 0
    for match in _SENTENCE_END.finditer(words):
        yield start, match.start() + 1
        start = match.end()
    yield start, len(words)
