"""Questions as rows of sparse matrices: TF-IDF (Salton and Buckley, 1988) over words and over character n-grams.

The term frequency tf is scaled to 1 + ln(tf), and the inverse document frequency is 1 + ln((1 + n) / (1 + df)) for a
term in df of n texts. Every row has length 1, so the product of two rows is their cosine similarity.

Character n-grams of four characters inside a word match what words alone miss: "fine-tuned" and "fine-tuning",
compounds, misspellings (McNamee and Mayfield, "Character N-Gram Tokenization for European Language Text Retrieval",
2004; with three to five characters the suggestions are no better, and take three times as long to compare). They are
counted once for each distinct word, and a product of two sparse matrices extends the counts to texts, so that no text
is split into characters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.search.tokens import blocks, content_words
from mkdocs_qbank.search.words import Numbering

_ANY_WORD = re.compile(r"[^\W_]+")
_LENGTH = 4
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
    texts = _Texts(map(blocks, questions), content_words)
    heads = _Texts(([question.question.text] for question in questions), _any_words)
    words = texts.counts()
    pairs, pair_names = texts.pairs()
    counts = sp.hstack([words, pairs], format="csr")
    rows = tfidf(counts)
    rows.sort_indices()
    return Terms(
        names=(*texts.vocabulary, *pair_names),
        rows=rows,
        document_frequency=np.bincount(counts.indices, minlength=counts.shape[1]),
        characters=tfidf(_discriminative(words @ characters(texts.vocabulary))),
        heading=tfidf(heads.counts() @ characters(heads.vocabulary)),
    )


def _discriminative(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Return the columns that occur in at most half of the texts; the others discriminate little and fill memory."""
    document_frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    return counts[:, np.flatnonzero(document_frequency <= max(_FEW, counts.shape[0] / 2))]


def tfidf(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Return TF-IDF rows of length 1 (rows without terms stay empty) for counts of shape (texts, terms)."""
    rows = sp.csr_matrix(counts, dtype=np.float32)
    document_frequency = np.bincount(rows.indices, minlength=rows.shape[1])
    rarity = 1 + np.log((1 + rows.shape[0]) / (1 + document_frequency))
    rows.data = (1 + np.log(rows.data)) * rarity.astype(np.float32)[rows.indices]
    return unit(rows)


def unit(rows: sp.csr_matrix) -> sp.csr_matrix:
    """Return rows scaled to length 1; empty ones stay empty."""
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1), dtype=np.float64).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sp.csr_matrix(sp.diags(scale.astype(np.float32)) @ rows)


class _Texts:
    """Texts as word numbers, all in one array; each text is given as blocks, which pairs of words do not span."""

    def __init__(self, texts: Iterable[Iterable[str]], split: Callable[[str], Iterable[str]]) -> None:
        numbering = Numbering(split)
        self.vocabulary = numbering.numbers
        self.numbers: list[int] = []
        self.breaks: list[int] = []
        ends = [0]
        for text in texts:
            for block in text:
                self.numbers += numbering.of(block)
                self.breaks.append(len(self.numbers) - 1)
            ends.append(len(self.numbers))
        self.ends = np.array(ends, dtype=np.int64)

    def counts(self) -> sp.csr_matrix:
        """Return the count of each word in each text: shape (texts, words)."""
        ones = np.ones(len(self.numbers), dtype=np.float32)
        counts = sp.csr_matrix((ones, self.numbers, self.ends), shape=(len(self.ends) - 1, len(self.vocabulary)))
        counts.sum_duplicates()
        return counts

    def pairs(self) -> tuple[sp.csr_matrix, list[str]]:
        """Return the counts and the names of the pairs of adjacent words that two or more texts share.

        The counts have the shape (texts, pairs).
        """
        names, size = list(self.vocabulary), max(len(self.vocabulary), 1)
        numbers = np.array(self.numbers, dtype=np.int64)
        inside = np.ones(len(numbers), dtype=bool)
        inside[[position for position in self.breaks if position >= 0]] = False
        first = np.flatnonzero(inside[:-1])
        pairs, codes = np.unique(numbers[first] * size + numbers[first + 1], return_inverse=True)
        texts = np.repeat(np.arange(len(self.ends) - 1), np.diff(self.ends))
        counts = _count_matrix(texts[first], codes, len(self.ends) - 1, len(pairs))
        shared = np.flatnonzero(np.bincount(counts.indices, minlength=len(pairs)) > 1)
        return counts[:, shared], [f"{names[pair // size]} {names[pair % size]}" for pair in pairs[shared].tolist()]


def _count_matrix(
    texts: NDArray[np.int64], codes: Sequence[int] | NDArray[np.int64], height: int, width: int
) -> sp.csr_matrix:
    """Return the count of each code in each text: shape (height, width)."""
    return sp.csr_matrix((np.ones(len(codes), dtype=np.float32), (texts, codes)), shape=(height, width))


def characters(words: Collection[str]) -> sp.csr_matrix:
    """Return the count of each character n-gram in each word, padded by spaces: shape (words, n-grams)."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    rows = [[numbers[part] for part in _ngrams(f" {word} ")] for word in words]
    texts = np.repeat(np.arange(len(rows)), list(map(len, rows)))
    return _count_matrix(texts, list(chain.from_iterable(rows)), len(rows), len(numbers))


def _ngrams(word: str) -> list[str]:
    return [word[at : at + _LENGTH] for at in range(max(1, len(word) - _LENGTH + 1))]


def _any_words(text: str) -> list[str]:
    return _ANY_WORD.findall(text.lower())
