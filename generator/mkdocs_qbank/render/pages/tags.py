"""The page that lists every tag."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs_qbank.model.addresses import PAGES
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.contents import generated_page
from mkdocs_qbank.render.entries import list_meta, tag_entries
from mkdocs_qbank.render.view import SiteView


def pages(view: SiteView) -> Iterable[Page]:
    """Yield the page `tags/`: every tag with the number of its questions."""
    meta = list_meta("tags.html", message("lists.tags"), message("lists.every_tag"))
    meta["qbank"] = {"tags": tag_entries(view.bank)}
    yield generated_page(PAGES["tags"], meta, message("lists.tags"))
