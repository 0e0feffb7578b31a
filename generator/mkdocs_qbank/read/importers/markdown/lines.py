"""Markdown as lines, with those told apart that no heading can stand in: code, comments and front matter.

Lists of questions are written by hand and shown by GitHub, which forgives much. So lines are read here as their authors
mean them: a heading right after an HTML tag is one, and a fence that nobody closes is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

_QUOTED = r"[ \t]*(?:>[ \t]?|(?:[-*+]|\d{1,9}[.)])[ \t]+)*"
_FENCE = re.compile(rf"{_QUOTED}(?P<mark>`{{3,}}(?=[^`]*$)|~{{3,}})")
_COMMENT = re.compile(r"<!--(?!.*-->)")
_PRE = re.compile(r"<pre\b(?!.*</pre>)", re.IGNORECASE)
_NEXT_QUESTION = re.compile(
    r" {0,3}(?:\d{1,4}[.)][ \t]+#{2,6}[ \t]+\S|#{2,6}[ \t]+(?:Q(?:uestion)?[ .]?)?\d{1,4}[.):][^?#]*\?\s*$)"
)
"""A numbered heading that asks: no code has it."""
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_NOTHING = re.compile(
    r"\s*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}"
    r"|(?:(?:</?(?:br|hr|p|b|div|center)\b[^<>]*>|<(?:a|span)\s+(?:name|id)=[^<>]*>(?:</(?:a|span)>)?"
    r"|<!--[^<>]*-->|&nbsp;|\\\\)\s*)+)?\s*$",
    re.IGNORECASE,
)
_LONGEST_LINE = 20_000
"""The longest line that is searched for code spans, in characters."""
MASK = "\x1a"
"""What stands for each character of code in a masked text; no text of a source can have it."""


class In(StrEnum):
    """What a line stands in."""

    PROSE = ""
    CODE = "code"
    COMMENT = "comment"
    PRE = "pre"


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Return a text on one line with what is outside of its code spans changed."""
    if "`" not in text or len(text) > _LONGEST_LINE:
        return change(text)
    parts, at = [], 0
    for span in _SPAN.finditer(text):
        parts += [change(text[at : span.start()]), span[0]]
        at = span.end()
    return "".join((*parts, change(text[at:])))


def line_kinds(lines: Sequence[str], *, whole: bool = True) -> list[In]:
    """Return for each line whether it is Markdown, or stands in fenced code, a comment or `<pre>`.

    A fence that nobody closes is none in a `whole` file, which it would swallow, and goes on to the end of one answer.
    """
    kinds = [In.PROSE] * len(lines)
    endless: set[tuple[In, str]] = set()
    at = 0
    while at < len(lines):
        line = lines[at]
        kind, mark = _begins(line) if "`" in line or "~" in line or "<" in line else (In.PROSE, "")
        if kind and (kind, mark) not in endless:
            end = _end(lines, at + 1, kind, mark)
            if end is None and kind is In.CODE and not whole:
                end = len(lines) - 1
            if end is None:
                endless.add((kind, mark))
            else:
                kinds[at : end + 1] = [kind] * (end + 1 - at)
                at = end
        at += 1
    return kinds


def _begins(line: str) -> tuple[In, str]:
    """Return what begins in a line and goes on in the next, with the mark of a fence."""
    fence = _FENCE.match(line)
    if fence:
        return In.CODE, fence["mark"]
    if "<!--" in line and _COMMENT.search(_SPAN.sub("", line)):
        return In.COMMENT, ""
    return (In.PRE, "") if _PRE.search(line) else (In.PROSE, "")


def _end(lines: Sequence[str], start: int, kind: In, mark: str) -> int | None:
    """Return the last line of what began before a line, or None where it never ends."""
    if kind is In.CODE:
        for number in range(start, len(lines)):
            if _closes(lines[number], mark):
                return number
            if "#" in lines[number] and _NEXT_QUESTION.match(lines[number]):
                return number - 1  # somebody forgot to close it
        return None
    end = "-->" if kind is In.COMMENT else "</pre>"
    return next((number for number in range(start, len(lines)) if end in lines[number].lower()), None)


def _closes(line: str, mark: str) -> bool:
    bare = line.lstrip(" \t>").rstrip()
    return len(bare) >= len(mark) and not bare.strip(mark[0])


def masked(line: str) -> str:
    """Return a line with the characters of its code spans masked."""
    return _SPAN.sub(lambda match: MASK * len(match[0]), line) if "`" in line else line


def dedented(lines: Iterable[str], column: int) -> list[str]:
    """Return lines without the indent that an item of a list with its text at a column gives them."""
    return [line[min(column, len(line) - len(line.lstrip(" "))) :] for line in lines]


def is_nothing(line: str) -> bool:
    """Return whether a line shows nothing, or a rule."""
    return bool(_NOTHING.match(line))


def trimmed(lines: Sequence[str]) -> list[str]:
    """Return lines without those around them that show nothing."""
    first, last = 0, len(lines)
    while first < last and is_nothing(lines[first]):
        first += 1
    while first < last and is_nothing(lines[last - 1]):
        last -= 1
    return list(lines[first:last])
