"""The page of one question."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from mkdocs_qbank.model.addresses import question_page
from mkdocs_qbank.model.bank import Bank, Question
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.body import question_body
from mkdocs_qbank.render.entries import tag_link, topic_link
from mkdocs_qbank.render.related import relation_lists
from mkdocs_qbank.render.view import SiteView

_DESCRIPTION = 155


def pages(view: SiteView) -> Iterable[Page]:
    """Yield the pages `questions/<id>/`."""
    return (_page(question, view) for question in view.bank.questions)


def _page(question: Question, view: SiteView) -> Page:
    path = question_page(question.id)
    title = view.titles[question.id]
    answer = question.answer.plain
    body, headings = question_body(question)
    meta = {
        "template": "question.html",
        # Material prints these two unescaped, into text and into an attribute.
        "title": escape(title),
        "description": escape(shorten(answer, _DESCRIPTION)),
        "hide": ["navigation"],
        "qbank": {
            "id": question.id,
            "title": title,
            "order": view.rank(question.id),
            **({"asked": " · ".join(question.aliases)} if question.aliases else {}),
            **_facts(question, view),
            **relation_lists(question, view),
            **_neighbours_in_order(question, view),
            "structured_data": _structured_data(question, title, answer, view.bank),
        },
    }
    ids = question.sections | {name for part in (question.question, *question.prose) for name in part.ids}
    return Page(path=path, meta=meta, body=body, headings=headings, ids=ids, source=question.path)


def shorten(text: str, most: int) -> str:
    """Return a text cut between words, with an ellipsis, to at most `most` characters."""
    if len(text) <= most:
        return text
    return text[: most - 1].rpartition(" ")[0].rstrip(",;:.–—- ") + "…"


def _facts(question: Question, view: SiteView) -> dict[str, Any]:
    topic = view.bank.topic_by_id[question.topic]
    facts: dict[str, Any] = {
        "topic": topic_link(topic),
        "tags": [tag_link(tag) for tag in question.tags],
        "status": str(question.status),
        "sources": [{"title": source.title, "url": source.url or ""} for source in question.sources],
    }
    if question.difficulty:
        facts["difficulty"] = str(question.difficulty)
    if question.reviewed:
        facts["reviewed"] = question.reviewed.isoformat()
    change = view.changes.get(question.path)
    if change:
        facts["changed"] = change.date.isoformat()
        facts["contributors"] = list(change.authors)
    return facts


def _neighbours_in_order(question: Question, view: SiteView) -> dict[str, Any]:
    order = view.topics[question.topic]
    rank = order.index(question.id)
    neighbours: dict[str, Any] = {"place": rank + 1, "places": len(order)}
    for name, number in (("previous", rank - 1), ("next", rank + 1)):
        if 0 <= number < len(order):
            neighbours[name] = view.link(order[number])
    return neighbours


def _structured_data(question: Question, title: str, answer: str, bank: Bank) -> dict[str, Any]:
    """Return a Quiz with one flashcard, the schema.org form of a practice question with a known answer."""
    data: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Quiz",
        "name": title,
        "about": {"@type": "Thing", "name": bank.topic_by_id[question.topic].title},
        "hasPart": [
            {
                "@type": "Question",
                "eduQuestionType": "Flashcard",
                "text": title,
                "acceptedAnswer": {"@type": "Answer", "text": answer},
            }
        ],
    }
    if question.difficulty:
        data["educationalLevel"] = str(question.difficulty)
    if question.tags:
        data["keywords"] = ", ".join(question.tags)
    return data
