"""Invisible characters: controls, and marks that reorder or hide text."""

from __future__ import annotations

import re
from html import unescape

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u1b00-\u1bff\ua980-\ua9ff\uaa00-\uaadf"
"""Scripts of South-East Asia that put no spaces between words, so that U+200B marks where a line may break: Thai, Lao,
Burmese, Khmer, the Tai scripts, Balinese, Sundanese, Batak, Javanese, Cham."""
# Controls except tab and newline, marks that reorder or hide text, noncharacters, surrogates, and the first private-use
# area. U+200C and U+200D are none: Persian, the scripts of India and emoji are written with them.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e007f]"
    f"|(?<![{_UNSPACED}])\u200b(?![{_UNSPACED}])"
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
