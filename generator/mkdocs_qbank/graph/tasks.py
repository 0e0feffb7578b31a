"""What would help a bank most: every gap as a task, ranked by what closing it gives to readers.

The value of a task is the sum, over the questions that it touches, of **readers × gap**.

*Readers* of a question are its importance (the PageRank of `Graph`) in units of the average question, so a value of 1
means that the readers of one average question miss everything, in a bank of any size. Few readers find an orphan,
because it is one, so it counts as an average question.

The *gap* is the share that is missing of what readers should find there, from 0 to 1:

- relate, tie, confirm: the gap of a question of degree d (people related it to d others) is 1 / (1 + d), the share that
  one more relation would be. The gap of an orphan, and of each question of an island, is 1. A suggestion may be wrong,
  so what it would close counts by its score, where that is above 0.
- prerequisite: half for each step above beginner; one step where no difficulty is set.
- review: 1 − a year / the age of the last review. A question that was never reviewed counts as two years old: half.
- write: 1 / (1 + its questions), on each question of a topic that has none at some difficulty.

No kind has more than ten tasks, so that a bank whose questions were never reviewed still hears of its other gaps.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from heapq import nsmallest
from itertools import chain

from mkdocs_qbank.graph.coverage import YEAR, Gaps, current
from mkdocs_qbank.graph.graph import Graph
from mkdocs_qbank.graph.learning_order import learning_order, steps
from mkdocs_qbank.model.bank import Bank, Difficulty, Question
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.messages import around, enumeration, message
from mkdocs_qbank.model.relations import Relation, Relations

_MOST, _MOST_OF_A_KIND = 50, 10
_LEAST_TOPIC = 4
"""A topic with fewer questions is young rather than lopsided."""
_NEVER = 0.5


class TaskKind(StrEnum):
    """What a task asks for."""

    RELATE = "relate"
    TIE = "tie"
    CONFIRM = "confirm"
    PREREQUISITE = "prerequisite"
    REVIEW = "review"
    WRITE = "write"


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One thing to do for the bank, and why."""

    kind: TaskKind
    topic: str
    question: str | None
    """The question that it is about, or None where one is to be written for the topic."""
    other: str | None = None
    """The other question that it names, where there is one."""
    before: str
    """The advice up to the name of the other question; the question itself, or the topic, is called 'it'."""
    after: str = ""
    """The advice from there on."""
    value: float
    """Readers × gap, by which tasks are ranked."""

    def sentence(self, titles: Mapping[str, str]) -> str:
        """Return the advice in one sentence."""
        return f"{self.before}“{titles[self.other]}”{self.after}" if self.other else self.before + self.after


@dataclass(frozen=True, kw_only=True, slots=True)
class _View:
    """What all tasks are made from."""

    questions: Mapping[str, Question]
    """Those that people are to read, in the order of ids, so that no sum depends on the order of files."""
    relations: Relations
    readers: Mapping[str, float]
    degree: Mapping[str, int]
    gaps: Gaps

    def marginal_gain(self, *ids: str) -> float:
        """Return what one more relation would give to the readers of each of these questions."""
        return sum(self.readers[identifier] / (1 + self.degree[identifier]) for identifier in ids)

    def task(
        self, kind: TaskKind, question: str, advice: str, other: str | None = None, *, value: float, **values: object
    ) -> Task:
        """Return a task about a question; `advice` names its message, `values` fill its placeholders."""
        before, after = around(f"tasks.{kind}.{advice}", "other", **values)
        return Task(
            kind=kind,
            topic=self.questions[question].topic,
            question=question,
            before=before,
            other=other,
            after=after,
            value=value,
        )


def tasks(bank: Bank, relations: Relations, graph: Graph, gaps: Gaps) -> tuple[Task, ...]:
    """Return the tasks of a published bank, the most valuable first, equal ones by id."""
    readers = {identifier: share * len(graph.importance) for identifier, share in graph.importance.items()}
    view = _View(
        questions={question.id: question for question in sorted(current(bank), key=lambda question: question.id)},
        relations=relations,
        readers=readers | dict.fromkeys(gaps.orphans, 1.0),
        degree=_degrees(relations),
        gaps=gaps,
    )
    found = (_relate(view), _tie(view), _confirm(view), _prerequisite(view, bank), _review(view), _write(view))
    best = chain.from_iterable(nsmallest(_MOST_OF_A_KIND, kind, key=_rank) for kind in found)
    return tuple(nsmallest(_MOST, best, key=_rank))


def _rank(task: Task) -> tuple[float, str, str, str, str]:
    return -round(task.value, 9), task.question or task.topic, task.kind, task.other or "", task.before


def _degrees(relations: Relations) -> Mapping[str, int]:
    """To how many others people related each question, in either direction."""
    every = chain.from_iterable(relations.outgoing.values())
    made = {frozenset((relation.source, relation.target)) for relation in every if relation.kind.traits.by_people}
    return Counter(chain.from_iterable(made))


def _relate(view: _View) -> Iterator[Task]:
    nearest: dict[str, tuple[float, str]] = {}
    for relation in _suggestions(view):
        for one, other in ((relation.source, relation.target), (relation.target, relation.source)):
            candidate = (-(relation.score or 0.0), other)
            nearest[one] = min(nearest.get(one, candidate), candidate)
    paired: set[str] = set()
    for orphan in view.gaps.orphans:
        _, other = nearest.get(orphan, (0.0, ""))
        if not other:
            yield view.task(TaskKind.RELATE, orphan, "alone", value=view.marginal_gain(orphan))
        elif orphan not in paired or nearest[other][1] != orphan:
            # Two orphans, each the nearest to the other, are one task.
            paired.add(other)
            yield view.task(TaskKind.RELATE, orphan, "nearest", other, value=view.marginal_gain(orphan, other))


