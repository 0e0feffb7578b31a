"""The page that lists the files for download: for Anki, spreadsheets, feed readers, programs and other banks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from mkdocs_qbank.model.addresses import DATA, DOWNLOADS, PAGES
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.contents import generated_page
from mkdocs_qbank.render.data.bank import SCHEMA as BANK_SCHEMA
from mkdocs_qbank.render.data.feed import has_feed
from mkdocs_qbank.render.data.graph import SCHEMA as GRAPH_SCHEMA
from mkdocs_qbank.render.data.questions import SCHEMA
from mkdocs_qbank.render.entries import list_meta
from mkdocs_qbank.render.view import SiteView

_SCHEMAS = {"questions": SCHEMA, "graph": GRAPH_SCHEMA, "bank": BANK_SCHEMA}
_ALWAYS = ("graph", "bank")
"""What every site has, whatever its option `downloads` says."""
_MESSAGES = {"bank": "other_banks"}
"""The names of entries in the catalogue, where they are not those of the files."""


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
    yield from _ALWAYS


def _entry(name: str) -> dict[str, Any]:
    """Return a row of the page; what is many files has no address of its own."""
    key = _MESSAGES.get(name, name)
    entry = {"name": message(f"downloads.{key}.name"), "about": message(f"downloads.{key}.about")}
    if not DATA[name].endswith("/"):
        entry["url"] = DATA[name]
    return entry | ({"schema": _SCHEMAS[name]} if name in _SCHEMAS else {})
