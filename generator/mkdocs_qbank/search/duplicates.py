"""Questions that ask the same: their wordings have nearly the same words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sparse_dot_topn import sp_matmul_topn

from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.search.texts import Texts, answer_blocks, wordings
from mkdocs_qbank.search.tokens import STOP_WORDS
from mkdocs_qbank.search.vectors import tfidf
from mkdocs_qbank.search.words import stem, words

ALIKE = 0.9
"""The cosine similarity from which two wordings ask the same."""
_ANSWERS = 0.5
"""The same of the answers, which counts where a wording has a single telling word: many ask what the output is."""
_FEW = 2
_PROBABLE, _SUBJECTS = 0.5, 0.7
"""The cosine similarities of wordings and answers, and of subjects, from which one probably repeats the other."""
_STOP_STEMS = frozenset(map(stem, STOP_WORDS))
_MOST = 10
"""The number of wordings compared with each."""


def duplicates(questions: Sequence[Question]) -> list[tuple[int, int]]:
    """Return the pairs of questions that ask the same, in ascending order, each as its rows, the smaller first.

    Wordings and answers are compared by TF-IDF over their stems, without stop words.
    """
    named = [wordings(question) for question in questions]
    owners = np.repeat(np.arange(len(named)), list(map(len, named)))
    weights, lengths = _weights(_content(text) for text in chain.from_iterable(named))
    near = sp.coo_matrix(sp_matmul_topn(weights, weights.T.tocsr(), top_n=_MOST, threshold=ALIKE))
    telling = np.minimum(lengths[near.row], lengths[near.col]) >= _FEW
    pairs: dict[tuple[int, int], bool] = {}
    for one, other, sure in zip(owners[near.row].tolist(), owners[near.col].tolist(), telling.tolist(), strict=True):
        if one < other:
            pairs[one, other] = pairs.get((one, other), False) or sure
    unsure = [pair for pair, sure in pairs.items() if not sure]
    alike = dict(zip(unsure, _answers_alike(questions, unsure), strict=True))
    return sorted(pair for pair, sure in pairs.items() if sure or alike[pair])


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


def _answers_alike(questions: Sequence[Question], pairs: Sequence[tuple[int, int]]) -> list[bool]:
    rows = sorted({row for pair in pairs for row in pair})
    places = {row: place for place, row in enumerate(rows)}
    weights, _ = _weights(_content(" ".join(answer_blocks(questions[row]))) for row in rows)
    first, second = (weights[[places[pair[side]] for pair in pairs]] for side in (0, 1))
    cosines = np.asarray(first.multiply(second).sum(axis=1)).ravel()
    return [cosine >= _ANSWERS for cosine in cosines.tolist()]


def _weights(texts: Iterable[list[str]]) -> tuple[sp.csr_matrix, NDArray[np.int64]]:
    """Return TF-IDF rows of length 1 for texts as stems, and the number of distinct stems of each."""
    numbers: dict[str, int] = {}
    rows = [[numbers.setdefault(one, len(numbers)) for one in text] for text in texts]
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=int(ends[-1]))
    counts = sp.csr_matrix((np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(rows), len(numbers)))
    counts.sum_duplicates()
    return tfidf(counts), np.diff(counts.indptr)


def _content(text: str) -> list[str]:
    return [stem(word) for word in words(text) if word not in STOP_WORDS]
