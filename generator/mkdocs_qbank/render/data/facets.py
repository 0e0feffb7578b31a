"""What search filters by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.render.data.text import json_text
from mkdocs_qbank.render.view import SiteView

VERSION = 1


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    return {DATA["facets"]: json_text(facets_data(view))}


def facets_data(view: SiteView) -> dict[str, Any]:
    """Return what search filters by: for each value the places in learning order of the questions that have it.

    `newest` has all places, the last changed first.
    """
    bank, order = view.bank, view.order
    found: dict[str, dict[str, list[int]]] = {"topic": {}, "difficulty": {}, "tag": {}, "status": {}}
    for place, identifier in enumerate(order):
        question = bank.by_id[identifier]
        found["topic"].setdefault(bank.topic_by_id[question.topic].title, []).append(place)
        found["status"].setdefault(str(question.status), []).append(place)
        if question.difficulty:
            found["difficulty"].setdefault(str(question.difficulty), []).append(place)
        for tag in question.tags:
            found["tag"].setdefault(tag, []).append(place)

    def changed(place: int) -> str:
        change = view.changes.get(bank.by_id[order[place]].path)
        return change.date.isoformat() if change else ""

    newest = sorted(range(len(order)), key=changed, reverse=True)
    return {"version": VERSION, **found, "newest": newest}
