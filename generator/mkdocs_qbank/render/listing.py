"""The pages that list questions: each topic and tag, all topics, all tags, the home page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from mkdocs_qbank.model.addresses import TAGS, TOPICS, question_page
from mkdocs_qbank.model.addresses import tag_page as tag_page_path
from mkdocs_qbank.model.addresses import topic_page as topic_page_path
from mkdocs_qbank.model.bank import Bank, Difficulty, ProsePage, Question, Topic
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.contents import generated_page
from mkdocs_qbank.render.question import url_of
from mkdocs_qbank.render.view import Setting

_BEGINNINGS = 6


def topic_page(topic: Topic, setting: Setting) -> Page:
    """Gives the page `topics/<topic>/`: its questions in learning order."""
    listed = [_listed(identifier, setting) for identifier in setting.topics[topic.id]]
    meta = _meta("listing.html", topic.title, topic.description or f"Questions about {topic.title}.")
    meta["qbank"] = {"kind": "Topic", "questions": listed, "numbered": True, **_levels(listed)}
    return generated_page(topic_page_path(topic.id), meta, topic.title, topic.description, source=topic.path)


def tag_page(tag: str, setting: Setting) -> Page:
    """Gives the page `tags/<tag>/`: the questions that bear it, in learning order, with their topics."""
    bank = setting.bank
    order = setting.ordered(bank.by_tag[tag])
    listed = [_listed(identifier, setting) for identifier in order]
    for item, identifier in zip(listed, order, strict=True):
        topic = bank.topic_by_id[bank.by_id[identifier].topic]
        item["topic"] = {"title": topic.title, "url": f"topics/{topic.id}/"}
    meta = _meta("listing.html", tag, f"Questions tagged {tag}.")
    meta["qbank"] = {"kind": "Tag", "questions": listed, **_levels(listed)}
    return generated_page(tag_page_path(tag), meta, tag)


def topics_page(bank: Bank) -> Page:
    """Gives the page `topics/`: every topic."""
    meta = _meta("topics.html", "Topics", "Every topic of this question bank.")
    meta["qbank"] = {"topics": _topics(bank)}
    return generated_page(TOPICS, meta, "Topics")


def tags_page(bank: Bank) -> Page:
    """Gives the page `tags/`: every tag with the number of its questions."""
    meta = _meta("tags.html", "Tags", "Every tag of this question bank.")
    meta["qbank"] = {
        "tags": [{"name": tag, "url": f"tags/{tag}/", "count": len(found)} for tag, found in bank.by_tag.items()]
    }
    return generated_page(TAGS, meta, "Tags")


def redirect_page(former: str, question: Question, setting: Setting) -> Page:
    """Gives the page of an id that a question had before: it leads on."""
    title = setting.titles[question.id]
    meta = _meta("moved.html", title, f"This question has moved: {title}")
    meta["search"] = {"exclude": True}
    meta["qbank"] = {"title": title, "url": url_of(question.id)}
    return generated_page(question_page(former), meta, title, source=question.path)


def prose_page(page: ProsePage) -> Page:
    """Return a page that people wrote."""
    title = page.title or next((heading.text for heading in page.body.headings), page.path)
    meta: dict[str, Any] = {"title": escape(title)}
    if page.description:
        meta["description"] = escape(page.description)
    if page.hide:
        meta["hide"] = list(page.hide)
    body = page.body
    if not body.html:
        return generated_page(page.path, meta, page.title or "Question bank", source=page.source)
    return Page(path=page.path, meta=meta, body=body.html, headings=body.headings, ids=body.ids, source=page.source)


def home_page(page: ProsePage, setting: Setting) -> Page:
    """Gives the home page: what people wrote for it, then what the bank holds, its topics, and where to begin."""
    written = prose_page(page)
    bank = setting.bank
    meta = {
        "template": "home.html",
        "hide": ["navigation", "toc"],
        **written.meta,
        "qbank": {
            "questions": len(bank.questions),
            "relations": sum(len(found) for found in setting.relations.outgoing.values()),
            "tags": len(bank.by_tag),
            "topics": _topics(bank),
            "beginnings": [_listed(identifier, setting) for identifier in _beginnings(setting)],
        },
    }
    return replace(written, meta=meta)


def _beginnings(setting: Setting) -> list[str]:
    """Questions that need no other, those first on which most others build."""

    def built_upon(identifier: str) -> int:
        incoming = setting.relations.incoming.get(identifier, ())
        return sum(relation.kind is Kind.PREREQUISITE for relation in incoming)

    free = [identifier for identifier in setting.order if not setting.bank.by_id[identifier].prerequisites]
    return sorted(free, key=built_upon, reverse=True)[:_BEGINNINGS]


def _topics(bank: Bank) -> list[dict[str, Any]]:
    topics = []
    for topic in bank.topics:
        found = bank.by_topic[topic.id]
        listed = [{"difficulty": str(question.difficulty or "")} for question in found]
        item = {
            "title": topic.title,
            "description": topic.description,
            "url": f"topics/{topic.id}/",
            "count": len(found),
        }
        topics.append({**item, **_levels(listed)})
    return topics


def _listed(identifier: str, setting: Setting) -> dict[str, Any]:
    question = setting.bank.by_id[identifier]
    item: dict[str, Any] = {
        "title": setting.titles[identifier],
        "url": url_of(identifier),
        "difficulty": str(question.difficulty or ""),
        "status": str(question.status),
    }
    first = [reference.id for reference in question.prerequisites if reference.id in setting.bank.by_id]
    if first:
        item["after"] = [{"title": setting.titles[other], "url": url_of(other)} for other in first]
    return item


def _levels(listed: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How many of the listed questions there are at each difficulty."""
    counts = [(str(level), sum(item["difficulty"] == level for item in listed)) for level in Difficulty]
    return {"levels": [{"name": name, "count": count} for name, count in counts if count]}


def _meta(template: str, title: str, description: str) -> dict[str, Any]:
    return {"template": template, "title": escape(title), "description": escape(description), "hide": ["navigation"]}
