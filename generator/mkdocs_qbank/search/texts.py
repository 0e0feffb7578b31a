"""The texts of questions that search reads, as word numbers in flat arrays.

A question is found by its wordings (the question itself and its aliases) and by its answer. The instruction and the
context say what an interviewer wants, headings and tags repeat on many pages, and follow-up questions ask for something
else, so none of these is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.prose import Prose
from mkdocs_qbank.search.table import Vectors, load_table
from mkdocs_qbank.search.words import Numbering, stem, words

ANSWERING = ("in_short", "answer", "key_points", "common_mistakes")
"""The fields of a question that answer it."""


def wordings(question: Question) -> tuple[str, ...]:
    """Return the question itself and its aliases, as plain text."""
    return question.question.plain, *question.aliases


def answer_blocks(question: Question) -> tuple[str, ...]:
    """Return the plain text of each paragraph, item and cell of the answer, the short answer first."""
    return tuple(block for prose in _answering(question) for block in prose.blocks)


def _answering(question: Question) -> list[Prose]:
    return [prose for field in ANSWERING if (prose := getattr(question, field)) is not None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One part of all texts: the words of each text stand between two ends."""

    numbers: NDArray[np.int64]
    """Word numbers, text after text."""
    ends: NDArray[np.int64]
    """Shape (texts + 1): where each text begins and ends in `numbers`."""

    @property
    def lengths(self) -> NDArray[np.int64]:
        """The number of words of each text."""
        return np.diff(self.ends)

    def counts(self, width: int) -> sp.csr_matrix:
        """Return the count of each word in each text: shape (texts, width)."""
        ones = np.ones(len(self.numbers), dtype=np.float32)
        counts = sp.csr_matrix((ones, self.numbers, self.ends), shape=(len(self.ends) - 1, width))
        counts.sum_duplicates()
        return counts

    def first(self, most: int) -> Part:
        """Return the same with at most so many words of each text."""
        places = np.arange(len(self.numbers)) - np.repeat(self.ends[:-1], self.lengths)
        return Part(
            numbers=self.numbers[places < most],
            ends=np.concatenate(([0], np.cumsum(np.minimum(self.lengths, most)))),
        )


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The words of questions, in the order of the questions."""

    words: tuple[str, ...]
    """Each distinct word; its position is its number."""
    stems: tuple[str, ...]
    """Each distinct stem, in alphabetical order."""
    stem_of: NDArray[np.int64]
    """The number of the stem of each word."""
    wordings: Part
    """Each wording as a text of its own."""
    owners: NDArray[np.int64]
    """The row of the question that each wording belongs to."""
    heads: Part
    """The wordings of each question as one text."""
    answers: Part
    """The answer of each question, with its code."""

    @property
    def size(self) -> int:
        """The number of questions."""
        return len(self.heads.ends) - 1

    @cached_property
    def vectors(self) -> Vectors:
        """The vector of each word: shape (words, dimensions)."""
        return load_table().vectors_of(self.words)

    @cached_property
    def head_counts(self) -> sp.csr_matrix:
        """The count of each word in the wordings of each question: shape (questions, words)."""
        return self.heads.counts(len(self.words))

    @cached_property
    def answer_counts(self) -> sp.csr_matrix:
        """The count of each word in each answer: shape (questions, words)."""
        return self.answers.counts(len(self.words))

    def stemmed(self, counts: sp.csr_matrix) -> sp.csr_matrix:
        """Return counts of words as counts of stems."""
        columns = self.stem_of[counts.indices]
        shape = (counts.shape[0], len(self.stems))
        stemmed = sp.csr_matrix((counts.data, columns, counts.indptr), shape=shape, copy=True)
        stemmed.sum_duplicates()
        return stemmed


def read_texts(questions: Sequence[Question]) -> Texts:
    """Return the words of questions."""
    numbering = Numbering(words)
    numbers = numbering.numbers

    def part(texts: Iterable[Iterable[str]]) -> Part:
        found: list[int] = []
        ends = [0]
        for blocks in texts:
            for block in blocks:
                found += numbering.of(block)
            ends.append(len(found))
        return Part(numbers=np.array(found, dtype=np.int64), ends=np.array(ends, dtype=np.int64))

    named = [wordings(question) for question in questions]
    each = part((wording,) for wording in chain.from_iterable(named))
    starts = np.cumsum([0, *map(len, named)])
    answers = part(chain(answer_blocks(question), _code(question)) for question in questions)
    stems = sorted(set(map(stem, numbers)))
    places = {name: place for place, name in enumerate(stems)}
    return Texts(
        words=tuple(numbers),
        stems=tuple(stems),
        stem_of=np.array([places[stem(word)] for word in numbers], dtype=np.int64),
        wordings=each,
        owners=np.repeat(np.arange(len(named)), np.diff(starts)),
        heads=Part(numbers=each.numbers, ends=each.ends[starts]),
        answers=answers,
    )


def _code(question: Question) -> list[str]:
    return [text for prose in _answering(question) for text in prose.code]
