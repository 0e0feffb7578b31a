"""What questions mean, as vectors: sums of the vectors of their words (see `table.py`)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from mkdocs_qbank.search.table import DIMENSIONS, Vectors, load_table, pack
from mkdocs_qbank.search.texts import Texts

_ANSWER = 0.5
"""The weight of the answer beside the wordings in what search compares."""
_SUBJECT = 1.5
"""The same in what suggestions compare."""
_ANSWER_WORDS = 200
"""Of an answer, so many words say what it is about; the rest goes into details."""
_ROUNDING = 6
"""Decimals kept before a sign is taken, so that it does not depend on the order of a sum."""
MEAN = 127
"""The largest value of the mean that is taken from queries too, which is kept in integers."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Meanings:
    """What questions and words mean, in the bits that are published."""

    bits: NDArray[np.uint8]
    """Shape (questions, 32): bit 0 of byte 0 is the first dimension."""
    mean: NDArray[np.int64]
    """The mean of all questions before it was taken from them, in units of `mean_unit`."""
    mean_unit: float
    words: tuple[str, ...]
    """The words that have a vector, in alphabetical order: those of the bank, and the whole words of the table."""
    packed: NDArray[np.uint8]
    """Shape (words, 64): two bits for each dimension, see `table.pack`."""
    scales: NDArray[np.int64]
    """The scale of each word, from 1 to 255."""


def meanings(texts: Texts, order: NDArray[np.int64]) -> Meanings:
    """Return what questions mean, for search: each wording counts the same, and all of them more than the answer.

    `order` has the rows of all questions in the order of their numbers.
    """
    vectors = texts.vectors
    width = len(texts.words)
    each = unit(once(texts.wordings.counts(width)) @ vectors)
    owned = sp.csr_matrix(
        (np.ones(len(each), dtype=np.float32), (texts.owners, np.arange(len(each)))), shape=(texts.size, len(each))
    )
    counts = once(texts.answers.first(_ANSWER_WORDS).counts(width))
    weights = sp.diags(rarity(np.bincount(counts.indices, minlength=width), texts.size))
    rows = unit(unit(owned @ each) + _ANSWER * unit(counts @ weights @ vectors))
    mean = rows.mean(axis=0) if len(rows) else np.zeros(DIMENSIONS)
    mean_unit = float(np.abs(mean).max()) / MEAN or 1.0
    mean_steps = np.rint(mean / mean_unit).astype(np.int64)
    above = np.round(rows[order] - mean_steps * mean_unit, _ROUNDING) >= 0
    words, packed, scales = _word_vectors(texts)
    return Meanings(
        bits=np.packbits(above, axis=1, bitorder="little"),
        mean=mean_steps,
        mean_unit=mean_unit,
        words=words,
        packed=packed,
        scales=scales,
    )


def subjects(texts: Texts) -> Vectors:
    """Return what questions are about, for suggestions, as rows of length 1: rare words count more, the answer most.

    The mean of all questions is removed, since it is the subject of the bank and tells no two questions apart.
    """
    vectors = texts.vectors
    heads, answers = (once(counts) for counts in (texts.head_counts, texts.answer_counts))
    document_frequency = np.bincount((heads + answers).indices, minlength=len(texts.words))
    weights = sp.diags(rarity(document_frequency, texts.size))
    rows = unit(unit(heads @ weights @ vectors) + _SUBJECT * unit(answers @ weights @ vectors))
    return unit(rows - rows.mean(axis=0)) if len(rows) else rows


def _word_vectors(texts: Texts) -> tuple[tuple[str, ...], NDArray[np.uint8], NDArray[np.int64]]:
    table = load_table()
    more = sorted({*table.words} - {*texts.words})
    words = [*texts.words, *more]
    order = np.array(sorted(range(len(words)), key=words.__getitem__), dtype=np.int64)
    vectors = np.concatenate((texts.vectors, table.vectors_of(more)))
    some = order[vectors[order].any(axis=1)]
    packed, scales = pack(vectors[some])
    largest = max(float(scales.max()), 1e-12) if len(scales) else 1.0
    return (
        tuple(words[row] for row in some.tolist()),
        packed,
        np.maximum(np.rint(scales / largest * 255), 1).astype(np.int64),
    )


def once(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Return counts with 1 for every number above 0."""
    return sp.csr_matrix((np.ones(counts.nnz, dtype=np.float32), counts.indices, counts.indptr), shape=counts.shape)


def rarity(document_frequency: NDArray[np.int64], size: int) -> NDArray[np.float32]:
    """Return the inverse document frequency of terms that so many of `size` texts have, at least 0."""
    return np.maximum(np.log((size + 1) / (document_frequency + 0.5)), 0).astype(np.float32)


def unit(rows: Vectors) -> Vectors:
    """Return rows of length 1; zeros stay zeros."""
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return np.asarray(rows / np.maximum(lengths, 1e-12)[:, None])
