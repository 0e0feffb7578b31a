"""The scores of questions, as in `search/score.js`: what is added, and in which order, is the same to the last bit."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from mkdocs_qbank.search.query import Form, Unit
from mkdocs_qbank.search.table import DIMENSIONS

_WEIGHTS = 255
_WHOLE = 4.4 / 1.5
"""What the largest weight of a posting stands for: see `index.LARGEST`; 1.5 brings a word found once to about 1."""
WEAK, _NOTHING = 0.7, 0.35
"""The least score of a question that resembles a query, and of one that is shown at all. Of queries about nothing in a
bank of 2,460 questions, three quarters stay below the first, and of queries about one of them, one in a hundred."""
_WORTH, _FEWEST, _FAINT = 0.4, 10, 0.25
"""The least share of the best score, and down to the lesser share so many questions."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Lexical:
    """What the words of a query say about each question."""

    scores: Floats
    """1 is about every word once in question and answer."""
    has: NDArray[np.int64]
    """How many telling units each question has."""
    needed: int
    """How many there are."""

    @property
    def some_whole(self) -> bool:
        """Whether any question has them all."""
        return bool((self.has == self.needed).any())


def lexical_scores(units: Iterable[Unit], size: int) -> Lexical:
    """Return what the units of a query say about the questions of an index of this size."""
    scores, has = np.zeros(size), np.zeros(size, dtype=np.int64)
    total = needed = 0
    for unit in units:
        best, whole = np.zeros(size), np.zeros(size, dtype=bool)
        for form in unit.forms:
            _add_form(form, best, whole)
        scores += unit.weight * best
        total += unit.weight
        if unit.telling:
            has += whole
            needed += 1
    scaled = scores / total * (_WHOLE / _WEIGHTS) if total else scores
    return Lexical(scores=scaled, has=has, needed=needed)


def _add_form(form: Form, best: Floats, whole: NDArray[np.bool_]) -> None:
    """Raise the best weight of each question to that of a form, and note which questions have all of it."""
    sums, counts = np.zeros(len(best)), np.zeros(len(best), dtype=np.int64)
    for term in form.terms:
        sums[term.questions] += term.rarity * term.weights
        counts[term.questions] += 1
    if form.rarity:
        np.maximum(best, sums / form.rarity, out=best)
    whole |= counts == len(form.terms)


def meaning_scores(vectors: Iterable[Floats], bits: NDArray[np.uint8], mean: Floats) -> Floats:
    """Return the cosine of a query and each question.

    `vectors` are those of the distinct words of the query, `bits` has the shape (questions, 32), and `mean` is what was
    taken from questions.
    """
    total = np.zeros(DIMENSIONS)
    for vector in vectors:
        total += vector
    query = _scaled(_scaled(total) - mean)
    scores = np.zeros(len(bits))
    patterns = np.arange(256)
    for byte in range(DIMENSIONS // 8):
        table = np.zeros(256)
        for place in range(8):
            value = query[8 * byte + place]
            table += np.where(patterns >> place & 1, value, -value)
        scores += table[bits[:, byte]]
    return np.asarray(scores / DIMENSIONS**0.5)


def _scaled(vector: Floats) -> Floats:
    squares = 0.0
    for value in vector.tolist():  # one after the other, as the script does: sums of numpy go by pairs
        squares += value * value
    return vector / sqrt(squares) if squares else vector


def select(lexical: Lexical, meaning: Floats | None, exact: Collection[int]) -> list[tuple[int, float]]:
    """Return the numbers and scores of the questions to show, the best first; none if none resembles the query.

    `exact` are the questions that are asked in these very words.
    """
    total = lexical.scores if meaning is None else lexical.scores + meaning
    whole = (lexical.has == lexical.needed) & (lexical.needed > 0)
    best = float(total.max(initial=0))
    if not (whole.any() or exact) and best < _NOTHING:
        return []
    same = np.isin(np.arange(len(total)), list(exact))
    ranked = np.lexsort((np.arange(len(total)), -total, ~same))
    kept = []
    for rank, number in enumerate(ranked.tolist()):
        least = (_FAINT if rank < _FEWEST else _WORTH) * best
        if same[number] or whole[number] or (total[number] > 0 and total[number] >= least):
            kept.append((number, float(total[number])))
    return kept
