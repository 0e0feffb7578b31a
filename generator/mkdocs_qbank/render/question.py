"""The page of one question."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from mkdocs_qbank.markdown.links import permalink
from mkdocs_qbank.model.addresses import question_page as question_page_path
from mkdocs_qbank.model.bank import Bank, Question
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.model.prose import SECTIONS, Heading, section_id
from mkdocs_qbank.model.relations import Relation
from mkdocs_qbank.render.neighbourhood import Neighbour, draw
from mkdocs_qbank.render.view import Setting

GROUPS = {
    Kind.PREREQUISITE: "Read first",
    Kind.RELATED: "Related",
    Kind.MENTIONS: "Linked from the answer",
    Kind.SUGGESTED: "Similar",
}
_LEADS_HERE = {
    Kind.PREREQUISITE: "Builds on this",
    Kind.RELATED: "Names this as related",
    Kind.MENTIONS: "Links to this",
}
_DRAWN_BEFORE, _DRAWN_AFTER = 4, 8
_DESCRIPTION = 155
ENOUGH = 3
"""With fewer relations than this a page says that nothing else is near."""


def question_page(question: Question, setting: Setting) -> Page:
    """Gives the page `questions/<id>/`."""
    path = question_page_path(question.id)
    title = setting.titles[question.id]
    answer = question.answer.plain
    body, headings = question_body(question)
    meta = {
        "template": "question.html",
        # Material prints these two as they are, into text and into an attribute: they are escaped here.
        "title": escape(title),
        "description": escape(shorten(answer, _DESCRIPTION)),
        "hide": ["navigation"],
        "qbank": {
            "id": question.id,
            "title": title,
            "order": setting.place(question.id),
            **({"asked": " · ".join(question.aliases)} if question.aliases else {}),
            **_facts(question, setting),
            **_relations(question, setting),
            **_neighbours_in_order(question, setting),
            "structured_data": _structured_data(question, title, answer, setting.bank),
        },
    }
    ids = question.sections | {name for part in (question.question, *question.prose) for name in part.ids}
    return Page(path=path, meta=meta, body=body, headings=headings, ids=ids, source=question.path)


def url_of(identifier: str) -> str:
    """Gives the address of a question's page, from the root of the site."""
    return f"questions/{identifier}/"


def shorten(text: str, most: int) -> str:
    """Gives the beginning of a text, at most that many characters, cut between words with an ellipsis."""
    if len(text) <= most:
        return text
    return text[: most - 1].rpartition(" ")[0].rstrip(",;:.–—- ") + "…"


def question_body(question: Question) -> tuple[str, tuple[Heading, ...]]:
    """Return the HTML of a question's page, made of parts that are each clean, and its table of contents."""
    identifier = next((heading.id for heading in question.question.headings), "")
    title = f'<h1 id="{escape(identifier)}">{question.question.html}{permalink(identifier)}</h1>'
    parts, headings = [title], [Heading(level=1, id=identifier, text=question.question.plain)]
    if question.aliases:
        parts.append(f'<p class="qb-aliases">Also asked as: {escape(" · ".join(question.aliases))}</p>')
    texts = {"instruction": question.instruction, "context": question.context, "answer": question.answer}
    for field, heading in SECTIONS.items():
        prose = texts.get(field)
        if prose is None and field != "related":
            continue
        name = section_id(heading)
        parts.append(f'<h2 id="{name}">{heading}{permalink(name)}</h2>')
        headings.append(Heading(level=2, id=name, text=heading))
        if prose is not None:
            parts.append(prose.html)
            headings += prose.headings
    return "\n".join(parts) + "\n", tuple(headings)


