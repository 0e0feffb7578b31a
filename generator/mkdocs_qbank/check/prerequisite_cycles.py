"""Questions that are, by way of others, their own prerequisites."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mkdocs_qbank.check.check import Check
from mkdocs_qbank.findings.finding import Finding, Rule
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.kinds import Kind

if TYPE_CHECKING:
    import rustworkx

PREREQUISITE_CYCLE = Rule(
    id="prerequisite-cycle",
    summary="No question is its own prerequisite, directly or through others.",
    why="The learning order needs a first question. In a circle there is none, and readers are sent round.",
    help="Remove one of these prerequisites, so that there is a first question to read.",
    fails="prerequisites: [cross-validation]",
    passes="prerequisites: []",
)


def _check(bank: Bank) -> Iterator[Finding]:
    """Yield one finding for each knot of prerequisites, with a cycle of it written out.

    A knot is a strongly connected component (Tarjan, 1972); the finding is in the file whose id comes first.
    """
    import rustworkx  # noqa: PLC0415 - what explains a rule does without it

    graph = prerequisites(bank)
    for first in sorted(min(knot) for knot in rustworkx.strongly_connected_components(graph) if len(knot) > 1):
        path = [graph[edge[0]] for edge in rustworkx.digraph_find_cycle(graph, source=first)]
        start = path.index(min(path))
        path = path[start:] + path[:start]
        question = bank.by_id[path[0]]
        reference = next(item for item in question.named(Kind.PREREQUISITE) if item.id == path[1])
        message = f"these are each other's prerequisites: {' → '.join([*path, path[0]])}"
        yield PREREQUISITE_CYCLE.at(question.path, reference.line, reference.column, message)


def prerequisites(bank: Bank) -> rustworkx.PyDiGraph[str, None]:
    """Return the graph of a bank's ids, in their order, with an edge from each question to each prerequisite."""
    import rustworkx  # noqa: PLC0415 - what explains a rule does without it

    ids = sorted(bank.by_id)
    index = {identifier: number for number, identifier in enumerate(ids)}
    graph: rustworkx.PyDiGraph[str, None] = rustworkx.PyDiGraph(multigraph=False)
    graph.add_nodes_from(ids)
    graph.add_edges_from(
        [
            (index[question.id], index[reference.id], None)
            for question in bank.by_id.values()
            for reference in question.named(Kind.PREREQUISITE)
            if reference.id in index and reference.id != question.id
        ]
    )
    return graph


PREREQUISITE_CYCLES = Check(rules=(PREREQUISITE_CYCLE,), run=_check)
