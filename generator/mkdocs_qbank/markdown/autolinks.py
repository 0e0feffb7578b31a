"""Bare addresses in text, linked as on GitHub (GFM, extended autolinks)."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CANDIDATE = re.compile(
    r"(?:(?<![\w/])(?P<web>https?://|www\.)(?P<rest>[^\s<]+))"
    r"|(?P<mail>(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){1,8})",
    re.ASCII | re.IGNORECASE,
)
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_TRAILING = "?!.,:*_~'\""
_ENTITY = re.compile(r"&[A-Za-z0-9]+;\Z")


def may_hold_autolinks(text: str) -> bool:
    """Return whether a text may contain a bare address: a cheap test before `split_autolinks`."""
    return "://" in text or "@" in text or "www." in text or "WWW." in text


def split_autolinks(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a text in order, each with the address that it links to, or with an empty string."""
    at = 0
    for match in _CANDIDATE.finditer(text):
        words, address = _mail(match) if match["mail"] else _web(match)
        if not words or match.start() < at:
            continue
        if match.start() > at:
            yield text[at : match.start()], ""
        yield words, address
        at = match.start() + len(words)
    if at < len(text):
        yield text[at:], ""


def _mail(match: re.Match[str]) -> tuple[str, str]:
    words = match.group()
    return ("", "") if words[-1] in "-_" else (words, f"mailto:{words}")


def _web(match: re.Match[str]) -> tuple[str, str]:
    scheme, rest = match["web"], _trimmed(match["rest"])
    domain = _DOMAIN.match(rest)
    if domain is None or any("_" in label for label in domain.group().split(".")[-2:]):
        return "", ""
    words = scheme + rest
    return words, words if "://" in scheme else f"http://{words}"


def _trimmed(rest: str) -> str:
    """Return an address without trailing punctuation, unmatched parentheses and character references."""
    surplus = rest.count(")") - rest.count("(")
    while rest:
        if rest[-1] in _TRAILING:
            rest = rest[:-1]
        elif rest[-1] == ")" and surplus > 0:
            rest, surplus = rest[:-1], surplus - 1
        elif rest[-1] == ";" and (entity := _ENTITY.search(rest)):
            rest = rest[: entity.start()]
        elif rest[-1] == ";":
            rest = rest[:-1]
        else:
            break
    return rest