def _facts(question: Question, setting: Setting) -> dict[str, Any]:
    topic = setting.bank.topic_by_id[question.topic]
    facts: dict[str, Any] = {
        "topic": {"title": topic.title, "url": f"topics/{topic.id}/"},
        "tags": [{"name": tag, "url": f"tags/{tag}/"} for tag in question.tags],
        "status": str(question.status),
        "sources": [{"title": source.title, "url": source.url or ""} for source in question.sources],
    }
    if question.difficulty:
        facts["difficulty"] = str(question.difficulty)
    if question.reviewed:
        facts["reviewed"] = question.reviewed.isoformat()
    change = setting.changes.get(question.path)
    if change:
        facts["changed"] = change.date.isoformat()
        facts["contributors"] = list(change.authors)
    return facts


def _relations(question: Question, setting: Setting) -> dict[str, Any]:
    outgoing = setting.relations.outgoing.get(question.id, ())
    incoming = setting.relations.incoming.get(question.id, ())
    groups = []
    for kind, heading in GROUPS.items():
        items = [_item(relation, relation.target, setting) for relation in outgoing if relation.kind is kind]
        if items:
            groups.append({"kind": str(kind), "heading": heading, "items": items})
    backlinks = []
    for relation in sorted(incoming, key=lambda item: (list(Kind).index(item.kind), item.source)):
        item = _item(relation, relation.source, setting)
        item["label"] = _LEADS_HERE[relation.kind]
        item["reason"] = relation.sentence or ("" if relation.reason == "Read this first." else relation.reason)
        backlinks.append(item)
    shown: dict[str, Any] = {"relations": groups, "backlinks": backlinks}
    if len(outgoing) < ENOUGH:
        shown["nothing_nearer"] = True
    drawing = _drawing(question, outgoing, incoming, setting)
    if drawing:
        shown["drawing"] = drawing
    return shown


def _item(relation: Relation, other: str, setting: Setting) -> dict[str, Any]:
    question = setting.bank.by_id[other]
    item = {
        "title": setting.titles[other],
        "url": url_of(other),
        "kind": str(relation.kind),
        "reason": relation.reason,
        "topic": setting.bank.topic_by_id[question.topic].title,
    }
    if question.difficulty:
        item["difficulty"] = str(question.difficulty)
    return item


def _drawing(
    question: Question, outgoing: Sequence[Relation], incoming: Sequence[Relation], setting: Setting
) -> dict[str, Any] | None:
    before = [relation for relation in outgoing if relation.kind is Kind.PREREQUISITE]
    after = [relation for relation in outgoing if relation.kind is not Kind.PREREQUISITE]
    met = {relation.target for relation in outgoing}
    leading = [relation for relation in incoming if relation.source not in met]
    leading.sort(key=lambda relation: (list(Kind).index(relation.kind), relation.source))
    if not (before or after or leading):
        return None

    def neighbour(relation: Relation, *, leads_here: bool) -> Neighbour:
        other = relation.source if leads_here else relation.target
        label = _LEADS_HERE[relation.kind] if leads_here else GROUPS[relation.kind]
        kind = str(relation.kind)
        return Neighbour(title=setting.titles[other], url=url_of(other), kind=kind, label=label, leads_here=leads_here)

    below = [neighbour(relation, leads_here=False) for relation in after]
    below += [neighbour(relation, leads_here=True) for relation in leading]
    drawing = draw(
        setting.titles[question.id],
        [neighbour(relation, leads_here=False) for relation in before[:_DRAWN_BEFORE]],
        below[:_DRAWN_AFTER],
    )
    drawing["more"] = max(len(before) - _DRAWN_BEFORE, 0) + max(len(below) - _DRAWN_AFTER, 0)
    return drawing


def _neighbours_in_order(question: Question, setting: Setting) -> dict[str, Any]:
    order = setting.topics[question.topic]
    at = order.index(question.id)
    found: dict[str, Any] = {"place": at + 1, "places": len(order)}
    for name, number in (("previous", at - 1), ("next", at + 1)):
        if 0 <= number < len(order):
            other = order[number]
            found[name] = {"title": setting.titles[other], "url": url_of(other)}
    return found


def _structured_data(question: Question, title: str, answer: str, bank: Bank) -> dict[str, Any]:
    """A Quiz of one flashcard, as search engines read practice questions with a known answer (schema.org)."""
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
