"""What a Markdown text holds, with exact places: headings, links, formulas, raw HTML, plain words.

The parser is pulldown-cmark (CommonMark, with GitHub's tables and `$…$`), so a place inside code is never taken for a
link or a formula. Offsets are counted in bytes of UTF-8, as it gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any

from pyromark import Markdown, Options

from generator.model import Prose
from generator.read.maths import in_words

_PARSER = Markdown(
    options=Options.ENABLE_TABLES | Options.ENABLE_STRIKETHROUGH | Options.ENABLE_MATH | Options.ENABLE_FOOTNOTES
)
_HREF = re.compile(rb"""<a\s[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9À-Þ])")
_FORMULA = re.compile("\x00[^\x00]*\x00")
_BLOCKS = {"Paragraph", "Heading", "Item", "TableCell", "CodeBlock", "HtmlBlock", "BlockQuote", "FootnoteDefinition"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A heading that stands by itself, not in a quotation or a list."""

    level: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link or an image as written; `start` and `end` bound its target, which is replaced to lead it elsewhere."""

    target: str
    text: str
    sentence: str
    start: int
    end: int
    image: bool = False
    raw: bool = False
    """Whether it is written in HTML."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Formula:
    """A piece of LaTeX between dollars."""

    latex: str
    display: bool
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """All that stands in one text."""

    data: bytes
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    formulas: tuple[Formula, ...]
    blocks: tuple[str, ...]
    """The plain words of each paragraph, item and cell, in order; code blocks and raw HTML left out."""
    words: tuple[str, ...]
    """The same without the formulas."""


@lru_cache(maxsize=262144)
def outline(text: str) -> Outline:
    """Gives the outline of a Markdown text; kept, since every stage asks for the same texts."""
    return _Scan(text).outline()


def plain(text: str) -> str:
    """Gives a Markdown text on one line, without its markup, code blocks and raw HTML."""
    return " ".join(outline(text).blocks)


def place(prose: Prose, data: bytes, offset: int) -> tuple[int, int]:
    """Gives the line and column in the file of a byte of a prose."""
    before = data[:offset]
    lines = before.count(b"\n")
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return prose.line + lines, column if lines else prose.column + column - 1


def splice(data: bytes, edits: list[tuple[int, int, str]]) -> str:
    """Gives a text with pieces replaced; each edit is start, end and what stands there instead."""
    parts, at = [], 0
    for start, end, text in sorted(edits):
        if start >= at:
            parts += [data[at:start], text.encode()]
            at = end
    return b"".join([*parts, data[at:]]).decode()


@dataclass(slots=True)
class _Open:
    target: str
    kind: str
    id: str
    start: int
    end: int
    at: int
    image: bool
    inner: int


class _Scan:
    """One walk over the parser's events."""

    def __init__(self, text: str) -> None:
        self.data = text.encode()
        self.definitions = _PARSER.reference_definitions(text)
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.formulas: list[Formula] = []
        self.blocks: list[str] = []
        self.words: list[str] = []
        self.waiting: list[tuple[str, str, int, int, int, int, bool, bool]] = []
        self.open: list[_Open] = []
        self.depth = 0
        self.mute = 0
        self.heading: tuple[int, int, int] | None = None
        for event, span in _PARSER.events_with_range(text):
            self._take(event, span["start"], span["end"])

    def outline(self) -> Outline:
        self._close_block()
        links = {(link.start, link.end): link for link in self.links}
        return Outline(
            data=self.data,
            headings=tuple(self.headings),
            links=tuple(links[key] for key in sorted(links)),
            formulas=tuple(self.formulas),
            blocks=tuple(self._clean(block.replace("\x00", "")) for block in self.blocks),
            words=tuple(self._clean(_FORMULA.sub(" ", block)) for block in self.blocks),
        )

    def _take(self, event: Any, start: int, end: int) -> None:
        if isinstance(event, str):
            if event in ("SoftBreak", "HardBreak"):
                self.words.append(" ")
            return
        (name, value), *_ = event.items()
        if name == "Start":
            self._start(value, start, end)
        elif name == "End":
            self._end(value)
        elif name in ("Text", "Code") and not self.mute:
            self.words.append(value)
            if self.open:
                self.open[-1].inner = end
        elif name in ("InlineMath", "DisplayMath"):
            self.formulas.append(Formula(latex=value, display=name == "DisplayMath", start=start, end=end))
            self.words.append(f"\x00{in_words(value)}\x00")
        elif name in ("InlineHtml", "Html"):
            self._html(start, end)

    def _start(self, value: Any, start: int, end: int) -> None:
        name, about = (value, {}) if isinstance(value, str) else next(iter(value.items()))
        if name in ("Link", "Image"):
            at = len("".join(self.words))
            self.open.append(
                _Open(about["dest_url"], about["link_type"], about["id"], start, end, at, name == "Image", start)
            )
        elif name in _BLOCKS:
            self._close_block()
            if name == "Heading" and self.depth == 0:
                self.heading = (int(about["level"][1]), start, end)
        if name in ("CodeBlock", "HtmlBlock"):
            self.mute += 1
        if name in ("BlockQuote", "List", "FootnoteDefinition"):
            self.depth += 1

    def _end(self, value: Any) -> None:
        name = value if isinstance(value, str) else next(iter(value))
        if name in ("Link", "Image") and self.open:
            self._end_link(self.open.pop())
        if name == "Heading" and self.heading:
            level, start, end = self.heading
            self.headings.append(
                Heading(level=level, text=self._clean("".join(self.words).replace("\x00", "")), start=start, end=end)
            )
            self.heading = None
        if name in _BLOCKS:
            self._close_block()
        if name in ("CodeBlock", "HtmlBlock"):
            self.mute -= 1
        if name in ("BlockQuote", "List", "FootnoteDefinition"):
            self.depth -= 1

    def _end_link(self, link: _Open) -> None:
        text = "".join(self.words)[link.at :]
        if link.kind == "Inline":
            start = self._find(link.target, link.inner, link.end)
        elif link.kind in ("Autolink", "Email"):
            start = link.start + 1
        else:
            span = self._definition(link)
            start = self._find(link.target, span[0], span[1])
        end = start + len(link.target.encode())
        self.waiting.append((link.target, text, link.at, link.at + len(text), start, end, link.image, False))

    def _definition(self, link: _Open) -> tuple[int, int]:
        about = self.definitions.get(link.id) or self.definitions.get(link.id.lower())
        return (about["span"]["start"], about["span"]["end"]) if about else (link.start, link.end)

    def _find(self, target: str, start: int, end: int) -> int:
        found = self.data.find(target.encode(), start, end)
        return found if found >= 0 else start

    def _html(self, start: int, end: int) -> None:
        for match in _HREF.finditer(self.data, start, end):
            group = next(index for index in (1, 2, 3) if match.group(index) is not None)
            at = len("".join(self.words))
            self.waiting.append((unescape(match.group(group).decode()), "", at, at, *match.span(group), False, True))

    def _close_block(self) -> None:
        words = "".join(self.words)
        bounds = list(_sentences(words)) if self.waiting else []
        for target, linked, first, last, start, end, image, raw in self.waiting:
            around = next((words[a:b] for a, b in bounds if a <= first and last <= b), words)
            sentence, text = (self._clean(part.replace("\x00", "")) for part in (around, linked))
            link = Link(target=target, text=text, sentence=sentence, start=start, end=end, image=image, raw=raw)
            self.links.append(link)
        if words.strip() and not self.mute:
            self.blocks.append(words)
        self.words, self.waiting = [], []

    @staticmethod
    def _clean(words: str) -> str:
        return " ".join(words.split())


def _sentences(words: str) -> Iterator[tuple[int, int]]:
    """Bounds of the sentences: a stop, then space, then what can begin a sentence."""
    start = 0
    for match in _SENTENCE_END.finditer(words):
        yield start, match.start() + 1
        start = match.end()
    yield start, len(words)
