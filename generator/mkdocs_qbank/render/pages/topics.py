"""The page that lists every topic."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs_qbank.model.addresses import PAGES
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.contents import generated_page
from mkdocs_qbank.render.entries import list_meta, topic_entries
from mkdocs_qbank.render.view import SiteView


def pages(view: SiteView) -> Iterable[Page]:
    """Yield the page `topics/`: every topic."""
    meta = list_meta("topics.html", message("lists.topics"), message("lists.every_topic"))
    meta["qbank"] = {"topics": topic_entries(view.bank)}
    yield generated_page(PAGES["topics"], meta, message("lists.topics"))
