"""The page “Gaps in this bank”: what is missing, and what would help most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from mkdocs_qbank.graph.coverage import Gaps
from mkdocs_qbank.graph.health import health
from mkdocs_qbank.graph.sections import LEVEL_NAMES, Section, sections
from mkdocs_qbank.graph.tasks import Task
from mkdocs_qbank.model.addresses import PAGES
from mkdocs_qbank.model.bank import Difficulty
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.contents import generated_page
from mkdocs_qbank.render.entries import topic_link
from mkdocs_qbank.render.view import SiteView

_FIRST, _LISTED = 10, 50


def pages(view: SiteView) -> Iterable[Page]:
    """Yield the page `health/`: the ranked tasks, topics by difficulty, and every gap as a list."""
    found = health(view.bank, view.relations, view.graph, view.as_of)
    topics = {topic.id: topic_link(topic) for topic in view.bank.topics}
    tasks = [_task(task, view, topics) for task in found.tasks]
    report = sections(found, view.bank)
    title = message("health.title")
    meta: dict[str, Any] = {
        "template": "health.html",
        "title": title,
        "description": escape(message("health.description")),
        "hide": ["navigation"],
        "qbank": {
            "as_of": found.gaps.as_of.isoformat(),
            "questions": found.questions,
            "first_tasks": tasks[:_FIRST],
            "more_tasks": tasks[_FIRST:],
            "levels": list(LEVEL_NAMES),
            **_table(found.gaps, topics),
            "sections": [_section(section, view) for section in report if section.entries],
            "nothing": [section.heading for section in report if not section.entries],
        },
    }
    yield generated_page(PAGES["health"], meta, title)


def _task(task: Task, view: SiteView, topics: Mapping[str, Any]) -> dict[str, Any]:
    about = view.link(task.question) if task.question else topics[task.topic]
    item = {
        "kind": str(task.kind),
        "label": message(f"tasks.{task.kind}.label"),
        **about,
        "before": task.before,
        "after": task.after,
    }
    return item | ({"other": view.link(task.other)} if task.other else {})


def _table(gaps: Gaps, topics: Mapping[str, Any]) -> dict[str, Any]:
    rows = [{**topics[row.topic], "cells": _cells(row.counts), "total": row.total} for row in gaps.coverage]
    return {"rows": rows, "totals": {"cells": _cells(gaps.totals), "total": sum(gaps.totals)}}


def _cells(counts: Sequence[int]) -> list[dict[str, Any]]:
    """Return the cells of a row; a difficulty without a question is a gap, a missing difficulty is none."""
    return [{"count": count, "gap": not count and place < len(Difficulty)} for place, count in enumerate(counts)]


def _section(section: Section, view: SiteView) -> dict[str, Any]:
    entries = [
        {"links": [view.link(identifier) for identifier in entry.questions], "note": entry.note}
        for entry in section.entries[:_LISTED]
    ]
    more = max(0, len(section.entries) - _LISTED)
    return {
        "heading": section.heading,
        "why": section.why,
        "count": len(section.entries),
        "entries": entries,
        "more": more,
    }
