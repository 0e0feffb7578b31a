"""All pages of a site."""

from __future__ import annotations

from typing import Any

from generator.model import Bank, Page
from generator.render import listing
from generator.render.health import health_page
from generator.render.map import map_page
from generator.render.question import question_page
from generator.render.search import search_page
from generator.render.setting import Setting

HOME = "index.md"


def site_pages(setting: Setting) -> tuple[Page, ...]:
    """Gives every page of a published bank, each path once."""
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
        *(listing.prose_page(page, setting) for page in bank.pages if page.path != HOME),
    )


def site_extra(bank: Bank) -> dict[str, Any]:
    """Gives what pages without front matter of their own, such as 404, show: the topics."""
    return {"topics": [{"title": topic.title, "url": f"topics/{topic.id}/"} for topic in bank.topics]}
