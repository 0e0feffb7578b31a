"""Ids out of questions."""

from __future__ import annotations

import re
from pathlib import Path

from slugify import slugify

from mkdocs_qbank.read.values import KEBAB

LONGEST = 72
"""The most characters of an id that is made of words."""


def slug(text: str) -> str:
    """Return the id made of a question's words: kebab-case in ASCII, cut between words after 72 characters."""
    return slugify(text, max_length=LONGEST, word_boundary=True, save_order=True)


def as_tag(text: str) -> str | None:
    """Return the tag that a text is, whatever its case and spaces and after a `#`, or None if it is none."""
    tag = re.sub(r"[\s_]+", "-", text.strip().lstrip("#").strip().lower())
    return tag if KEBAB.fullmatch(tag) else None


def taken(content: Path) -> dict[str, Path]:
    """Return the file of every id in a content folder."""
    files = sorted((content / "questions").glob("*/*"))
    return {file.stem: file for file in files if file.suffix in (".md", ".yml") and not file.name.startswith("_")}
