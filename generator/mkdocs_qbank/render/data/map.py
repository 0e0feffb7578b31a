"""The data that the map needs for its first picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.model.bank import Difficulty
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.render.data.text import json_text
from mkdocs_qbank.render.points import ordered, point, topic_circles
from mkdocs_qbank.render.view import SiteView

VERSION = 1
_NAMED = 300
_LEVELS = [*Difficulty, None]


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    return {DATA["map"]: json_text(map_data(view))}


def map_data(view: SiteView) -> dict[str, Any]:
    """Return the data for the first picture: questions as columns, topic by topic.

    Coordinates and relations are stored as differences to the preceding one, which compress to a third of the size.
    """
    ids = ordered(view)
    index = {identifier: number for number, identifier in enumerate(ids)}
    points = [point(view, identifier) for identifier in ids]
    importance = view.graph.importance
    central = sorted(ids, key=lambda identifier: (-importance[identifier], identifier))
    rank = {identifier: 99 - 100 * number // len(ids) for number, identifier in enumerate(central)}
    named = sorted(index[identifier] for identifier in central[:_NAMED])
    return {
        "version": VERSION,
        "width": view.layout.width,
        "height": view.layout.height,
        "topics": topic_circles(view),
        "kinds": [_kind(kind) for kind in Kind],
        "levels": [str(level) for level in Difficulty],
        "x": _differences(x for x, _ in points),
        "y": _differences(y for _, y in points),
        "difficulty": "".join(str(_LEVELS.index(view.bank.by_id[identifier].difficulty)) for identifier in ids),
        "rank": [rank[identifier] for identifier in ids],
        "edges": {str(kind): _edges(view, kind, ids, index) for kind in Kind},
        "named": {
            "at": named,
            "ids": [ids[number] for number in named],
            "titles": [view.titles[ids[number]] for number in named],
        },
    }


def _kind(kind: Kind) -> dict[str, Any]:
    """Return a kind of relation for the script; `cost` is the integer length of an edge of this kind in a path."""
    return {
        "name": str(kind),
        "cost": round(1 / kind.traits.weight),
        "backlinks": kind.traits.by_people,
    }


def _edges(view: SiteView, kind: Kind, ids: Sequence[str], index: dict[str, int]) -> list[int]:
    """Return the relations of one kind as pairs: the index of the source less the last one, then target less source.

    Of two mutual suggestions, only one is included.
    """
    numbers: list[int] = []
    last = 0
    for source, identifier in enumerate(ids):
        for target in sorted(index[r.target] for r in view.relations.outgoing[identifier] if r.kind is kind):
            if not kind.traits.by_people and target < source and _suggests(view, ids[target], identifier):
                continue
            numbers += [source - last, target - source]
            last = source
    return numbers


def _suggests(view: SiteView, source: str, target: str) -> bool:
    return any(r.target == target and r.kind is Kind.SUGGESTED for r in view.relations.outgoing[source])


def _differences(values: Iterable[int]) -> list[int]:
    return [second - first for first, second in pairwise([0, *values])]
