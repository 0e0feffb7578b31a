"""The nearest known word to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like a misspelt one, or None when none is near.

    The likeness is difflib's ratio (Ratcliff and Obershelp, 1988), at least 0.5.
    """
    table = {candidate.casefold(): candidate for candidate in known}
    found = get_close_matches(word.casefold(), table, n=1, cutoff=0.5)
    return table[found[0]] if found else None


class Suggestions:
    """The nearest known words to misspelt ones, as long as looking for them costs no more than a second or two.

    A search compares a word with every known one, so a bank of thousands of misspelt ids must not make one for each.
    """

    def __init__(self, most: int = 100_000) -> None:
        self._left = most

    def nearest(self, word: str, known: Iterable[str]) -> str | None:
        """Return the known word most like `word`, or None when none is near or enough were compared."""
        words = tuple(known)
        self._left -= len(words)
        return nearest(word, words) if self._left >= 0 else None
