"""The home page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from mkdocs_qbank.model.addresses import HOME
from mkdocs_qbank.model.bank import ProsePage
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.entries import question_entry, topic_entries
from mkdocs_qbank.render.pages.prose import prose_page
from mkdocs_qbank.render.view import SiteView

_BEGINNINGS = 6


def pages(view: SiteView) -> Iterable[Page]:
    """Yield the home page, if there is one: its text, counts of the bank's content, topics, and where to begin."""
    return (_page(page, view) for page in view.bank.pages if page.path == HOME)


def _page(page: ProsePage, view: SiteView) -> Page:
    written = prose_page(page)
    bank = view.bank
    meta = {
        "template": "home.html",
        "hide": ["navigation", "toc"],
        **written.meta,
        "qbank": {
            "counts": _counts(view),
            "topics": topic_entries(bank),
            "beginnings": [question_entry(identifier, view) for identifier in _beginnings(view)],
        },
    }
    return replace(written, meta=meta)


def _counts(view: SiteView) -> dict[str, Any]:
    """Return the numbers of questions, topics, tags and relations, each with its sentence."""
    numbers = {
        "questions": len(view.bank.questions),
        "topics": len(view.bank.topics),
        "tags": len(view.bank.by_tag),
        "relations": sum(map(len, view.relations.outgoing.values())),
    }
    return {name: {"number": count, "text": message(f"home.{name}", count=count)} for name, count in numbers.items()}


def _beginnings(view: SiteView) -> list[str]:
    """Return questions without prerequisites, those that are prerequisites of most others first."""

    def dependents(identifier: str) -> int:
        incoming = view.relations.incoming.get(identifier, ())
        return sum(relation.kind is Kind.PREREQUISITE for relation in incoming)

    free = [identifier for identifier in view.order if not view.bank.by_id[identifier].named(Kind.PREREQUISITE)]
    return sorted(free, key=dependents, reverse=True)[:_BEGINNINGS]
