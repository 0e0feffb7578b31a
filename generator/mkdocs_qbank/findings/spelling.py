"""The closest known spelling of an unknown word."""

from __future__ import annotations

from collections.abc import Iterable

_ALIKE = 55.0
"""The least similarity of two spellings, in percent."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most similar to `word`, or None if none is similar.

    Similarity is the share of the characters of both words that they have in common, in order (normalized indel
    similarity), whatever their case. Of equally similar words it is the first.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - most commands have nothing to propose

    words = list(known)
    found = process.extractOne(word, words, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_ALIKE)
    return words[found[2]] if found else None


class Suggestions:
    """Closest spellings of many words, within a budget of comparisons that takes about a second.

    Each search compares a word with every known one, so a bank with thousands of misspelt ids must not run one each.
    """

    def __init__(self, budget: int = 4_000_000) -> None:
        self._left = budget

    def nearest(self, word: str, known: Iterable[str]) -> str | None:
        """Return the known word most similar to `word`, or None if none is similar or the budget is spent."""
        words = tuple(known)
        self._left -= len(words)
        return nearest(word, words) if self._left >= 0 else None
