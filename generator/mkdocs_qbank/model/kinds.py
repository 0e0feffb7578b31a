"""The kinds of relations, with the properties of each in one table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from mkdocs_qbank.model.messages import message


@dataclass(frozen=True, kw_only=True, slots=True)
class Traits:
    """The properties of a kind of relation."""

    field: str = ""
    """The field of a question file that declares such relations, as a list of ids; empty for derived kinds."""
    summary: str = ""
    """The description of the field."""
    weight: float = 1.0
    """The strength of a relation, from 0 to 1; as an edge of a path its length is 1 / weight."""
    symmetric: bool = False
    """Whether a relation applies in both directions."""
    by_people: bool = True
    """Whether authors declare it; computed relations change with every build and are not backlinks."""
    first: bool = False
    """Whether the target is read before the source, and so is drawn above it."""


class Kind(StrEnum):
    """The kind of a relation, the strongest first."""

    traits: Traits
    rank: int
    """The rank among all kinds, 0 for the strongest."""

    PREREQUISITE = (
        "prerequisite",
        Traits(
            field="prerequisites",
            summary="Ids of questions to read first.",
            first=True,
        ),
    )
    RELATED = (
        "related",
        Traits(
            field="related",
            summary="Ids of questions to read on with, each with a why where it helps.",
            symmetric=True,
        ),
    )
    MENTIONS = (
        "mentions",
        Traits(),
    )
    SUGGESTED = (
        "suggested",
        Traits(weight=0.5, symmetric=True, by_people=False),
    )

    def __new__(cls, name: str, traits: Traits) -> Self:
        """Return the member that equals `name` and has these traits."""
        kind = str.__new__(cls, name)
        kind._value_ = name
        kind.traits, kind.rank = traits, len(cls.__members__)
        return kind

    @property
    def label(self) -> str:
        """The label shown at the source of a relation."""
        return message(f"kinds.{self}.label")

    @property
    def incoming_label(self) -> str:
        """The label shown at the target of a relation."""
        return message(f"kinds.{self}.incoming")

    @property
    def reason(self) -> str:
        """The reason shown where authors gave none."""
        return message(f"kinds.{self}.reason")


FIELDS = {kind.traits.field: kind for kind in Kind if kind.traits.field}
"""The kinds that question files declare, by field."""
