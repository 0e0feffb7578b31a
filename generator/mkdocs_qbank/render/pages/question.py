"""The page of one question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from mkdocs_qbank.model.addresses import PAGES, page_address, question_page, topic_page
from mkdocs_qbank.model.bank import Bank, Question
from mkdocs_qbank.model.linked import linked_question
from mkdocs_qbank.model.messages import enumeration, message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.model.prose import Heading
from mkdocs_qbank.render.body import question_body
from mkdocs_qbank.render.entries import beside, tag_link, topic_link
from mkdocs_qbank.render.related import related
from mkdocs_qbank.render.summary import gist, shorten
from mkdocs_qbank.render.view import SiteView

_DESCRIPTION = 155
"""The longest answer, in characters, that is written for machines."""


def pages(view: SiteView, span: slice = slice(None)) -> Iterable[Page]:
    """Yield the pages `questions/<id>/`, or of a span of the bank's questions alone."""
    return (_page(question, view) for question in view.bank.questions[span])


def _page(question: Question, view: SiteView) -> Page:
    path = question_page(question.id)
    title = view.titles[question.id]
    body, headings = question_body(question)
    if question.sources:
        headings = (*headings, Heading(level=2, id="sources", text=message("question.sources")))
    meta = {
        "template": "question.html",
        # Material prints these two unescaped, into text and into an attribute.
        "title": escape(title),
        "description": escape(shorten(gist(question), _DESCRIPTION)),
        "hide": ["navigation"],
        "qbank": {
            "id": question.id,
            "section": page_address(PAGES["topics"]),
            "title": title,
            **_facts(question, view),
            "related": related(question, view),
            **_neighbours_in_order(question, view),
            "structured_data": _structured_data(question, title, view.bank),
        },
    }
    ids = question.sections | {name for part in (question.question, *question.prose) for name in part.ids}
    return Page(path=path, meta=meta, body=body, headings=headings, ids=ids, source=question.path)


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
    if question.applies_to:
        facts["applies_to"] = message("versions.applies_to", versions=enumeration(question.applies_to))
    if question.reviewed:
        facts["reviewed"] = question.reviewed.isoformat()
    if elsewhere := list(_elsewhere(question, view.bank)):
        facts["elsewhere"] = elsewhere
    change = view.changes.get(question.path)
    if change:
        facts["changed"] = change.date.isoformat()
        facts["contributors"] = list(change.authors)
    return facts


def _elsewhere(question: Question, bank: Bank) -> Iterator[dict[str, str]]:
    """Yield each question of another bank that a question links to, once, as that bank's list has it."""
    seen: set[str] = set()
    for link in (link for prose in question.prose for link in prose.links if bank.linked and link.path is None):
        found = linked_question(link.target, bank.linked)
        if found is None:
            continue
        other, named = found
        identifier = other.formers.get(named, named)
        url = other.permalink(identifier)
        if identifier in other.titles and url not in seen:
            seen.add(url)
            yield {"title": other.titles[identifier], "url": url, "bank": other.title}


def _neighbours_in_order(question: Question, view: SiteView) -> dict[str, Any]:
    """Return the position of a question in its topic, the questions around it, and the previous and next of all.

    Before the first question of a topic is the last of the topic before, and after the last the first of the next.
    """
    order = view.topics[question.topic]
    at = view.position(question.id)
    rank = at - view.position(order[0])
    topic = view.bank.topic_by_id[question.topic]
    every = {"title": message("question.all_in_topic", count=len(order)), "url": page_address(topic_page(topic.id))}
    data: dict[str, Any] = {
        "place": rank + 1,
        "places": len(order),
        "beside": beside(topic.title, order, rank, view.link, every),
    }
    for name, number in (("previous", at - 1), ("next", at + 1)):
        if 0 <= number < len(view.sequence):
            other = view.sequence[number]
            data[name] = view.link(other)
            if view.bank.by_id[other].topic != question.topic:
                data[name]["topic"] = view.bank.topic_by_id[view.bank.by_id[other].topic].title
    return data


def _structured_data(question: Question, title: str, bank: Bank) -> dict[str, Any]:
    """Return a Quiz with one flashcard, the schema.org form of a practice question with a known answer."""
    data: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Quiz",
        "about": {"@type": "Thing", "name": bank.topic_by_id[question.topic].title},
        "hasPart": [
            {
                "@type": "Question",
                "eduQuestionType": "Flashcard",
                "text": title,
                "acceptedAnswer": {"@type": "Answer", "text": shorten(gist(question), _DESCRIPTION)},
            }
        ],
    }
    if question.difficulty:
        data["educationalLevel"] = str(question.difficulty)
    if question.tags:
        data["keywords"] = ", ".join(question.tags)
    return data
