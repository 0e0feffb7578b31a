"""HTML that strangers wrote, cut down to what cannot harm a reader.

Two tools over one table of what is allowed: nh3 (ammonia, over a parser of the HTML standard) cleans what is
published; a grammar far narrower than HTML says what it would take out, so that the author learns of it, and so that a
page that passes it is as safe in the hands of another engine.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape

import nh3

from generator.render.prose import FORMULA

_BLOCKS = "blockquote dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre summary ul"
_INLINE = "a abbr b br cite code del dfn em i ins kbd mark q s samp small span strong sub sup u var wbr"
_TABLES = "caption col colgroup table tbody td tfoot th thead tr"
TAGS = frozenset(f"{_BLOCKS} {_INLINE} {_TABLES} input".split())
_EVERYWHERE = {"class", "dir", "id", "lang", "title"}
_ATTRIBUTES = {
    "a": {"href", "name", "rel"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "input": {"checked", "disabled", "type"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "td": {"align", "colspan", "rowspan", "style"},
    "th": {"align", "colspan", "rowspan", "scope", "style"},
}
SCHEMES = frozenset(("http", "https", "mailto"))
_CLASS = re.compile(
    r"admonition(?:-title)?|note|abstract|info|tip|success|question|warning|failure|danger|bug|example|quote|inline|end|"
    r"highlight|highlighttable|linenos|linenodiv|filename|code|codehilite|headerlink|footnote(?:-ref|-backref)?|"
    r"arithmatex|task-list(?:-item|-control|-indicator)?|language-[\w+#-]+|qb-aliases|[a-z][a-z0-9]{0,2}"
)
_ALIGN = re.compile(r"text-align:\s*(?:left|right|center);?")
_TAG = re.compile(
    r"<(/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z-]*(?:=(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'=<>`]+))?)*)\s*/?>", re.I
)
_ATTRIBUTE = re.compile(r"([a-z][a-z-]*)(?:=(\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?", re.I)
_COMMENT = re.compile(r"<!--(?:(?!--|<).)*-->", re.DOTALL)

Filter = Callable[[str, str, str], str | None]
"""Gives what a tag's attribute becomes, or None where it goes; as nh3 calls it."""


def offences(html: str) -> tuple[str, ...]:
    """Gives each piece of rendered HTML that is not allowed, as it stands there; no piece, and nothing can run."""
    found = []
    at = html.find("<")
    while at >= 0:
        match = _TAG.match(html, at) or _COMMENT.match(html, at)
        if match is None or (match.re is _TAG and not _allowed(match)):
            found.append(html[at : (html.find(">", at) + 1) or len(html)][:60])
        at = html.find("<", match.end() if match else at + 1)
    return tuple(found)


def clean(html: str, change: Filter) -> str:
    """Gives HTML with everything taken out that is not allowed; `change` sees every attribute that stays."""

    def kept(tag: str, name: str, value: str) -> str | None:
        if name == "class":
            value = " ".join(item for item in value.split() if _CLASS.fullmatch(item))
            return value or None
        if name == "style" and not _ALIGN.fullmatch(value.strip()):
            return None
        # A token here would become a formula inside quotes, and could end them.
        return change(tag, name, FORMULA.sub("", value))

    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags={
            "script",
            "style",
            "template",
            "noscript",
            "iframe",
            "textarea",
            "title",
            "xmp",
            "svg",
            "math",
        },
        attributes={"*": set(_EVERYWHERE), **{tag: set(names) for tag, names in _ATTRIBUTES.items()}},
        attribute_filter=kept,
        url_schemes=set(SCHEMES),
        set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
        link_rel=None,
    )


def _allowed(match: re.Match[str]) -> bool:
    return (
        _allowed_tag(match.group(2).lower(), match.group(3)) if not match.group(1) else match.group(2).lower() in TAGS
    )


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


def allowed_address(address: str) -> bool:
    """Whether a link may lead there: to the web, to a mailbox, or to a place of this site."""
    bare = re.sub(r"[\x00-\x20\x7f-\xa0]", "", address).lower()
    scheme, colon, _ = bare.partition(":")
    if colon and re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme):
        return scheme in SCHEMES
    return not (colon and not re.search(r"[/?#]", scheme))
