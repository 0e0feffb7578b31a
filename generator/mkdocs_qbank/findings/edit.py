"""Edits: what fixes a file, as values that any command can apply or show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Edit:
    """Text that replaces what stands between two positions. Lines and columns count from 1; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with some edits made; the rest stays as it is, line ends included.

    An edit that overlaps an earlier one is left out, so that two fixes of one place never mix. Raises ValueError for a
    position outside the text.
    """
    starts = [0]
    for line in text.split("\n")[:-1]:
        starts.append(starts[-1] + len(line) + 1)

    def offset(line: int, column: int) -> int:
        if not (1 <= line <= len(starts) and column >= 1 and starts[line - 1] + column - 1 <= len(text)):
            raise ValueError(f"there is no position {line}:{column}")
        return starts[line - 1] + column - 1

    parts, end = [], 0
    for edit in sorted(edits):
        first, last = offset(edit.line, edit.column), offset(edit.end_line, edit.end_column)
        if first < end or last < first:
            continue
        parts += [text[end:first], edit.text]
        end = last
    return "".join((*parts, text[end:]))
