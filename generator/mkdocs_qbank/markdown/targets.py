"""Where the targets of links stand in a text, so that they can be changed and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from html import escape, unescape
from itertools import pairwise
from urllib.parse import quote

from mkdocs_qbank.markdown.events import Event, definitions, read_events
from mkdocs_qbank.markdown.words import HREF
from mkdocs_qbank.model.prose import Prose

_BREAK = re.compile(rb"[ \t]*(?:\n[ \t>]*)?")
"""What may stand before a target: spaces and one line end, with the marks of quotations."""
_ANGLED = re.compile(rb"<((?:\\.|[^<>\n\\])*)>")
_LABEL = re.compile(rb"\[(?:\\.|[^\]\\])+\]:", re.DOTALL)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE = re.compile(
    r"^[ \t]*(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t]*(?P=fence)|\Z)"
    r"|(?<!`)(?P<ticks>`+)(?!`)[^\n]+?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_PAGE_LINK = re.compile(
    r"(?<!\\)\]\([ \t]*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>[^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*))"
    r"|^[ \t]*\[[^\]\n]+\]:[ \t]*(?:<(?P<defined_angled>[^<>\n]*)>|(?P<defined>[^\s<>]+))"
    r"|<a\s[^<>]*?\bhref\s*=\s*(?:\"(?P<double>[^\"<>]*)\"|'(?P<single>[^'<>]*)'|(?P<unquoted>[^\s\"'<>]+))",
    re.MULTILINE | re.IGNORECASE,
)
_PLAIN_TARGET = re.compile(r"\]\(([^\s()<>\\&]+)\)")
"""A target without a title in which nothing is escaped."""
_UNSAFE = re.compile(r"[\x00-\x20()<>\\|`]")
"""Characters that cannot stand in every target as they are."""
_MARKS = {"+Link": "[", "+Image": "!["}
_IN_BRACKETS = frozenset(("Inline", "Reference", "Collapsed", "Shortcut"))
"""The types of links whose words stand in brackets."""
_ALONE = frozenset(("Autolink", "Bare"))
"""The types of links whose words are their address."""


class Notation(Enum):
    """How a target is written."""

    BARE = auto()
    ANGLED = auto()
    HTML = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenTarget:
    """A target as it stands in a text: of a link, or of the definition of one. Indices count characters."""

    target: str
    """The target that it means, without escapes."""
    start: int
    end: int
    notation: Notation


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkPlace:
    """A link in Markdown as it stands in a text, with the words that it shows. Indices count characters."""

    target: str
    start: int
    end: int
    words: tuple[int, int]
    section: str
    """The heading of level 2 that it stands below, in lower case."""
    item: tuple[int, int] | None
    """The item of a list that it stands in."""
    image: bool


def written_targets(text: str) -> list[WrittenTarget]:
    """Return the targets of all links and definitions of a Markdown text, each once, in order.

    A target of which the place is uncertain is left out. Raises TooDeepError if elements are nested too deep.
    """
    data = text.encode()
    found = {(start, end): (target, notation) for target, start, end, notation in _targets(data, _events(text))}
    for start, end in definitions(text).values():
        label = _LABEL.match(data, start, end)
        at = _destination(data, label.end() if label else end, end, balanced=False)
        if at:
            found[at[0], at[1]] = (_plain(data[at[0] : at[1]]), at[2])
    indices = _Characters(data, (place for span in found for place in span))
    return [
        WrittenTarget(target=target, start=indices[start], end=indices[end], notation=notation)
        for (start, end), (target, notation) in sorted(found.items(), key=lambda entry: entry[0])
    ]


def plain_targets(prose: Prose) -> list[WrittenTarget] | None:
    """Return what `written_targets` would return of a text that is parsed already, or None if that takes a parser.

    It takes none where all that looks like a link is one, and each stands as most do: its target as it is written.
    """
    text, links = prose.text, prose.links
    if text.count("](") != len(links) or "]:" in text:
        return None
    found: list[WrittenTarget] = []
    line, begin, last = prose.line, 0, 0
    for link in links:
        while line < link.line and begin >= 0:
            line, begin = line + 1, text.find("\n", begin) + 1 or -1
        start = begin + link.column - (prose.column if line == prose.line else 1)
        match = _PLAIN_TARGET.match(text, start - 2) if begin >= 0 and start > last else None
        if match is None or match[1] != link.target or link.text == link.target:  # a bare address is no target
            return None
        found.append(WrittenTarget(target=link.target, start=start, end=match.end(1), notation=Notation.BARE))
        last = start
    return found


def page_targets(text: str) -> list[WrittenTarget]:
    """Return the targets in a page for Python-Markdown, where indented text may be Markdown too, in order."""
    code = [match.span() for match in _CODE.finditer(text)]
    found = []
    for match in _PAGE_LINK.finditer(text):
        group = str(match.lastgroup)
        start, end = match.span(group)
        if any(first <= start < last for first, last in code):
            continue
        html = group in ("double", "single", "unquoted")
        notation = Notation.HTML if html else Notation.ANGLED if "angled" in group else Notation.BARE
        found.append(WrittenTarget(target=unescape(match[group]), start=start, end=end, notation=notation))
    return found


def link_places(text: str) -> list[LinkPlace]:
    """Return the links and images of a Markdown text that are written in Markdown, in the order of their ends."""
    data = text.encode()
    found = [place for place, _ in _places(data, _events(text))]
    spans = (at for place in found for at in (place.start, place.end, *place.words, *(place.item or ())))
    indices = _Characters(data, spans)
    return [
        replace(
            place,
            start=indices[place.start],
            end=indices[place.end],
            words=(indices[place.words[0]], indices[place.words[1]]),
            item=(indices[place.item[0]], indices[place.item[1]]) if place.item else None,
        )
        for place in found
    ]


def bare_links(text: str) -> list[tuple[str, int, int]]:
    """Return the target of each address that stands in a text as a link of its own, and the indices of its bounds."""
    data = text.encode()
    found = [
        (str(event[1]["dest_url"]), event[2], event[3])
        for event in _events(text)
        if event[0] == "+Link" and event[1]["link_type"] in _ALONE
    ]
    indices = _Characters(data, (at for _, start, end in found for at in (start, end)))
    return [(target, indices[start], indices[end]) for target, start, end in found]


def as_written(target: str, notation: Notation) -> str:
    """Return a target as it has to be written."""
    if notation is Notation.HTML:
        return escape(_UNSAFE.sub(lambda match: quote(match[0], safe="()|"), target))
    bare = _UNSAFE.sub(lambda match: quote(match[0], safe=""), target)
    return bare.replace("&", "&amp;") if unescape(bare) != bare else bare


@lru_cache(maxsize=1)
def _events(text: str) -> Sequence[Event]:
    """Return the events of a text; the last one is often asked for several kinds of places."""
    return read_events(text)


def _targets(data: bytes, events: Sequence[Event]) -> Iterator[tuple[str, int, int, Notation]]:
    """Yield the targets that links themselves have, with their bounds in bytes."""
    for place, kind in _places(data, events):
        at = data.find(b"](", place.words[1], place.end)
        if kind == "Inline" and at >= 0:
            found = _destination(data, at + 2, place.end - 1, balanced=True)
            if found and _plain(data[found[0] : found[1]]) == place.target:
                yield place.target, *found
    for name, _, start, end in events:
        if name in ("Html", "InlineHtml"):
            for match in HREF.finditer(data, start, end):
                group = int(match.lastindex or 0)
                yield unescape(match.group(group).decode("utf-8", "replace")), *match.span(group), Notation.HTML


def _places(data: bytes, events: Iterable[Event]) -> Iterator[tuple[LinkPlace, str]]:
    """Yield the links that are written in Markdown, with bounds in bytes, each with its type."""
    section, heading = "", False
    items: list[tuple[int, int]] = []
    open_: list[tuple[Event, int]] = []
    for event in events:
        name, value, start, end = event
        if name == "+Heading":
            heading = value["level"] == "H2"
            section = "" if heading else section
        elif name == "-Heading":
            heading = False
        elif name == "Text" and heading:
            section += value.casefold()
        elif name == "+Item":
            items.append((start, end))
        elif name == "-Item":
            items.pop()
        if name in ("+Link", "+Image"):
            open_.append((event, start + len(_MARKS[name])))
            continue
        if name in ("-Link", "-Image"):
            ((opening, attributes, _, _), inside) = open_.pop()
            kind = attributes["link_type"]
            if kind in _IN_BRACKETS:
                place = LinkPlace(
                    target=attributes["dest_url"],
                    start=start,
                    end=end + 2 if kind == "Collapsed" and data.startswith(b"[]", end) else end,
                    words=(start + len(_MARKS[opening]), inside),
                    section=section.strip(),
                    item=items[-1] if items else None,
                    image=name == "-Image",
                )
                yield place, kind
        if open_:
            open_[-1] = (open_[-1][0], max(open_[-1][1], end))


def _destination(data: bytes, start: int, end: int, *, balanced: bool) -> tuple[int, int, Notation] | None:
    """Return the bounds of a target that is expected after `start`; with `balanced` brackets may end it."""
    lead = _BREAK.match(data, start, end)
    at = lead.end() if lead else start
    angled = _ANGLED.match(data, at, end)
    if angled:
        return *angled.span(1), Notation.ANGLED
    depth, here = 0, at
    while here < end and data[here] > ord(" "):
        char = data[here]
        if char == ord("\\"):
            here += 1
        elif char == ord("("):
            depth += 1
        elif char == ord(")") and balanced:
            if depth == 0:
                break
            depth -= 1
        here += 1
    return (at, min(here, end), Notation.BARE) if here > at else None


def _plain(raw: bytes) -> str:
    """Return a target without escapes and character references."""
    pieces = _ESCAPED.split(raw.decode("utf-8", "replace"))
    return "".join(piece if number % 2 else unescape(piece) for number, piece in enumerate(pieces))


class _Characters:
    """The index of the character at each of some offsets in bytes."""

    def __init__(self, data: bytes, offsets: Iterable[int]) -> None:
        places = sorted({0, *offsets})
        self._indices = {0: 0}
        for before, after in pairwise(places):
            self._indices[after] = self._indices[before] + len(data[before:after].decode("utf-8", "replace"))

    def __getitem__(self, offset: int) -> int:
        return self._indices[offset]
