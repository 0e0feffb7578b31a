"""The page that lists what can be taken along: the files of a site for people and programs elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from mkdocs_qbank.model.addresses import DATA, DOWNLOADS, PAGES
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.contents import generated_page
from mkdocs_qbank.render.data.feed import has_feed
from mkdocs_qbank.render.data.graph import SCHEMA as GRAPH_SCHEMA
from mkdocs_qbank.render.data.questions import SCHEMA
from mkdocs_qbank.render.entries import list_meta
from mkdocs_qbank.render.view import SiteView

_SCHEMAS = {"questions": SCHEMA, "graph": GRAPH_SCHEMA}


def pages(view: SiteView) -> Iterable[Page]:
    """Yield the page `data/`: each file with what it is."""
    title, about = message("downloads.title"), message("downloads.description")
    meta = {**list_meta("downloads.html", title, about), "hide": ["navigation", "toc"]}
    meta["qbank"] = {"downloads": [_entry(name) for name in _names(view)]}
    yield generated_page(PAGES["downloads"], meta, title)


def _names(view: SiteView) -> Iterator[str]:
    for name in DOWNLOADS:
        missing = (name == "feed" and not has_feed(view)) or (name == "anki" and not view.bank.questions)
        if name in view.downloads and not missing:
            yield name
    yield "graph"


def _entry(name: str) -> dict[str, Any]:
    """Return a row of the page; what is many files has no address of its own."""
    entry = {"name": message(f"downloads.{name}.name"), "about": message(f"downloads.{name}.about")}
    if not DATA[name].endswith("/"):
        entry["url"] = DATA[name]
    return entry | ({"schema": _SCHEMAS[name]} if name in _SCHEMAS else {})
