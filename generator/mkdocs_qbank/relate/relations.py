"""All relations of a bank, seen from both ends."""

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
    """Return every relation of a bank: what people made, and up to `suggestions` more for each question by similarity.

    A suggestion repeats no relation that people made in either direction. With a threshold of None everything at all
    alike is suggested. `embeddings` has a row of length 1 for each question of the bank, in the bank's order.
    """
    made = declared(bank)
    incoming: dict[str, list[Relation]] = {identifier: [] for identifier in bank.by_id}
    known: dict[str, set[str]] = {identifier: set() for identifier in bank.by_id}
    for relations in made.values():
        for relation in relations:
            incoming[relation.target].append(relation)
            known[relation.source].add(relation.target)
            known[relation.target].add(relation.source)
    found = suggested(bank, known, limit=suggestions, threshold=threshold, embeddings=embeddings)
    outgoing = {identifier: (*made[identifier], *found.get(identifier, ())) for identifier in made}
    return Relations(
        outgoing=MappingProxyType(outgoing),
        incoming=MappingProxyType({identifier: tuple(found_) for identifier, found_ in incoming.items()}),
    )
