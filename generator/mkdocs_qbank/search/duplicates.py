"""Questions that ask the same as another, in the same words or in their own.

How alike two wordings are tells little by itself: two questions about one subject are always alike. What tells is how
far a pair stands out from the others that each of the two is like (compare CSLS in `relate/similarity.py`), how much of
one is said by the other or answers it, and, where both have an answer, whether they answer the same. The weights are
those of a logistic regression on rewordings of StackFAQ (Karan and Snajder, 2018) among other questions, alone and in
small banks, rounded and then set by hand on those and on pairs of one bank that were read, so `make search-quality` on
StackFAQ is no independent test. Then a word that decides, such as
a number, an opposite or a name, may tell the two apart after all (`decisive.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from math import exp, log, sqrt
from operator import is_

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.search.decisive import Decisive
from mkdocs_qbank.search.texts import Texts, answer_blocks, wordings
from mkdocs_qbank.search.tokens import STOP_WORDS
from mkdocs_qbank.search.vectors import tfidf
from mkdocs_qbank.search.wordings import Numbers, Rows, read_wordings
from mkdocs_qbank.search.words import Numbering, stem, words

SAME = 0.5
"""The score from which two questions ask the same."""
ALIKE = 0.9
"""So much are two wordings alike that differ in stop words and endings only."""
_ALIKE, _AROUND, _COVERED, _START = 15.0, -12.0, 3.0, 0.3
"""The weights of how alike two wordings are, of how alike others are to each, and of what one says of the other."""
_NEIGHBOURS, _USUAL = 3, 0.3
"""So many others around a wording count, each as at least so much alike: a bank of five questions has no better."""
_ANSWER, _UNALIKE, _MOST_FOR_ANSWERS = 14.0, 0.55, 2.0
"""The weight of the cosine similarity of two answers, from where it speaks for the two, and the most it adds."""
_ENOUGH = 6
"""An answer of fewer distinct words, such as a placeholder, says nothing."""
_SINGLE = 0.5
"""The cosine similarity of answers that is needed where a wording has a single word: many ask what the output is."""
_MARGIN = 1e-3
"""Pairs whose score is estimated so close below the limit are still scored exactly."""
_BLOCK = 1 << 14
_LONGEST = 2000
"""Of an answer, so many characters are compared."""
_PROBABLE, _SUBJECTS = 0.5, 0.7
"""The cosine similarities of wordings and answers, and of subjects, from which one probably repeats the other."""
_STOP_STEMS = frozenset(map(stem, STOP_WORDS))


@dataclass(frozen=True, order=True, slots=True)
class Pair:
    """Two questions that ask the same."""

    one: int
    """The row of the first."""
    other: int
    """The row of the second, which is larger."""
    score: float
    """How surely they ask the same, from `SAME` to 1."""
    alike: float
    """How alike those two of their wordings are that ask the same and are most alike, from 0 to 1."""


def duplicates(questions: Sequence[Question]) -> list[Pair]:
    """Return the pairs of questions that ask the same, in ascending order.

    The pairs found last are kept, since a build asks for those of the same questions to check and to relate them.
    """
    order = sorted(range(len(questions)), key=lambda row: questions[row].id)
    pairs = _found(_These(tuple(questions[row] for row in order)))
    return sorted(replace(pair, one=one, other=other) for pair in pairs for one, other in [_rows(pair, order)])


def _rows(pair: Pair, order: Sequence[int]) -> list[int]:
    return sorted((order[pair.one], order[pair.other]))


class _These:
    """Some questions, which equal only themselves: to compare what they say costs as much as to hash it."""

    def __init__(self, questions: tuple[Question, ...]) -> None:
        self.questions = questions

    def __hash__(self) -> int:
        return hash(tuple(map(id, self.questions)))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _These)
            and len(self.questions) == len(other.questions)
            and all(map(is_, self.questions, other.questions))
        )


@lru_cache(maxsize=1)
def _found(these: _These) -> tuple[Pair, ...]:
    return _Asked(these.questions).pairs()


class _Asked:
    """Questions as they are compared with each other."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._questions = questions
        texts = [wordings(question) for question in questions]
        self._wordings = read_wordings(texts)
        self._decisive = Decisive(self._wordings, [*chain.from_iterable(texts)])
        self._answer = lru_cache(maxsize=None)(lambda row: self._vector(_content(questions[row])))
        self._rarities = lru_cache(maxsize=None)(self._read_rarities)

    def pairs(self) -> tuple[Pair, ...]:
        """Return the pairs that ask the same."""
        best: dict[tuple[int, int], Pair] = {}
        for one, other, alike, standing in self._outstanding():
            score = self._score(one, other, standing)
            if score >= SAME and not self._decisive.differ(one, other):
                rows = int(self._wordings.owners[one]), int(self._wordings.owners[other])
                known = best.get(rows, Pair(*rows, score, alike))
                best[rows] = Pair(*rows, max(score, known.score), max(alike, known.alike))
        return tuple(best.values())

    def _outstanding(self) -> Iterator[tuple[int, int, float, float]]:
        """Yield the pairs of wordings that may ask the same, how alike they are and how they stand out."""
        one, other = self._wordings.candidates()
        mine, theirs = self._wordings.owners[one], self._wordings.owners[other]
        alike = self._wordings.alike(one, other)
        around = _Around(one, theirs, alike, len(self._wordings.owners))
        standing = _START + _ALIKE * alike + _AROUND * (around.without(one, theirs) + around.without(other, mine))
        first = np.flatnonzero(np.diff(self._wordings.owners, prepend=-1))  # the question itself; aliases follow
        asked = np.isin(one, first) | np.isin(other, first)
        alike = np.round(alike, 4)
        kept = asked & (mine < theirs)
        kept &= standing + _COVERED + _MOST_FOR_ANSWERS >= _logit(SAME)
        one, other, alike, standing = one[kept], other[kept], alike[kept], standing[kept]
        kept = standing + _COVERED + self._agreement(one, other) + _MARGIN >= _logit(SAME)
        yield from zip(*(values[kept].tolist() for values in (one, other, alike, standing)), strict=True)

    def _agreement(self, one: Rows, other: Rows) -> Numbers:
        """Return what the answers of the questions of each pair of wordings add to their score, all at once.

        `_score` adds the same, but in an order of its own, which tells the last digits.
        """
        owners = self._wordings.owners
        rows, places = np.unique(np.concatenate((owners[one], owners[other])), return_inverse=True)
        answers = self._answers(rows.tolist())
        mine, theirs = places[: len(one)], places[len(one) :]
        cosines = [np.zeros(0)]
        for start in range(0, len(one), _BLOCK):
            block = slice(start, start + _BLOCK)
            products = answers[mine[block]].multiply(answers[theirs[block]])
            cosines.append(np.asarray(products.sum(axis=1), dtype=np.float64).ravel())
        distinct = np.diff(answers.indptr)
        long = np.minimum(distinct[mine], distinct[theirs]) >= _ENOUGH
        return np.where(long, np.minimum(_MOST_FOR_ANSWERS, _ANSWER * (np.concatenate(cosines) - _UNALIKE)), 0.0)

    def _answers(self, rows: Sequence[int]) -> sp.csr_matrix:
        """Return the stems of answers with their weights, as rows of length 1."""
        numbering = Numbering(words)
        texts = [list(numbering.of(_beginning(self._questions[row]))) for row in rows]
        names = tuple(numbering.numbers)
        telling = np.array([word not in STOP_WORDS for word in names], dtype=bool)
        stems = list(dict.fromkeys(map(stem, names)))
        number_of = {name: number for number, name in enumerate(stems)}
        stem_of = np.array([number_of[stem(word)] for word in names], dtype=np.int64)
        numbers = np.fromiter(chain.from_iterable(texts), dtype=np.int64, count=sum(map(len, texts)))
        owners = np.repeat(np.arange(len(texts)), list(map(len, texts)))
        kept = telling[numbers] if names else np.zeros(0, dtype=bool)
        places = (owners[kept], stem_of[numbers[kept]])
        counts = sp.csr_matrix((np.ones(len(places[0])), places), shape=(len(texts), max(len(stems), 1)))
        rarity = np.array([self._wordings.rarity(name) for name in stems] or [0.0])
        counts.data = (1 + np.log(counts.data)) * rarity[counts.indices]
        lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
        return sp.csr_matrix(sp.diags(1 / np.where(lengths > 0, lengths, 1.0)) @ counts)

    def _score(self, one: int, other: int, standing: float) -> float:
        answers = [self._answer(int(self._wordings.owners[row])) for row in (one, other)]
        cosine = _cosine(*answers)
        if min(len(self._rarities(row)) for row in (one, other)) < 2 and all(answers) and cosine < _SINGLE:
            return 0.0
        agreement = min(_MOST_FOR_ANSWERS, _ANSWER * (cosine - _UNALIKE)) if min(map(len, answers)) >= _ENOUGH else 0.0
        covered = max(self._covered(one, answers[1], other), self._covered(other, answers[0], one))
        return round(1 / (1 + exp(-(standing + _COVERED * covered + agreement))), 4)

    def _covered(self, row: int, answer: Mapping[str, float], by: int) -> float:
        """Return which share of a wording, by the rarity of its words, is in another and the answer to that."""
        mine, others = self._rarities(row), self._rarities(by)
        there = sum(value for name, value in mine.items() if name in others or name in answer)
        return there / (sum(mine.values()) or 1)

    def _read_rarities(self, row: int) -> dict[str, float]:
        """Return the rarity of each telling word of a wording, in order."""
        stems = dict.fromkeys(stem(word) for word in self._wordings.words[row] if word not in STOP_WORDS)
        return {name: self._wordings.rarity(name) for name in stems}

    def _vector(self, stems: Iterable[str]) -> dict[str, float]:
        """Return the stems of a text with their weights, as a vector of length 1."""
        rarity = self._wordings.rarity
        weights = {
            name: rarity(name) if count == 1 else (1 + log(count)) * rarity(name)
            for name, count in Counter(stems).items()
        }
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {name: weight / length for name, weight in weights.items()}


