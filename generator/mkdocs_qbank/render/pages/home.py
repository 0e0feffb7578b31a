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
    """Yield the home page, where people wrote one: their text, what the bank holds, its topics, and where to begin."""
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
    """How many there are of what the bank holds, each as a number and as the sentence that it stands in."""
    numbers = {
        "questions": len(view.bank.questions),
        "topics": len(view.bank.topics),
        "tags": len(view.bank.by_tag),
        "relations": sum(map(len, view.relations.outgoing.values())),
    }
    return {name: {"number": count, "text": message(f"home.{name}", count=count)} for name, count in numbers.items()}


def _beginnings(view: SiteView) -> list[str]:
    """Questions that need no other, those first on which most others build."""

    def built_upon(identifier: str) -> int:
        incoming = view.relations.incoming.get(identifier, ())
        return sum(relation.kind is Kind.PREREQUISITE for relation in incoming)

    free = [identifier for identifier in view.order if not view.bank.by_id[identifier].named(Kind.PREREQUISITE)]
    return sorted(free, key=built_upon, reverse=True)[:_BEGINNINGS]
