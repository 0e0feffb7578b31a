"""Ids out of questions."""

from __future__ import annotations

from pathlib import Path

from slugify import slugify

LONGEST = 72
"""The most characters of an id that is made of words."""


def slug(text: str) -> str:
    """Return the id made of a question's words: kebab-case in ASCII, cut between words after 72 characters."""
    return slugify(text, max_length=LONGEST, word_boundary=True, save_order=True)


def taken(content: Path) -> dict[str, Path]:
    """Return the file of every id in a content folder."""
    files = sorted((content / "questions").glob("*/*"))
    return {file.stem: file for file in files if file.suffix in (".md", ".yml") and not file.name.startswith("_")}
