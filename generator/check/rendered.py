"""What only the rendered page shows: HTML that is not allowed, links to no place, pages without end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.check.prose import BROKEN_LINK
from generator.findings import Finding, Rule, Severity, nearest
from generator.model import Prose
from generator.read.markdown import place

UNSAFE_HTML = Rule(
    id="unsafe-html",
    summary="HTML in a file is text: no scripts, styles, frames, forms, pictures or handlers.",
    help="Write it in Markdown, or put it into backticks if it is to be read as code. It is taken out of the page.",
    fails="<script>alert(1)</script>",
    passes="`<script>alert(1)</script>`",
    severity=Severity.WARNING,
)
UNRENDERABLE = Rule(
    id="unrenderable",
    summary="The Markdown of a file becomes a page within five seconds.",
    help="Write it simpler: fewer brackets, quotations and lists within each other.",
    fails="[) [) [) [) [) [) [) [)",
    passes="- Because it is so.",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendering:
    """What became of one file."""

    page: str
    source: str
    prose: tuple[Prose, ...]
    """The Markdown of the file."""
    failure: str | None = None
    offences: tuple[str, ...] = ()
    """Pieces of HTML that are not allowed."""
    ids: frozenset[str] = frozenset()
    anchors: tuple[tuple[str, str, str], ...] = ()
    """Links to places: page, id, and the target as it was written."""


def check_rendered(renderings: Iterable[Rendering]) -> Iterator[Finding]:
    """Gives the findings about rendered pages."""
    shown = list(renderings)
    ids = {rendering.page: rendering.ids for rendering in shown if rendering.failure is None}
    for rendering in shown:
        if rendering.failure:
            line = rendering.prose[0].line if rendering.prose else 1
            yield UNRENDERABLE.at(rendering.source, line, 1, f"this Markdown {rendering.failure}")
        for offence in _openings(rendering.offences):
            line, column = _find(rendering.prose, offence)
            message = f"this makes HTML that is not allowed: {' '.join(offence.split())[:40]}"
            yield UNSAFE_HTML.at(rendering.source, line, column, message)
        yield from _check_anchors(rendering, ids)


def _openings(offences: tuple[str, ...]) -> Iterator[str]:
    """Each offence once, without the ends of elements whose beginnings are told already."""
    names = {match.group(1).lower() for offence in offences if (match := re.match(r"<([\w:-]+)", offence))}
    for offence in dict.fromkeys(offences):
        end = re.match(r"</([\w:-]+)", offence)
        if end is None or end.group(1).lower() not in names:
            yield offence


def _check_anchors(rendering: Rendering, ids: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    for page, anchor, target in dict.fromkeys(rendering.anchors):
        if page in ids and anchor not in ids[page]:
            line, column = _find(rendering.prose, target)
            near = nearest(anchor, ids[page])
            cure = f"Did you mean '#{near.removeprefix('q-')}'?" if near else None
            yield BROKEN_LINK.at(
                rendering.source, line, column, f"there is no such heading as in '{target}'", help=cure
            )


def _find(prose: tuple[Prose, ...], piece: str) -> tuple[int, int]:
    """The place of a piece of HTML or a target in a file: where it stands to the letter, else where its tag does."""
    tag = re.match(r"</?\s*([a-zA-Z][\w:-]*)", piece)
    handler = re.search(r"\s(on\w+)\s*=", piece)
    looks = [re.escape(piece[:24])]
    looks += [r"<[/\s]*" + re.escape(tag.group(1))] if tag else []
    looks += [re.escape(handler.group(1))] if handler else []
    for look in looks:
        for part in prose:
            match = re.search(look.encode(), part.text.encode(), re.IGNORECASE)
            if match:
                return place(part, part.text.encode(), match.start())
    return (prose[-1].line, 1) if prose else (1, 1)
