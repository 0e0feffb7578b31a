"""A path through a bank for somebody who is new to it: the questions that most depends on, each after what it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mkdocs_qbank.graph.coverage import current
from mkdocs_qbank.graph.graph import Graph
from mkdocs_qbank.model.bank import Bank, Difficulty
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.relations import Relations

_TRIED = 300
"""How many of the most important questions are looked at."""


def newcomer_path(bank: Bank, relations: Relations, graph: Graph, order: Sequence[str], most: int) -> tuple[str, ...]:
    """Return at most `most` ids in learning order: the most important questions with all their prerequisites.

    Deprecated and advanced questions are left out, and so is a question whose prerequisites have no room.
    """
    needed = {source: _prerequisites(relations, source) for source in relations.outgoing}
    open_ = {question.id for question in current(bank) if question.difficulty is not Difficulty.ADVANCED}
    chosen: set[str] = set()
    for identifier in sorted(open_, key=lambda name: (-graph.importance[name], name))[:_TRIED]:
        with_it = chosen | _closure(identifier, needed, most)
        if len(with_it) <= most and with_it <= open_:
            chosen = with_it
    return tuple(identifier for identifier in order if identifier in chosen)


def _prerequisites(relations: Relations, identifier: str) -> tuple[str, ...]:
    outgoing = relations.outgoing.get(identifier, ())
    return tuple(relation.target for relation in outgoing if relation.kind is Kind.PREREQUISITE)


def _closure(identifier: str, needed: Mapping[str, Sequence[str]], most: int) -> set[str]:
    """Return a question with all that it depends on, or more than `most` of it."""
    closure, waiting = {identifier}, [identifier]
    while waiting and len(closure) <= most:
        new = set(needed.get(waiting.pop(), ())) - closure
        closure |= new
        waiting += sorted(new)
    return closure
