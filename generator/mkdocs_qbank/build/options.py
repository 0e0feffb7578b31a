"""What the owner of a bank can choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from mkdocs_qbank.relate.suggested import THRESHOLD


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What a bank's owner can choose."""

    suggestions: int = 3
    """How many suggested relations a question has at most."""
    threshold: float = THRESHOLD
    """How far two questions must stand out from their neighbourhoods for one to be suggested, from -1 to 1."""
    model: str = ""
    """A sentence-embedding model, by folder or by its name on the hub, to suggest by meaning too."""
    history: bool = True
    """Whether pages say when and by whom they were changed, as git knows it."""
    host_files: tuple[str, ...] = ()
    """The files that the host of the site reads and contributors may change, by their paths below content/pages."""
    external_hosts: tuple[str, ...] = ()
    """Other hosts that the scripts of mkdocs.yml talk to, such as https://stats.example.org."""


def options_of(values: Mapping[str, Any]) -> Options:
    """Return the options that have these values by name, lists as tuples."""
    chosen: dict[str, Any] = {}
    for option in fields(Options):
        value = values[option.name]
        chosen[option.name] = tuple(value) if isinstance(value, list) else value
    return Options(**chosen)
