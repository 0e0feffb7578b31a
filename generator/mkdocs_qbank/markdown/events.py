"""Parser events of a Markdown text, from pulldown-cmark: GitHub's Markdown with formulas and definition lists.

An event is a tuple: `+Tag` or `-Tag` at the start or end of an element, or the name of a single item; its value; and
the start and end offsets of the element in the UTF-8 bytes of the text. Bare addresses, which the parser leaves as
text, become links here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from typing import Any

from pyromark import Markdown, Options

from mkdocs_qbank.markdown.autolinks import may_hold_autolinks, split_autolinks
from mkdocs_qbank.markdown.characters import without_hidden

Event = tuple[str, Any, int, int]

_GITHUB = (
    Options.ENABLE_TABLES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_GFM
    | Options.ENABLE_MATH
)
_PARSER = Markdown(options=_GITHUB)
_WITH_DEFINITIONS = Markdown(options=_GITHUB | Options.ENABLE_DEFINITION_LIST)
_DEFINITION = re.compile(r"\n[ \t>*+\-]*:[ \t]+\S")
"""A line that defines a term. The parser also takes `:::` for a definition, which GitHub shows as text."""
MOST_DEPTH = 64
"""The maximum nesting depth of elements."""
_MERGED = frozenset(("Text", "Html"))
"""Events that the parser splits at line ends and special characters."""
_HTML = frozenset(("+HtmlBlock", "-HtmlBlock", "Html", "InlineHtml"))
_COMMENT = re.compile(r"\s*(?:<!--.*?-->\s*)*", re.DOTALL)
_VERBATIM = frozenset(("Code", "InlineHtml", "InlineMath", "DisplayMath"))
"""Parts of a paragraph in which Markdown means nothing."""
_CLEANED = frozenset(("Text", "Code"))
_LINKED = frozenset(("Link", "Image", "CodeBlock"))
"""Elements in which bare addresses are not linked."""


class TooDeepError(ValueError):
    """The elements of a text are nested deeper than MOST_DEPTH."""


def read_events(text: str) -> list[Event]:
    """Return the events of a text, without hidden characters and with adjacent text merged.

    Raises TooDeepError if elements are nested deeper than MOST_DEPTH.
    """
    events: list[Event] = []
    depth = 0
    data = text.encode()
    parser = _WITH_DEFINITIONS if _DEFINITION.search(text) else _PARSER
    parsed: Iterable[tuple[Any, Any]] = parser.events_with_range(text)
    for raw, span in parsed:
        if type(raw) is str:
            name, value = str(raw), " "
        else:
            ((name, value),) = raw.items()
            if name == "Start":
                depth += 1
                if depth > MOST_DEPTH:
                    raise TooDeepError
                name, value = _tag("+", value)
            elif name == "End":
                depth -= 1
                name, value = _tag("-", value)
            elif name in _CLEANED:
                value = without_hidden(value)
            elif name == "InlineMath":
                name, value = _inline_maths(value, data, span)
        events.append((name, value, span["start"], span["end"]))
    merged = list(_merged(events))
    return _with_autolinks(merged) if may_hold_autolinks(text) else merged


def _merged(events: Iterable[Event]) -> Iterator[Event]:
    """Yield events with those joined that the parser splits."""
    for name, run in groupby(events, key=lambda event: event[0] if event[0] in _MERGED else ""):
        if name:
            _, values, starts, ends = zip(*run, strict=True)
            yield name, "".join(values), starts[0], ends[-1]
        else:
            yield from run


def _inline_maths(latex: str, data: bytes, span: Mapping[str, int]) -> tuple[str, str]:
    """Return the name and the value of an inline formula, read as on GitHub.

    Backticks inside the dollar signs delimit the formula; dollar signs directly before a digit are text.
    """
    if data[span["end"] : span["end"] + 1].isdigit():
        return "Text", without_hidden(data[span["start"] : span["end"]].decode())
    if len(latex) > 2 and latex[0] == latex[-1] == "`":
        return "InlineMath", latex[1:-1]
    return "InlineMath", latex


def footnote_label(label: str) -> str:
    """Return the normalised label of a footnote: equal for two labels of the same footnote."""
    return " ".join(label.split()).casefold()


def _tag(mark: str, value: Any) -> tuple[str, Any]:
    if type(value) is str:
        return mark + value, None
    ((tag, attributes),) = value.items()
    return mark + tag, attributes


def _with_autolinks(events: Sequence[Event]) -> list[Event]:
    linked: list[Event] = []
    inside = 0
    for event in events:
        name, value, start, end = event
        if name[1:] in _LINKED:
            inside += 1 if name[0] == "+" else -1
        if name != "Text" or inside:
            linked.append(event)
            continue
        for piece, address in split_autolinks(value):
            last = min(start + len(piece.encode()), end)
            if address:
                attributes = {"link_type": "Bare", "dest_url": address, "title": "", "id": ""}
                linked += [
                    ("+Link", attributes, start, last),
                    ("Text", piece, start, last),
                    ("-Link", None, start, last),
                ]
            else:
                linked.append(("Text", piece, start, last))
            start = last
    return linked


def definitions(text: str) -> Mapping[str, tuple[int, int]]:
    """Return the start and end byte of each link reference definition, by its label in lower case."""
    if "]:" not in text:
        return {}
    return {
        label.lower(): (definition["span"]["start"], definition["span"]["end"])
        for label, definition in _PARSER.reference_definitions(text).items()
    }


def empty_items(events: Iterable[Event]) -> Iterator[int]:
    """Yield the start of each item of a list that holds nothing but comments."""
    start = -1
    for name, value, first, _ in events:
        if name == "+Item":
            start = first
        elif name == "-Item" and start >= 0:
            yield start
            start = -1
        elif name not in _HTML or not _COMMENT.fullmatch(value or ""):
            start = -1


def paragraph_lines(text: str) -> frozenset[int]:
    """Return the lines of a text, counted from 0, that are a paragraph's and in no list, quotation or code."""
    starts = [0, *accumulate(len(line) + 1 for line in text.encode().split(b"\n"))]
    found: set[int] = set()
    depth = 0
    for name, _, start, end in read_events(text):
        lines = range(bisect_right(starts, start) - 1, bisect_right(starts, end - 1))
        if name == "+Paragraph" and depth == 0:
            found.update(lines)
        elif name in _VERBATIM and len(lines) > 1:
            found.difference_update(lines)
        depth += (name[0] == "+") - (name[0] == "-")
    return frozenset(found)


