"""Text of strangers inside Markdown for GitHub: shown as it is, and no markup, mention, link or command."""

from __future__ import annotations

import re

from mkdocs_qbank.findings.report import visible

_BREAK = "&#8203;"
"""A space without width: it ends what GitHub would make a link of."""
_SPECIAL = re.compile(
    r"(?P<mark>[\\`*_{}\[\]<>&~|^=+\"])"
    r"|(?P<sign>[@#:](?=\S))"
    r"|(?P<lone>[@#:])"
    r"|(?P<dollar>\$)"
    r"|(?P<word>\b(?:GH(?=-\d)|www(?=\.)))"
    r"|(?P<hash>\b(?=[0-9a-f]*\d)[0-9a-f]{7,64}\b)",
    re.IGNORECASE,
)
_EXPANSION = 3
"""How many times as long as a text its neutral form may be."""


def neutral(text: str, most: int = 200) -> str:
    """Return a text on one line for any place within a line of Markdown, cut to about `most` characters."""
    line = " ".join(text[: 8 * most].split())
    shown = visible(line[:most])
    while len(found := _SPECIAL.sub(_escape, shown)) > _EXPANSION * most:
        shown = shown[: len(shown) // 2]
    return found if len(shown) >= len(line) else f"{found}…"


def code(text: str, most: int = 100) -> str:
    """Return a text on one line as code, such as an id or a path."""
    return f"<code>{neutral(text, most)}</code>"


def fenced(text: str, language: str) -> str:
    """Return a text in a fence that nothing in it closes."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def _escape(match: re.Match[str]) -> str:
    found = match[0]
    if match["dollar"]:
        return "<span>&#36;</span>"  # GitHub's own way to write one that opens no formula
    if match["word"]:
        return found + _BREAK
    if match["hash"]:
        return found[:4] + _BREAK + found[4:]
    return f"&#{ord(found)};" + (_BREAK if match["sign"] else "")
