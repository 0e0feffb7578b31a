"""The similarity of two questions: the weighted sum of cosine similarities over several groups of features.

Only pairs that share a discriminative feature are scored. For each question, a compiled sparse-matrix library finds the
candidates with the most rare words in common, and the full score is computed for these alone. The cost therefore grows
with the number of questions, not its square, and no list of all pairs exists.

Finally, the similarity of a pair is reduced by the similarity of both questions to their neighbourhoods: cross-domain
similarity local scaling (CSLS; Conneau et al., 2018). Without it, general questions are similar to everything. This
ranks the pairs; the score that a threshold is compared with has half of the reduction, or questions in dense
neighbourhoods, which have the most related ones, would have the fewest suggestions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sparse_dot_topn import sp_matmul_topn

from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.search.vectors import Terms

Embeddings = NDArray[np.float32]
"""Shape (questions, dimensions), rows of length 1: the sentence embedding of each question."""

_NEIGHBOURHOOD = 10
"""The number of neighbours in a neighbourhood, as in the paper."""
_CANDIDATES = 50
"""The number of candidates scored for each question; measured: 30 lose half a point of MAP@10, 100 gain nothing."""
_COMMON = 0.1
"""A term in more than this share of a bank, or in more than `_MANY` questions, yields no candidates."""
_FEW, _MANY = 30, 150
_TEXT, _METADATA = 0.8, 0.2
"""The weights of the texts, and of tags, topics and authors' relations, in the similarity."""
NEAR_DUPLICATE = 0.55
"""Two questions with a text similarity of at least this are near-duplicates."""
_BLOCK = 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Similarity:
    """The scored pairs of a bank as sparse, symmetric matrices of shape (questions, questions) and equal structure."""

    ranking: sp.csr_matrix
    """The similarity of two questions less the mean of their similarities to their neighbourhoods, from -1 to 1."""
    scores: sp.csr_matrix
    """The same less half of that mean."""
    text: sp.csr_matrix
    """The similarity of their wording, from 0 to 1."""

    def candidates(self, row: int) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.float64]]:
        """Return the rows that the question in a row was compared with, and their rankings and scores."""
        span = slice(self.scores.indptr[row], self.scores.indptr[row + 1])
        return self.scores.indices[span], self.ranking.data[span], self.scores.data[span]

    def near_duplicates(self, row: int) -> frozenset[int]:
        """Return the rows of the near-duplicates of the question in a row."""
        span = slice(self.text.indptr[row], self.text.indptr[row + 1])
        return frozenset(self.text.indices[span][self.text.data[span] >= NEAR_DUPLICATE].tolist())


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """The weights of what the texts of two questions have in common."""

    words: float = 1.0
    characters: float = 1.4
    heading: float = 0.3
    subject: float = 0.6
    """What the words mean by the static table."""
    model: float = 2.3
    """What a model makes of the texts, if there is one: as much as words, characters and heading together."""

    @property
    def wording(self) -> float:
        """The weight of the wording."""
        return self.words + self.characters + self.heading


