"""The facets that search filters by."""

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
    """Return the facets: for each value, the ranks in learning order, from 0, of the questions that have it.

    `newest` contains all ranks, the last changed question first.
    """
    bank, order = view.bank, view.order
    facets: dict[str, dict[str, list[int]]] = {"topic": {}, "difficulty": {}, "tag": {}, "status": {}}
    for rank, identifier in enumerate(order):
        question = bank.by_id[identifier]
        facets["topic"].setdefault(bank.topic_by_id[question.topic].title, []).append(rank)
        facets["status"].setdefault(str(question.status), []).append(rank)
        if question.difficulty:
            facets["difficulty"].setdefault(str(question.difficulty), []).append(rank)
        for tag in question.tags:
            facets["tag"].setdefault(tag, []).append(rank)

    def changed(rank: int) -> str:
        change = view.changes.get(bank.by_id[order[rank]].path)
        return change.date.isoformat() if change else ""

    newest = sorted(range(len(order)), key=changed, reverse=True)
    return {"version": VERSION, **facets, "newest": newest}
