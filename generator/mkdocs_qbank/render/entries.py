"""Entries of lists shared by several pages: questions, topics, tags, difficulties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from mkdocs_qbank.model.addresses import page_address, tag_page, topic_page
from mkdocs_qbank.model.bank import Bank, Difficulty, Topic
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.render.view import SiteView


def topic_entries(bank: Bank) -> list[dict[str, Any]]:
    """Return every topic with the number of its questions at each difficulty."""
    topics = []
    for topic in bank.topics:
        questions = bank.by_topic[topic.id]
        listed = [{"difficulty": str(question.difficulty or "")} for question in questions]
        item = {
            "title": topic.title,
            "description": topic.description,
            "url": page_address(topic_page(topic.id)),
            "count": len(questions),
        }
        topics.append({**item, **levels(listed)})
    return topics


def tag_entries(bank: Bank) -> list[dict[str, Any]]:
    """Return every tag with the number of its questions."""
    return [{**tag_link(tag), "count": len(questions)} for tag, questions in bank.by_tag.items()]


def question_entry(identifier: str, view: SiteView) -> dict[str, Any]:
    """Return a question with its difficulty, its status, and its prerequisites below `after`."""
    question = view.bank.by_id[identifier]
    item: dict[str, Any] = {
        **view.link(identifier),
        "difficulty": str(question.difficulty or ""),
        "status": str(question.status),
    }
    first = [reference.id for reference in question.named(Kind.PREREQUISITE) if reference.id in view.bank.by_id]
    if first:
        item["after"] = [view.link(other) for other in first]
    return item


def levels(listed: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the number of listed questions at each difficulty, below `levels`, without zeros."""
    counts = [(str(level), sum(item["difficulty"] == level for item in listed)) for level in Difficulty]
    return {
        "levels": [
            {"name": name, "text": message("lists.level", count=count, difficulty=message(f"difficulty.{name}"))}
            for name, count in counts
            if count
        ]
    }


def topic_link(topic: Topic) -> dict[str, str]:
    """Return the title and the address of a topic's page."""
    return {"title": topic.title, "url": page_address(topic_page(topic.id))}


def tag_link(tag: str) -> dict[str, str]:
    """Return a tag and the address of its page."""
    return {"name": tag, "url": page_address(tag_page(tag))}


def list_meta(template: str, title: str, description: str) -> dict[str, Any]:
    """Return the front matter of a page that lists questions, escaped because Material prints it unescaped."""
    return {"template": template, "title": escape(title), "description": escape(description), "hide": ["navigation"]}
