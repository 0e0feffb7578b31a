"""The closest known spelling of an unknown word."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most similar to `word`, or None if none is similar.

    Similarity is difflib's ratio (Ratcliff and Obershelp, 1988), at least 0.5.
    """
    table = {candidate.casefold(): candidate for candidate in known}
    matches = get_close_matches(word.casefold(), table, n=1, cutoff=0.5)
    return table[matches[0]] if matches else None


class Suggestions:
    """Closest spellings of many words, within a budget of comparisons that takes a second or two.

    Each search compares a word with every known one, so a bank with thousands of misspelt ids must not run one each.
    """

    def __init__(self, budget: int = 100_000) -> None:
        self._left = budget

    def nearest(self, word: str, known: Iterable[str]) -> str | None:
        """Return the known word most similar to `word`, or None if none is similar or the budget is spent."""
        words = tuple(known)
        self._left -= len(words)
        return nearest(word, words) if self._left >= 0 else None
