"""How alike two questions are: one score, the weighted sum of cosines over several groups of features.

Only pairs that share a telling feature are ever scored. A sparse-matrix library in compiled code finds for each
question its most promising others by words that stand in few questions; the whole score is then worked out for these
alone. So the cost grows with the number of questions, not with its square, and no list of all pairs exists.

The score of a pair is at last set against how near each of the two is to its own neighbourhood: cross-domain similarity
local scaling (CSLS; Conneau et al., 2018). Without it, questions about everything are near to everything.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sparse_dot_topn import sp_matmul_topn

from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.search.vectors import Terms

Embeddings = NDArray[np.float32]
"""Shape (questions, dimensions), rows of length 1: the meaning of each question as a model sees it."""

_NEIGHBOURHOOD = 10
"""The neighbours against which a score is set, as in the paper."""
_CANDIDATES = 60
"""How many others are scored for each question; measured: 30 lose half a point of MAP@10, 100 gain none."""
_EVERYDAY = 0.1
"""A term in more than this share of a bank, or in more than `_MANY` questions, finds no candidates."""
_FEW, _MANY = 30, 150
_TEXT, _SHAPE = 0.8, 0.2
"""The share of the texts in the whole score, and that of tags, topics and the relations that people made."""
NEAR_DUPLICATE = 0.55
"""Texts this alike ask the same in other words."""
_BLOCK = 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class FeatureGroup:
    """Features of one sort, their rows at most of length 1, and how much their product weighs."""

    rows: sp.csr_matrix
    weight: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Similarity:
    """The scored pairs of a bank as two sparse, symmetric matrices of shape (questions, questions) and equal form."""

    scores: sp.csr_matrix
    """How much nearer two are than each is to its ten nearest, from -1 to 1."""
    text: sp.csr_matrix
    """How alike their wording is, from 0 to 1."""

    def near_duplicates(self, row: int) -> frozenset[int]:
        """Return the rows whose wording is so near to that of a row that they ask the same."""
        span = slice(self.text.indptr[row], self.text.indptr[row + 1])
        return frozenset(self.text.indices[span][self.text.data[span] >= NEAR_DUPLICATE].tolist())


def similarity(
    questions: Sequence[Question],
    terms: Terms,
    known: Mapping[str, Collection[str]],
    embeddings: Embeddings | None = None,
) -> Similarity:
    """Return the similarity of questions, row by row in their order.

    `known` holds for each id those to which people related it: two questions that share such neighbours are nearer.
    """
    pairs = _pairs(sp.csr_matrix(sp.hstack([terms.rows, terms.heading])), embeddings)
    text = _products(
        pairs,
        _joined(
            FeatureGroup(rows=terms.rows, weight=1.0),
            FeatureGroup(rows=terms.characters, weight=1.0),
            FeatureGroup(rows=terms.heading, weight=0.3),
        ),
    )
    meant = text if embeddings is None else (text + _meanings(pairs, embeddings)) / 2
    shape = _short_products(
        pairs,
        _joined(
            FeatureGroup(rows=_features(known.get(question.id, ()) for question in questions), weight=3.0),
            FeatureGroup(rows=_features(question.tags for question in questions), weight=2.0),
            FeatureGroup(rows=_features((question.topic,) for question in questions), weight=1.0),
        ),
    )
    passed = _mask(pairs, questions, known) | (text >= NEAR_DUPLICATE)
    scores = _scaled(pairs, _TEXT * meant + _SHAPE * shape, passed)
    return Similarity(scores=_matrix(pairs, scores), text=_matrix(pairs, text))


def _pairs(rows: sp.csr_matrix, embeddings: Embeddings | None) -> sp.csr_matrix:
    """The pairs worth scoring: shape (questions, questions), symmetric, the diagonal empty, the values meaningless."""
    count = rows.shape[0]
    document_frequency = np.bincount(rows.indices, minlength=rows.shape[1])
    telling = np.flatnonzero(
        (document_frequency > 1) & (document_frequency <= max(_FEW, min(_EVERYDAY * count, _MANY)))
    )
    found = rows[:, telling]
    near = sp_matmul_topn(found, found.T.tocsr(), top_n=_CANDIDATES + 1, n_threads=os.cpu_count())
    if embeddings is not None:
        near = near + _nearest_meanings(embeddings)
    both = sp.coo_matrix(near + near.T)
    kept = (both.row != both.col) & (both.data != 0)  # SciPy 1.13's setdiag shifts rows where one is empty
    pairs = sp.csr_matrix((both.data[kept], (both.row[kept], both.col[kept])), shape=both.shape)
    pairs.sort_indices()
    return pairs


def _joined(*groups: FeatureGroup) -> sp.csr_matrix:
    """One matrix whose products of rows are the weighted means of those of the groups."""
    whole = sum(group.weight for group in groups)
    parts = [group.rows * np.float32((group.weight / whole) ** 0.5) for group in groups]
    return sp.csr_matrix(sp.hstack(parts, format="csr"), dtype=np.float32)


def _products(pairs: sp.csr_matrix, rows: sp.csr_matrix) -> NDArray[np.float64]:
    """The product of each pair's rows, in the order of the matrix of pairs: row by row, since the rows are long."""
    found = np.zeros(pairs.nnz)
    dense = np.zeros(rows.shape[1], dtype=np.float32)
    for row in range(rows.shape[0]):
        start, end = pairs.indptr[row], pairs.indptr[row + 1]
        later = start + np.searchsorted(pairs.indices[start:end], row)  # the other half follows from this one
        mine = slice(rows.indptr[row], rows.indptr[row + 1])
        dense[rows.indices[mine]] = rows.data[mine]
        found[later:end] = rows[pairs.indices[later:end]] @ dense
        dense[rows.indices[mine]] = 0
    return _mirrored(pairs, found)


