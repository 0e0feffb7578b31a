"""Markdown from a file into Markdown for a page: links lead to pages, formulas are MathML, headings find a place."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.read.links import anchor, inner, resolve
from generator.read.markdown import Outline, outline, splice
from generator.read.maths import UnreadableError, mathml

FORMULA = re.compile("\ue000(\\d+)\ue001")
"""The token that stands for a formula in the body of a page; no file may hold its characters."""


@dataclass(slots=True)
class Body:
    """The Markdown of a page while it is put together."""

    source: str
    """The file that the text stands in."""
    page: str
    pages: Mapping[str, str]
    """The page of each file that has one."""
    parts: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole, with a token for each formula."""
        return "\n\n".join(self.parts) + "\n"

    def markdown(self, text: str, top: int = 1) -> str:
        """Gives Markdown of the file as the page has it, headings moved down so that none stands above level `top`."""
        found = outline(text)
        edits = _links(found, self.source, self.page, self.pages) + self._formulas(found) + _headings(found, top)
        return splice(found.data, edits) if edits else text

    def _formulas(self, found: Outline) -> list[tuple[int, int, str]]:
        edits = []
        for formula in found.formulas:
            try:
                drawn = mathml(formula.latex, display=formula.display)
            except UnreadableError:
                continue  # a finding says so; the page shows the LaTeX
            edits.append((formula.start, formula.end, f"\ue000{len(self.formulas)}\ue001"))
            self.formulas.append(f'<span class="qb-formula">{drawn}</span>' if formula.display else drawn)
        return edits


def with_formulas(text: str, formulas: Sequence[str]) -> str:
    """Gives the Markdown of a page with its formulas in place, as an engine that knows no tokens needs it."""
    return FORMULA.sub(lambda match: formulas[int(match.group(1))], text)


def _links(found: Outline, source: str, page: str, pages: Mapping[str, str]) -> list[tuple[int, int, str]]:
    edits = []
    for link in found.links:
        target = pages.get(resolve(link.target, source)) if inner(link.target) and not link.raw else None
        if target is not None:
            path = posixpath.relpath(target, posixpath.dirname(page) or ".")
            edits.append((link.start, link.end, path + anchor(link.target)))
    return edits


def _headings(found: Outline, top: int) -> list[tuple[int, int, str]]:
    highest = min((heading.level for heading in found.headings), default=top)
    edits = []
    for heading in found.headings if highest < top else ():
        line = found.data[heading.start : heading.end].decode().strip()
        words = line.lstrip("#").strip() if line.startswith("#") else line.rpartition("\n")[0].strip()
        level = min(heading.level + top - highest, 6)
        edits.append((heading.start, heading.end, f"{'#' * level} {words}\n"))
    return edits
