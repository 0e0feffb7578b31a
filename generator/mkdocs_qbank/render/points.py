"""The coordinates of questions and topics on the map, shared by its page and its data file."""

from __future__ import annotations

from typing import Any

from mkdocs_qbank.render.view import SiteView

_GOLDEN_ANGLE = 137.508
"""The difference in degrees between the hues of successive topics: each hue falls into the widest gap."""


def ordered(view: SiteView) -> list[str]:
    """Return all ids, topic by topic, each topic in the order of `members`."""
    return [identifier for topic in view.bank.topics for identifier in members(view, topic.id)]


def members(view: SiteView, topic: str) -> list[str]:
    """Return the ids of a topic in bands of alternating direction, so that successive ones are near on the map."""
    ids = [question.id for question in view.bank.by_topic[topic]]
    band = max(2 * view.layout.topics[topic][2] / len(ids) ** 0.5, 1.0)

    def key(identifier: str) -> tuple[int, int, str]:
        x, y = view.layout.questions[identifier]
        row = int(y // band)
        return row, x if row % 2 else -x, identifier

    return sorted(ids, key=key)


def point(view: SiteView, identifier: str) -> tuple[int, int]:
    """Return the x and y of a question, from the top left corner of the map."""
    x, y = view.layout.questions[identifier]
    return x - view.layout.left, y - view.layout.top


def topic_circles(view: SiteView) -> list[dict[str, Any]]:
    """Return each topic as a circle on the map, with its hue in degrees."""
    circles = []
    for number, topic in enumerate(view.bank.topics):
        x, y, radius = view.layout.topics[topic.id]
        circles.append(
            {
                "id": topic.id,
                "title": topic.title,
                "count": len(view.bank.by_topic[topic.id]),
                "x": x - view.layout.left,
                "y": y - view.layout.top,
                "radius": radius,
                "hue": round(210 + number * _GOLDEN_ANGLE) % 360,
            }
        )
    return circles
