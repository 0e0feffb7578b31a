"""Suggested relations: questions that are similar and that authors have not related."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice

import numpy as np
import scipy.sparse as sp

from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.relations import Relation
from mkdocs_qbank.relate.reasons import Reasons
from mkdocs_qbank.relate.similarity import Embeddings, Similarity, Weights, similarity
from mkdocs_qbank.search.duplicates import ALIKE, Pair, Repeats, duplicates
from mkdocs_qbank.search.meaning import subjects
from mkdocs_qbank.search.texts import Texts, read_texts
from mkdocs_qbank.search.vectors import Terms, tfidf, vectorize

THRESHOLD = 0.193
"""At this score three in five questions of a bank of 2,460 have a suggestion, and more than half of the suggestions are
links that people made themselves, on banks whose links are known (`make relations`)."""
NEAREST = 2
"""The number of questions named where nothing is suggested."""
_AROUND = 100
FURTHER = (1.0, 1.3, 1.6)
"""The first suggestion needs the threshold; the second and each further one need so many times as much."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What is known of the questions of a bank before any two are compared."""

    questions: tuple[Question, ...]
    terms: Terms
    stems: sp.csr_matrix
    """The stems of each question as TF-IDF rows of length 1."""
    about: Embeddings
    """What each question is about, as rows of length 1."""
    repeats: Repeats
    pairs: Callable[[], Iterable[Pair]]
    """Returns the pairs of questions that ask the same."""
    embeddings: Embeddings | None = None
    """What a model makes of each question, as rows of length 1."""

    @cached_property
    def same(self) -> Mapping[int, frozenset[int]]:
        """The rows of the questions that ask the same as the one in a row, in nearly the same words."""
        same: dict[int, set[int]] = {}
        for pair in self.pairs():
            if pair.alike >= ALIKE:
                same.setdefault(pair.one, set()).add(pair.other)
                same.setdefault(pair.other, set()).add(pair.one)
        return {row: frozenset(others) for row, others in same.items()}

    def similarity(self, known: Mapping[str, Collection[str]], weights: Weights | None = None) -> Similarity:
        """Return the similarity of the questions; `known` maps each id to those that authors related to it."""
        return similarity(
            self.questions, self.terms, self.stems, self.about, known, self.embeddings, weights or Weights()
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What searching and checking a bank find out too, in this process or in another; each is asked for when needed."""

    texts: Callable[[], Texts]
    """Returns the words of the questions."""
    pairs: Callable[[], Iterable[Pair]]
    """Returns the pairs of questions that ask the same."""


def gather(
    questions: tuple[Question, ...], embeddings: Embeddings | None = None, given: Given | None = None
) -> Evidence:
    """Return what is known of questions."""
    given = given or Given(texts=partial(read_texts, questions), pairs=partial(duplicates, questions))
    terms = vectorize(questions)
    read = given.texts()
    about = subjects(read)
    return Evidence(
        questions=questions,
        terms=terms,
        stems=tfidf(read.stemmed(read.head_counts + read.answer_counts)),
        about=about,
        repeats=Repeats(read, about),
        pairs=given.pairs,
        embeddings=embeddings,
    )


def suggested(
    evidence: Evidence,
    similarities: Similarity,
    known: Mapping[str, Collection[str]],
    *,
    limit: int,
    threshold: float | None = THRESHOLD,
) -> dict[str, tuple[Relation, ...]]:
    """Return up to `limit` suggestions for each question, by id, best first, none below the threshold if there is one.

    `known` maps each id to the ids that authors related to it; neither these nor their near-duplicates are suggested,
    nor are questions that ask the same, or with a threshold those that probably do.
    """
    questions = evidence.questions
    reasons = Reasons(questions, evidence.terms)
    return {
        questions[row].id: tuple(
            Relation(
                kind=Kind.SUGGESTED,
                source=questions[row].id,
                target=questions[other].id,
                reason=reasons.between(row, other),
                score=round(score, 4),
            )
            for other, score in chosen
        )
        for row, chosen in enumerate(choose(evidence, similarities, known, limit=limit, threshold=threshold))
    }


def nearest_in_topic(
    evidence: Evidence, similarities: Similarity, known: Mapping[str, Collection[str]]
) -> dict[str, tuple[str, ...]]:
    """Return the nearest questions of its topic for each question in `known`, without those known to it."""
    questions = evidence.questions
    ids = [question.id for question in questions]
    topics: dict[str, list[int]] = {}
    for row, question in enumerate(questions):
        topics.setdefault(question.topic, []).append(row)
    numbers = np.empty(len(ids), dtype=np.int64)
    for number, members in enumerate(topics.values()):
        numbers[members] = number
    nearest = {}
    for row, identifier in enumerate(ids):
        if identifier not in known:
            continue
        others, _, scores = similarities.candidates(row)
        mine = np.flatnonzero(numbers[others] == numbers[row])
        candidates = others[mine][np.argsort(-np.round(scores[mine], 7), kind="stable")].tolist()
        if len(candidates) < NEAREST:
            candidates += _by_subject(evidence.about, row, topics[questions[row].topic])
        left_out = {row, *evidence.same.get(row, ())}
        kept = (other for other in dict.fromkeys(candidates) if other not in left_out)
        nearest[identifier] = tuple(
            islice((ids[other] for other in kept if ids[other] not in known[identifier]), NEAREST)
        )
    return {identifier: others for identifier, others in nearest.items() if others}


def _by_subject(about: Embeddings, row: int, topic: list[int]) -> list[int]:
    """Return rows of a topic, those about the most similar things first; of a large topic, those around the row."""
    place = topic.index(row) if len(topic) > _AROUND else 0
    rows = topic[max(0, place - _AROUND // 2) :][:_AROUND]
    cosines = np.round(about[rows] @ about[row], 6)
    return [rows[at] for at in np.argsort(-cosines, kind="stable").tolist()]


def choose(
    evidence: Evidence,
    similarities: Similarity,
    known: Mapping[str, Collection[str]],
    *,
    limit: int,
    threshold: float | None = THRESHOLD,
) -> Iterator[list[tuple[int, float]]]:
    """Yield the rows and scores of the suggestions for each question, in the order of the questions."""
    ids = [question.id for question in evidence.questions]
    rows = {identifier: row for row, identifier in enumerate(ids)}
    for row, identifier in enumerate(ids):
        related = {rows[other] for other in known.get(identifier, ()) if other in rows}
        same = evidence.same.get(row, frozenset())
        ranked = [item for item in _ranked(similarities, row, ids, threshold) if item[0] not in same]
        if threshold is not None:
            ranked = [item for item in ranked if not evidence.repeats.probable(row, item[0])]
        yield list(islice(_above(_diverse(similarities, ranked, related), threshold), limit))


def _ranked(similarities: Similarity, row: int, ids: list[str], threshold: float | None) -> list[tuple[int, float]]:
    """Return the candidates of a row that reach the threshold with their scores, the best first, equal ones by id."""
    others, ranking, scores = similarities.candidates(row)
    if threshold is not None:
        kept = np.flatnonzero(scores >= threshold)
        others, ranking, scores = others[kept], ranking[kept], scores[kept]
    triples = zip(others.tolist(), ranking.tolist(), scores.tolist(), strict=True)
    best = sorted(triples, key=lambda triple: (-round(triple[1], 7), ids[triple[0]]))
    return [(other, score) for other, _, score in best]


def _above(ranked: Iterable[tuple[int, float]], threshold: float | None) -> Iterator[tuple[int, float]]:
    """Yield the candidates that reach the threshold, which rises with each of them."""
    count = 0
    for other, score in ranked:
        if threshold is None or score >= threshold * FURTHER[min(count, len(FURTHER) - 1)]:
            count += 1
            yield other, score


def _diverse(
    similarities: Similarity, candidates: list[tuple[int, float]], taken: set[int]
) -> Iterator[tuple[int, float]]:
    """Yield the candidates that are neither in `taken` nor near-duplicates of those or of earlier ones."""
    for other, score in candidates:
        if other not in taken and taken.isdisjoint(similarities.near_duplicates(other)):
            taken.add(other)
            yield other, score