def similarity(
    questions: Sequence[Question],
    terms: Terms,
    stems: sp.csr_matrix,
    subjects: Embeddings,
    known: Mapping[str, Collection[str]],
    embeddings: Embeddings | None = None,
    weights: Weights = Weights(),
) -> Similarity:
    """Return the similarity of questions; rows and columns are in their order.

    `stems` are TF-IDF rows, so that forms of one word make two questions candidates; `subjects` are vectors of what the
    questions are about, and `embeddings` those of a model, if there is one. `known` maps each id to the ids that
    authors related to it: two questions with common neighbours are more similar.
    """
    pairs = _pairs(sp.csr_matrix(sp.hstack([terms.rows, terms.heading, stems])), embeddings)
    text = _products(
        pairs,
        _concatenate(
            (terms.rows, weights.words),
            (terms.characters, weights.characters),
            (terms.heading, weights.heading),
        ),
    )
    content = weights.wording * text + weights.subject * _cosines(pairs, subjects)
    total = weights.wording + weights.subject
    if embeddings is not None:
        # Models give all texts of a bank much the same direction: what any two have in common is no similarity.
        common = float(np.square(embeddings.mean(axis=0)).sum())
        content += weights.model * (_cosines(pairs, embeddings) - common)
        total += weights.model
    metadata = _short_products(
        pairs,
        _concatenate(
            (_features(known.get(question.id, ()) for question in questions), 3.0),
            (_features(question.tags for question in questions), 2.0),
            (_features((question.topic,) for question in questions), 1.0),
        ),
    )
    excluded = _mask(pairs, questions, known) | (text >= NEAR_DUPLICATE)
    plain = _TEXT * content / total + _METADATA * metadata
    ranking = _local_scaling(pairs, plain, excluded)
    return Similarity(
        ranking=_matrix(pairs, ranking),
        scores=_matrix(pairs, (plain + ranking) / 2),
        text=_matrix(pairs, text),
    )


def _pairs(rows: sp.csr_matrix, embeddings: Embeddings | None) -> sp.csr_matrix:
    """Return the pairs to score: shape (questions, questions), symmetric, empty diagonal, arbitrary values."""
    document_frequency = np.bincount(rows.indices, minlength=rows.shape[1])
    most = max(_FEW, min(_COMMON * rows.shape[0], _MANY))
    rare = rows[:, np.flatnonzero((document_frequency > 1) & (document_frequency <= most))]
    near = sp_matmul_topn(rare, rare.T.tocsr(), top_n=_CANDIDATES + 1)
    if embeddings is not None:
        near = near + _nearest_embeddings(embeddings)
    both = sp.coo_matrix(near + near.T)
    kept = (both.row != both.col) & (both.data != 0)  # SciPy 1.13's setdiag shifts rows where one is empty
    pairs = sp.csr_matrix((both.data[kept], (both.row[kept], both.col[kept])), shape=both.shape)
    pairs.sort_indices()
    return pairs


def _concatenate(*groups: tuple[sp.csr_matrix, float]) -> sp.csr_matrix:
    """Return one matrix whose products of rows are the weighted means of the products in each group.

    A group has rows of shape (questions, features), of length 1 at most, and a weight.
    """
    total = sum(weight for _, weight in groups)
    joined = sp.hstack([rows for rows, _ in groups], format="csr")
    factors = np.array([(weight / total) ** 0.5 for _, weight in groups], dtype=np.float32)
    # In place: with a scaled copy of each group, this would be what a build needs most memory for.
    joined.data *= np.repeat(factors, [rows.shape[1] for rows, _ in groups]).astype(joined.dtype)[joined.indices]
    return sp.csr_matrix(joined, dtype=np.float32)


def _products(pairs: sp.csr_matrix, rows: sp.csr_matrix) -> NDArray[np.float64]:
    """Return the product of each pair's rows, in the order of `pairs`; row by row, which suits long rows."""
    products = np.zeros(pairs.nnz)
    dense = np.zeros(rows.shape[1], dtype=np.float32)
    for row in range(rows.shape[0]):
        start, end = pairs.indptr[row], pairs.indptr[row + 1]
        later = start + np.searchsorted(pairs.indices[start:end], row)  # the others follow by symmetry
        mine = slice(rows.indptr[row], rows.indptr[row + 1])
        dense[rows.indices[mine]] = rows.data[mine]
        products[later:end] = rows[pairs.indices[later:end]] @ dense
        dense[rows.indices[mine]] = 0
    return np.asarray(products + _matrix(pairs, products).T.tocsr().data)


def _short_products(pairs: sp.csr_matrix, rows: sp.csr_matrix) -> NDArray[np.float64]:
    """Return the product of each pair's rows, in the order of `pairs`; all at once, which suits short rows."""
    products = rows[pairs.tocoo().row].multiply(rows[pairs.indices])
    return np.asarray(products.sum(axis=1), dtype=np.float64).ravel()