class _Around:
    """How alike the nearest other questions are to each wording."""

    def __init__(self, rows: Rows, owners: Rows, alike: Numbers, height: int) -> None:
        order = np.lexsort((owners, -alike, rows))
        rows, owners, alike = rows[order], owners[order], alike[order]
        _, first = np.unique(np.stack((rows, owners)), axis=1, return_index=True)  # the nearest wording of each
        first.sort()
        rows, owners, alike = rows[first], owners[first], alike[first]
        rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
        kept = rank <= _NEIGHBOURS
        self._alike = np.full((height, _NEIGHBOURS + 1), _USUAL)
        self._owners = np.full((height, _NEIGHBOURS + 1), -1, dtype=np.int64)
        self._alike[rows[kept], rank[kept]] = np.maximum(alike[kept], _USUAL)
        self._owners[rows[kept], rank[kept]] = owners[kept]

    def without(self, rows: Rows, owners: Rows) -> Numbers:
        """Return the mean of the nearest to each row, without the question given for it."""
        alike = self._alike[rows]
        there = self._owners[rows] == owners[:, None]
        left_out = np.where(there.any(axis=1), np.where(there, alike, 0).sum(axis=1), alike[:, -1])
        return np.asarray((alike.sum(axis=1) - left_out) / _NEIGHBOURS)


