"""The order in which questions are best read."""

from __future__ import annotations

import rustworkx

from mkdocs_qbank.check.prerequisite_cycles import prerequisites
from mkdocs_qbank.model.bank import Bank, Difficulty, Question


def learning_order(bank: Bank) -> tuple[str, ...]:
    """Return all ids so that prerequisites come first, and otherwise the easier, then by topic and id.

    It is the lexicographically least topological order (Kahn, 1962). Where prerequisites run in a circle, those
    inside the circle are passed over.
    """
    ranks = {topic.id: rank for rank, topic in enumerate(bank.topics)}
    graph = prerequisites(bank)
    graph.reverse()
    components = enumerate(rustworkx.strongly_connected_components(graph))
    knot = {node: number for number, component in components for node in component}
    graph.remove_edges_from([(one, two) for one, two in graph.edge_list() if knot[one] == knot[two]])

    def key(identifier: str) -> str:
        question = bank.by_id[identifier]
        return f"{steps(question)} {ranks.get(question.topic, 0):06} {identifier}"

    return tuple(rustworkx.lexicographical_topological_sort(graph, key=key))


def steps(question: Question) -> int:
    """Return how far above beginner a question is; one that does not say counts as intermediate."""
    return (question.difficulty or Difficulty.INTERMEDIATE).rank
