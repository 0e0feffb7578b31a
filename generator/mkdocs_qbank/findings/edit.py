"""Edits: what fixes a file, as values that any command can apply or show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Edit:
    """Text that replaces what stands between two positions. Lines and columns count from 1; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    old: str | None = field(default=None, compare=False)
    """What stands there now, each line end as a newline; None where whoever makes the edit has compared it."""


def holds(text: str, edits: Iterable[Edit]) -> bool:
    """Return whether a text holds what each of some edits expects to replace."""
    offset = _offsets(text)
    try:
        return all(
            edit.old
            == _LINE_END.sub("\n", text[offset(edit.line, edit.column) : offset(edit.end_line, edit.end_column)])
            for edit in edits
        )
    except ValueError:
        return False


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with some edits made; the rest stays as it is, line ends included.

    An edit that overlaps an earlier one is left out, so that two fixes of one place never mix. Raises ValueError for a
    position outside the text.
    """
    offset = _offsets(text)
    parts, end = [], 0
    for edit in sorted(edits):
        first, last = offset(edit.line, edit.column), offset(edit.end_line, edit.end_column)
        if first < end or last < first:
            continue
        parts += [text[end:first], edit.text]
        end = last
    return "".join((*parts, text[end:]))


def _offsets(text: str) -> Callable[[int, int], int]:
    """Return the function from the line and column of a position in a text to its index."""
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def offset(line: int, column: int) -> int:
        if not (1 <= line <= len(starts) and column >= 1 and starts[line - 1] + column - 1 <= len(text)):
            raise ValueError(f"there is no position {line}:{column}")
        return starts[line - 1] + column - 1

    return offset
