"""The kinds of relations."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """The type of a relation, the strongest first."""

    PREREQUISITE = "prerequisite"
    RELATED = "related"
    MENTIONS = "mentions"
    SUGGESTED = "suggested"
