"""What an import does: one outcome for each item of a source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What becomes of one item of a source."""

    IMPORTED = "imported"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    LEFT = "left"
    """Its file was edited or removed since it was imported."""
    SKIPPED = "skipped"
    GONE = "gone"
    """The source does not have it any more; its file stays."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportedItem:
    """What became of one item."""

    source: str
    """The source as the ledger of imports names it."""
    file: str = ""
    """The file of the source that it stands in."""
    line: int = 0
    title: str
    outcome: Outcome
    id: str = ""
    path: str = ""
    """The question file, as shown in messages."""
    reason: str = ""
    """Why it was skipped or left, in words that complete 'skipped:'; or a remark on where it went."""
    lost: tuple[str, ...] = ()
    """What of it could not be kept."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportReport:
    """What an import did, or would do."""

    items: tuple[ImportedItem, ...]
    notes: tuple[str, ...] = ()
    """What is wrong with files of the sources."""

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """The number of items with each outcome."""
        found = Counter(item.outcome for item in self.items)
        return {outcome: found[outcome] for outcome in Outcome}
