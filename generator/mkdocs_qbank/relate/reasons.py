"""The reason why two questions are suggested to each other, as a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.messages import enumeration, message
from mkdocs_qbank.search.table import load_table
from mkdocs_qbank.search.tokens import VAGUE_WORDS, content_words, heading
from mkdocs_qbank.search.vectors import Terms
from mkdocs_qbank.search.words import stem

_COMMON, _FEW = 0.1, 3
"""A term in more than this share of the questions, and in more than so many, does not tell the two from the rest."""
_TERMS, _TAGS = 3, 2
_RANKED = 40
_LITTLE = 0.25
"""The least share of the best term's value."""
_CLOSE = 0.4
"""The cosine similarity from which two words are close in meaning."""
_WORDS = 12
"""The number of words of each question among which those are looked for."""


class Reasons:
    """Sentences that say what two questions have in common."""

    def __init__(self, questions: Sequence[Question], terms: Terms) -> None:
        self.terms = terms
        self.tags = [question.tags for question in questions]
        self.headings = [" . ".join(heading(question)).lower() for question in questions]
        self.most = max(_FEW, _COMMON * len(questions))
        self.rare = terms.document_frequency <= self.most
        self.frequency = Counter(tag for tags in self.tags for tag in tags)

    def between(self, one: int, other: int) -> str:
        """Return the sentence for the questions in two rows, in the order of `questions`."""
        terms, stems = self._terms(one, other)
        shared = sorted(set(self.tags[one]) & set(self.tags[other]), key=lambda tag: (self.frequency[tag], tag))
        tags = [tag for tag in shared if not stems.issuperset(map(stem, tag.split("-")))]
        rare = [tag for tag in tags if self.frequency[tag] <= self.most][:_TAGS]
        if terms:
            key = "about_and_tagged" if rare else "about"
            return message(f"reasons.{key}", terms=_quoted(terms), tags=_quoted(rare))
        if rare:
            return message("reasons.tagged", tags=_quoted(rare))
        if close := self._close(one, other):
            return message("reasons.close", one=close[0], other=close[1])
        return message("reasons.tagged", tags=_quoted(shared[:_TAGS])) if shared else message("reasons.meaning")

    def _terms(self, one: int, other: int) -> tuple[list[str], set[str]]:
        """Return the terms that make two questions similar, best first, and their stems.

        Terms are ranked by their contribution to the similarity, doubled if the heading of one question contains the
        term and tripled if both do. Parts and other forms of a better term are left out, and so are those that
        contribute little.
        """
        chosen: list[str] = []
        kept: set[str] = set()
        ranked = sorted(self._ranked(one, other))
        for value, term in ranked:
            if value > _LITTLE * ranked[0][0]:  # the values are negative
                break
            stems = {stem(word) for word in term.split()}
            if kept.isdisjoint(stems):
                chosen.append(term)
                kept |= stems
            if len(chosen) == _TERMS:
                break
        return chosen, kept

    def _ranked(self, one: int, other: int) -> list[tuple[float, str]]:
        mine, my_values = self._row(one)
        theirs, their_values = self._row(other)
        shared, here, there = np.intersect1d(mine, theirs, assume_unique=True, return_indices=True)
        values = my_values[here] * their_values[there] * self.rare[shared]
        # Headings at most triple a value, so the best terms are among those with the highest values.
        highest = np.argsort(-values, kind="stable")[:_RANKED]
        ranked = []
        for index in highest[values[highest] > 0].tolist():
            term = self.terms.names[shared[index]]
            headings = (term in self.headings[one]) + (term in self.headings[other])
            # Two words that are neighbours in these two texts alone are seldom a term.
            chance = " " in term and not headings and self.terms.document_frequency[shared[index]] == 2
            if _is_telling(term) and not chance:
                ranked.append((-round(float(values[index]) * (1 + headings), 7), term))
        return ranked

    def _close(self, one: int, other: int) -> tuple[str, str] | None:
        """Return a telling word of each question, the two closest in meaning, or None if none are close."""
        mine, theirs = self._words(one), self._words(other)
        table = load_table()
        first, second = (table.vectors_of(words) for words in (mine, theirs))
        lengths = np.outer(*(np.linalg.norm(rows, axis=1) for rows in (first, second)))
        cosines = np.divide(first @ second.T, lengths, out=np.zeros_like(lengths), where=lengths > 0)
        for place in np.argsort(-np.round(cosines.ravel(), 6), kind="stable").tolist():
            pair = mine[place // len(theirs)], theirs[place % len(theirs)]
            if cosines.ravel()[place] < _CLOSE:
                return None
            if stem(pair[0]) != stem(pair[1]):
                return pair
        return None

    def _words(self, row: int) -> list[str]:
        """Return the words that a question is about: those of its heading, then the weightiest of its text."""
        columns, values = self._row(row)
        heaviest = columns[np.argsort(-values * self.rare[columns], kind="stable")][: 2 * _WORDS].tolist()
        names = [name for column in heaviest if " " not in (name := self.terms.names[column]) and _is_telling(name)]
        headed = [word for word in content_words(self.headings[row]) if word not in VAGUE_WORDS]
        return list(dict.fromkeys([*headed, *names]))[:_WORDS]

    def _row(self, row: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        rows = self.terms.rows
        span = slice(rows.indptr[row], rows.indptr[row + 1])
        return rows.indices[span], rows.data[span]


def _is_telling(term: str) -> bool:
    """Return whether a term may be what a question is about: no vague word, no adverb, no two forms of a word."""
    words = term.split()
    distinct = len({stem(word) for word in words}) == len(words)
    return distinct and not any(word in VAGUE_WORDS or word.endswith("ly") for word in words)


def _quoted(items: Sequence[str]) -> str:
    return enumeration(message("reasons.term", term=item) for item in items)
