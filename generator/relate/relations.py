"""All relations of a bank, seen from both ends."""

from __future__ import annotations

from types import MappingProxyType

from generator.model import Bank, Relation, Relations
from generator.relate.declared import declared
from generator.relate.suggested import THRESHOLD, suggested


def relate(bank: Bank, *, suggestions: int = 3, threshold: float = THRESHOLD) -> Relations:
    """Gives every relation of a bank: what people made, and up to `suggestions` more for each question by likeness.

    A suggestion repeats no relation that people made in either direction.
    """
    made = declared(bank)
    incoming: dict[str, list[Relation]] = {identifier: [] for identifier in bank.by_id}
    known: dict[str, set[str]] = {identifier: set() for identifier in bank.by_id}
    for relations in made.values():
        for relation in relations:
            incoming[relation.target].append(relation)
            known[relation.source].add(relation.target)
            known[relation.target].add(relation.source)
    found = suggested(bank, known, limit=suggestions, threshold=threshold)
    outgoing = {identifier: (*made[identifier], *found.get(identifier, ())) for identifier in made}
    return Relations(
        outgoing=MappingProxyType(outgoing),
        incoming=MappingProxyType({identifier: tuple(found_) for identifier, found_ in incoming.items()}),
    )
