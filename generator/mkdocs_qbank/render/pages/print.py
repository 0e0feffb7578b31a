"""The pages that print a topic: all its questions with their answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from mkdocs_qbank.model.addresses import page_address, page_number, topic_print_page
from mkdocs_qbank.model.bank import Question, Topic
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.contents import generated_page
from mkdocs_qbank.render.entries import list_meta, topic_link
from mkdocs_qbank.render.listing import MOST, pager
from mkdocs_qbank.render.printed import Printout, anchor, ids_of
from mkdocs_qbank.render.view import SiteView

LARGEST = 500_000
"""The largest size of the questions of a page, in characters of HTML, unless one alone is larger."""


def pages(view: SiteView) -> Iterable[Page]:
    """Yield the pages `topics/<topic>/print/`, if they are wanted."""
    for topic in view.bank.topics if view.print_pages else ():
        parts = list(_parts([view.bank.by_id[identifier] for identifier in view.topics[topic.id]]))
        first = 1
        for number, questions in enumerate(parts, 1):
            yield _page(topic, questions, number, len(parts), first)
            first += len(questions)


def _parts(questions: Iterable[Question]) -> Iterator[list[Question]]:
    """Yield the questions of each page."""
    part: list[Question] = []
    size = 0
    for question in questions:
        more = sum(len(prose.html) for prose in question.prose)
        if part and (len(part) == MOST or size + more > LARGEST):
            yield part
            part, size = [], 0
        part.append(question)
        size += more
    yield part


def _page(topic: Topic, questions: Sequence[Question], number: int, count: int, first: int) -> Page:
    path = topic_print_page(topic.id)
    own = page_number(path, number)
    title = message("print.title", topic=topic.title)
    meta: dict[str, Any] = list_meta("print.html", title, message("print.description", topic=topic.title))
    meta["hide"] = ["navigation", "toc"]
    meta["search"] = {"exclude": True}
    meta["qbank"] = {"topic": topic_link(topic), **pager(path, number, count)}
    printout = Printout(
        root="../" * page_address(own).count("/"),
        numbers={question.id: rank for rank, question in enumerate(questions, first)},
        ids={question.id: ids_of(question) for question in questions},
    )
    top = generated_page(own, meta, title)
    body = "".join((top.body, *_contents(questions, first), *map(printout.html, questions)))
    headings = (*top.headings, *map(printout.heading, questions))
    return Page(path=own, meta=meta, body=body, headings=headings, ids=top.ids | printout.anchors, source=topic.path)


def _contents(questions: Sequence[Question], first: int) -> Iterator[str]:
    """Yield the HTML of the list of the questions of a page."""
    yield f'<ol class="qb-contents" start="{first}">\n'
    for question in questions:
        yield f'<li><a href="#{anchor(question.id)}">{escape(question.title)}</a></li>\n'
    yield "</ol>\n"
