"""The search page; without JavaScript it lists all topics and tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from mkdocs_qbank.model.addresses import PAGES
from mkdocs_qbank.model.bank import Difficulty, Status
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.contents import generated_page
from mkdocs_qbank.render.entries import tag_entries, topic_link
from mkdocs_qbank.render.view import SiteView

_FIRST = 10
"""The number of questions listed before a reader asks for something; the script lists as many at a time."""
_FREQUENT = 20
"""The number of tags shown before a reader asks for all."""


def pages(view: SiteView) -> Iterable[Page]:
    """Yield the page `search/`."""
    bank, title = view.bank, message("scripts.search.title")
    meta: dict[str, Any] = {
        "template": "search.html",
        "title": title,
        "description": escape(message("search.description")),
        "hide": ["navigation", "toc"],
        "qbank": {
            "kind": "search",
            "count": len(bank.questions),
            "first": [_entry(identifier, view) for identifier in view.order[:_FIRST]],
            "dated": any(question.path in view.changes for question in bank.questions),
            "facets": _facets(view),
            "topics": [{**topic_link(topic), "count": len(bank.by_topic[topic.id])} for topic in bank.topics],
            "tags": tag_entries(bank),
        },
    }
    yield generated_page(PAGES["search"], meta, title)


def _entry(identifier: str, view: SiteView) -> dict[str, str]:
    question = view.bank.by_id[identifier]
    topic = view.bank.topic_by_id[question.topic].title
    return {**view.link(identifier), "topic": topic, "difficulty": str(question.difficulty or "")}


def _facets(view: SiteView) -> list[dict[str, Any]]:
    """Return the facets, with values as in the index, without those that do not distinguish any questions."""
    bank, questions = view.bank, view.bank.questions
    titles = {topic.id: " ".join(topic.title.split()) for topic in bank.topics}
    levels = {level: message(f"difficulty.{level}") for level in Difficulty}
    statuses = {status: message(f"status.{status}") for status in Status}
    tags = sorted(bank.by_tag, key=lambda tag: -len(bank.by_tag[tag]))
    facets = (
        _facet("topic", {title: title for title in titles.values()}, [titles[item.topic] for item in questions]),
        _facet("difficulty", levels, [item.difficulty for item in questions]),
        _facet("tag", {tag: tag for tag in tags}, [tag for item in questions for tag in item.tags], _FREQUENT),
        _facet("status", statuses, [item.status for item in questions]),
    )
    return [facet for facet in facets if any(choice["count"] < len(questions) for choice in facet["choices"])]


def _facet(name: str, labels: Mapping[Any, str], values: Sequence[Any], most: int | None = None) -> dict[str, Any]:
    """Return a facet with its choices: the first `most` are shown, the others on request."""
    counts = Counter(values)
    choices = [
        {"value": str(value), "label": text, "count": counts[value]} for value, text in labels.items() if counts[value]
    ]
    return {
        "name": name,
        "label": message(f"search.facet_{name}"),
        "all": message(f"search.all_{name}", count=len(choices)),
        "choices": choices[:most],
        "more": choices[most:] if most else [],
    }
