"""Questions as rows of sparse matrices: TF-IDF (Salton and Buckley, 1988) over words and over character n-grams.

The term frequency tf is scaled to 1 + ln(tf), and the inverse document frequency is 1 + ln((1 + n) / (1 + df)) for a
term in df of n texts. Every row has length 1, so the product of two rows is their cosine similarity.

Character n-grams of three to five characters inside a word match what words alone miss: "fine-tuned" and "fine-tuning",
compounds, misspellings (Cavnar and Trenkle, 1994). They are counted once for each distinct word, and a product of two
sparse matrices extends the counts to texts, so that no text is split into characters.
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
    """The weighted terms of questions, one row for each question, in the order given."""

    names: tuple[str, ...]
    """The terms: words, and pairs of adjacent words that occur in two or more questions."""
    rows: sp.csr_matrix
    """Shape (questions, terms); the indices of each row ascend."""
    document_frequency: NDArray[np.int64]
    """The number of questions that contain each term."""
    characters: sp.csr_matrix
    """Shape (questions, character n-grams), over the same words."""
    heading: sp.csr_matrix
    """Shape (questions, character n-grams), over all words of the question itself, stop words included."""


def vectorize(questions: Sequence[Question]) -> Terms:
    """Return the TF-IDF weighted terms of questions.

    A word that occurs in a single question relates it to no other, but contributes to the length of its row: without
    it, two short texts with one common word would count as equal.
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
        characters=tfidf(_discriminative(words @ _characters(vocabulary))),
        heading=tfidf(heads.counts() @ _characters(heads.vocabulary)),
    )


def _discriminative(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Return the columns that occur in at most half of the texts; the others discriminate little and fill memory."""
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
    """Texts as word numbers, all in one array."""

    def __init__(self, vocabulary: dict[str, int]) -> None:
        self.vocabulary = vocabulary
        self.numbers: list[int] = []
        self.lengths: list[int] = []
        self.breaks: list[int] = []

    def add(self, blocks: Iterable[list[str]]) -> None:
        """Append the blocks of one text; pairs of words do not span blocks."""
        before, vocabulary = len(self.numbers), self.vocabulary
        for block in blocks:
            self.numbers += [vocabulary.setdefault(word, len(vocabulary)) for word in block]
            self.breaks.append(len(self.numbers) - 1)
        self.lengths.append(len(self.numbers) - before)

    def counts(self) -> sp.csr_matrix:
        """Return the count of each word in each text: shape (texts, words)."""
        return _count_matrix(
            self._texts(), np.array(self.numbers, dtype=np.int64), len(self.lengths), len(self.vocabulary)
        )

    def pairs(self, names: list[str]) -> tuple[sp.csr_matrix, list[str]]:
        """Return the counts and the names of the pairs of adjacent words that two or more texts share.

        The counts have the shape (texts, pairs); `names` are those of the words.
        """
        numbers, size = np.array(self.numbers, dtype=np.int64), max(len(names), 1)
        inside = np.ones(len(numbers), dtype=bool)
        inside[[position for position in self.breaks if position >= 0]] = False
        first = np.flatnonzero(inside[:-1])
        pairs, codes = np.unique(numbers[first] * size + numbers[first + 1], return_inverse=True)
        counts = _count_matrix(self._texts()[first], codes, len(self.lengths), len(pairs))
        shared = np.flatnonzero(np.bincount(counts.indices, minlength=len(pairs)) > 1)
        kept = [divmod(pair, size) for pair in pairs[shared].tolist()]
        return counts[:, shared], [f"{names[one]} {names[other]}" for one, other in kept]

    def _texts(self) -> NDArray[np.int64]:
        return np.repeat(np.arange(len(self.lengths), dtype=np.int64), self.lengths)


def _count_matrix(texts: NDArray[np.int64], codes: NDArray[np.int64], height: int, width: int) -> sp.csr_matrix:
    """Return the count of each code in each text: shape (height, width)."""
    cells, counts = np.unique(texts * max(width, 1) + codes, return_counts=True)
    starts = np.searchsorted(cells, np.arange(height + 1) * max(width, 1))
    return sp.csr_matrix((counts.astype(np.float32), cells % max(width, 1), starts), shape=(height, width))


def _characters(words: Iterable[str]) -> sp.csr_matrix:
    """Return the count of each character n-gram in each word, padded by spaces: shape (words, n-grams)."""
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
