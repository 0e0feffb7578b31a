"""The social cards of a site: which pages have one, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from mkdocs_qbank.model.addresses import HOME, card_file, question_page, topic_page
from mkdocs_qbank.model.bank import Bank, Question, Topic
from mkdocs_qbank.model.cards import QUESTIONS, Card
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.entries import levels
from mkdocs_qbank.render.summary import shorten
from mkdocs_qbank.render.view import SiteView

_TITLE, _TEXT = 160, 240
"""The longest title and text of a card, in characters."""


def cards(view: SiteView, span: slice = slice(None)) -> Iterator[tuple[str, Card]]:
    """Yield the path of each page that has a card of its own, with the card, of a span of them; first of the site."""
    for subject in _subjects(view)[span]:
        if isinstance(subject, Question):
            yield question_page(subject.id), _question_card(subject, view)
        elif isinstance(subject, Topic):
            yield topic_page(subject.id), _topic_card(subject, view)
        else:
            yield HOME, _site_card(view)


def drawn(view: SiteView, span: slice = slice(None)) -> Iterator[tuple[str, Card]]:
    """Yield the path of each page that has a card, with the card, without what cannot be drawn; of a span of them."""
    if (paint := view.paint) is not None:
        yield from ((path, card) for path, card in cards(view, span) if paint.draws(card))


def card_count(view: SiteView) -> int:
    """Return how many cards there are to draw."""
    return len(_subjects(view)) if view.paint else 0


def _subjects(view: SiteView) -> tuple[Question | Topic | None, ...]:
    """Return what has a card: the site, which is None, then topics and questions."""
    return (None, *view.bank.topics, *(view.bank.questions if view.cards == QUESTIONS else ()))


def card_metas(view: SiteView, span: slice = slice(None)) -> dict[str, dict[str, str]]:
    """Return the address of each card and its description in one line, by the path of the page that it belongs to."""
    return {path: {"image": quote(card_file(path)), "alt": _alt(card)} for path, card in drawn(view, span)}


def site_card(view: SiteView) -> dict[str, str] | None:
    """Return the card of the site, which pages without a card of their own show, if there is one."""
    return card_metas(view, slice(1)).get(HOME)


def card_of(page: Page, metas: Mapping[str, dict[str, str]], bank: Bank) -> dict[str, str] | None:
    """Return the card of a page or else of its topic; None for the many pages that show the card of the site."""
    question = bank.by_id.get(page.meta.get("qbank", {}).get("id", ""))
    own = None if page.path == HOME else metas.get(page.path)
    return own or (metas.get(topic_page(question.topic)) if question else None)


def _site_card(view: SiteView) -> Card:
    bank = view.bank
    facts = (
        message("card.questions", count=len(bank.questions)),
        message("card.topics", count=len(bank.topics)),
    )
    return _card(site="", title=view.site_name, text=view.site_description, facts=facts)


def _topic_card(topic: Topic, view: SiteView) -> Card:
    questions = view.bank.by_topic[topic.id]
    counts = levels(questions, {})["levels"]
    facts = (message("card.questions", count=len(questions)), *(level["text"] for level in counts))
    return _card(site=view.site_name, title=topic.title, text=topic.description, facts=facts)


def _question_card(question: Question, view: SiteView) -> Card:
    topic = view.bank.topic_by_id[question.topic]
    facts = [topic.title, *([message(f"difficulty.{question.difficulty}")] if question.difficulty else ())]
    return _card(
        site=view.site_name, title=view.titles[question.id], text=view.summaries[question.id], facts=tuple(facts)
    )


def _alt(card: Card) -> str:
    return message("card.alt", title=card.title, fact=card.facts[0])


def _card(*, site: str, title: str, text: str, facts: tuple[str, ...]) -> Card:
    return Card(site=shorten(site, _TITLE), title=shorten(title, _TITLE), text=shorten(text, _TEXT), facts=facts)
