"""The page of a former id of a question."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs_qbank.model.addresses import question_page
from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.contents import generated_page
from mkdocs_qbank.render.entries import list_meta
from mkdocs_qbank.render.view import SiteView


def pages(view: SiteView) -> Iterable[Page]:
    """Yield a page for each former id, which redirects to the question."""
    for question in view.bank.questions:
        for former in question.formerly:
            yield _page(former.id, question, view)


def _page(former: str, question: Question, view: SiteView) -> Page:
    title = view.titles[question.id]
    meta = list_meta("moved.html", title, message("moved.sentence", title=title))
    meta["search"] = {"exclude": True}
    meta["qbank"] = view.link(question.id)
    return generated_page(question_page(former), meta, title, source=question.path)
