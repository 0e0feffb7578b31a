"""Search in an index: the site's ranking, as `search/engine.js` has it."""

from __future__ import annotations

from dataclasses import dataclass

from mkdocs_qbank.search.query import units_of, with_slips
from mkdocs_qbank.search.reader import Reader
from mkdocs_qbank.search.score import Lexical, lexical_scores, meaning_scores, select
from mkdocs_qbank.search.words import words

_KEYWORDS = 3
"""The most telling words of a query that is to be found whole."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A question that was found."""

    id: str
    title: str
    topic: str
    score: float
    """About 1 where every word is in question and answer, plus the cosine of what is asked and what it means."""
    exact: bool
    """Whether it is asked in these very words."""


def search(reader: Reader, query: str, limit: int) -> list[Match]:
    """Return the questions that answer a query best, at most `limit`; none if none resembles it.

    Raises BadIndexError if a file of the index cannot be used.
    """
    exact = reader.exact(query)
    found = ranked(reader, query, exact)[:limit]
    texts = [reader.text(number) for number, _ in found]
    return [
        Match(id=text.id, title=text.title, topic=text.topic, score=score, exact=number in exact)
        for text, (number, score) in zip(texts, found, strict=True)
    ]


def ranked(reader: Reader, query: str, exact: list[int]) -> list[tuple[int, float]]:
    """Return the numbers and scores of all questions found, the best first."""
    if not words(query):
        return []
    vectors = [vector for word in dict.fromkeys(words(query)) if (vector := reader.vector(word)) is not None]
    meaning = meaning_scores(vectors, reader.meanings, reader.mean * reader.mean_unit) if vectors else None
    return select(lexical(reader, query), meaning, exact)


def lexical(reader: Reader, query: str) -> Lexical:
    """Return what the words of a query say about each question."""
    units = units_of(reader, query)
    scores = lexical_scores(units, reader.size)
    if scores.some_whole or not 2 <= scores.needed <= _KEYWORDS:
        return scores
    slips = lexical_scores(with_slips(reader, units), reader.size)
    return slips if slips.some_whole else scores
