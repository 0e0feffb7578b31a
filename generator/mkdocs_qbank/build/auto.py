"""What a site has by default, which depends on the size of its bank: a host limits the size of a site."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

Auto = Literal["auto"]
AUTO: Auto = "auto"
LARGE = 5000
"""The largest number of published questions of a bank whose site has all that it can have.

A question then takes up to 50 kB, so that such a site stays far below the 1 GB that GitHub Pages allows, and one of
30,000 questions without `HEAVY` and pages to print does as well."""
HEAVY = ("table", "markdown")
"""The downloads that are as large as all texts together, and that others of them can stand in for: each text is in
`questions.json`."""


class BySize(NamedTuple):
    """What `auto` stands for."""

    small: Any
    """In a bank of at most `LARGE` published questions."""
    large: Any

    def at(self, published: int) -> Any:
        """Return what it stands for with this many published questions."""
        return self.small if published <= LARGE else self.large
