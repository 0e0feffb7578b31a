"""What a question in a Markdown file can begin with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum

ANCHOR = re.compile(r"<(?:a|span|div|p)\b[^<>]*?\b(?:name|id)\s*=\s*[\"']?(?P<name>[^\s\"'<>]+)", re.IGNORECASE)


class Kind(IntEnum):
    """What a mark is; the first are the surer ones."""

    HEADING = 1
    FOLDED = 2
    LABEL = 3
    BOLD = 4
    ITEM = 5
    PARAGRAPH = 6


@dataclass(kw_only=True, slots=True)
class Mark:
    """Where a question, or a heading around questions, begins."""

    kind: Kind
    words: str
    """The title as written."""
    title: str
    """The title as the Markdown of a question."""
    line: int
    """The index of its line."""
    body: int
    """The index of the line after it."""
    level: int = 0
    """Of a heading."""
    number: int = 0
    """The number that a heading begins with, itself or as an item of a list."""
    column: int = 0
    """By how much an item of a list indents what belongs to it."""
    end: int = -1
    """The index of the line after its end, of a folded part."""
    lead: str = ""
    """The mark of a list before the title, with its indent."""
    first: str = ""
    """What stands behind the title in its line and belongs to what follows."""
    last: str = ""
    """What stands before the end of a folded part in its last line."""
    anchors: tuple[str, ...] = ()
    """The anchors that lead to it, the explicit ones first."""
    asks: bool = False
    parts: list[Mark] = field(default_factory=list)
    """The folded parts inside a folded part."""
