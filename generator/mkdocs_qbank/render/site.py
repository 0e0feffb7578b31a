"""All pages of a site."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render import listing
from mkdocs_qbank.render.contents import contents
from mkdocs_qbank.render.health import health_page
from mkdocs_qbank.render.map import map_page
from mkdocs_qbank.render.question import question_page
from mkdocs_qbank.render.search import search_page
from mkdocs_qbank.render.view import Setting

HOME = "index.md"


def site_pages(setting: Setting) -> tuple[Page, ...]:
    """Return every page of a published bank, each path once, with its table of contents in its front matter."""
    return tuple(_with_contents(page) for page in _pages(setting))


def _with_contents(page: Page) -> Page:
    if not page.headings:
        return page
    qbank = {**page.meta.get("qbank", {}), "toc": contents(page.headings)}
    return replace(page, meta={**page.meta, "qbank": qbank})


def _pages(setting: Setting) -> tuple[Page, ...]:
    bank = setting.bank
    return (
        *(question_page(question, setting) for question in bank.questions),
        *(listing.topic_page(topic, setting) for topic in bank.topics),
        *(listing.tag_page(tag, setting) for tag in bank.by_tag),
        listing.topics_page(bank),
        listing.tags_page(bank),
        map_page(setting),
        search_page(setting),
        health_page(setting),
        *(
            listing.redirect_page(former.id, question, setting)
            for question in bank.questions
            for former in question.formerly
        ),
        *(listing.home_page(page, setting) for page in bank.pages if page.path == HOME),
        *(listing.prose_page(page) for page in bank.pages if page.path != HOME),
    )


def site_extra(bank: Bank) -> dict[str, Any]:
    """Gives what pages without front matter of their own, such as 404, show: the topics."""
    return {"topics": [{"title": topic.title, "url": f"topics/{topic.id}/"} for topic in bank.topics]}
