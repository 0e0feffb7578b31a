"""The templates and styles: where they are, and how they are read."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2.ext import Extension

NAME = "theme_overrides"


def theme_dir() -> Path:
    """Return the folder of QBank's Material overrides: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / NAME
    return inside if inside.is_dir() else package.parent.parent / NAME


class Unindented(Extension):
    """An extension that leaves out the indentation of templates, a tenth of a page, unless it may be meant."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """Return the source of a template without indentation."""
        meant = re.search(r"<pre|<textarea|`", source, re.IGNORECASE)
        return source if meant else re.sub(r"\n[ \t]+", "\n", source)
