"""The order in which questions are best read."""

from __future__ import annotations

import rustworkx

from mkdocs_qbank.model.bank import Bank, Difficulty, Question
from mkdocs_qbank.model.kinds import Kind


def learning_order(bank: Bank) -> tuple[str, ...]:
    """Return all ids so that prerequisites come first, and otherwise the easier, then by topic and id.

    It is the lexicographically least topological order (Kahn, 1962). Where prerequisites run in a circle, those
    inside the circle are passed over.
    """
    ranks = {topic.id: rank for rank, topic in enumerate(bank.topics)}
    ids = sorted(bank.by_id)
    index = {identifier: number for number, identifier in enumerate(ids)}
    graph = rustworkx.PyDiGraph()
    graph.add_nodes_from(ids)
    edges = [
        (index[reference.id], index[question.id])
        for question in bank.by_id.values()
        for reference in question.named(Kind.PREREQUISITE)
        if reference.id in index and reference.id != question.id
    ]
    graph.add_edges_from_no_data(edges)
    knot = {}
    for number, component in enumerate(rustworkx.strongly_connected_components(graph)):
        knot.update(dict.fromkeys(component, number))
    graph.remove_edges_from([(one, two) for one, two in set(edges) if knot[one] == knot[two]])
    keys = {identifier: _key(bank.by_id[identifier], ranks) for identifier in ids}
    return tuple(rustworkx.lexicographical_topological_sort(graph, key=lambda identifier: keys[identifier]))


def _key(question: Question, ranks: dict[str, int]) -> str:
    difficulty = (question.difficulty or Difficulty.INTERMEDIATE).rank
    return f"{difficulty} {ranks.get(question.topic, 0):06} {question.id}"
