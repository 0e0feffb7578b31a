"""Entries of lists shared by several pages: questions, topics, tags, difficulties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any, TypeVar
from urllib.parse import urlencode

from mkdocs_qbank.model.addresses import PAGES, page_address, tag_page, topic_page
from mkdocs_qbank.model.bank import Bank, Difficulty, Question, Topic
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.render.view import SiteView

_Item = TypeVar("_Item")
_BESIDE = 11
"""The largest number of items listed beside a page."""


def topic_entries(bank: Bank) -> list[dict[str, Any]]:
    """Return every topic with the number of its questions at each difficulty."""
    topics = []
    for topic in bank.topics:
        questions = bank.by_topic[topic.id]
        item = {
            **topic_link(topic),
            "description": topic.description,
            "count": message("lists.count", count=len(questions)),
        }
        topics.append({**item, **levels(questions, {"topic": topic.title})})
    return topics


def tag_entries(bank: Bank) -> list[dict[str, Any]]:
    """Return every tag with the number of its questions."""
    return [{**tag_link(tag), "count": len(questions)} for tag, questions in bank.by_tag.items()]


def question_entry(identifier: str, view: SiteView) -> dict[str, Any]:
    """Return a question with its difficulty, status and first sentence, and its prerequisites below `after`."""
    question = view.bank.by_id[identifier]
    item: dict[str, Any] = {
        **view.link(identifier),
        "difficulty": str(question.difficulty or ""),
        "status": str(question.status),
        "summary": view.summaries[identifier],
    }
    first = [reference.id for reference in question.named(Kind.PREREQUISITE) if reference.id in view.bank.by_id]
    if first:
        item["after"] = [view.link(other) for other in first]
    return item


def levels(questions: Iterable[Question], filters: Mapping[str, str]) -> dict[str, Any]:
    """Return the number of questions at each difficulty, below `levels`, without zeros.

    Each has a link to the search page that filters by its difficulty and by `filters`.
    """
    counts = Counter(question.difficulty for question in questions)
    return {
        "levels": [
            {
                "name": str(level),
                "text": message("lists.level", count=counts[level], difficulty=message(f"difficulty.{level}")),
                "url": f"{page_address(PAGES['search'])}?{urlencode({**filters, 'difficulty': level})}",
            }
            for level in Difficulty
            if counts[level]
        ]
    }


def beside(
    label: str, items: Sequence[_Item], at: int, link: Callable[[_Item], Mapping[str, str]], every: Mapping[str, str]
) -> dict[str, Any]:
    """Return what is listed beside a page: the items around the one at `at`, which is marked, and a link to all."""
    start = max(0, min(at - _BESIDE // 2, len(items) - _BESIDE))
    around = enumerate(items[start : start + _BESIDE], start)
    listed = [{**link(item), **({"here": True} if number == at else {})} for number, item in around]
    return {"label": label, "items": listed, **({"all": every} if len(items) > _BESIDE else {})}


def topic_link(topic: Topic) -> dict[str, str]:
    """Return the title and the address of a topic's page."""
    return {"title": topic.title, "url": page_address(topic_page(topic.id))}


def tag_link(tag: str) -> dict[str, str]:
    """Return a tag and the address of its page."""
    return {"name": tag, "title": tag, "url": page_address(tag_page(tag))}


def list_meta(template: str, title: str, description: str) -> dict[str, Any]:
    """Return the front matter of a page that lists questions, escaped because Material prints it unescaped."""
    return {"template": template, "title": escape(title), "description": escape(description), "hide": ["navigation"]}
