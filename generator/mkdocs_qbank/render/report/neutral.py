"""Text of strangers inside Markdown for GitHub: shown as it is, and no markup, mention, link or command."""

from __future__ import annotations

import re

from mkdocs_qbank.findings.report import visible

_BREAK = "&#8203;"
"""A space without width: it ends what GitHub would make a link of."""
_MARK = r"(?P<mark>[\\`*_{}\[\]<>&~|^=+\"])|(?P<lone>@(?!\S)|[#:]|\$)|(?P<at>@)|(?P<word>\bwww(?=\.))"
_IN_CODE = re.compile(_MARK, re.IGNORECASE)
_IN_TEXT = re.compile(
    rf"(?P<dollar>\$)|(?P<sign>[#:](?=\S))|(?P<gh>\bGH(?=-\d))"
    rf"|(?P<hash>\b(?:(?=[0-9a-f]*\d)[0-9a-f]{{7,64}}|[0-9a-f]{{12,64}})\b)|{_MARK}",
    re.IGNORECASE,
)
"""What GitHub would make something of; in code, that is no reference."""
_START = re.compile(r"(?P<mark>^-)|^\d{1,9}(?P<lone>[.)])")
"""What begins a list or a line across the page."""
_EXPANSION = 3
"""How many times as long as a text its neutral form may be."""


def neutral(text: str, most: int = 200) -> str:
    """Return a text on one line for any place within a line of Markdown, cut to about `most` characters."""
    return _neutral(text, most, _IN_TEXT)


def code(text: str, most: int = 100) -> str:
    """Return a text on one line as code, such as an id or a path, which can be copied as it is."""
    return f"<code>{_neutral(text, most, _IN_CODE)}</code>"


def _neutral(text: str, most: int, special: re.Pattern[str]) -> str:
    line = " ".join(text[: 8 * most].split())
    kept = min(len(line), most)
    while len(found := _START.sub(_escape, special.sub(_escape, visible(line[:kept])))) > _EXPANSION * most:
        kept //= 2
    return f"{found}…" if kept < len(line) or len(text) > 8 * most else found


def fenced(text: str, language: str) -> str:
    """Return a text in a fence that nothing in it closes."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def _escape(match: re.Match[str]) -> str:
    found, kind = match[0], match.lastgroup
    if kind == "dollar":
        return "<span>&#36;</span>"  # GitHub's own way to write one that opens no formula
    if kind == "hash":
        return re.sub(r"(.{6})(?=.)", rf"\1{_BREAK}", found)
    if kind in ("word", "gh"):
        return found + _BREAK
    return f"{found[:-1]}&#{ord(found[-1])};" + (_BREAK if kind in ("sign", "at") else "")
