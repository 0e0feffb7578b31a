"""Relations between the questions of a bank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mkdocs_qbank.model.kinds import Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Relation:
    """A directed, typed edge between two questions, with its reason in words."""

    kind: Kind
    source: str
    target: str
    reason: str
    sentence: str | None = None
    """The sentence of the source's answer that holds the link, where there is one."""
    score: float | None = None
    """How much nearer the two are than each is to its own neighbourhood, from -1 to 1; suggested relations alone have
    it. It is below 0 only where the threshold is, or where there is none."""

    @property
    def share(self) -> float:
        """The score as a share, from 0 to 1: two farther apart than their neighbourhoods have nothing in common."""
        return max(self.score or 0.0, 0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Relations:
    """Every relation of a bank, seen from both ends."""

    outgoing: Mapping[str, tuple[Relation, ...]]
    incoming: Mapping[str, tuple[Relation, ...]]
    """Backlinks: what was declared or written elsewhere; suggestions are no backlinks."""
