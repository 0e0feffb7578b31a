"""All relations of a bank, by source and by target."""

from __future__ import annotations

from types import MappingProxyType

from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.relations import Relation, Relations
from mkdocs_qbank.relate.declared import declared
from mkdocs_qbank.relate.similarity import Embeddings
from mkdocs_qbank.relate.suggested import THRESHOLD, suggested


def relate(
    bank: Bank,
    *,
    suggestions: int = 3,
    threshold: float | None = THRESHOLD,
    embeddings: Embeddings | None = None,
) -> Relations:
    """Return every relation of a bank: those of its authors, and up to `suggestions` more by similarity per question.

    No suggestion repeats an author's relation in either direction. A threshold of None accepts any score.
    `embeddings` has a row of length 1 for each question, in the bank's order.
    """
    by_authors = declared(bank)
    incoming: dict[str, list[Relation]] = {identifier: [] for identifier in bank.by_id}
    known: dict[str, set[str]] = {identifier: set() for identifier in bank.by_id}
    for relations in by_authors.values():
        for relation in relations:
            incoming[relation.target].append(relation)
            known[relation.source].add(relation.target)
            known[relation.target].add(relation.source)
    similar = suggested(bank, known, limit=suggestions, threshold=threshold, embeddings=embeddings)
    outgoing = {identifier: (*by_authors[identifier], *similar.get(identifier, ())) for identifier in by_authors}
    return Relations(
        outgoing=MappingProxyType(outgoing),
        incoming=MappingProxyType({target: tuple(backlinks) for target, backlinks in incoming.items()}),
    )
