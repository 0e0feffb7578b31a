"""The index of a bank: how much each stem says about each question, and what each question means.

The weight of a stem in a question is that of BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25
and Beyond", 2009), once for the wordings and once for the whole text, kept in one byte; the rarity of a stem is kept as
an integer. So every reader of the index, in Python or in a browser, computes the same score.

The meaning of a question is one bit in each of 256 dimensions: whether the sum of its words' vectors is above the mean
of all questions there (Charikar, "Similarity estimation techniques from rounding algorithms", 2002).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.search.meaning import Meanings, meanings
from mkdocs_qbank.search.texts import Texts, wordings
from mkdocs_qbank.search.words import fnv1a, normal_form

_K1, _B = 1.2, 0.75
"""The saturation of term frequency and the share of length normalization, as usual for BM25."""
WEIGHTS = 255
LARGEST = 2 * (_K1 + 1)
"""The weight that the byte 255 stands for: that of a stem repeated without end in both fields."""
RARITY = 1000
"""The rarity of a stem is kept in thousandths."""
_LARGE, _COMMON = 1000, 0.25
"""In a bank of at least so many questions, a stem in more than this share of them counts in wordings only."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Index:
    """The index of questions, whose numbers are their rows."""

    size: int
    """The number of questions."""
    stems: tuple[str, ...]
    """In alphabetical order."""
    rarities: NDArray[np.int64]
    """The inverse document frequency of each stem, in thousandths."""
    starts: NDArray[np.int64]
    """Shape (stems + 1): where the postings of each stem begin and end."""
    questions: NDArray[np.int64]
    """The questions of each posting, ascending for each stem."""
    weights: NDArray[np.uint8]
    """The weight of each posting, of which 255 stands for `LARGEST`."""
    meanings: Meanings
    exact: tuple[tuple[int, int], ...]
    """The hash of the normal form of each wording, and its question, in ascending order."""
    vocabulary: tuple[str, ...]
    """Every word, the one in most questions first."""

    @property
    def unknown(self) -> int:
        """The rarity of a stem that no question has."""
        return int(_rarities(np.zeros(1, dtype=np.int64), self.size)[0])


def make_index(questions: Sequence[Question], texts: Texts, order: Sequence[int]) -> Index:
    """Return the index of questions with these texts; `order` has the rows of all questions in the order of numbers."""
    rows = np.array(order, dtype=np.int64)
    heads, answers = (texts.stemmed(counts[rows]) for counts in (texts.head_counts, texts.answer_counts))
    whole = heads + answers
    document_frequency = np.bincount(whole.indices, minlength=len(texts.stems))
    weights = sp.csc_matrix(_saturated(heads) + _rare_only(_saturated(whole), document_frequency))
    weights.sort_indices()
    named = ((number, text) for number, row in enumerate(order) for text in wordings(questions[row]))
    hashes = ((fnv1a(normal_form(text)), number) for number, text in named)
    return Index(
        size=texts.size,
        stems=texts.stems,
        rarities=_rarities(document_frequency, texts.size),
        starts=weights.indptr.astype(np.int64),
        questions=weights.indices.astype(np.int64),
        weights=np.clip(np.rint(weights.data / LARGEST * WEIGHTS), 1, WEIGHTS).astype(np.uint8),
        meanings=meanings(texts, rows),
        exact=tuple(sorted(set(hashes))),
        vocabulary=_vocabulary(texts),
    )


def _rarities(document_frequency: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    rarity = np.log(1 + (size - document_frequency + 0.5) / (document_frequency + 0.5))
    return np.asarray(np.rint(RARITY * rarity), dtype=np.int64)


def _saturated(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Return the term frequencies of texts as BM25 counts them, by the length of each text."""
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    norms = 1 - _B + _B * lengths / max(lengths.mean() if len(lengths) else 0, 1e-9)
    rows = np.repeat(norms, np.diff(counts.indptr))
    counts = counts.astype(np.float64)
    data = counts.data * (_K1 + 1) / (counts.data + _K1 * rows)
    return sp.csr_matrix((data, counts.indices, counts.indptr), shape=counts.shape)


def _rare_only(weights: sp.csr_matrix, document_frequency: NDArray[np.int64]) -> sp.csr_matrix:
    """Return the weights without common stems, whose long lists tell little, if the bank is large."""
    size = weights.shape[0]
    if size < _LARGE:
        return weights
    kept = np.where(document_frequency > _COMMON * size, 0.0, 1.0)
    data = weights.data * kept[weights.indices]
    rare = sp.csr_matrix((data, weights.indices, weights.indptr), shape=weights.shape)
    rare.eliminate_zeros()
    return rare


def _vocabulary(texts: Texts) -> tuple[str, ...]:
    counts = texts.head_counts + texts.answer_counts
    document_frequency = np.bincount(counts.indices, minlength=len(texts.words)).tolist()
    ranked = sorted(zip(document_frequency, texts.words, strict=True), key=lambda item: (-item[0], item[1]))
    return tuple(word for _, word in ranked)
