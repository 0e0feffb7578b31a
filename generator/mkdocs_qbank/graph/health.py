"""The health of a bank: what is central in it, how it holds together, what it lacks, and what would help most."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest

from mkdocs_qbank.graph.coverage import Gaps, current, gaps
from mkdocs_qbank.graph.graph import Graph
from mkdocs_qbank.graph.tasks import Task, tasks
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.relations import Relations

_CENTRAL = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Central:
    """A question that matters to many others."""

    id: str
    importance: float
    """The share of a reader's time, as in `Graph`."""
    builders: int
    """How many questions name it as a prerequisite."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Community:
    """A group of questions with more relations among themselves than with others."""

    questions: tuple[str, ...]
    """By their ids, the most important first: that one is the group's central question."""
    topics: tuple[tuple[str, int], ...]
    """The topics in it, each with the number of its questions, the most frequent first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """All that is known of a bank's health on one day."""

    questions: int
    """How many questions people are to read: neither drafts nor deprecated."""
    drafts: int
    deprecated: int
    central: tuple[Central, ...]
    """The ten most important questions."""
    communities: tuple[Community, ...]
    """The largest first."""
    gaps: Gaps
    tasks: tuple[Task, ...]
    """The most valuable first, fifty at most."""


def health(bank: Bank, relations: Relations, graph: Graph, as_of: date, drafts: int = 0) -> Health:
    """Return the health of a published bank that has `drafts` unpublished questions beside it."""
    found = gaps(bank, relations, graph, as_of)
    questions = current(bank)
    first = nsmallest(
        _CENTRAL, (question.id for question in questions), key=lambda name: (-graph.importance[name], name)
    )
    return Health(
        questions=len(questions),
        drafts=drafts,
        deprecated=len(bank.questions) - len(questions),
        central=tuple(
            Central(
                id=name,
                importance=graph.importance[name],
                builders=sum(relation.kind is Kind.PREREQUISITE for relation in relations.incoming.get(name, ())),
            )
            for name in first
        ),
        communities=tuple(Community(questions=group, topics=_topics(group, bank)) for group in graph.communities),
        gaps=found,
        tasks=tasks(bank, relations, graph, found),
    )


def _topics(group: tuple[str, ...], bank: Bank) -> tuple[tuple[str, int], ...]:
    counts = Counter(bank.by_id[identifier].topic for identifier in group)
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
