"""All questions as a table for spreadsheets: `data/questions.csv`."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.model.prose import PROSE_SECTIONS
from mkdocs_qbank.render.data.questions import question_rows
from mkdocs_qbank.render.view import SiteView

COLUMNS = ("id", "url", "topic", "question", *PROSE_SECTIONS, "difficulty", "tags", "prerequisites", "related",
           "aliases", "sources", "applies_to", "status", "reviewed", "changed")  # fmt: skip
_MARK = "\ufeff"
"""Without this first character, Excel reads a file as one of its old encodings."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet compute a cell."""


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in question_rows(view):
        writer.writerow([cell(_joined(row.get(name, ""))) for name in COLUMNS])
    return {DATA["table"]: _MARK + text.getvalue()}


def cell(text: str) -> str:
    """Return a text that a spreadsheet shows and never computes: an apostrophe is put before what begins a formula."""
    return f"'{text}" if text.lstrip(" \n\ufeff\u200b").startswith(_FORMULA) else text


def _joined(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "\n".join(item if isinstance(item, str) else _named(item) for item in value)


def _named(item: Mapping[str, str]) -> str:
    """Return a related question as its id, or a source as its title and its address."""
    return item["id"] if "id" in item else " ".join([item["title"], item["url"]] if "url" in item else [item["title"]])
