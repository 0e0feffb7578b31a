"""Markdown of a source as the text of a section: headings that begin no section, and no HTML that pages leave out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape, unescape

from mkdocs_qbank.markdown.characters import HIDDEN
from mkdocs_qbank.markdown.clean import INLINE, TAGS, allowed_tag
from mkdocs_qbank.markdown.events import Event, read_events
from mkdocs_qbank.markdown.headings import without_skips
from mkdocs_qbank.markdown.html import TOP
from mkdocs_qbank.read.structure import section_text

_SPACES = re.compile("[\t\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_BARE = frozenset(
    [
        *("acronym", "address", "article", "aside", "basefont", "bdi", "bdo", "big", "blink", "center", "fieldset"),
        *("font", "footer", "form", "header", "hgroup", "label", "legend", "main", "marquee", "nav", "nobr"),
        *("picture", "section", "source", "strike", "tt"),
    ]
)
"""Elements that only say how their content looks or what part of a page it is: the content alone is kept."""
_SOURCE = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE)
_FENCE = re.compile(r"^ {0,3}(?:`{3}|~{3})", re.MULTILINE)
_VERBATIM = re.compile(r"\s*<(?:pre|script|style|textarea|!|\?)", re.IGNORECASE)
"""How HTML begins that blank lines do not end."""
_BRACKETS = re.compile(r"([\[\]\\])")

Spans = Iterable[tuple[int, int, bytes]]
"""Changes of a text in bytes of UTF-8: start, end, and what takes the place."""


def visible_text(text: str) -> tuple[str, int]:
    """Return a text without hidden characters, and how many of these carried a meaning of their own."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    if not HIDDEN.search(text):
        return text, 0
    spaced = _SPACES.sub(" ", text) if "\t" not in text else _SPACES.sub(lambda m: m[0] if m[0] == "\t" else " ", text)
    return HIDDEN.subn("", spaced)


def fit_section(text: str) -> tuple[str, tuple[str, ...]]:
    """Return Markdown for one section, and what of it could not be kept. Raises TooDeepError."""
    text = _with_fences(text)
    events = read_events(text)
    data = text.encode()
    lost: list[str] = []
    spans = [*_headings(events, data), *_html(events, data, TAGS, lost)]
    return changed(data, spans), tuple(dict.fromkeys(lost))


def is_closed(text: str) -> bool:
    """Return whether what follows a section is no part of it. Raises TooDeepError."""
    if "<" not in text and "```" not in text and "~~~" not in text:
        return True
    events = read_events(f"{section_text(text)}\n\n## x\n")
    return [event[0] for event in events[-3:]] == ["+Heading", "Text", "-Heading"] and events[-3][1]["level"] == "H2"


def _with_fences(text: str) -> str:
    """Return a text in which a fence below a tag is one: with a blank line between them, which HTML needs to end."""
    if "<" not in text or not _FENCE.search(text):
        return text
    data = text.encode()
    spans = [
        (start + len(value[: match.start()].encode()),) * 2 + (b"\n",)
        for name, value, start, end in read_events(text)
        if name == "Html" and not _VERBATIM.match(value) and data[start:end] == value.encode()
        for match in _FENCE.finditer(value)
    ]
    return changed(data, spans)


def fit_heading(text: str) -> tuple[str, tuple[str, ...]]:
    """Return Markdown for the line of a question, and what of it could not be kept. Raises TooDeepError."""
    if "<" not in text:
        return text, ()
    heading = f"# {text}"
    data = heading.encode()
    lost: list[str] = []
    fitted = changed(data, _html(read_events(heading), data, INLINE, lost))
    return fitted.removeprefix("# "), tuple(dict.fromkeys(lost))


def changed(data: bytes, spans: Spans) -> str:
    """Return a text with changes that do not overlap."""
    pieces, at = [], 0
    for start, end, new in sorted(spans):
        pieces += [data[at:start], new]
        at = end
    return b"".join([*pieces, data[at:]]).decode()


def _headings(events: Sequence[Event], data: bytes) -> Spans:
    """Yield the changes that let the highest heading have the level of those in a section, and that skip no level."""
    heads = [event for event in events if event[0] == "+Heading"]
    levels = [int(event[1]["level"][1]) for event in heads]
    shifted = [min(level + TOP - min(levels), 6) for level in levels]
    for (_, _, start, end), old, new in zip(heads, levels, without_skips(shifted, TOP - 1), strict=True):
        written = data[start:end]
        if not written.startswith(b"#"):
            yield from _underlined(written, start, end, new)
        elif old != new:
            yield start, start + old, b"#" * new


def _underlined(written: bytes, start: int, end: int, level: int) -> Spans:
    """Yield the change of a heading that is underlined into one on a line, unless it stands in a quotation."""
    lines = written.rstrip(b"\n").split(b"\n")
    if any(line.lstrip().startswith(b">") for line in lines[1:]):
        return
    words = b" ".join(line.strip() for line in lines[:-1])
    yield start, end, b"#" * level + b" " + words + (b"\n" if written.endswith(b"\n") else b"")


def _html(events: Sequence[Event], data: bytes, tags: frozenset[str], lost: list[str]) -> Spans:
    """Yield the changes of HTML that is not allowed, and add what is lost with it."""
    for name, value, start, end in events:
        if name not in ("Html", "InlineHtml") or data[start:end] != value.encode():
            continue
        for first, last, new in _tags(value, tags, lost, inline=name == "InlineHtml"):
            yield start + len(value[:first].encode()), start + len(value[:last].encode()), new.encode()


def _tags(html: str, tags: frozenset[str], lost: list[str], *, inline: bool) -> Iterator[tuple[int, int, str]]:
    at = html.find("<")
    while at >= 0:
        end = html.find("-->", at) + 3 if html.startswith("<!--", at) else 0
        match = None if end > 3 else _TAG.match(html, at)
        if end > 3:
            at = html.find("<", end)
            continue
        if match is None:
            if html[at + 1 : at + 2] in ("!", "?", "/") or html[at + 1 : at + 2].isalpha():
                yield at, at + 1, "&lt;"
            at = html.find("<", at + 1)
            continue
        new = _tag(match, tags, lost, inline=inline)
        if new != match[0]:
            yield at, match.end(), new
        at = html.find("<", match.end())


def _tag(match: re.Match[str], tags: frozenset[str], lost: list[str], *, inline: bool) -> str:
    """Return what takes the place of a tag."""
    piece, name = match[0], match[1].lower()
    kept = allowed_tag(piece, tags)
    if kept is not None:
        return kept
    if name == "img" and (source := _SOURCE.search(piece)):
        alt = _ALT.search(piece)
        words = _BRACKETS.sub(r"\\\1", unescape(alt[int(alt.lastindex or 0)]) if alt else "")
        target = unescape(source[int(source.lastindex or 0)]).strip()
        image = f"![{' '.join(words.split())}](<{target}>)" if not re.search(r"[<>\n]", target) else ""
        return image if inline else f"\n\n{image}\n\n"  # a blank line ends a block of HTML
    if name in _BARE:
        lost.append(f"the HTML element <{name}> around its text")
        return ""
    lost.append(f"the HTML element <{name}>, which is shown as text")
    return escape(piece[0]) + piece[1:]
