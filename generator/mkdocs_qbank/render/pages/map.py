"""The map of the whole bank; without JavaScript it is a drawing."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import pairwise
from typing import Any

from mkdocs_qbank.model.addresses import DATA, PAGES, page_address, topic_page
from mkdocs_qbank.model.bank import Difficulty
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.contents import generated_page
from mkdocs_qbank.render.points import members, point, topic_circles
from mkdocs_qbank.render.view import SiteView


def pages(view: SiteView) -> Iterable[Page]:
    """Yield the page `map/`."""
    layout, counts = view.layout, _kinds(view)
    title = message("map.title")
    meta: dict[str, Any] = {
        "template": "map.html",
        "title": title,
        "description": escape(message("map.description")),
        "hide": ["navigation", "toc"],
        "qbank": {
            "kind": "map",
            "count": len(view.bank.questions),
            "relations": sum(counts.values()),
            "data": DATA["map"],
            "names": DATA["names"],
            "width": layout.width,
            "height": layout.height,
            "topics": [
                {**topic, "url": page_address(topic_page(topic["id"])), "dots": _dots(view, topic["id"])}
                for topic in topic_circles(view)
            ],
            "levels": [
                {"name": str(level), "count": count}
                for level in Difficulty
                if (count := sum(question.difficulty is level for question in view.bank.questions))
            ],
            "kinds": [{"name": str(kind), "label": kind.label, "count": counts[kind]} for kind in Kind if counts[kind]],
        },
    }
    yield generated_page(PAGES["map"], meta, title)


def _dots(view: SiteView, topic: str) -> str:
    """Return the questions of a topic as one SVG path of zero-length lines, which round caps turn into dots."""
    points = [point(view, identifier) for identifier in members(view, topic)]
    x, y = points[0]
    steps = [f"m{b[0] - a[0]} {b[1] - a[1]}h0" for a, b in pairwise(points)]
    return f"M{x} {y}h0" + "".join(steps)


def _kinds(view: SiteView) -> dict[Kind, int]:
    counts = dict.fromkeys(Kind, 0)
    for relations in view.relations.outgoing.values():
        for relation in relations:
            counts[relation.kind] += 1
    return counts
