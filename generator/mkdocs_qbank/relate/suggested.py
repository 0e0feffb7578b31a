"""Relations that nobody made: questions that are alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.relations import Relation
from mkdocs_qbank.relate.reasons import Reasons
from mkdocs_qbank.relate.similarity import Embeddings, Similarity, similarity
from mkdocs_qbank.search.vectors import vectorize

THRESHOLD = 0.09
"""Of three suggestions that score this much, every other one is a link that people made themselves: the mean over the
banks that `make relations` measures. A wrong suggestion costs more than a missing one."""


def suggested(
    bank: Bank,
    known: Mapping[str, Collection[str]],
    *,
    limit: int,
    threshold: float | None = THRESHOLD,
    embeddings: Embeddings | None = None,
) -> Mapping[str, tuple[Relation, ...]]:
    """Return up to `limit` suggestions for each question, best first, none below the threshold where there is one.

    `known` holds for each id those to which people related it already: they are never suggested, nor is a rewording of
    one of them. `embeddings` has a row of length 1 for each question of the bank, in the bank's order.
    """
    if limit < 1 or len(bank.questions) < 2:
        return MappingProxyType({})
    terms = vectorize(bank.questions)
    alike = similarity(bank.questions, terms, known, embeddings)
    reasons = Reasons(bank.questions, terms)
    ids = [question.id for question in bank.questions]
    places = {identifier: row for row, identifier in enumerate(ids)}
    found = {}
    for row, identifier in enumerate(ids):
        passed = [places[other] for other in sorted(known.get(identifier, ())) if other in places]
        near = _ranked(alike, row, ids, threshold)
        found[identifier] = tuple(
            Relation(
                kind=Kind.SUGGESTED,
                source=identifier,
                target=ids[other],
                reason=reasons.between(row, other),
                score=round(score, 4),
            )
            for other, score in _diverse(alike, near, passed, limit)
        )
    return MappingProxyType(found)


def _ranked(alike: Similarity, row: int, ids: list[str], threshold: float | None) -> list[tuple[int, float]]:
    """The others with their scores, the highest first, equal ones by id."""
    span = slice(alike.scores.indptr[row], alike.scores.indptr[row + 1])
    pairs = zip(alike.scores.indices[span].tolist(), alike.scores.data[span].tolist(), strict=True)
    kept = [(other, score) for other, score in pairs if threshold is None or score >= threshold]
    return sorted(kept, key=lambda pair: (-round(pair[1], 7), ids[pair[0]]))


def _diverse(
    alike: Similarity, near: list[tuple[int, float]], passed: list[int], limit: int
) -> Iterator[tuple[int, float]]:
    """The first of those near that are not passed over, nor a rewording of one passed over or of an earlier one."""
    taken = set(passed)
    for other, score in near:
        if other not in taken and taken.isdisjoint(alike.near_duplicates(other)):
            taken.add(other)
            limit -= 1
            yield other, score
        if limit == 0:
            return
