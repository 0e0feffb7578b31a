"""The relations of a bank seen as one graph: what is central, what holds together, what hangs by a thread.

Everything here is worked out by graph libraries in compiled code, in time that grows with the number of relations:
PageRank, components, bridges and shortest paths by rustworkx, communities by the Leiden algorithm (Traag, Waltman and
van Eck, 2019) of graspologic-native.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from types import MappingProxyType

import graspologic_native
import numpy as np
import rustworkx
import scipy.sparse as sp

from mkdocs_qbank.model.relations import Relation, Relations

_SEED = 1

Edge = tuple[int, int, float, bool]
"""A relation as numbers: source, target, weight, and whether it leads both ways."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Graph:
    """The graph as a whole; every list is in an order that depends on the bank alone."""

    importance: Mapping[str, float]
    """PageRank of each question (Brin and Page, 1998): the share of a reader's time, who follows relations at random;
    the sum is 1."""
    communities: tuple[tuple[str, ...], ...]
    """Groups with more relations among themselves than with others, the largest first, the most important first in
    each; a question without any relation is in none."""
    islands: tuple[tuple[str, ...], ...]
    """Groups of two or more that no relation ties to the largest group, ordered in the same way."""
    orphans: tuple[str, ...]
    """Questions that nobody related to any other, in either direction; suggestions do not count."""
    bridges: tuple[tuple[str, str], ...]
    """Pairs whose relation alone ties two parts of the graph, where each part has more than one question."""


def graph(relations: Relations) -> Graph:
    """Return what the relations of a bank amount to."""
    ids = sorted(relations.outgoing)
    edges = list(numbered(ids, relations))
    rank = _pagerank(len(ids), edges)
    importance = {identifier: rank[number] for number, identifier in enumerate(ids)}

    def ordered(groups: Iterable[Iterable[int]]) -> tuple[tuple[str, ...], ...]:
        named = [sorted((ids[node] for node in group), key=lambda name: (-importance[name], name)) for group in groups]
        return tuple(tuple(group) for group in sorted(named, key=lambda group: (-len(group), group)))

    ties: rustworkx.PyGraph[int, float] = rustworkx.PyGraph(multigraph=False)
    ties.add_nodes_from(range(len(ids)))
    ties.add_edges_from([(source, target, weight) for source, target, weight, _ in edges])
    components = ordered(rustworkx.connected_components(ties))
    return Graph(
        importance=MappingProxyType(importance),
        communities=ordered(_communities(len(ids), edges)),
        islands=tuple(group for group in components[1:] if len(group) > 1),
        orphans=tuple(
            name
            for name in ids
            if not relations.incoming.get(name)
            and not any(relation.kind.traits.by_people for relation in relations.outgoing[name])
        ),
        bridges=tuple(
            (ids[one], ids[other])
            for one, other in sorted(map(sorted, rustworkx.bridges(ties)))
            if ties.degree(one) > 1 and ties.degree(other) > 1
        ),
    )


def shortest_path(relations: Relations, start: str, end: str) -> tuple[Relation, ...] | None:
    """Return the relations of a shortest way between two questions, walked in either direction, or None without a way.

    What people made is preferred: a suggestion is as long as two of those (Dijkstra, 1959).
    """
    ids = sorted(relations.outgoing)
    index = {identifier: number for number, identifier in enumerate(ids)}
    ties = rustworkx.PyGraph(multigraph=False)
    ties.add_nodes_from(ids)
    best: dict[tuple[int, int], Relation] = {}
    every = chain.from_iterable(relations.outgoing.values())
    for relation in sorted(every, key=lambda relation: -relation.kind.traits.weight):
        best.setdefault(_pair(index[relation.source], index[relation.target]), relation)
    ties.add_edges_from([(*pair, relation) for pair, relation in sorted(best.items(), key=lambda item: item[0])])
    paths = rustworkx.dijkstra_shortest_paths(
        ties, index[start], target=index[end], weight_fn=lambda relation: 1 / relation.kind.traits.weight
    )
    if start == end:
        return ()
    if index[end] not in paths:
        return None
    return tuple(best[_pair(one, other)] for one, other in pairwise(paths[index[end]]))


def numbered(ids: Sequence[str], relations: Relations) -> Iterator[Edge]:
    """Yield each relation of the questions with these ids; a question is its place among them."""
    index = {identifier: number for number, identifier in enumerate(ids)}
    for relation in chain.from_iterable(relations.outgoing.get(identifier, ()) for identifier in ids):
        traits = relation.kind.traits
        yield index[relation.source], index[relation.target], traits.weight, traits.symmetric


def symmetric(size: int, edges: Sequence[Edge]) -> sp.csr_matrix:
    """Return how strongly each question is tied to each other: shape (size, size), symmetric."""
    sources, targets, weights, _ = zip(*edges, strict=True) if edges else ((),) * 4
    one_way = sp.csr_matrix((np.array(weights, dtype=np.float64), (sources, targets)), shape=(size, size))
    return sp.csr_matrix(one_way.maximum(one_way.T))


def _pagerank(size: int, edges: list[Edge]) -> Mapping[int, float]:
    directed = rustworkx.PyDiGraph(multigraph=False)
    directed.add_nodes_from(range(size))
    # Where two questions name each other, each edge has the weight of its own relation: the later one counts.
    directed.add_edges_from([(target, source, weight) for source, target, weight, both in edges if both])
    directed.add_edges_from([(source, target, weight) for source, target, weight, _ in edges])
    return rustworkx.pagerank(directed, weight_fn=float) if size else {}


def _communities(size: int, edges: list[Edge]) -> Iterable[list[int]]:
    """Leiden communities by modularity; the same edges give the same communities, since the seed is fixed."""
    if not edges:
        return []
    ties = symmetric(size, edges)
    _, found = graspologic_native.leiden_csr(ties.indptr.astype(np.int64), ties.indices, ties.data, size, seed=_SEED)
    groups: dict[int, list[int]] = {}
    for node in np.flatnonzero(np.diff(ties.indptr)).tolist():
        groups.setdefault(found[node], []).append(node)
    return groups.values()


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
