"""Folded parts of a Markdown file: `<details>`, and those of Python-Markdown's extensions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from mkdocs_qbank.read.importers.markdown.lines import masked
from mkdocs_qbank.read.importers.markdown.marks import ANCHOR, Kind, Mark
from mkdocs_qbank.read.importers.markdown.wording import LONGEST_TITLE, asks, clean_title, is_boilerplate

_DETAILS = re.compile(r"<(?P<end>/?)(?P<name>details|summary)\b[^<>]*>", re.IGNORECASE)
_MOST_DEPTH, _LONGEST_LINE = 200, 20_000
_FOLDED_ADMONITION = re.compile(r'(?P<indent> {0,3})\?\?\?\+?[ \t]+[\w-]+[ \t]+"(?P<words>[^"]+)"[ \t]*$')


def folded_parts(lines: Sequence[str], prose: Sequence[bool], headings: Sequence[int]) -> list[Mark]:
    """Return the outermost `<details>`; one that nobody closes ends before the next, and before a heading."""
    tags = [
        (number, match)
        for number, line in enumerate(lines)
        if prose[number] and "<" in line and len(line) <= _LONGEST_LINE
        for match in _DETAILS.finditer(masked(line))
    ]
    outer: list[Mark] = []
    open_: list[Mark] = []
    deeper = 0
    summary: tuple[int, int] | None = None
    for number, tag in tags:
        name, ends = tag["name"].lower(), bool(tag["end"])
        if name == "details" and (deeper if ends else len(open_) == _MOST_DEPTH):
            deeper += -1 if ends else 1  # what is folded so deep is text
        elif name == "details" and not ends:
            mark = Mark(
                kind=Kind.FOLDED, words="", title="", line=number, body=number, first=lines[number][tag.end() :]
            )
            mark.anchors = tuple(
                match["name"] for match in ANCHOR.finditer(lines[number][max(tag.start() - 300, 0) : tag.start()])
            )
            if open_ and not open_[-1].title:
                open_.pop()  # it was never closed, and has no summary
            (open_[-1].parts if open_ else outer).append(mark)
            open_.append(mark)
        elif name == "summary" and open_ and not open_[-1].title:
            if not ends:
                summary = (number, tag.end())
            elif summary:
                _give_summary(open_[-1], lines, summary, (number, tag.start()), tag.end())
                summary = None
        elif name == "details" and open_:
            mark = open_.pop()
            mark.end, mark.last = number + 1, lines[number][: tag.start()]
            if mark.body == number + 1:  # it begins and ends in one line
                mark.last, mark.first = "", mark.first[: mark.first.lower().rfind("</details")]
    return _closed(outer, [*headings, len(lines)])


def _give_summary(mark: Mark, lines: Sequence[str], begin: tuple[int, int], end: tuple[int, int], after: int) -> None:
    """Give a folded part the words of its summary, and the beginning of what it holds."""
    if begin[0] == end[0]:
        words = lines[begin[0]][begin[1] : end[1]]
    else:
        words = " ".join((lines[begin[0]][begin[1] :], *lines[begin[0] + 1 : end[0]], lines[end[0]][: end[1]]))
    mark.words = " ".join(words.split())
    inner = re.sub(r"^\s*#{1,6}\s+", "", re.sub(r"^<h[1-6][^<>]*>|</h[1-6]>$", "", mark.words, flags=re.IGNORECASE))
    mark.title = clean_title(inner)[:LONGEST_TITLE] or " "
    mark.asks = asks(mark.title) and not is_boilerplate(mark.title)
    mark.body, mark.first = end[0] + 1, lines[end[0]][after:].strip()
    mark.anchors = (*mark.anchors, *(match["name"] for match in ANCHOR.finditer(words)))


def _closed(marks: Sequence[Mark], ends: Sequence[int]) -> list[Mark]:
    """Return folded parts one after another, where those that are never closed end before the next, or at an end."""
    flat: list[Mark] = []
    for mark in marks:
        flat.append(mark)
        if mark.end < 0 and mark.parts:
            flat += _closed(mark.parts, ends)
            mark.parts = []
    for mark, following in zip(flat, [*flat[1:], None], strict=False):
        if mark.end < 0:
            end = ends[bisect_right(ends, mark.body)] if mark.body < ends[-1] else ends[-1]
            mark.end = min(end, following.line) if following else end
    return flat


def folded_admonitions(lines: Sequence[str], prose: Sequence[bool]) -> Iterator[Mark]:
    """Yield the folded parts of Python-Markdown's extensions, whose content is indented."""
    for number, line in enumerate(lines):
        match = _FOLDED_ADMONITION.match(line) if prose[number] and "???" in line else None
        if match:
            indent = len(match["indent"]) + 4
            end = number + 1
            while end < len(lines) and (not lines[end].strip() or lines[end].startswith(" " * indent)):
                end += 1
            title = clean_title(match["words"])
            yield Mark(
                kind=Kind.FOLDED,
                words=match["words"],
                title=title,
                line=number,
                body=number + 1,
                end=end,
                column=indent,
                asks=asks(title),
            )
