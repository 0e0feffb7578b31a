"""Versions of products, and terms that one of them removed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

_VERSION = re.compile(
    r"(?P<product>(?:[^\s\d][^\s]*\s+)*?[^\s\d]\S*?(?<![\d.-]))\s*(?P<number>\d{1,9}(?:\.\d{1,9}){0,5})(?:\.x)?\+?"
)
MOST_CHARACTERS = 80
"""The longest version, with its product, and the longest term, in characters."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """A version of a product, such as React 19."""

    product: str
    """The name of the product in lower case, as it is compared with others."""
    number: tuple[int, ...]

    def reaches(self, other: Version) -> bool:
        """Return whether this is `other` or a later version of the same product; 19 stands for 19.1 too."""
        if self.product != other.product:
            return False
        pairs = zip_longest(self.number, other.number[: len(self.number)], fillvalue=0)
        return next((mine > theirs for mine, theirs in pairs if mine != theirs), True)


@dataclass(frozen=True, kw_only=True, slots=True)
class RemovedTerm:
    """A term that a version of a product removed, and what is used instead."""

    term: str
    since: str
    """The first version without it, as written."""
    instead: str = ""


def read_version(text: str) -> Version | None:
    """Return the product and the number in a text such as `React 19`, `C++20` or `Vue 3.x`, or None."""
    match = _VERSION.fullmatch(" ".join(text.split())) if len(text) <= MOST_CHARACTERS else None
    if match is None:
        return None
    product = re.sub(r"\s+v(?:ersion)?$", "", match["product"].casefold())
    return Version(product=product, number=tuple(map(int, match["number"].split("."))))
