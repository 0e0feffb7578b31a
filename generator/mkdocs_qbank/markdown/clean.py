"""Sanitising of untrusted HTML.

One table of allowed elements and attributes has two uses. nh3 (ammonia, on a parser that follows the HTML standard)
cleans the whole text as the last step, formulas and final addresses included, and serialises it once; nothing is
inserted afterwards. `disallowed_html`, with a grammar much narrower than HTML, reports to authors what will be removed.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import unescape

import nh3

from mkdocs_qbank.markdown.characters import without_hidden
from mkdocs_qbank.markdown.links import allowed_address

_BLOCKS = "blockquote dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre summary ul"
_INLINE = "a abbr b br cite code del dfn em i ins kbd mark q s samp small span strong sub sup u var wbr"
_TABLES = "caption col colgroup table tbody td tfoot th thead tr"
TAGS = frozenset(f"{_BLOCKS} {_INLINE} {_TABLES} input".split())
INLINE = frozenset(_INLINE.split())
"""The elements allowed inside a heading."""
MARK = secrets.token_hex(16)
"""What begins each attribute of an image that QBank writes: no text can contain it, so none can write an image."""
_IMAGE = {"alt", "decoding", "height", "loading", "src", "title", "width"}
_MATHML_TAGS = (
    "math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt "
    "mstyle msub msubsup msup mtable mtd mtext mtr munder munderover"
)
MATHML = frozenset(_MATHML_TAGS.split())
"""The presentational elements of MathML; none of them links to, runs or loads anything."""
_EVERYWHERE = frozenset(("class", "dir", "id", "lang", "title"))
_ATTRIBUTES = {
    "a": {"href", "name", "rel"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "input": {"aria-label", "checked", "disabled", "type"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "td": {"align", "colspan", "rowspan", "style"},
    "th": {"align", "colspan", "rowspan", "scope", "style"},
}
_LENGTH = re.compile(r"-?\d?(?:\.\d{1,10})?(?:em|ex|%)?|\d{2}(?:\.\d{1,10})?(?:em|ex)|100%")
_WORD = re.compile(r"[a-z]{1,24}")
_MATHML_ATTRIBUTES = {
    **dict.fromkeys(("accent", "accentunder", "display", "displaystyle", "fence", "form", "largeop"), _WORD),
    **dict.fromkeys(("mathvariant", "movablelimits", "notation", "separator", "stretchy", "symmetric"), _WORD),
    **dict.fromkeys(("depth", "height", "linethickness", "lspace", "maxsize", "minsize", "rspace"), _LENGTH),
    **dict.fromkeys(("voffset", "width"), _LENGTH),
    "columnspan": re.compile(r"\d{1,2}"),
    "rowspan": re.compile(r"\d{1,2}"),
    "scriptlevel": re.compile(r"[+-]?\d"),
    "style": re.compile(
        r"(?:(?:text-align|justify-items): ?(?:left|right|center|start|end);?"
        r"|padding-(?:left|right|top|bottom): ?\d(?:\.\d+)?(?:em)?;?"
        r"|border-(?:left|right|top|bottom): ?0?\.\d+em (?:solid|dashed) currentcolor;?"
        r"|width: ?\d{1,3}(?:\.\d)?%;?|color: ?#[0-9A-Fa-f]{6};?)*"
    ),
}
_CLASS = re.compile(
    r"admonition(?:-title)?|note|abstract|info|tip|success|question|warning|failure|danger|bug|example|quote|inline|end|"
    r"highlight|highlighttable|linenos|linenodiv|filename|code|codehilite|headerlink|footnote(?:-ref|-backref)?|"
    r"arithmatex|task-list(?:-item|-control|-indicator)?|language-[\w+#.-]+|qb-(?:formula|long|latex|image)|[a-z][a-z0-9]{0,2}"
)
_ALIGN = re.compile(r"text-align:\s*(?:left|right|center);?")
_WITH_CONTENT = frozenset(("script", "style", "template", "noscript", "iframe", "textarea", "title", "xmp", "svg"))
"""Elements that are removed together with their content."""
_TAG = re.compile(
    r"<(/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z-]*(?:=(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'=<>`]+))?)*)\s*/?>", re.I
)
_ATTRIBUTE = re.compile(r"([a-z][a-z-]*)(?:=(\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?", re.I)
_COMMENT = re.compile(r"<!--(?:(?!--).)*-->", re.DOTALL)

Change = Callable[[str, str], str | None]
"""A function from an attribute's name and value to its final value, or to None to remove it."""


