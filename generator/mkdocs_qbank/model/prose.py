"""A Markdown text of a file with all that was parsed from it, and the sections that such texts stand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mkdocs_qbank.model.messages import message

SECTION_IDS: Mapping[str, str] = MappingProxyType(
    {
        "instruction": "instruction",
        "context": "context",
        "answer": "official-answer",
        "related": "related-questions",
    }
)
"""The sections of a question file and of its page, in the order of the page: by field the id that each has there."""

SECTIONS: Mapping[str, str] = MappingProxyType({field: message(f"sections.{field}") for field in SECTION_IDS})
"""The heading of each section, by its field."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A heading inside a text, as its page shows it."""

    level: int
    id: str
    """The id on the page."""
    text: str
    """Its words, without markup."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link or an image as it is written."""

    target: str
    text: str
    sentence: str
    """The sentence that the link is part of."""
    line: int
    column: int
    path: str | None = None
    """The file that the target names, where it names one of the bank's own rather than an address elsewhere."""
    anchor: str = ""
    """The id that the page of `path`, or this page, must have for the link to work; empty for a whole page."""
    dead: bool = False
    """Whether the target names a file that is not there."""
    image: bool = False
    raw: bool = False
    """Whether it is written in HTML."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Prose:
    """A Markdown text from a file, with the position of its first character and all that was parsed from it."""

    text: str
    line: int = 1
    column: int = 1
    html: str = ""
    """Clean HTML for the page, with formulas and final addresses in it."""
    blocks: tuple[str, ...] = ()
    """The plain words of each paragraph, item and cell, in order, without code blocks and raw HTML."""
    words: tuple[str, ...] = ()
    """The same without formulas."""
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    ids: frozenset[str] = frozenset()
    """Every id in `html`."""

    @property
    def plain(self) -> str:
        """The words on one line, without markup, code blocks and raw HTML."""
        return " ".join(self.blocks)
