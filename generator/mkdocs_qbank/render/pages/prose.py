"""A page written by hand."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from mkdocs_qbank.model.addresses import HOME
from mkdocs_qbank.model.bank import ProsePage
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.contents import generated_page
from mkdocs_qbank.render.view import SiteView


def pages(view: SiteView) -> Iterable[Page]:
    """Yield the pages written by hand, except for the home page."""
    return (prose_page(page) for page in view.bank.pages if page.path != HOME)


def prose_page(page: ProsePage) -> Page:
    """Return the page of a hand-written file."""
    title = page.title or next((heading.text for heading in page.body.headings), page.path)
    meta: dict[str, Any] = {"title": escape(title)}
    if page.description:
        meta["description"] = escape(page.description)
    if page.hide:
        meta["hide"] = list(page.hide)
    body = page.body
    if not body.html:
        return generated_page(page.path, meta, page.title or message("home.untitled"), source=page.source)
    return Page(path=page.path, meta=meta, body=body.html, headings=body.headings, ids=body.ids, source=page.source)