class Cleaner:
    """A reusable sanitiser: constructing one costs as much as cleaning a page."""

    def __init__(self, tags: frozenset[str], *, images: bool = False) -> None:
        self._change: Change = lambda *_: None
        self._cleaner = nh3.Cleaner(
            tags={*tags, *MATHML, *(["img"] if images else [])},
            clean_content_tags=set(_WITH_CONTENT),
            attributes={
                "*": set(_EVERYWHERE),
                **{tag: set(names) for tag, names in _ATTRIBUTES.items() if tag in tags},
                **{tag: set(_MATHML_ATTRIBUTES) for tag in MATHML},
                **({"img": _IMAGE} if images else {}),
            },
            attribute_filter=self._filter,
            set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}} if "input" in tags else None,
            link_rel=None,
        )

    def clean(self, html: str, change: Change) -> str:
        """Return HTML without anything that is not allowed.

        `change` returns the final value of every `href`, `src`, `id` and `name`; an `href` or `src` that is not an
        allowed address is removed even then.
        """
        self._change = change
        return self._cleaner.clean(html).replace("<img>", "")  # what is left of an image without MARK

    def _filter(self, tag: str, name: str, value: str) -> str | None:
        """Return the final value of an allowed attribute, or None to remove it."""
        if tag == "img":
            if not value.startswith(MARK):
                return None
            value = value.removeprefix(MARK)
        value = without_hidden(value)
        if name == "class":
            return _classes(value)
        if name in ("href", "src", "id", "name"):
            changed = self._change(name, value)
            addressed = name in ("href", "src")
            return changed if changed is not None and not (addressed and not allowed_address(changed)) else None
        if tag in MATHML:
            pattern = _MATHML_ATTRIBUTES.get(name)
            return value if pattern and pattern.fullmatch(value.strip()) else None
        return value if name != "style" or _ALIGN.fullmatch(value.strip()) else None


@lru_cache(maxsize=4096)
def _classes(value: str) -> str | None:
    """Return the allowed classes among those in `value`, or None if none is allowed."""
    return " ".join(item for item in value.split() if _CLASS.fullmatch(item)) or None


clean = Cleaner(TAGS).clean
"""Clean HTML for a hand-written page."""
clean_section = Cleaner(TAGS, images=True).clean
"""Clean HTML for a section of a question, which can show images."""
clean_heading = Cleaner(INLINE).clean
"""Clean HTML for the inside of a heading, where blocks are not allowed."""


def disallowed_html(html: str, tags: frozenset[str] = TAGS) -> Iterator[tuple[int, str]]:
    """Yield the offset and the text of each disallowed piece of HTML, without end tags of elements already seen."""
    seen: set[str] = set()
    at = html.find("<")
    while at >= 0:
        match = _TAG.match(html, at) or _COMMENT.match(html, at)
        name = match.group(2).lower() if match and match.re is _TAG else ""
        allowed = name in tags and _allowed(match) if match and name else match is not None
        if not allowed and not (match and match.group(1) and name in seen):
            yield at, html[at : (html.find(">", at) + 1) or len(html)][:60]
        if name:
            seen.add(name)
        at = html.find("<", match.end() if match else at + 1)


def allowed_tag(piece: str, tags: frozenset[str] = TAGS) -> str | None:
    """Return a tag without the attributes that are not allowed, or None if its element is not allowed."""
    match = _TAG.fullmatch(piece)
    if match is None or match[2].lower() not in tags:
        return None
    name = match[2].lower()
    if match[1] or _allowed_tag(name, match[3]):
        return piece
    kept = [attribute[0] for attribute in _ATTRIBUTE.finditer(match[3]) if _allowed_tag(name, attribute[0])]
    return f"<{' '.join((name, *kept))}>"


def _allowed(match: re.Match[str]) -> bool:
    name = match.group(2).lower()
    return name in TAGS if match.group(1) else _allowed_tag(name, match.group(3))


@lru_cache(maxsize=65536)
def _allowed_tag(tag: str, attributes: str) -> bool:
    if tag not in TAGS:
        return False
    for attribute in _ATTRIBUTE.finditer(attributes):
        name, value = attribute.group(1).lower(), unescape((attribute.group(2) or "").strip("\"'"))
        if name not in _EVERYWHERE and name not in _ATTRIBUTES.get(tag, ()):
            return False
        if name == "href" and not allowed_address(value):
            return False
        if tag == "input" and name == "type" and value != "checkbox":
            return False
        if name == "style" and not _ALIGN.fullmatch(value.strip()):
            return False
    return True
