"""The templates and styles: where they are, and how they are read."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2.ext import Extension

NAME = "theme_overrides"
_MEANT = re.compile(r"<pre|<textarea|`", re.IGNORECASE)
_INDENTATION = re.compile(r"\n[ \t]+")
_TAG_LINE = re.compile(r"^(\{%(?:(?!%\}).)*%\})\n", re.MULTILINE)


def theme_dir() -> Path:
    """Return the folder of QBank's Material overrides: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / NAME
    return inside if inside.is_dir() else package.parent.parent / NAME


class Unindented(Extension):
    """An extension that leaves out blank space of templates, a tenth of a page, unless it may be meant."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """Return the source of a template without indentation and without lines that only tags of Jinja leave.

        One line break stays wherever there was space, so that no words are joined.
        """
        return source if _MEANT.search(source) else _TAG_LINE.sub(r"\1", _INDENTATION.sub("\n", source))
