"""The titles of all questions, which the map fetches when a reader searches or zooms in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.render.data.text import json_text
from mkdocs_qbank.render.points import ordered
from mkdocs_qbank.render.view import SiteView

VERSION = 1


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    return {DATA["names"]: json_text(names_data(view))}


def names_data(view: SiteView) -> dict[str, Any]:
    """Return all ids and titles in the order of the map."""
    ids = ordered(view)
    return {"version": VERSION, "ids": ids, "titles": [view.titles[identifier] for identifier in ids]}
