"""Where each question stands on the map: topics as discs, related questions side by side within them.

The picture must be the same for the same bank, and change little when a question is added, so nothing here is left to
chance or to a simulation that may tip over: a place is drawn from the hash of the id, then averaged along relations
(a walk with restart, which converges to one solution; Tong, Faloutsos and Pan, 2006), then spread evenly over the
topic's disc by rank, and at last nudged so that dots do not lie on one another, which moves only those near by.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from mkdocs_qbank.graph.graph import numbered, symmetric
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.relations import Relations

_SIDE, _MARGIN = 1200.0, 120.0
_RESTART, _WALKS = 0.15, 30
_ROUNDS = 60
_PULL, _NEARER, _RIM = 0.12, 0.4, 0.94
_ROOM, _APART = 1.25, 1.3
"""How much wider than its dots a topic's disc is, and than its disc the space that it keeps to itself."""
_GOLDEN = math.pi * (3 - math.sqrt(5))

Points = NDArray[np.float64]
"""Shape (points, 2)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """Places on a map in whole units, about 4,000 across, from a middle at 0, 0; y goes downwards."""

    left: int
    top: int
    width: int
    height: int
    questions: Mapping[str, tuple[int, int]]
    topics: Mapping[str, tuple[int, int, int]]
    """The middle and the radius of each topic's disc."""


def lay_out(bank: Bank, relations: Relations) -> Layout:
    """Return the map of a bank."""
    ids = sorted(bank.by_id)
    topics = [topic.id for topic in bank.topics]
    if not ids:
        return Layout(left=0, top=0, width=1, height=1, questions=MappingProxyType({}), topics=MappingProxyType({}))
    number = {topic: place for place, topic in enumerate(topics)}
    member = np.array([number[bank.by_id[identifier].topic] for identifier in ids])
    ties = _shares(symmetric(len(ids), list(numbered(ids, relations))))
    radii = _ROOM * np.sqrt(np.bincount(member, minlength=len(topics)))
    middles = _discs(radii, _between(ties, member, len(topics)))
    points = _within(_walked(ties, middles[member] + radii[member, None] * _drawn(ids)), member, middles, radii)
    points = _settled(points, ties, member, middles, radii)
    return _scaled(ids, points, topics, middles, radii)


def _shares(weights: sp.csr_matrix) -> sp.csr_matrix:
    """Return a matrix with its rows scaled to the sum 1; empty ones stay empty."""
    return sp.csr_matrix(sp.diags(1 / np.maximum(np.asarray(weights.sum(axis=1)).ravel(), 1e-9)) @ weights)


def _between(ties: sp.csr_matrix, member: NDArray[np.int64], count: int) -> sp.csr_matrix:
    """How strongly each topic is tied to the others: rows of sum 1, or empty."""
    belongs = sp.csr_matrix((np.ones(len(member)), (np.arange(len(member)), member)), shape=(len(member), count))
    between = sp.csr_matrix(belongs.T @ ties @ belongs)
    between = sp.csr_matrix(between + between.T)
    between.setdiag(0)
    return _shares(between)


def _drawn(ids: Iterable[str]) -> Points:
    """Return an evenly distributed point of the unit disc for each id."""
    digests = (hashlib.sha256(identifier.encode()).digest() for identifier in ids)
    drawn = np.array([(int.from_bytes(d[:6], "big"), int.from_bytes(d[6:12], "big")) for d in digests]) / 2.0**48
    angle, radius = 2 * math.pi * drawn[:, 0], np.sqrt(drawn[:, 1])
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _discs(radii: NDArray[np.float64], between: sp.csr_matrix) -> Points:
    """Return the centres of discs that do not overlap, related ones closer; they start on a sunflower spiral."""
    area = np.cumsum(radii**2) - radii**2 / 2
    angles = _GOLDEN * np.arange(len(radii))
    points = _APART * np.sqrt(area)[:, None] * np.stack([1.15 * np.cos(angles), np.sin(angles)], axis=1)
    start, tied = points, np.asarray(between.sum(axis=1)).ravel()[:, None]
    for _ in range(_WALKS):
        points = start + _NEARER * tied * (between @ points - start)
    for _ in range(_ROUNDS):
        points = _apart(points, _APART * radii)
    return np.asarray(points)


def _walked(ties: sp.csr_matrix, points: Points) -> Points:
    """Each point moved towards where a walk along relations ends that begins at it and restarts now and then."""
    start = points
    for _ in range(_WALKS):
        points = (1 - _RESTART) * (ties @ points) + _RESTART * start
    return points


