"""What a record says of where it comes from, as the sources of a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from mkdocs_qbank.model.bank import Source
from mkdocs_qbank.read.importers.parts import Parts
from mkdocs_qbank.read.importers.texts import text_of

_URL = re.compile(r"https?://[^\s<>\"'`|]+", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)", re.IGNORECASE)
_ADDRESS = ("url", "href", "link", "uri", "address")
_TITLE = ("title", "name", "text", "label", "description", "site")


def citations(parts: Parts) -> tuple[tuple[Source, ...], tuple[str, ...]]:
    """Return the sources of a record, and the addresses under which it is published itself."""
    addresses = tuple(text for text in parts.texts("address") if _URL.fullmatch(text))
    credit = _credit(parts)
    found = [Source(title=credit or _title(address), url=address) for address in addresses]
    if credit and not found:
        found.append(Source(title=credit, url=credit if _URL.fullmatch(credit) else None))
    for value in parts.take_all("sources"):
        found += _cited(value)
    return tuple(dict.fromkeys(found)), addresses


def _credit(parts: Parts) -> str:
    """Return who a record is from, by whom, and under which licence."""
    source, author, license_ = (" ".join(parts.text(part).split()) for part in ("source", "author", "license"))
    named = " by ".join(filter(None, (source, author))) if source else author
    return f"{named} ({license_})" if named and license_ else named or license_


def _cited(value: Any) -> Iterator[Source]:
    """Yield the sources in a value: an address, an object with an address, Markdown links, or a title."""
    if isinstance(value, list):
        for item in value:
            yield from _cited(item)
        return
    if isinstance(value, Mapping):
        names = {str(name).casefold(): text_of(item) for name, item in value.items()}
        url = next((names[name] for name in _ADDRESS if _URL.fullmatch(names.get(name, ""))), None)
        title = next((" ".join(names[name].split()) for name in _TITLE if names.get(name)), "")
        if title or url:
            yield Source(title=title or _title(url or ""), url=url)
        return
    for written in text_of(value).split("\n"):
        line = written.strip().lstrip("-*+ ")
        links = _LINK.findall(line)
        if links:
            yield from (Source(title=title, url=url) for title, url in links)
            continue
        urls = _URL.findall(line)
        before = _URL.sub("", line).strip(" \t:,;()-–—")
        if urls and len(urls) == 1 and before:
            yield Source(title=before, url=urls[0])
        elif urls:
            yield from (Source(title=_title(url), url=url) for url in urls)
        elif line:
            yield Source(title=line)


def _title(url: str) -> str:
    """Return what an address without a title is called: its host and path."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}".rstrip("/")
