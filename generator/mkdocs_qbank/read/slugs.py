"""Ids out of questions."""

from __future__ import annotations

from pathlib import Path

from slugify import slugify

_LONGEST = 72


def slug(text: str) -> str:
    """Gives the id that a question's words make: kebab-case in ASCII, cut between words after 72 characters."""
    return slugify(text, max_length=_LONGEST, word_boundary=True, save_order=True)


def taken(content: Path) -> dict[str, Path]:
    """Gives every id that a content folder has, with its file."""
    files = sorted((content / "questions").glob("*/*"))
    return {file.stem: file for file in files if file.suffix in (".md", ".yml") and not file.name.startswith("_")}
