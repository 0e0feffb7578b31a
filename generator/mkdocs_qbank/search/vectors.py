"""The words of questions as rows of sparse matrices: TF-IDF (Salton and Buckley, 1988) over words and over characters.

The frequency of a term in a text counts as one plus its logarithm, its rarity as one plus the logarithm of the texts
there are over those that hold it, each count raised by one; every row has length 1, so that the product of two rows is
the cosine of the angle between them.

Runs of three to five characters inside a word find what words alone miss: "fine-tuned" beside "fine-tuning", compounds,
misspellings (Cavnar and Trenkle, 1994). They are counted once for each different word, and a product of two sparse
matrices carries the counts over to the texts, so that no text is cut into characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.search.tokens import blocks, content_words

_ANY_WORD = re.compile(r"[^\W_]+")
_SHORTEST, _LONGEST = 3, 5
_FEW = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What the questions of a bank are about, in the order in which they were given."""

    names: tuple[str, ...]
    """The terms: words, and pairs of words that stand side by side in two or more questions."""
    rows: sp.csr_matrix
    """Shape (questions, terms); the indices of each row ascend."""
    document_frequency: NDArray[np.int64]
    """In how many questions each term stands."""
    characters: sp.csr_matrix
    """Shape (questions, character n-grams), over the same words."""
    heading: sp.csr_matrix
    """Shape (questions, character n-grams), over all words of the question itself, the common ones too."""


def vectorize(questions: Sequence[Question]) -> Terms:
    """Return the weighed terms of questions.

    A word that stands in one question only relates it to none, but it counts in the length of the row: without it, two
    short texts with one common word would be taken for the same.
    """
    vocabulary: dict[str, int] = {}
    texts = _Texts(vocabulary)
    for question in questions:
        texts.add(content_words(block) for block in blocks(question))
    words = texts.counts()
    pairs, pair_names = texts.pairs(list(vocabulary))
    heads = _Texts({})
    for question in questions:
        heads.add([_ANY_WORD.findall(question.question.text.lower())])
    counts = sp.hstack([words, pairs], format="csr")
    rows = tfidf(counts)
    rows.sort_indices()
    return Terms(
        names=(*vocabulary, *pair_names),
        rows=rows,
        document_frequency=np.bincount(counts.indices, minlength=counts.shape[1]),
        characters=tfidf(_telling(words @ _characters(vocabulary))),
        heading=tfidf(heads.counts() @ _characters(heads.vocabulary)),
    )


def _telling(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Without the columns that stand in more than half of a bank, which tell no two texts apart and fill memory."""
    document_frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    return counts[:, np.flatnonzero(document_frequency <= max(_FEW, counts.shape[0] / 2))]


def tfidf(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Return TF-IDF rows of length 1 (rows without terms stay empty) for counts of shape (texts, terms)."""
    rows = sp.csr_matrix(counts, dtype=np.float32)
    document_frequency = np.bincount(rows.indices, minlength=rows.shape[1])
    rarity = (1 + np.log((1 + rows.shape[0]) / (1 + document_frequency))).astype(np.float32)
    rows.data = (1 + np.log(rows.data)) * rarity[rows.indices]
    return unit(rows)


def unit(rows: sp.csr_matrix) -> sp.csr_matrix:
    """Return rows scaled to length 1; empty ones stay empty."""
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1), dtype=np.float64).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sp.csr_matrix(sp.diags(scale.astype(np.float32)) @ rows)


class _Texts:
    """Texts as numbers of words, one array for all of them."""

    def __init__(self, vocabulary: dict[str, int]) -> None:
        self.vocabulary = vocabulary
        self.numbers: list[int] = []
        self.lengths: list[int] = []
        self.breaks: list[int] = []

    def add(self, blocks: Iterable[list[str]]) -> None:
        """Take the blocks of one text; a pair of words never reaches over the end of a block."""
        before, vocabulary = len(self.numbers), self.vocabulary
        for block in blocks:
            self.numbers += [vocabulary.setdefault(word, len(vocabulary)) for word in block]
            self.breaks.append(len(self.numbers) - 1)
        self.lengths.append(len(self.numbers) - before)

    def counts(self) -> sp.csr_matrix:
        """How often each word stands in each text: shape (texts, words)."""
        return _counted(self._texts(), np.array(self.numbers, dtype=np.int64), len(self.lengths), len(self.vocabulary))

    def pairs(self, names: list[str]) -> tuple[sp.csr_matrix, list[str]]:
        """How often each pair of neighbours stands in each text, and the pairs: those that two texts or more hold."""
        numbers, size = np.array(self.numbers, dtype=np.int64), max(len(names), 1)
        inside = np.ones(len(numbers), dtype=bool)
        inside[[place for place in self.breaks if place >= 0]] = False
        first = np.flatnonzero(inside[:-1])
        found, codes = np.unique(numbers[first] * size + numbers[first + 1], return_inverse=True)
        counts = _counted(self._texts()[first], codes, len(self.lengths), len(found))
        shared = np.flatnonzero(np.bincount(counts.indices, minlength=len(found)) > 1)
        kept = [divmod(pair, size) for pair in found[shared].tolist()]
        return counts[:, shared], [f"{names[one]} {names[other]}" for one, other in kept]

    def _texts(self) -> NDArray[np.int64]:
        return np.repeat(np.arange(len(self.lengths), dtype=np.int64), self.lengths)


def _counted(texts: NDArray[np.int64], codes: NDArray[np.int64], height: int, width: int) -> sp.csr_matrix:
    """A matrix of how often each code stands in each text."""
    cells, counts = np.unique(texts * max(width, 1) + codes, return_counts=True)
    starts = np.searchsorted(cells, np.arange(height + 1) * max(width, 1))
    return sp.csr_matrix((counts.astype(np.float32), cells % max(width, 1), starts), shape=(height, width))


def _characters(words: Iterable[str]) -> sp.csr_matrix:
    """How often each character n-gram stands in each word, its ends marked by a space: shape (words, n-grams)."""
    ngrams: dict[str, int] = {}
    indices: list[int] = []
    data: list[int] = []
    starts = [0]
    for word in words:
        counts = Counter(_ngrams(f" {word} "))
        indices += [ngrams.setdefault(ngram, len(ngrams)) for ngram in counts]
        data += counts.values()
        starts.append(len(indices))
    return sp.csr_matrix((np.array(data, dtype=np.float32), indices, starts), shape=(len(starts) - 1, len(ngrams)))


def _ngrams(word: str) -> Iterator[str]:
    for length in range(_SHORTEST, _LONGEST + 1):
        for start in range(max(1, len(word) - length + 1)):
            yield word[start : start + length]