def _logit(share: float) -> float:
    return log(share / (1 - share))


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return round(sum(weight * other[name] for name, weight in one.items() if name in other), 6)


def _content(question: Question) -> list[str]:
    """Return the stems of the telling words at the beginning of an answer."""
    return [stem(word) for word in words(_beginning(question)) if word not in STOP_WORDS]


def _beginning(question: Question) -> str:
    return " ".join(answer_blocks(question))[:_LONGEST]


class Repeats:
    """Whether one question probably asks the same as another, in other words."""

    def __init__(self, texts: Texts, about: NDArray[np.float32]) -> None:
        stop = [number for number, name in enumerate(texts.stems) if name in _STOP_STEMS]
        self._heads, self._answers = (
            _telling(texts.stemmed(counts), stop) for counts in (texts.head_counts, texts.answer_counts)
        )
        self._about = about

    def probable(self, one: int, other: int) -> bool:
        """Return whether the wordings, the answers and the subjects in two rows are all alike."""
        return (
            self._about[one] @ self._about[other] >= _SUBJECTS
            and _product(self._heads, one, other) >= _PROBABLE
            and _product(self._answers, one, other) >= _PROBABLE
        )


def _telling(counts: sp.csr_matrix, stop: list[int]) -> sp.csr_matrix:
    """Return TF-IDF rows of length 1 for counts of stems, without those in some columns."""
    kept = np.ones(counts.shape[1], dtype=np.float32)
    kept[stop] = 0
    counts.data *= kept[counts.indices]
    counts.eliminate_zeros()
    return tfidf(counts)


def _product(rows: sp.csr_matrix, one: int, other: int) -> float:
    (mine, weights), (theirs, others) = (
        (rows.indices[span], rows.data[span])
        for span in (slice(rows.indptr[row], rows.indptr[row + 1]) for row in (one, other))
    )
    _, here, there = np.intersect1d(mine, theirs, assume_unique=True, return_indices=True)
    return float(weights[here] @ others[there])
