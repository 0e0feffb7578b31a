"""The closest words of a bank to one that it does not have, as `search/vocabulary.js` finds them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rapidfuzz.distance import OSA

SHORTEST, LONGEST = 3, 32
"""The lengths of the words in the vocabulary, in characters."""


def slips_of(length: int) -> int:
    """Return how many letters of a word of this length may be wrong."""
    if length < 4 or length > 30:
        return 0
    return 1 if length < 8 else 2


def corrected(word: str, words_of: Callable[[int], Sequence[str]]) -> list[str]:
    """Return the closest words to one: the fewest slips away, and of those in the order of `words_of`.

    A slip is a letter that is wrong, left out, too many, or swapped with its neighbour (the optimal string alignment
    distance). `words_of` returns the words that have so many letters.
    """
    most = slips_of(len(word))
    closest: list[list[str]] = [[] for _ in range(most + 1)]
    for off in range(most + 1):
        for length in dict.fromkeys((len(word) - off, len(word) + off)):
            for other in words_of(length) if SHORTEST <= length <= LONGEST else ():
                slips = OSA.distance(word, other, score_cutoff=most)
                if 0 < slips <= most:
                    closest[slips].append(other)
        if off and closest[1]:  # one slip away: no word two letters longer or shorter is
            break
    return next((found for found in closest if found), [])
