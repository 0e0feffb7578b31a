"""Parsed Markdown texts, and the sections of a question file that contain them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mkdocs_qbank.model.compact import compact
from mkdocs_qbank.model.messages import message

ID_PREFIX = "q-"
"""The prefix of every id that comes from content, so that it cannot clash with an id of the theme."""
SECTION_IDS: Mapping[str, str] = MappingProxyType(
    {
        "instruction": "instruction",
        "context": "context",
        "in_short": f"{ID_PREFIX}in-short",
        "answer": "official-answer",
        "key_points": f"{ID_PREFIX}key-points",
        "common_mistakes": f"{ID_PREFIX}common-mistakes",
        "follow_up_questions": f"{ID_PREFIX}follow-up-questions",
        "related": "related-questions",
    }
)
"""The id of each section on a question's page, by field, in the order of a file.

Sections that the format gained later have the id that a heading of the same name has, so that links to such a heading
resolve whichever of the two a page has.
"""
PROSE_SECTIONS: tuple[str, ...] = tuple(field for field in SECTION_IDS if field != "related")
"""The fields of the sections that hold Markdown."""

SECTIONS: Mapping[str, str] = MappingProxyType({field: message(f"sections.{field}") for field in SECTION_IDS})
"""The heading of each section, by field."""


@compact
@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A heading inside a text, as shown on its page."""

    level: int
    id: str
    """The id on the page."""
    text: str
    """The text without markup."""


@compact
@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link or an image as written."""

    target: str
    text: str
    sentence: str
    """The sentence that contains the link."""
    line: int
    column: int
    path: str | None = None
    """The path of the target if it is a file of the bank, not a web address."""
    anchor: str = ""
    """The id that the link requires on the page of `path`, or on its own page; empty for a whole page."""
    dead: bool = False
    """Whether the target is a missing file, or empty."""
    image: bool = False
    raw: bool = False
    """Whether it is written in HTML."""


@compact
@dataclass(frozen=True, kw_only=True, slots=True)
class Prose:
    """A Markdown text from a file, with the position of its first character and everything parsed from it."""

    text: str
    line: int = 1
    column: int = 1
    html: str = ""
    """Clean HTML for the page, including formulas and final addresses."""
    blocks: tuple[str, ...] = ()
    """The plain text of each paragraph, item and cell, in order, without code blocks and raw HTML."""
    words: tuple[str, ...] = ()
    """The same without formulas."""
    code: tuple[str, ...] = ()
    """The text of each code block."""
    formulas: tuple[str, ...] = ()
    """The LaTeX of each formula, in the order of `html`."""
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    ids: frozenset[str] = frozenset()
    """Every id in `html`."""
    empty_items: tuple[tuple[int, int], ...] = ()
    """The line and column of each item of a list that has no words."""

    @property
    def plain(self) -> str:
        """The text on one line, without markup, code blocks and raw HTML."""
        return " ".join(self.blocks)