def _tie(view: _View) -> Iterator[Task]:
    apart = {identifier for island in view.gaps.islands for identifier in island}
    rest = [question for name, question in view.questions.items() if name not in apart and view.degree[name]]
    shores: dict[tuple[str, str], list[str]] = {}
    for question in sorted(rest, key=lambda question: (-view.readers[question.id], question.id)):
        for shore in (*(("tag", tag) for tag in question.tags), ("topic", question.topic), ("all", "")):
            shores.setdefault(shore, []).append(question.id)
    for island in view.gaps.islands:
        value = sum(view.readers[identifier] for identifier in island)
        if rest:
            one, other, why, tag = _crossing(island, shores, view)
            value += view.marginal_gain(other)
            yield view.task(TaskKind.TIE, one, why, other, value=value, count=len(island), tag=tag)
        else:
            yield view.task(TaskKind.TIE, island[0], "alone", value=value, count=len(island))


def _crossing(
    island: tuple[str, ...], shores: Mapping[tuple[str, str], list[str]], view: _View
) -> tuple[str, str, str, str]:
    """Return the best pair to connect an island by, and why: the rarest shared tag, the topic, or a central question.

    No suggestion can be the reason, for it would have tied the island already.
    """
    tags = [(tag, name) for name in island for tag in view.questions[name].tags if ("tag", tag) in shores]
    if tags:
        tag, name = min(tags, key=lambda pair: (len(shores["tag", pair[0]]), pair[0]))
        return name, shores["tag", tag][0], "tag", tag
    for name in island:
        if found := shores.get(("topic", view.questions[name].topic)):
            return name, found[0], "topic", ""
    return island[0], shores["all", ""][0], "central", ""


def _confirm(view: _View) -> Iterator[Task]:
    orphans = set(view.gaps.orphans)
    best: dict[frozenset[str], Relation] = {}
    for relation in _suggestions(view):
        pair = frozenset((relation.source, relation.target))
        if orphans.isdisjoint(pair) and (pair not in best or (relation.score or 0.0) > (best[pair].score or 0.0)):
            best[pair] = relation
    for pair, relation in best.items():
        one, other = sorted(pair, key=lambda identifier: (-round(view.marginal_gain(identifier), 9), identifier))
        value = view.marginal_gain(one, other) * relation.share
        yield view.task(TaskKind.CONFIRM, one, "suggested", other, value=value, reason=relation.reason)


def _prerequisite(view: _View, bank: Bank) -> Iterator[Task]:
    order = {identifier: place for place, identifier in enumerate(learning_order(bank))}
    near: dict[str, set[str]] = {identifier: set() for identifier in view.questions}
    for relation in chain.from_iterable(view.relations.outgoing.values()):
        if relation.source in near and relation.target in near:
            near[relation.source].add(relation.target)
            near[relation.target].add(relation.source)
    for identifier in view.gaps.unprepared:
        question = view.questions[identifier]
        # What comes earlier in learning order never builds on this question, so naming it closes no circle.
        easier = [
            other
            for other in near[identifier]
            if order[other] < order[identifier] and steps(view.questions[other]) < steps(question)
        ]
        other = min(easier, key=lambda name: (-view.readers[name], name), default=None)
        level = question.difficulty
        suffix, difficulty = ("", message(f"difficulty.{level}")) if level else ("_none", "")
        advice = f"{'nearest' if other else 'alone'}{suffix}"
        value = view.readers[identifier] * steps(question) / 2
        yield view.task(TaskKind.PREREQUISITE, identifier, advice, other, value=value, difficulty=difficulty)


def _review(view: _View) -> Iterator[Task]:
    for identifier in view.gaps.unreviewed:
        yield view.task(TaskKind.REVIEW, identifier, "never", value=view.readers[identifier] * _NEVER)
    for identifier in view.gaps.stale:
        if reviewed := view.questions[identifier].reviewed:
            value = view.readers[identifier] * (1 - YEAR / (view.gaps.as_of - reviewed))
            yield view.task(TaskKind.REVIEW, identifier, "stale", value=value, date=reviewed)


def _write(view: _View) -> Iterator[Task]:
    readers: dict[str, float] = defaultdict(float)
    for question in view.questions.values():
        if question.difficulty is not None:
            readers[question.topic] += view.readers[question.id]
    for row in view.gaps.coverage:
        said = list(zip(Difficulty, row.counts, strict=False))
        for level in [level for level, count in said if count == 0 and row.said >= _LEAST_TOPIC]:
            counts = enumeration(
                message("lists.level", count=count, difficulty=message(f"difficulty.{each}")) for each, count in said
            )
            before = message(f"tasks.write.{level}", counts=counts)
            value = readers[row.topic] / (1 + row.said)
            yield Task(kind=TaskKind.WRITE, topic=row.topic, question=None, before=before, value=value)


def _suggestions(view: _View) -> Iterator[Relation]:
    every = chain.from_iterable(view.relations.outgoing[identifier] for identifier in view.questions)
    return (relation for relation in every if relation.kind is Kind.SUGGESTED and relation.target in view.questions)