def _within(points: Points, member: NDArray[np.int64], middles: Points, radii: NDArray[np.float64]) -> Points:
    """Return the points of each topic spread over its disc: the distance by rank, the direction half by rank."""
    placed = np.empty_like(points)
    for topic in np.unique(member):
        inside = np.flatnonzero(member == topic)
        cloud = points[inside] - points[inside].mean(axis=0)
        values, vectors = np.linalg.eigh(cloud.T @ cloud / len(cloud) + 1e-12 * np.eye(2))
        cloud = cloud @ (vectors / np.sqrt(values)) @ vectors.T
        angle = np.arctan2(cloud[:, 1], cloud[:, 0])
        angle = (angle + 2 * math.pi * _ranked(angle) - math.pi) / 2
        wanted = radii[topic] * 0.95 * np.sqrt(_ranked(np.hypot(cloud[:, 0], cloud[:, 1])))
        placed[inside] = middles[topic] + np.stack([wanted * np.cos(angle), wanted * np.sin(angle)], axis=1)
    return placed


def _ranked(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rank of each value, from 0 to 1."""
    rank = np.empty(len(values))
    rank[np.argsort(values, kind="stable")] = np.arange(len(values))
    return (rank + 0.5) / len(values)


def _settled(
    points: Points, ties: sp.csr_matrix, member: NDArray[np.int64], middles: Points, radii: NDArray[np.float64]
) -> Points:
    """Return the points pulled together along relations within a topic, and pushed apart where they would touch.

    Relations to other topics have had their say when each point was placed; here they would only crowd the rim.
    """
    ends = ties.tocoo()
    same = member[ends.row] == member[ends.col]
    ties = sp.csr_matrix((ends.data[same], (ends.row[same], ends.col[same])), shape=ties.shape)
    tied = np.asarray(ties.sum(axis=1)).ravel()[:, None]
    reach = np.maximum(radii[member] - 0.6, 0.0)
    for step in range(_ROUNDS):
        pull = _PULL * (1 - step / _ROUNDS)
        points = _apart(points + pull * tied * (ties @ points - points), np.ones(len(points)))
        away = points - middles[member]
        inwards = np.minimum(1, reach / np.maximum(np.hypot(away[:, 0], away[:, 1]), 1e-9))
        points = middles[member] + away * inwards[:, None]
    return _filled(points, member, middles, reach)


def _filled(points: Points, member: NDArray[np.int64], middles: Points, reach: NDArray[np.float64]) -> Points:
    """Return the points of each topic centred in its disc and scaled until one of them reaches its rim."""
    count = np.maximum(np.bincount(member, minlength=len(middles)), 1)
    centre = np.stack([np.bincount(member, points[:, axis], len(middles)) / count for axis in (0, 1)], axis=1)
    away = points - centre[member]
    widest = np.zeros(len(middles))
    np.maximum.at(widest, member, np.hypot(away[:, 0], away[:, 1]) / np.maximum(reach, 1e-9))
    return np.asarray(middles[member] + away * (_RIM / np.maximum(widest, _RIM / 2))[member, None])


def _apart(points: Points, radii: NDArray[np.float64]) -> Points:
    """Discs that overlap moved apart, each by half of the overlap at most."""
    from scipy.spatial import KDTree  # noqa: PLC0415 - nothing else needs it, and all commands would import it

    if len(points) < 2:
        return points
    pairs = KDTree(points).query_pairs(2 * float(radii.max()), output_type="ndarray")
    one, other = pairs[:, 0], pairs[:, 1]
    way = points[one] - points[other]
    distance = np.hypot(way[:, 0], way[:, 1])
    overlap = np.maximum(radii[one] + radii[other] - distance, 0)
    push = way * (0.25 * overlap / np.maximum(distance, 1e-6))[:, None]
    moved = points.copy()
    for axis in (0, 1):
        moved[:, axis] += np.bincount(one, push[:, axis], len(points)) - np.bincount(other, push[:, axis], len(points))
    return moved


def _scaled(ids: list[str], points: Points, topics: list[str], middles: Points, radii: NDArray[np.float64]) -> Layout:
    """Return the map in whole units.

    Its scale depends on how many questions there are alone, so that one disc at the rim does not move all others.
    """
    scale = _SIDE / math.sqrt(float((radii**2).sum()))
    left, top = np.floor((middles - radii[:, None]).min(axis=0) * scale - _MARGIN).astype(int).tolist()
    right, bottom = np.ceil((middles + radii[:, None]).max(axis=0) * scale + _MARGIN).astype(int).tolist()
    placed = np.rint(points * scale).astype(int).tolist()
    centred = np.rint(middles * scale).astype(int).tolist()
    return Layout(
        left=left,
        top=top,
        width=right - left,
        height=bottom - top,
        questions=MappingProxyType({name: (x, y) for name, (x, y) in zip(ids, placed, strict=True)}),
        topics=MappingProxyType(
            {name: (x, y, round(r * scale)) for name, (x, y), r in zip(topics, centred, radii.tolist(), strict=True)}
        ),
    )
