"""Markdown of others as the text of one section: nothing in it begins another section, or hides the next.

It reads lines, not Markdown, so that a browser can do the same. Where it is wrong, in lists whose text goes on without
an indent, the check of the file reports the section that is missing.
"""

from __future__ import annotations

import re

_HEADING = re.compile(r" {0,3}#{1,2}(?:[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_BEFORE_RULE = re.compile(r" {0,3}(?:[-*+][ \t]+[^ \t]|>|#{3,6}(?:[ \t]|$)|```|~~~)")
"""A line that is no paragraph, or one that ends where the next line is not indented: dashes below it are a rule."""
_MARKER = re.compile(r"( *)(?:[-*+]|([0-9]{1,9})[.)]) {1,4}(?=[^ \t])")
_EMPTY_ITEM = re.compile(r"( *)(?:[-*+]|[0-9]{1,9}[.)])(?=[ \t]*$)")
_FENCE = re.compile(r"( *)(`{3,}(?=[^`]*$)|~{3,})")
_HTML = tuple(
    (re.compile(f" {{0,3}}{begin}", re.IGNORECASE), end)
    for begin, end in (
        *((rf"<{tag}(?:[ \t>]|$)", f"</{tag}>") for tag in ("script", "pre", "style", "textarea")),
        ("<!--", "-->"),
        (r"<\?", "?>"),
        ("<![a-z]", ">"),
        (r"<!\[CDATA\[", "]]>"),
    )
)
"""How a block of HTML begins that blank lines do not end, and what ends it."""


class _Lines:
    """The lines of a section as they are written."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.items: list[int] = []
        """The column in which the text of each open item of a list begins."""
        self.fence = self.html = ""
        """What closes the block of code, or of HTML, that is open."""
        self.indent = self.column = 0
        """The indent of that fence, and the column where the text of its list begins."""

    def add(self, line: str) -> None:
        """Write the next line."""
        space = line[: len(line) - len(line.lstrip(" \t"))]
        indent = len(space.expandtabs(4))
        if self.fence and line.strip(" \t") and indent < self.column:
            self.fence = ""  # its list ends here
        if self.fence:
            marks = line.strip(" \t")
            if indent < self.column + 4 and len(marks) >= len(self.fence) and not marks.strip(self.fence[0]):
                self.fence = ""
        elif self.html:
            if self.html in line.lower():
                self.html = ""
        else:
            line = self._outside(line, indent)
        self.written.append(line)

    def close(self) -> None:
        """Close what is open, unless the end of its list closes it."""
        if self.fence and not self.column:
            self.written.append(" " * self.indent + self.fence)
        elif self.html:
            self.written.append(self.html)

    def _outside(self, line: str, indent: int) -> str:
        """Return a line outside of code and HTML, escaped where it would begin a section."""
        before = self.written[-1] if self.written else ""
        if not line.strip(" \t"):
            if self.items and _EMPTY_ITEM.match(before):
                self.items.pop()
            return line
        while self.items and indent < self.items[-1]:
            self.items.pop()
        start = self._mark_items(line, continued=bool(before.strip(" \t")))
        column = self.items[-1] if self.items else 0
        fence = _FENCE.match(line, start)
        if fence and start + len(fence[1]) < column + 4:
            self.fence, self.indent, self.column = fence[2], indent, column
        elif not self.items:
            end = next((end for begin, end in _HTML if begin.match(line)), "")
            if end:
                self.html = "" if end in line.lower() else end
            elif _HEADING.match(line):
                return f"{line[:indent]}\\{line[indent:]}"
            elif self._underlines(line, before):
                return f"    {line[indent:]}"  # a backslash would change a formula
        return line

    def _mark_items(self, line: str, *, continued: bool) -> int:
        """Open the items of a list that a line begins with, and return where the text after them begins."""
        begin = 0
        while not _RULE.match(line):
            marker = _MARKER.match(line, begin)
            column = self.items[-1] if self.items else 0
            if not marker or begin + len(marker[1]) >= column + 4:
                break
            if continued and not self.items and marker[2] and int(marker[2]) != 1:
                break  # only a list that counts from 1 may follow a paragraph at once
            begin = marker.end()
            self.items.append(begin)
        empty = None if continued and not begin else _EMPTY_ITEM.match(line, begin)
        if empty:
            self.items.append(empty.end() + 1)
        return begin

    @staticmethod
    def _underlines(line: str, before: str) -> bool:
        paragraph = before.strip(" \t") and not _BEFORE_RULE.match(before) and not _RULE.match(before)
        return bool(paragraph and _UNDERLINE.match(line))


def section_text(text: str) -> str:
    """Return Markdown for one section of a question file.

    What would begin another section is escaped or indented, and what hides everything after it, such as a fence or a
    comment that nobody closes, is closed. All else, code above all, stays as it is.
    """
    lines = _Lines()
    for line in text.split("\n"):
        lines.add(line)
    lines.close()
    return "\n".join(lines.written)
