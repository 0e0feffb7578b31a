"""The messages that scripts show, as a JavaScript module."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.model.messages import LANGUAGE, catalogue
from mkdocs_qbank.render.data.text import json_text
from mkdocs_qbank.render.view import SiteView

TABLES = ("scripts", "kinds", "difficulty")
"""The parts of the catalogue that scripts read."""


def files(_: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    messages = {"language": LANGUAGE, **{name: catalogue()[name] for name in TABLES}}
    return {DATA["messages"]: f"export default {json_text(messages).rstrip()};\n"}
