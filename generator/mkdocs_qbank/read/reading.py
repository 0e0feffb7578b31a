"""What reading a content folder gives, and what may be read in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.markdown.workers import Cache
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.read.images import Headers
from mkdocs_qbank.read.kept import KeptFile

Changes = Mapping[str, bytes | None]
"""Files of a bank as they are to be, by path: their bytes, or None for one that is to be removed."""
NO_CHANGES: Changes = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What reading a content folder gave: the bank, all findings, and each file's text for whoever prints them."""

    bank: Bank
    findings: tuple[Finding, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    parsed: Cache = field(default_factory=dict)
    """The Markdown of each file as it was parsed, for the next reading to use again."""
    files: Mapping[str, KeptFile] = field(default_factory=dict)
    """What each question file gave, by path, for the next reading too."""
    headers: Headers = field(default_factory=dict)
    """The headers of images, for the next reading too."""

    def line(self, path: str, number: int) -> str | None:
        """Return one line of a file that was read, or None where there is no such line."""
        lines = self.texts.get(path, "").split("\n")
        return lines[number - 1] if 0 < number <= len(lines) and lines[number - 1] else None
