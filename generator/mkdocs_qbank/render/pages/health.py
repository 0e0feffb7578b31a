"""The page for contributors that shows where the bank is thin, and what would help it most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from mkdocs_qbank.graph.coverage import LEVELS, Coverage
from mkdocs_qbank.graph.health import Health, health
from mkdocs_qbank.graph.tasks import Task, TaskKind
from mkdocs_qbank.model.addresses import PAGES
from mkdocs_qbank.model.bank import Difficulty
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.contents import generated_page
from mkdocs_qbank.render.entries import topic_link
from mkdocs_qbank.render.view import SiteView

_FIRST, _LISTED, _MEMBERS = 10, 50, 5
_LABELS = {
    TaskKind.RELATE: "Relate",
    TaskKind.TIE: "Tie in",
    TaskKind.CONFIRM: "Confirm",
    TaskKind.PREREQUISITE: "Say what comes first",
    TaskKind.REVIEW: "Review",
    TaskKind.WRITE: "Write",
}


def pages(view: SiteView) -> Iterable[Page]:
    """Yield the page `health/`: the ranked tasks, topics by difficulty, and every gap as a list."""
    found = health(view.bank, view.relations, view.graph, view.as_of)
    topics = {topic.id: topic_link(topic) for topic in view.bank.topics}
    tasks = [_task(task, view, topics) for task in found.tasks]
    sections = _sections(found, view, topics)
    title = "Where this bank is thin"
    meta: dict[str, Any] = {
        "template": "health.html",
        "title": title,
        "description": escape("What would help this question bank most, and what it lacks."),
        "hide": ["navigation"],
        "qbank": {
            "as_of": found.gaps.as_of.isoformat(),
            "questions": found.questions,
            "first_tasks": tasks[:_FIRST],
            "more_tasks": tasks[_FIRST:],
            "levels": [str(level or "not said") for level in LEVELS],
            **_table(found.gaps.coverage, topics),
            "sections": [section for section in sections if section["count"]],
            "nothing": [section["heading"] for section in sections if not section["count"]],
        },
    }
    yield generated_page(PAGES["health"], meta, title)


def _task(task: Task, view: SiteView, topics: Mapping[str, Any]) -> dict[str, Any]:
    about = view.link(task.question) if task.question else topics[task.topic]
    item = {"kind": str(task.kind), "label": _LABELS[task.kind], **about, "before": task.before, "after": task.after}
    return item | ({"other": view.link(task.other)} if task.other else {})


def _table(coverage: Sequence[Coverage], topics: Mapping[str, Any]) -> dict[str, Any]:
    sums = [sum(row.counts[column] for row in coverage) for column in range(len(LEVELS))]
    rows = [{**topics[row.topic], "cells": _cells(row.counts), "total": row.total} for row in coverage]
    return {"rows": rows, "totals": {"cells": _cells(sums), "total": sum(sums)}}


def _cells(counts: Sequence[int]) -> list[dict[str, Any]]:
    """A difficulty without a question is a gap; a topic whose questions all say theirs has none."""
    return [{"count": count, "gap": not count and place < len(Difficulty)} for place, count in enumerate(counts)]


def _sections(found: Health, view: SiteView, topics: Mapping[str, Any]) -> list[dict[str, Any]]:
    gaps, bank = found.gaps, view.bank

    def entry(ids: Iterable[str], note: str = "") -> dict[str, Any]:
        return {"links": [view.link(identifier) for identifier in ids], "note": note}

    def among(counts: Iterable[tuple[str, int]]) -> str:
        return ", ".join(f"{topics[topic]['title']} {count}" for topic, count in counts)

    return [
        _section(
            "Related by nobody",
            "No person related these to any other question, in either direction.",
            [entry([item]) for item in gaps.orphans],
        ),
        _section(
            "Islands",
            "Nothing leads from these groups to the rest of the bank.",
            [entry(group[:_MEMBERS], _rest(len(group) - _MEMBERS)) for group in gaps.islands],
        ),
        _section(
            "Hanging by one relation",
            "The relation between each two is all that holds two parts of the bank together.",
            [entry(pair) for pair in gaps.bridges],
        ),
        _section(
            "Nothing to read first",
            "These are not for beginners, yet they name no prerequisite.",
            [entry([item], str(bank.by_id[item].difficulty or "")) for item in gaps.unprepared],
        ),
        _section(
            "Reviewed more than a year ago",
            "Somebody should check that these are still right.",
            [entry([item], f"last on {bank.by_id[item].reviewed}") for item in gaps.stale],
        ),
        _section(
            "Never reviewed",
            "Nobody has yet said that these are right.",
            [entry([item]) for item in gaps.unreviewed],
        ),
        _section(
            "Tags of one question alone",
            "A tag leads somewhere once two questions bear it.",
            [entry([item], f"tagged {tag}") for tag, item in gaps.lone_tags],
        ),
        _section(
            "Central questions",
            "A mistake in one of these reaches most readers.",
            [
                entry([item.id], f"{item.importance:.1%} of readers’ time; {_build(item.builders)} on it")
                for item in found.central
            ],
        ),
        _section(
            "Communities",
            "Groups with more relations among themselves than with others, each by its central question.",
            [
                entry(group.questions[:1], f"{len(group.questions)}: {among(group.topics)}")
                for group in found.communities
            ],
        ),
    ]


def _section(heading: str, why: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
    more = max(0, len(entries) - _LISTED)
    return {"heading": heading, "why": why, "count": len(entries), "entries": entries[:_LISTED], "more": more}


def _rest(count: int) -> str:
    return f"and {count} more" if count > 0 else ""


def _build(count: int) -> str:
    return "1 question builds" if count == 1 else f"{count} questions build"
