"""The kinds of relations: the one table of what is known of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from mkdocs_qbank.model.messages import message


@dataclass(frozen=True, kw_only=True, slots=True)
class Traits:
    """What sets a kind of relation apart from the others."""

    field: str = ""
    """The field of a question file that declares such relations, as a list of ids; empty for those that are derived."""
    summary: str = ""
    """What the field holds, in words."""
    weight: float = 1.0
    """How strongly it ties two questions together, from 0 to 1; a path over it is 1 / weight long."""
    symmetric: bool = False
    """Whether it holds in both directions."""
    by_people: bool = True
    """Whether somebody wrote it down; what is computed is replaced with every build, and is no backlink."""
    first: bool = False
    """Whether the target is read before the source, and so is drawn above it."""


class Kind(StrEnum):
    """The type of a relation, the strongest first."""

    traits: Traits

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
        """Return the member that is equal to its name and knows its traits."""
        kind = str.__new__(cls, name)
        kind._value_ = name
        kind.traits = traits
        return kind

    @property
    def label(self) -> str:
        """The kind in words, as the source of a relation shows it."""
        return message(f"kinds.{self}.label")

    @property
    def incoming_label(self) -> str:
        """The kind in words, as the target of a relation shows it."""
        return message(f"kinds.{self}.incoming")

    @property
    def reason(self) -> str:
        """Why two questions are related, where their authors gave no reason."""
        return message(f"kinds.{self}.reason")

    @property
    def rank(self) -> int:
        """The position among all kinds, 0 for the strongest."""
        return list(Kind).index(self)


FIELDS = {kind.traits.field: kind for kind in Kind if kind.traits.field}
"""The kinds that a question file declares, by the names of their fields."""
