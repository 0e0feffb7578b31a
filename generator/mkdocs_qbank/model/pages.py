"""Pages, independent of the site engine, and the git history of their files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs_qbank.model.prose import Heading


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """The last change of a file in git, and all its authors."""

    date: dt.date
    authors: tuple[str, ...]
    """The names of everyone who changed the file, the first author first."""
    first: dt.date | None = None
    """The date of the first change, as far as git knows it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page as passed to a site engine: path, front matter and body."""

    path: str
    """Relative to the folder of pages, with forward slashes: `questions/overfitting.md`."""
    meta: Mapping[str, Any]
    body: str
    """Clean HTML, which engines publish without rendering it."""
    headings: tuple[Heading, ...] = ()
    """The table of contents, in order."""
    ids: frozenset[str] = frozenset()
    """Every id in the body."""
    source: str | None = None
    """The file to edit to change this page, if there is one."""