def _short_products(pairs: sp.csr_matrix, rows: sp.csr_matrix) -> NDArray[np.float64]:
    """The same, all at once, for rows that hold little."""
    first = np.repeat(np.arange(pairs.shape[0]), np.diff(pairs.indptr))
    return np.asarray(rows[first].multiply(rows[pairs.indices]).sum(axis=1), dtype=np.float64).ravel()


def _mirrored(pairs: sp.csr_matrix, upper: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values of both halves, given those above the diagonal and zeros below it."""
    half = sp.csr_matrix((upper, pairs.indices, pairs.indptr), shape=pairs.shape)
    other = half.T.tocsr()
    other.sort_indices()
    return np.asarray(upper + other.data)


def _features(sets: Iterable[Collection[str]]) -> sp.csr_matrix:
    """Rows of what questions share, at most of length 1, each feature weighed by how few have it.

    What all of them have weighs nothing and what one alone has weighs 1, its logarithm in between (as in the index of
    Adamic and Adar, 2003).
    """
    numbers: dict[str, int] = {}
    listed = [[numbers.setdefault(name, len(numbers)) for name in sorted(names)] for names in sets]
    starts = np.cumsum([0, *map(len, listed)])
    indices = np.array([number for row in listed for number in row], dtype=np.int64)
    document_frequency = np.bincount(indices, minlength=len(numbers))
    worth = np.sqrt(1 - np.log(np.maximum(document_frequency, 1)) / np.log(max(len(listed), 2)))
    rows = sp.csr_matrix((worth[indices], indices, starts), shape=(len(listed), len(numbers)))
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return sp.csr_matrix(sp.diags(1 / np.maximum(lengths, 1)) @ rows)


def _mask(
    pairs: sp.csr_matrix, questions: Sequence[Question], known: Mapping[str, Collection[str]]
) -> NDArray[np.bool_]:
    """Which pairs people related."""
    places = {question.id: row for row, question in enumerate(questions)}
    mask = np.zeros(pairs.nnz, dtype=bool)
    for row, question in enumerate(questions):
        made = [places[other] for other in known.get(question.id, ()) if other in places]
        start, end = pairs.indptr[row], pairs.indptr[row + 1]
        mask[start:end] = np.isin(pairs.indices[start:end], made)
    return mask


def _scaled(pairs: sp.csr_matrix, scores: NDArray[np.float64], passed: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Each score less the mean nearness of the two questions to their neighbourhoods.

    A neighbourhood leaves out what is passed over, which is the questions that people related to this one and its
    near-duplicates: the others compete for what is left to suggest. Missing neighbours count as 0.
    """
    nearness = np.zeros(pairs.shape[0])
    rest = np.where(passed, 0.0, scores)
    for row in range(len(nearness)):
        nearness[row] = np.sort(rest[pairs.indptr[row] : pairs.indptr[row + 1]])[-_NEIGHBOURHOOD:].sum()
    nearness /= _NEIGHBOURHOOD
    first = np.repeat(np.arange(len(nearness)), np.diff(pairs.indptr))
    return np.asarray(scores - (nearness[first] + nearness[pairs.indices]) / 2)


def _meanings(pairs: sp.csr_matrix, embeddings: Embeddings) -> NDArray[np.float64]:
    """The cosine of each pair's embeddings; below 0 it counts as 0, so that no score is below -1."""
    first = np.repeat(np.arange(pairs.shape[0]), np.diff(pairs.indptr))
    found = np.zeros(pairs.nnz)
    for start in range(0, pairs.nnz, _BLOCK * _CANDIDATES):
        span = slice(start, start + _BLOCK * _CANDIDATES)
        found[span] = np.einsum("ij,ij->i", embeddings[first[span]], embeddings[pairs.indices[span]])
    return np.clip(found, 0.0, 1.0)


def _nearest_meanings(embeddings: Embeddings) -> sp.csr_matrix:
    """The pairs nearest in meaning, so many for each question as by words."""
    count = min(_CANDIDATES, len(embeddings))
    blocks = []
    for start in range(0, len(embeddings), _BLOCK):
        near = embeddings[start : start + _BLOCK] @ embeddings.T
        blocks.append(np.argpartition(-near, count - 1, axis=1)[:, :count])
    indices = np.concatenate(blocks).ravel()
    starts = np.arange(0, len(indices) + 1, count)
    return sp.csr_matrix((np.ones(len(indices), dtype=np.float32), indices, starts), shape=(len(embeddings),) * 2)


def _matrix(pairs: sp.csr_matrix, values: NDArray[np.float64]) -> sp.csr_matrix:
    return sp.csr_matrix((values, pairs.indices, pairs.indptr), shape=pairs.shape)
