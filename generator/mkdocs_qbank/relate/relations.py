"""All relations of a bank, by source and by target."""

from __future__ import annotations

from types import MappingProxyType

from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.relations import Relation, Relations
from mkdocs_qbank.relate.declared import declared
from mkdocs_qbank.relate.similarity import Embeddings
from mkdocs_qbank.relate.suggested import THRESHOLD, Given, gather, nearest_in_topic, suggested


def relate(
    bank: Bank,
    *,
    suggestions: int = 3,
    threshold: float | None = THRESHOLD,
    embeddings: Embeddings | None = None,
    given: Given | None = None,
) -> Relations:
    """Return every relation of a bank: those of its authors, and up to `suggestions` more by similarity per question.

    No suggestion repeats an author's relation in either direction. A threshold of None accepts any score. A question
    without suggestions gets the nearest ones of its topic.
    `embeddings` has a row of length 1 for each question, in the bank's order; `given` is what is found out
    elsewhere too.
    """
    by_authors = declared(bank)
    incoming: dict[str, list[Relation]] = {identifier: [] for identifier in bank.by_id}
    known: dict[str, set[str]] = {identifier: set() for identifier in bank.by_id}
    for relations in by_authors.values():
        for relation in relations:
            incoming[relation.target].append(relation)
            known[relation.source].add(relation.target)
            known[relation.target].add(relation.source)
    similar, nearest = {}, {}
    if suggestions > 0 and len(bank.questions) > 1:
        evidence = gather(bank.questions, embeddings, given)
        similarities = evidence.similarity(known)
        similar = suggested(evidence, similarities, known, limit=suggestions, threshold=threshold)
        lacking = {identifier: known[identifier] for identifier, found in similar.items() if not found}
        nearest = nearest_in_topic(evidence, similarities, lacking)
    outgoing = {identifier: (*by_authors[identifier], *similar.get(identifier, ())) for identifier in by_authors}
    return Relations(
        outgoing=MappingProxyType(outgoing),
        incoming=MappingProxyType({target: tuple(backlinks) for target, backlinks in incoming.items()}),
        nearest=MappingProxyType(nearest),
    )
