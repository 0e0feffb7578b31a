"""The sections of the health report, as the page and the command both print them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from mkdocs_qbank.graph.coverage import LEVELS
from mkdocs_qbank.graph.health import Community, Health
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.messages import enumeration, message

LEVEL_NAMES = tuple(message(f"difficulty.{level or 'none'}") for level in LEVELS)
"""The columns of the table of coverage, in words."""
_MEMBERS = 5
"""How many questions of an island are named."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One item of a section: questions by their ids, and what else there is to say of them."""

    questions: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One list of the report."""

    heading: str
    why: str
    """Why its questions matter, in a sentence."""
    entries: tuple[Entry, ...]


def sections(found: Health, bank: Bank) -> tuple[Section, ...]:
    """Return every section of the report on a published bank; those without entries have nothing to report."""
    return tuple(
        Section(
            heading=message(f"health.sections.{name}.heading"),
            why=message(f"health.sections.{name}.why"),
            entries=tuple(entries(found, bank)),
        )
        for name, entries in _SECTIONS.items()
    )


def _note(section: str, **values: object) -> str:
    return message(f"health.sections.{section}.note", **values)


def _each(ids: Iterable[str]) -> Iterable[Entry]:
    return (Entry(questions=(identifier,)) for identifier in ids)


def _island(group: tuple[str, ...]) -> Entry:
    rest = len(group) - _MEMBERS
    return Entry(questions=group[:_MEMBERS], note=_note("islands", count=rest) if rest > 0 else "")


def _unprepared(identifier: str, bank: Bank) -> Entry:
    level = bank.by_id[identifier].difficulty
    return Entry(questions=(identifier,), note=message(f"difficulty.{level}") if level else "")


def _community(group: Community, bank: Bank) -> Entry:
    counts = enumeration(f"{bank.topic_by_id[topic].title} {count}" for topic, count in group.topics)
    return Entry(questions=group.questions[:1], note=_note("communities", count=len(group.questions), topics=counts))


_SECTIONS: Mapping[str, Callable[[Health, Bank], Iterable[Entry]]] = {
    "orphans": lambda found, _: _each(found.gaps.orphans),
    "islands": lambda found, _: map(_island, found.gaps.islands),
    "bridges": lambda found, _: (Entry(questions=pair) for pair in found.gaps.bridges),
    "unprepared": lambda found, bank: (_unprepared(item, bank) for item in found.gaps.unprepared),
    "stale": lambda found, bank: (
        Entry(questions=(item,), note=_note("stale", date=bank.by_id[item].reviewed)) for item in found.gaps.stale
    ),
    "unreviewed": lambda found, _: _each(found.gaps.unreviewed),
    "lone_tags": lambda found, _: (
        Entry(questions=(item,), note=_note("lone_tags", tag=tag)) for tag, item in found.gaps.lone_tags
    ),
    "central": lambda found, _: (
        Entry(questions=(item.id,), note=_note("central", share=f"{item.importance:.1%}", count=item.builders))
        for item in found.central
    ),
    "communities": lambda found, bank: (_community(group, bank) for group in found.communities),
}
"""How each section lists what it reports, in the order of the report."""
