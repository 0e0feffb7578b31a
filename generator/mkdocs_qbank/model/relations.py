"""Relations between the questions of a bank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mkdocs_qbank.model.kinds import Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Relation:
    """A directed, typed edge between two questions, with a reason in words."""

    kind: Kind
    source: str
    target: str
    reason: str
    sentence: str | None = None
    """The sentence of the source's answer that contains the link, if there is one."""
    said: bool = True
    """Whether the reason says more than the kind of the relation."""
    quoted: bool = False
    """Whether the reason is that sentence."""
    score: float | None = None
    """The similarity of a suggested relation, less half of the mean similarity of both questions to their
    neighbourhoods: from -1 to 1, and None for other kinds. It is below 0 only if the threshold is, or if there is no
    threshold."""

    @property
    def share(self) -> float:
        """The score clipped to the range from 0 to 1; 0 for relations without a score."""
        return max(self.score or 0.0, 0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Relations:
    """Every relation of a bank, by source and by target."""

    outgoing: Mapping[str, tuple[Relation, ...]]
    incoming: Mapping[str, tuple[Relation, ...]]
    """Backlinks: relations that authors made at other questions, by target; suggestions are not backlinks."""
    nearest: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For a question without suggestions, the nearest ones of its topic, however far. These are no relations."""
