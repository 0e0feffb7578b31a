"""Tags in texts of data: HTML as a whole, Markdown with some HTML in it, or words about tags."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w.-]*)(?P<rest>(?:\s[^<>]*)?/?)>")
_CODE = re.compile(
    r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)", re.DOTALL | re.MULTILINE
)
_VOID = frozenset(("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
_LEFT_OPEN = frozenset(("p", "li", "td", "th", "tr", "dt", "dd", "tbody", "thead"))
"""Elements that HTML does not need closed."""
_BLOCK = frozenset(("blockquote", "div", "dl", "figure", "ol", "p", "pre", "section", "table", "ul")) | frozenset(
    ("h1", "h2", "h3", "h4", "h5", "h6")
)
_IN_MARKDOWN = frozenset(("a", "details", "img", "ins", "kbd", "mark", "sub", "summary", "sup"))
"""Elements that people write in Markdown too, so that they say nothing of the rest of a text."""
_INLINE = frozenset(("abbr", "b", "center", "code", "del", "em", "font", "i", "q", "s", "samp", "small", "span")) | (
    frozenset(("strike", "strong", "tt", "u"))
)
_KNOWN = _VOID | _LEFT_OPEN | _BLOCK | _IN_MARKDOWN | _INLINE | {"figcaption", "tfoot"}
_MARKDOWN = re.compile(
    r"^ {0,3}(?:```|~~~|#{1,6} |[-*+] |\d{1,9}[.)] |>|\|)|\*\*|\]\(|`|<https?:|(?<!\w)\*\w[^*\n]*\*", re.MULTILINE
)


@dataclass(slots=True)
class _Tags:
    """The tags of a text that are one half of a pair or mean a line break, and those that are words."""

    meant: list[re.Match[str]]
    words: list[re.Match[str]]


def is_html(text: str) -> bool:
    """Return whether a text is HTML, not Markdown with some HTML in it or a text that names a tag."""
    if "<" not in text:
        return False
    tags = _pair(list(_TAG.finditer(text)), text)
    if not tags.meant or any(tag["name"].casefold() not in _KNOWN for tag in (*tags.meant, *tags.words)):
        return False
    first = tags.meant[0]
    if not text[: first.start()].strip() and first["name"].casefold() in _BLOCK:
        closed = any(tag["close"] for tag in tags.meant)
        return closed and all(tag["name"].casefold() in _LEFT_OPEN for tag in tags.words)
    telling = any(tag["name"].casefold() not in _IN_MARKDOWN for tag in tags.meant)
    return telling and not tags.words and not _MARKDOWN.search(text)


def with_tags_as_words(text: str) -> str:
    """Return Markdown in which tags that stand alone outside code are escaped, as in 'what <b> and <i> mean'."""
    if "<" not in text:
        return text
    code = [match.span() for match in _CODE.finditer(text)]
    outside = []
    at = iter(code)
    span = next(at, None)
    for tag in _TAG.finditer(text):
        while span and span[1] <= tag.start():
            span = next(at, None)
        if not span or tag.start() < span[0]:
            outside.append(tag)
    starts = [tag.start() for tag in _pair(outside, text).words]
    pieces = (text[begin:end] for begin, end in zip([0, *starts], [*starts, len(text)], strict=True))
    return "\\".join(pieces)


def _pair(tags: list[re.Match[str]], text: str) -> _Tags:
    """Tell apart the tags that mean something and those that are words."""
    meant: list[re.Match[str]] = []
    words: list[re.Match[str]] = []
    open_: dict[str, list[re.Match[str]]] = {}
    for tag in tags:
        name = tag["name"].casefold()
        if name in _VOID:
            (words if _is_mention(tag, text) else meant).append(tag)
        elif not tag["close"]:
            open_.setdefault(name, []).append(tag)
        elif open_.get(name):
            begin = open_[name].pop()
            empty = not text[begin.end() : tag.start()].strip() and not begin["rest"].strip()
            (words if empty else meant).extend((begin, tag))
        else:
            words.append(tag)
    words += [tag for left in open_.values() for tag in left]
    return _Tags(sorted(meant, key=re.Match.start), sorted(words, key=re.Match.start))


def _is_mention(tag: re.Match[str], text: str) -> bool:
    """Return whether a tag that needs no end stands in a sentence like a word: after a space, before words in small."""
    before, after = text[max(tag.start() - 1, 0) : tag.start()], text[tag.end() : tag.end() + 2]
    return not tag["rest"] and before in (" ", "(") and bool(re.match(r" ?[,.?):;]| [a-z]", after))