def _features(sets: Iterable[Collection[str]]) -> sp.csr_matrix:
    """Return the features of questions as rows of length 1 at most, each feature weighted by its rarity.

    A feature of all questions weighs 0 and a feature of a single one weighs 1, on a logarithmic scale (as in the index
    of Adamic and Adar, 2003).
    """
    numbers: dict[str, int] = {}
    listed = [[numbers.setdefault(name, len(numbers)) for name in sorted(names)] for names in sets]
    indices = np.array([number for row in listed for number in row], dtype=np.int64)
    document_frequency = np.bincount(indices, minlength=len(numbers))
    weights = np.sqrt(1 - np.log(np.maximum(document_frequency, 1)) / np.log(max(len(listed), 2)))
    starts = np.cumsum([0, *map(len, listed)])
    rows = sp.csr_matrix((weights[indices], indices, starts), shape=(len(listed), len(numbers)))
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return sp.csr_matrix(sp.diags(1 / np.maximum(lengths, 1)) @ rows)


def _mask(
    pairs: sp.csr_matrix, questions: Sequence[Question], known: Mapping[str, Collection[str]]
) -> NDArray[np.bool_]:
    """Return which pairs are related by authors, in the order of `pairs`."""
    rows = {question.id: row for row, question in enumerate(questions)}
    size = len(questions)
    related = [rows[name] * size + rows[other] for name in rows for other in known.get(name, ()) if other in rows]
    return np.isin(pairs.tocoo().row.astype(np.int64) * size + pairs.indices, related)


def _local_scaling(
    pairs: sp.csr_matrix, scores: NDArray[np.float64], excluded: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return each score less the mean similarity of both questions to their neighbourhoods (CSLS).

    Neighbourhoods omit the excluded pairs, which are never suggested: those related by authors, and near-duplicates.
    Missing neighbours count as 0.
    """
    rest = np.where(excluded, 0.0, scores)
    nearest = [np.sort(rest[start:end])[-_NEIGHBOURHOOD:].sum() for start, end in pairwise(pairs.indptr)]
    density = np.array(nearest) / _NEIGHBOURHOOD
    return np.asarray(scores - (density[pairs.tocoo().row] + density[pairs.indices]) / 2)


def _cosines(pairs: sp.csr_matrix, embeddings: Embeddings) -> NDArray[np.float64]:
    """Return the cosine similarity of each pair's embeddings, negative ones as 0, so that no score is below -1."""
    first, cosines = pairs.tocoo().row, np.zeros(pairs.nnz)
    for start in range(0, pairs.nnz, _BLOCK * _CANDIDATES):
        span = slice(start, start + _BLOCK * _CANDIDATES)
        cosines[span] = np.einsum("ij,ij->i", embeddings[first[span]], embeddings[pairs.indices[span]])
    return np.clip(cosines, 0.0, 1.0)


def _nearest_embeddings(embeddings: Embeddings) -> sp.csr_matrix:
    """Return the `_CANDIDATES` nearest embeddings of each: shape (questions, questions), with ones as values."""
    count = min(_CANDIDATES, len(embeddings))
    blocks = [
        np.argpartition(-(embeddings[start : start + _BLOCK] @ embeddings.T), count - 1, axis=1)[:, :count]
        for start in range(0, len(embeddings), _BLOCK)
    ]
    indices = np.concatenate(blocks).ravel()
    starts = np.arange(0, len(indices) + 1, count)
    return sp.csr_matrix((np.ones(len(indices), dtype=np.float32), indices, starts), shape=(len(embeddings),) * 2)


def _matrix(pairs: sp.csr_matrix, values: NDArray[np.float64]) -> sp.csr_matrix:
    return sp.csr_matrix((values, pairs.indices, pairs.indptr), shape=pairs.shape)
