"""The reason why two questions are suggested to each other, as a sentence."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.messages import enumeration, message
from mkdocs_qbank.search.tokens import heading
from mkdocs_qbank.search.vectors import Terms

_COMMON, _COMMONPLACE = 0.15, 10.0
"""A term in more than this share of the questions is common; as a reason, its weight is divided by this number."""
_TERMS, _TAGS = 3, 2
_RANKED = 40


class Reasons:
    """Sentences that say what two questions have in common."""

    def __init__(self, questions: Sequence[Question], terms: Terms) -> None:
        self.terms = terms
        self.tags = [question.tags for question in questions]
        self.headings = [" . ".join(heading(question)).lower() for question in questions]
        many = max(2.0, _COMMON * len(questions))
        self.weights = np.where(terms.document_frequency > many, 1 / _COMMONPLACE, 1.0)

    def between(self, one: int, other: int) -> str:
        """Return the sentence for the questions in two rows, in the order of `questions`."""
        tags = [tag for tag in self.tags[one] if tag in self.tags[other]]
        covered = {word for tag in tags for word in (tag, *tag.split("-"), tag.replace("-", " "))}
        terms = self._terms(one, other, covered)
        key = "about_and_tagged" if terms and tags else "about" if terms else "tagged" if tags else "meaning"
        return message(f"reasons.{key}", terms=_quoted(terms), tags=_quoted(tags[:_TAGS]))

    def _terms(self, one: int, other: int, covered: Collection[str]) -> list[str]:
        """Return the terms that make two questions similar, best first, without variants and parts of one another.

        Terms are ranked by their contribution to the similarity, doubled if the heading of one question contains the
        term and tripled if both do. Terms in `covered` are left out.
        """
        chosen: list[str] = []
        for _, term in sorted(self._ranked(one, other)):
            stems = [word[:-1] for word in term.split()]
            kept = [word for earlier in chosen for word in earlier.split()]
            if term not in covered and not any(word.startswith(stem) for stem in stems for word in kept):
                chosen.append(term)
            if len(chosen) == _TERMS:
                break
        return chosen

    def _ranked(self, one: int, other: int) -> list[tuple[float, str]]:
        mine, my_values = self._row(one)
        theirs, their_values = self._row(other)
        shared, here, there = np.intersect1d(mine, theirs, assume_unique=True, return_indices=True)
        values = my_values[here] * their_values[there] * self.weights[shared]
        # Headings at most triple a value, so the best terms are among those with the highest values.
        highest = np.argsort(-values, kind="stable")[:_RANKED]
        ranked = []
        for index in highest.tolist():
            term = self.terms.names[shared[index]]
            headings = (term in self.headings[one]) + (term in self.headings[other])
            ranked.append((-round(float(values[index]) * (1 + headings), 7), term))
        return ranked

    def _row(self, row: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        rows = self.terms.rows
        span = slice(rows.indptr[row], rows.indptr[row + 1])
        return rows.indices[span], rows.data[span]


def _quoted(items: Sequence[str]) -> str:
    return enumeration(message("reasons.term", term=item) for item in items)
