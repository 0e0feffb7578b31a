"""Pages before any site engine sees them, and what git knows of their files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mkdocs_qbank.model.prose import Heading


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What git knows of one file."""

    date: date
    authors: tuple[str, ...]
    """The names of all who changed it, the first author first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page before any site engine sees it: where it goes, its front matter, its body."""

    path: str
    """Relative to the folder of pages, with forward slashes: `questions/overfitting.md`."""
    meta: Mapping[str, Any]
    body: str
    """Clean HTML, which no engine has to render."""
    headings: tuple[Heading, ...] = ()
    """The table of contents, in order."""
    ids: frozenset[str] = frozenset()
    """Every id in the body."""
    source: str | None = None
    """The file that people edit to change this page, where there is one."""
