"""Invisible characters: controls, and marks that reorder or hide text."""

from __future__ import annotations

import re
from html import unescape

# Controls except tab and newline, marks that reorder or hide text, noncharacters, surrogates, and the first private-use
# area.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e007f]"
)
_REFERENCE = re.compile(r"&(?:#0*[0-9]{1,9}|#[xX]0*[0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,30});?")


def without_hidden(text: str) -> str:
    """Return a text without its hidden characters."""
    return text if text.isascii() and text.isprintable() else HIDDEN.sub("", text)


def without_hidden_references(html: str) -> str:
    """Return HTML without character references to hidden characters."""
    before = ""
    while html != before:  # removing a reference may join its neighbours into another one
        before = html
        html = _REFERENCE.sub(lambda match: "" if HIDDEN.search(unescape(match.group())) else match.group(), html)
    return html
