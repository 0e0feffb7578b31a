"""The page to propose a question; it shows similar questions while you type."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from html import escape
from typing import Any

from mkdocs_qbank.model.addresses import DATA, PAGES
from mkdocs_qbank.model.bank import Difficulty
from mkdocs_qbank.model.forms import FORM
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.model.prose import SECTIONS
from mkdocs_qbank.render.contents import generated_page
from mkdocs_qbank.render.data.text import json_text
from mkdocs_qbank.render.entries import topic_link
from mkdocs_qbank.render.view import SiteView


def pages(view: SiteView) -> Iterable[Page]:
    """Yield the page `propose/`."""
    title = message("propose.title")
    meta: dict[str, Any] = {
        "template": "propose.html",
        "title": title,
        "description": escape(message("propose.description")),
        "hide": ["navigation", "toc"],
        "qbank": {
            "kind": "propose",
            "data": DATA["propose"],
            "file": json_text({"headings": dict(SECTIONS), "form": [field.id for field in FORM]}).strip(),
            "folder": _folder(view),
            "topics": [{"id": topic.id, **topic_link(topic)} for topic in view.bank.topics],
            "levels": [str(level) for level in Difficulty],
        },
    }
    yield generated_page(PAGES["propose"], meta, title)


def _folder(view: SiteView) -> str:
    """Return the folder of the topics' folders, as messages show it."""
    paths = (question.path for question in view.bank.questions)
    return next((posixpath.dirname(posixpath.dirname(path)) for path in paths), "")
