"""YAML lists of texts into Markdown lists, in which each line knows its place in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from mkdocs_qbank.model.prose import Prose
from mkdocs_qbank.read.document import place
from mkdocs_qbank.read.rules import WRONG_TYPE
from mkdocs_qbank.read.values import Report, read_prose

_LINE = re.compile(r"[-\s]+")
"""A text that would be read as a line across the page if it stood in a list."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed(Prose):
    """A YAML list of texts, written as a Markdown list."""

    places: tuple[tuple[int, int], ...] = ()
    """The line and column in the file of each line of the text."""


def read_list(node: yaml.Node, name: str, report: Report) -> Prose | None:
    """Return Markdown over any number of lines, or a YAML list of texts as a Markdown list of them."""
    if not isinstance(node, yaml.SequenceNode):
        return read_prose(node, name, report)
    lines: list[str] = []
    places: list[tuple[int, int]] = []
    for item in node.value:
        prose = read_prose(item, f"{name}: item", report)
        for number, line in enumerate(prose.text.split("\n") if prose else ()):
            mark = "  " if number else "- "
            lines.append(f"{mark}{line}" if line.strip() else "")
            places.append(_place_in_item(item, prose, number, report))
        if prose and _LINE.fullmatch(prose.text):
            lines[-1] = f"- \\{prose.text}"
    if not node.value:
        report.add(WRONG_TYPE, node, f"'{name}' is empty", help="Write its items, or remove it.")
    if not lines:
        return None
    return Listed(text="\n".join(lines), line=places[0][0], column=places[0][1], places=tuple(places))


def _place_in_item(item: yaml.Node, prose: Prose | None, number: int, report: Report) -> tuple[int, int]:
    """Return where a line of an item's text begins in its file, or would begin with the mark of a list before it."""
    line, column = place(item, report.offset)
    if prose and prose.line > line:  # a block, whose lines are those of the file
        return line + 1 + number, 1
    quoted = isinstance(item, yaml.ScalarNode) and item.style in ("'", '"')
    return line, max(column + quoted - 2, 1)
