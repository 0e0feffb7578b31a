"""Suggested relations: questions that are similar and that authors have not related."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from types import MappingProxyType

from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.relations import Relation
from mkdocs_qbank.relate.reasons import Reasons
from mkdocs_qbank.relate.similarity import Embeddings, Similarity, similarity
from mkdocs_qbank.search.vectors import vectorize

THRESHOLD = 0.09
"""At this score, of three suggestions every other one is a link that authors made themselves: the mean over the banks
that `make relations` measures. A wrong suggestion costs more than a missing one."""


def suggested(
    bank: Bank,
    known: Mapping[str, Collection[str]],
    *,
    limit: int,
    threshold: float | None = THRESHOLD,
    embeddings: Embeddings | None = None,
) -> Mapping[str, tuple[Relation, ...]]:
    """Return up to `limit` suggestions for each question, by id, best first, none below the threshold if there is one.

    `known` maps each id to the ids that authors related to it; neither these nor their near-duplicates are suggested.
    `embeddings` has a row of length 1 for each question, in the bank's order.
    """
    if limit < 1 or len(bank.questions) < 2:
        return MappingProxyType({})
    terms = vectorize(bank.questions)
    similarities = similarity(bank.questions, terms, known, embeddings)
    reasons = Reasons(bank.questions, terms)
    ids = [question.id for question in bank.questions]
    rows = {identifier: row for row, identifier in enumerate(ids)}
    suggestions = {}
    for row, identifier in enumerate(ids):
        related = {rows[other] for other in known.get(identifier, ()) if other in rows}
        candidates = _ranked(similarities, row, ids, threshold)
        suggestions[identifier] = tuple(
            Relation(
                kind=Kind.SUGGESTED,
                source=identifier,
                target=ids[other],
                reason=reasons.between(row, other),
                score=round(score, 4),
            )
            for other, score in islice(_diverse(similarities, candidates, related), limit)
        )
    return MappingProxyType(suggestions)


def _ranked(similarities: Similarity, row: int, ids: list[str], threshold: float | None) -> list[tuple[int, float]]:
    """Return the candidates of a row with their scores, the highest score first, equal scores by id."""
    scores = similarities.scores
    span = slice(scores.indptr[row], scores.indptr[row + 1])
    pairs = zip(scores.indices[span].tolist(), scores.data[span].tolist(), strict=True)
    kept = [(other, score) for other, score in pairs if threshold is None or score >= threshold]
    return sorted(kept, key=lambda pair: (-round(pair[1], 7), ids[pair[0]]))


def _diverse(
    similarities: Similarity, candidates: list[tuple[int, float]], taken: set[int]
) -> Iterator[tuple[int, float]]:
    """Yield the candidates that are neither in `taken` nor near-duplicates of those or of earlier ones."""
    for other, score in candidates:
        if other not in taken and taken.isdisjoint(similarities.near_duplicates(other)):
            taken.add(other)
            yield other, score
