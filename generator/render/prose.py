"""Markdown from a file into Markdown for a page: links lead to pages, formulas are MathML, headings find a place."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from generator.read.links import anchor, inner, resolve
from generator.read.markdown import Outline, outline, splice
from generator.read.maths import UnreadableError, mathml


def page_markdown(text: str, *, source: str, page: str, pages: Mapping[str, str], top: int = 1) -> str:
    """Gives the Markdown of a page.

    `source` is the file that the text stands in and `page` the page it is for; `pages` holds the page of each file
    that has one. Headings are moved down so that none stands above level `top`.
    """
    found = outline(text)
    edits = _links(found, source, page, pages) + _formulas(found) + _headings(found, top)
    return splice(found.data, edits) if edits else text


def _links(found: Outline, source: str, page: str, pages: Mapping[str, str]) -> list[tuple[int, int, str]]:
    edits = []
    for link in found.links:
        target = pages.get(resolve(link.target, source)) if inner(link.target) else None
        if target is not None:
            path = posixpath.relpath(target, posixpath.dirname(page) or ".")
            edits.append((link.start, link.end, path + anchor(link.target)))
    return edits


def _formulas(found: Outline) -> list[tuple[int, int, str]]:
    edits = []
    for formula in found.formulas:
        try:
            drawn = mathml(formula.latex, display=formula.display)
        except UnreadableError:
            continue  # a finding says so; the page shows the LaTeX
        wrapped = f'<span class="qb-formula">{drawn}</span>' if formula.display else drawn
        edits.append((formula.start, formula.end, wrapped))
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
