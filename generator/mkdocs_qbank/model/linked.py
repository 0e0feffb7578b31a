"""Other banks that questions of this one link to, by the permalinks of their questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mkdocs_qbank.model.addresses import DATA

_PERMALINK = re.compile(r"questions/([^/?#]+)(?:/|/index\.html)?(?:[?#].*)?", re.DOTALL)
_ADDRESS = re.compile(r"https?://([^/?#]+)(/.*)?", re.DOTALL | re.IGNORECASE)
_PORTS = re.compile(r":(?:80|443)?\Z")


class Pin(NamedTuple):
    """What mkdocs.yml says of another bank."""

    url: str
    """The address of its `data/bank.json`."""
    hash: str = ""
    """`sha256-` and the hash of the copy in this repository in hexadecimal digits."""

    @property
    def site(self) -> str:
        """The address of its site."""
        return self.url.removesuffix(DATA["bank"])


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkedBank:
    """The questions of another bank, as its `data/bank.json` lists them."""

    title: str
    site: str
    """The address of its site, which ends with a slash."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """The text of each question, by id."""
    formers: Mapping[str, str] = field(default_factory=dict)
    """The id that a question has now, by each former id that no question has."""

    def permalink(self, identifier: str) -> str:
        """Return the address of a question."""
        return f"{self.site}questions/{identifier}/"

    def named(self, address: str) -> str | None:
        """Return the id that a permalink of this bank names, whether there is such a question or not."""
        root, given = _comparable(self.site), _comparable(address)
        match = _PERMALINK.fullmatch(given[len(root) :]) if root and given.startswith(root) else None
        return match[1] if match else None


def linked_question(address: str, banks: Iterable[LinkedBank]) -> tuple[LinkedBank, str] | None:
    """Return the bank and the id that an address names, or None if it is no permalink of one of these banks."""
    found = ((bank, bank.named(address)) for bank in banks)
    return next(((bank, identifier) for bank, identifier in found if identifier is not None), None)


def _comparable(address: str) -> str:
    """Return a web address without its scheme, its usual port and the case of its host, or an empty text."""
    match = _ADDRESS.fullmatch(address.strip())
    return _PORTS.sub("", match[1]).casefold() + (match[2] or "/") if match else ""
