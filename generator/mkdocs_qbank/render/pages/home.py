"""The home page: search, a path for newcomers, where you left off, and all topics."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from mkdocs_qbank.graph.path import newcomer_path
from mkdocs_qbank.model.addresses import HOME, PAGES, page_address
from mkdocs_qbank.model.bank import ProsePage
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.entries import question_entry, topic_entries
from mkdocs_qbank.render.pages.prose import prose_page
from mkdocs_qbank.render.view import SiteView

_PATH = 12
_RECENT = 6
_EXAMPLES, _SHORT = 2, 48
"""The number of example queries, and the longest, in characters."""
_WORDS_A_MINUTE = 200


def pages(view: SiteView) -> Iterable[Page]:
    """Yield the home page, if there is one: its text, a path for newcomers, topics, what changed last, and counts."""
    return (_page(page, view) for page in view.bank.pages if page.path == HOME)


def _page(page: ProsePage, view: SiteView) -> Page:
    written = prose_page(page)
    meta = {
        "template": "home.html",
        "hide": ["navigation", "toc"],
        **written.meta,
        "qbank": {
            "examples": _examples(view),
            **_path(view),
            "topics": topic_entries(view.bank),
            "recent": _recent(view),
            "counts": _counts(view),
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


def _examples(view: SiteView) -> list[dict[str, str]]:
    """Return other wordings of the most important questions, as examples of what to ask, with their search."""
    important = sorted(view.bank.questions, key=lambda question: (-view.graph.importance[question.id], question.id))
    shortest = (min(question.aliases, key=len) for question in important if question.aliases)
    examples = [alias for alias in shortest if len(alias) <= _SHORT][:_EXAMPLES]
    search = page_address(PAGES["search"])
    return [{"text": alias, "url": f"{search}?{urlencode({'q': alias})}"} for alias in examples]


def _path(view: SiteView) -> dict[str, Any]:
    """Return the path for newcomers, with the reason of each step, and how long it takes."""
    path = newcomer_path(view.bank, view.relations, view.graph, view.order, _PATH)
    words = sum(len(prose.plain.split()) for identifier in path for prose in view.bank.by_id[identifier].prose)
    minutes = max(1, round(words / _WORDS_A_MINUTE))
    facts = [message("home.steps", count=len(path)), message("home.minutes", count=minutes)]
    steps = [{**view.link(identifier), "id": identifier, "why": _why(identifier, view)} for identifier in path]
    return {"path": steps, "path_facts": facts} if path else {}


def _why(identifier: str, view: SiteView) -> str:
    """Return how many questions build on one, or its topic if none does."""
    incoming = view.relations.incoming.get(identifier, ())
    count = sum(relation.kind is Kind.PREREQUISITE for relation in incoming)
    if count:
        return message("home.builds", count=count)
    return view.bank.topic_by_id[view.bank.by_id[identifier].topic].title


def _recent(view: SiteView) -> list[dict[str, Any]]:
    """Return the questions that changed last, with the day; none if all changed on the same day, which says nothing."""
    dated = [
        (view.changes[question.path].date, question.id)
        for question in view.bank.questions
        if question.path in view.changes
    ]
    if len({day for day, _ in dated}) < 2:
        return []
    newest = sorted(dated, key=lambda item: (-item[0].toordinal(), item[1]))[:_RECENT]
    return [{**question_entry(identifier, view), "changed": day.isoformat()} for day, identifier in newest]