def split_footnotes(events: list[Event]) -> tuple[list[Event], dict[str, list[Event]]]:
    """Return the events outside footnote definitions, and the events of each definition by label."""
    rest: list[Event] = []
    notes: dict[str, list[Event]] = {}
    open_: list[list[Event]] = []
    for event in events:
        if event[0] == "+FootnoteDefinition":
            label = footnote_label(str(event[1]))
            open_.append([] if label in notes else notes.setdefault(label, []))  # the first of two is meant
        elif event[0] == "-FootnoteDefinition":
            open_.pop()
        else:
            (open_[-1] if open_ else rest).append(event)
    return rest, notes


class Positions:
    """The mapping from byte offsets in a text to lines and columns of its file.

    `line` and `column` are the position of the text's first character in the file. `places` are the positions of the
    beginning of each of its lines, if these do not follow one another in the file.
    """

    def __init__(self, data: bytes, line: int, column: int, places: Sequence[tuple[int, int]] = ()) -> None:
        self.data, self.line, self.column, self.places = data, line, column, places
        self._starts = [0, *accumulate(len(line) + 1 for line in data.split(b"\n"))]

    def at(self, offset: int) -> tuple[int, int]:
        """Return the line and column in the file of a byte offset, from 1; columns count characters."""
        number = bisect_right(self._starts, offset) - 1
        column = len(self.data[self._starts[number] : offset].decode("utf-8", "replace"))
        if number < len(self.places):
            line, first = self.places[number]
            return line, column + first
        return self.line + number, column + (self.column if number == 0 else 1)
