"""Wordings as rows to compare: their letters, and what their words mean.

A bank of five questions says little about which words are rare. So every bank counts as having a hundred wordings more,
in which stop words and vague words are as common as in any text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import log

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sparse_dot_topn import sp_matmul_topn

from mkdocs_qbank.search.meaning import once, unit
from mkdocs_qbank.search.table import Vectors, load_table
from mkdocs_qbank.search.tokens import STOP_WORDS, VAGUE_WORDS
from mkdocs_qbank.search.vectors import characters, tfidf
from mkdocs_qbank.search.words import Numbering, stem, words

_MORE, _STOP, _VAGUE = 100, 20, 2
"""So many more wordings, of which so many have each stop word and each vague word."""
_CANDIDATES = 20
_SHARE, _FEW, _MANY = 0.2, 30, 500
"""Letters in more than this share of all wordings, or in more than `_MANY`, yield no candidates."""
_MEANING = 3.0
"""The weight of the meaning beside the letters: measured on rewordings, anything from 2 to 4 does as well."""
_BLOCK = 1 << 15
_SHORTEST = 5
"""Two words with fewer letters than this are never taken for two spellings of one."""

Rows = NDArray[np.int64]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Wordings:
    """Wordings, each in a row."""

    words: tuple[tuple[str, ...], ...]
    """The words of each, in order."""
    owners: Rows
    """The number of the question that each belongs to."""
    letters: sp.csr_matrix
    """Character n-grams of the words that are no stop words, as rows of length 1."""
    meanings: Vectors
    """The sum of the vectors of the words, rare ones counting more, as rows of length 1."""
    rarities: dict[str, float]
    """How rare each stem is."""
    _unknown: float
    _numbers: dict[str, int]
    _vectors: Vectors

    def candidates(self) -> tuple[Rows, Rows]:
        """Return each wording with those of other questions that have the most rare letters in common with it."""
        height, width = self.letters.shape
        document_frequency = np.bincount(self.letters.indices, minlength=width)
        most = max(_FEW, min(_SHARE * height, _MANY))
        rare = self.letters[:, np.flatnonzero((document_frequency > 1) & (document_frequency <= most))]
        near = sp.coo_matrix(sp_matmul_topn(rare, rare.T.tocsr(), top_n=_CANDIDATES + 1))
        codes = np.concatenate((near.row * np.int64(height) + near.col, near.col * np.int64(height) + near.row))
        one, other = np.divmod(np.unique(codes), max(height, 1))
        apart = self.owners[one] != self.owners[other]
        return one[apart], other[apart]

    def alike(self, one: Rows, other: Rows) -> Numbers:
        """Return how alike the wordings of each pair are, from 0 to 1, by letters and meaning."""
        blocks = [slice(start, start + _BLOCK) for start in range(0, len(one), _BLOCK)]
        return np.asarray(np.concatenate([np.zeros(0), *(self._alike(one[block], other[block]) for block in blocks)]))

    def _alike(self, one: Rows, other: Rows) -> Numbers:
        letters = np.asarray(self.letters[one].multiply(self.letters[other]).sum(axis=1), dtype=np.float64).ravel()
        meaning = np.einsum("ij,ij->i", self.meanings[one], self.meanings[other]).astype(np.float64)
        return np.asarray(np.clip((letters + _MEANING * meaning) / (1 + _MEANING), 0, 1))

    def rarity(self, name: str) -> float:
        """Return how rare a stem is; most of all one that no wording has."""
        return self.rarities.get(name, self._unknown)

    def word_similarity(self, one: str, other: str) -> float:
        """Return the similarity of two words of wordings, at most 1: by meaning, or by letters if both are long."""
        if stem(one) == stem(other):
            return 1.0
        meaning = float(self._vectors[self._numbers[one]] @ self._vectors[self._numbers[other]])
        return round(max(meaning, _spelling(one, other)), 6)


def read_wordings(texts: Sequence[Sequence[str]]) -> Wordings:
    """Return the wordings of questions."""
    numbering = Numbering(words)
    rows = [tuple(numbering.of(text)) for text in chain.from_iterable(texts)]
    names = tuple(numbering.numbers)
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=int(ends[-1]))
    counts = sp.csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(rows), len(names)))
    counts.sum_duplicates()
    content = counts @ sp.diags([0.0 if word in STOP_WORDS else 1.0 for word in names], dtype=np.float32)
    content.eliminate_zeros()
    stems = sorted(set(map(stem, names)))
    places = {name: place for place, name in enumerate(stems)}
    to_stems = sp.csr_matrix(
        (np.ones(len(names), np.float32), (np.arange(len(names)), [places[stem(word)] for word in names])),
        shape=(len(names), len(stems)),
    )
    prior = np.array([_STOP if word in STOP_WORDS else _VAGUE * (word in VAGUE_WORDS) for word in names], np.float64)
    stem_prior = np.zeros(len(stems))
    np.maximum.at(stem_prior, to_stems.indices, prior)
    vectors = unit(load_table().vectors_of(names)) if names else np.zeros((0, 256), np.float32)
    weights = sp.diags(_rarity(once(counts), prior).astype(np.float32)) if names else to_stems
    return Wordings(
        words=tuple(tuple(names[number] for number in row) for row in rows),
        owners=np.repeat(np.arange(len(texts)), list(map(len, texts))),
        letters=tfidf(sp.csr_matrix(content) @ characters(names)),
        meanings=unit(np.asarray(once(counts) @ weights @ vectors, dtype=np.float32)),
        rarities=dict(zip(stems, _rarity(once(counts @ to_stems), stem_prior).tolist(), strict=True)),
        _unknown=log((len(rows) + _MORE + 1) / 0.5),
        _numbers=dict(numbering.numbers),
        _vectors=vectors,
    )


def _rarity(present: sp.csr_matrix, prior: Numbers) -> Numbers:
    frequency = np.bincount(present.indices, minlength=present.shape[1]) + prior
    return np.asarray(np.log((present.shape[0] + _MORE + 1) / (frequency + 0.5)))


def _spelling(one: str, other: str) -> float:
    if min(len(one), len(other)) < _SHORTEST:
        return 0.0
    mine, others = _trigrams(one), _trigrams(other)
    return 2 * len(mine & others) / (len(mine) + len(others))


@lru_cache(maxsize=1 << 14)
def _trigrams(word: str) -> frozenset[str]:
    padded = f" {word} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))
