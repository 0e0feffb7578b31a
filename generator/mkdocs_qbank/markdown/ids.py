"""The ids on a page: of headings, as on GitHub, and the numbers of footnotes."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mkdocs_qbank.markdown.events import Event

_IN_SLUG = frozenset(("Ll", "Lu", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc"))
"""The Unicode categories of the characters that GitHub keeps."""


class Slugs:
    """The unique ids of the headings of a page, made as on GitHub."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def slug(self, words: str) -> str:
        """Return a new id for a heading; a number is appended if the id is taken."""
        dashed = words.strip().lower().replace(" ", "-")
        plain = "".join(char for char in dashed if char == "-" or unicodedata.category(char) in _IN_SLUG)
        number = self._taken.get(plain)
        slug = plain
        while slug in self._taken:
            number = (number or 0) + 1
            slug = f"{plain}-{number}"
        self._taken[plain] = number or 0
        self._taken.setdefault(slug, 0)
        return slug


@dataclass(slots=True)
class Notes:
    """The footnotes of a page: their definitions, and those referred to, in order of first reference."""

    defined: Mapping[str, Sequence[Event]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    """The labels of `numbers`."""
    first: int = 1
    """The number of the first footnote; earlier texts of the page may have used lower ones."""

    def number(self, label: str) -> tuple[int, bool]:
        """Return the number of a footnote, and whether this is the first reference to it."""
        new = label not in self.numbers
        if new:
            self.numbers[label] = self.first + len(self.order)
            self.order.append(label)
        return self.numbers[label], new
