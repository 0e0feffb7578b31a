"""What a bank lacks, one list for each kind of gap, the most important question first.

A deprecated question lacks nothing: it is kept only so that links to it still work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from mkdocs_qbank.graph.graph import Graph
from mkdocs_qbank.model.bank import Bank, Difficulty, Question, Status
from mkdocs_qbank.model.relations import Relations

LEVELS: tuple[Difficulty | None, ...] = (*Difficulty, None)
"""The columns of the table: each difficulty, and none said."""
YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """How many questions a topic has at each difficulty."""

    topic: str
    counts: tuple[int, ...]
    """In the order of `LEVELS`."""

    @property
    def total(self) -> int:
        """The number of the topic's questions."""
        return sum(self.counts)

    @property
    def said(self) -> int:
        """The number of those that say their difficulty."""
        return sum(self.counts[: len(Difficulty)])


@dataclass(frozen=True, kw_only=True, slots=True)
class Gaps:
    """Every gap of a bank; questions by their ids."""

    as_of: date
    """The day that reviews are counted from."""
    coverage: tuple[Coverage, ...]
    """One for each topic, in the order of topics."""
    orphans: tuple[str, ...]
    """Questions that nobody related to any other, in either direction."""
    islands: tuple[tuple[str, ...], ...]
    """Groups that no relation ties to the rest, the largest first."""
    bridges: tuple[tuple[str, str], ...]
    """Pairs whose relation alone holds two parts of the bank together."""
    unprepared: tuple[str, ...]
    """Questions that are not for beginners and name no prerequisite."""
    stale: tuple[str, ...]
    """Questions reviewed more than a year ago."""
    unreviewed: tuple[str, ...]
    """Questions that nobody ever reviewed."""
    lone_tags: tuple[tuple[str, str], ...]
    """Tags that one question alone bears, in alphabetical order, each with that question."""

    @property
    def totals(self) -> tuple[int, ...]:
        """The number of questions at each difficulty, in the order of `LEVELS`."""
        return tuple(sum(row.counts[column] for row in self.coverage) for column in range(len(LEVELS)))


def gaps(bank: Bank, relations: Relations, graph: Graph, as_of: date) -> Gaps:
    """Return every gap of a published bank."""
    questions = sorted(current(bank), key=lambda question: (-graph.importance[question.id], question.id))
    ids, orphans = {question.id for question in questions}, set(graph.orphans)
    counts = Counter((question.topic, question.difficulty) for question in questions)
    islands = (tuple(identifier for identifier in group if identifier in ids) for group in graph.islands)
    return Gaps(
        as_of=as_of,
        coverage=tuple(
            Coverage(topic=topic.id, counts=tuple(counts[topic.id, level] for level in LEVELS)) for topic in bank.topics
        ),
        orphans=_ids(question for question in questions if question.id in orphans),
        islands=tuple(filter(None, islands)),
        bridges=tuple(pair for pair in graph.bridges if ids.issuperset(pair)),
        unprepared=_ids(question for question in questions if _unprepared(question, relations)),
        stale=_ids(question for question in questions if question.reviewed and as_of - question.reviewed > YEAR),
        unreviewed=_ids(question for question in questions if question.reviewed is None),
        lone_tags=_lone_tags(questions),
    )


def current(bank: Bank) -> tuple[Question, ...]:
    """Return all questions that are not deprecated."""
    return tuple(question for question in bank.questions if question.status is not Status.DEPRECATED)


def _unprepared(question: Question, relations: Relations) -> bool:
    named = any(relation.kind.traits.first for relation in relations.outgoing[question.id])
    return question.difficulty is not Difficulty.BEGINNER and not named


def _lone_tags(questions: Iterable[Question]) -> tuple[tuple[str, str], ...]:
    borne = [(tag, question.id) for question in questions for tag in set(question.tags)]
    counts = Counter(tag for tag, _ in borne)
    return tuple(sorted(pair for pair in borne if counts[pair[0]] == 1))


def _ids(questions: Iterable[Question]) -> tuple[str, ...]:
    return tuple(question.id for question in questions)
