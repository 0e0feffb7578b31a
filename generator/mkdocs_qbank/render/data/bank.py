"""The id, title and address of each question, for other banks: `data/bank.json` with `data/bank.schema.json`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs_qbank.model.addresses import DATA, page_address, question_page
from mkdocs_qbank.render.data.text import json_text
from mkdocs_qbank.render.summary import shorten
from mkdocs_qbank.render.view import SiteView

VERSION = 1
"""Incremented when something is removed or changes its meaning, but not for additions."""
MOST_CHARACTERS = 1000
"""The longest title that another bank reads."""
SCHEMA = "data/bank.schema.json"
SCHEMA_FILE = Path(__file__).resolve().parent.parent.parent / "schema" / "bank.schema.json"


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    return {DATA["bank"]: json_text(bank_data(view)), SCHEMA: SCHEMA_FILE.read_text(encoding="utf-8")}


def bank_data(view: SiteView) -> dict[str, Any]:
    """Return the id, text, permalink and former ids of each question, in the order of ids."""
    formers: dict[str, list[str]] = {}
    for former, identifier in view.bank.formers.items():
        formers.setdefault(identifier, []).append(former)
    return {
        "version": VERSION,
        "title": view.site_name or "QBank",
        "site": view.site_url or None,
        "questions": [
            {
                "id": question.id,
                "title": shorten(view.titles[question.id], MOST_CHARACTERS),
                "url": page_address(question_page(question.id)),
                "formerly": sorted(formers.get(question.id, ())),
            }
            for question in view.bank.questions
        ],
    }
