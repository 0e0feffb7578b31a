"""The levels of headings: each is at most one below that of the heading it belongs to."""

from __future__ import annotations

from collections.abc import Sequence


def skips(levels: Sequence[int], above: int) -> list[int]:
    """Return the indexes of the headings that are more than one level below the one before; the first is below `above`.

    Levels count from 1, the highest.
    """
    before = (above, *levels)
    return [number for number, level in enumerate(levels) if level > before[number] + 1]


def without_skips(levels: Sequence[int], above: int) -> list[int]:
    """Return the levels that keep which heading belongs to which, and skip none."""
    right: list[int] = []
    open_: list[int] = []
    for level in levels:
        while open_ and open_[-1] >= level:
            open_.pop()
        open_.append(level)
        right.append(above + len(open_))
    return right
