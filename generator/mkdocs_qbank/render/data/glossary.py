"""The glossary of a bank, used by search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.render.data.text import json_text
from mkdocs_qbank.render.view import SiteView

VERSION = 1


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    return {DATA["glossary"]: json_text(glossary_data(view))}


def glossary_data(view: SiteView) -> dict[str, Any]:
    """Return the groups of forms that search treats as equal, each beginning with its term."""
    return {"version": VERSION, "groups": [list(forms) for forms in view.bank.glossary]}
