"""The map: its page, which draws without script, and the data that its script draws anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from mkdocs_qbank.model.addresses import MAP
from mkdocs_qbank.model.bank import Difficulty
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.contents import generated_page
from mkdocs_qbank.render.question import GROUPS
from mkdocs_qbank.render.view import Setting

DATA, NAMES = "data/map.json", "data/names.json"
VERSION = 1
_NAMED = 300
_GOLDEN_ANGLE = 137.508
"""Degrees between the hues of two topics that follow each other: the next ones always fall into the widest gap."""
_LEVELS = [*Difficulty, None]


def map_page(setting: Setting) -> Page:
    """Gives the page `map/`."""
    layout, counts = setting.layout, _kinds(setting)
    title = "Map"
    meta: dict[str, Any] = {
        "template": "map.html",
        "title": title,
        "description": escape("Every question of this bank on one map, near to those that it is related to."),
        "hide": ["navigation", "toc"],
        "qbank": {
            "kind": "map",
            "count": len(setting.bank.questions),
            "relations": sum(counts.values()),
            "data": DATA,
            "names": NAMES,
            "width": layout.width,
            "height": layout.height,
            "topics": [
                {**topic, "url": f"topics/{topic['id']}/", "dots": _dots(setting, str(topic["id"]))}
                for topic in _topics(setting)
            ],
            "levels": [
                {"name": str(level), "count": count}
                for level in Difficulty
                if (count := sum(question.difficulty is level for question in setting.bank.questions))
            ],
            "kinds": [
                {"name": str(kind), "label": label, "count": counts[kind]}
                for kind, label in GROUPS.items()
                if counts[kind]
            ],
        },
    }
    return generated_page(MAP, meta, title)


def map_data(setting: Setting) -> dict[str, Any]:
    """Gives what the script needs for its first picture: questions as columns, in the order of their topics.

    Places and relations are differences to the one before, which compress to a third of what the numbers would.
    """
    ids = _ordered(setting)
    index = {identifier: number for number, identifier in enumerate(ids)}
    places = [_place(setting, identifier) for identifier in ids]
    importance = setting.graph.importance
    central = sorted(ids, key=lambda identifier: (-importance[identifier], identifier))
    rank = {identifier: 99 - 100 * number // len(ids) for number, identifier in enumerate(central)}
    named = sorted(index[identifier] for identifier in central[:_NAMED])
    return {
        "version": VERSION,
        "width": setting.layout.width,
        "height": setting.layout.height,
        "topics": _topics(setting),
        "x": _differences(x for x, _ in places),
        "y": _differences(y for _, y in places),
        "difficulty": "".join(str(_LEVELS.index(setting.bank.by_id[identifier].difficulty)) for identifier in ids),
        "rank": [rank[identifier] for identifier in ids],
        "edges": {str(kind): _edges(setting, kind, ids, index) for kind in Kind},
        "named": {
            "at": named,
            "ids": [ids[number] for number in named],
            "titles": [setting.titles[ids[number]] for number in named],
        },
    }


def names_data(setting: Setting) -> dict[str, Any]:
    """Gives all ids and titles in the order of the map's data, fetched only once somebody searches or looks closely."""
    ids = _ordered(setting)
    return {"version": VERSION, "ids": ids, "titles": [setting.titles[identifier] for identifier in ids]}


def _ordered(setting: Setting) -> list[str]:
    return [identifier for topic in setting.bank.topics for identifier in _members(setting, topic.id)]


def _members(setting: Setting, topic: str) -> list[str]:
    """The ids of a topic, to and fro in bands, so that those that follow each other are near on the map."""
    ids = [question.id for question in setting.bank.by_topic[topic]]
    band = max(2 * setting.layout.topics[topic][2] / len(ids) ** 0.5, 1.0)

    def key(identifier: str) -> tuple[int, int, str]:
        x, y = setting.layout.questions[identifier]
        row = int(y // band)
        return row, x if row % 2 else -x, identifier

    return sorted(ids, key=key)


def _place(setting: Setting, identifier: str) -> tuple[int, int]:
    x, y = setting.layout.questions[identifier]
    return x - setting.layout.left, y - setting.layout.top


def _topics(setting: Setting) -> list[dict[str, Any]]:
    found = []
    for number, topic in enumerate(setting.bank.topics):
        x, y, radius = setting.layout.topics[topic.id]
        found.append(
            {
                "id": topic.id,
                "title": topic.title,
                "count": len(setting.bank.by_topic[topic.id]),
                "x": x - setting.layout.left,
                "y": y - setting.layout.top,
                "radius": radius,
                "hue": round(210 + number * _GOLDEN_ANGLE) % 360,
            }
        )
    return found


def _dots(setting: Setting, topic: str) -> str:
    """The questions of a topic as one path of lines without length, which round caps make dots."""
    places = [_place(setting, identifier) for identifier in _members(setting, topic)]
    x, y = places[0]
    steps = [f"m{b[0] - a[0]} {b[1] - a[1]}h0" for a, b in pairwise(places)]
    return f"M{x} {y}h0" + "".join(steps)


def _kinds(setting: Setting) -> dict[Kind, int]:
    found = dict.fromkeys(Kind, 0)
    for relations in setting.relations.outgoing.values():
        for relation in relations:
            found[relation.kind] += 1
    return found


def _edges(setting: Setting, kind: Kind, ids: Sequence[str], index: dict[str, int]) -> list[int]:
    """The relations of one kind: the step to the next source, then the way to its target, over and over.

    Of two suggestions that lead both ways one is enough.
    """
    numbers: list[int] = []
    before = 0
    for source, identifier in enumerate(ids):
        for target in sorted(index[r.target] for r in setting.relations.outgoing[identifier] if r.kind is kind):
            if kind is Kind.SUGGESTED and target < source and _suggests(setting, ids[target], identifier):
                continue
            numbers += [source - before, target - source]
            before = source
    return numbers


def _suggests(setting: Setting, source: str, target: str) -> bool:
    return any(r.target == target and r.kind is Kind.SUGGESTED for r in setting.relations.outgoing[source])


def _differences(values: Iterable[int]) -> list[int]:
    return [second - first for first, second in pairwise([0, *values])]
