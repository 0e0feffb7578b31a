"""What a change does to a bank: two readings of it, compared question by question and as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from itertools import chain
from pathlib import PurePosixPath

from mkdocs_qbank.check.lost_ids import check_lost
from mkdocs_qbank.check.near_duplicates import at_changed
from mkdocs_qbank.findings.finding import Finding, Severity, beyond
from mkdocs_qbank.findings.levels import Levels, with_levels
from mkdocs_qbank.graph.coverage import Gaps
from mkdocs_qbank.model.bank import Bank, Question, Reference, Source
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.prose import PROSE_SECTIONS
from mkdocs_qbank.model.relations import Relation, Relations
from mkdocs_qbank.read.bank import SUFFIXES
from mkdocs_qbank.read.topic import TOPIC_FILE

_SHOWN_OTHERWISE = frozenset(("id", "topic", "path", "question", "declared", *PROSE_SECTIONS))
"""The attributes of a question that are no facts beside its text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """A bank before or after a change, with everything that is compared of it."""

    bank: Bank
    """As read, with its drafts."""
    texts: Mapping[str, str]
    """The text of each file that could be read, by path."""
    findings: tuple[Finding, ...]
    relations: Relations
    gaps: Gaps

    @property
    def count(self) -> int:
        """The number of relations that people made."""
        every = chain.from_iterable(self.relations.outgoing.values())
        return sum(relation.kind.traits.by_people for relation in every)


class ChangeKind(StrEnum):
    """What happened to a question, in the order of a report."""

    ADDED = "added"
    CHANGED = "changed"
    RENAMED = "renamed"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionChange:
    """What happened to one question file, and what follows from it."""

    kind: ChangeKind
    id: str
    topic: str
    path: str
    before: Question | None = None
    after: Question | None = None
    """The question now; None where it is removed, and where its file cannot be read."""
    successor: str | None = None
    """The question that a removed id leads to now."""
    findings: tuple[Finding, ...] = ()
    gained: tuple[Relation, ...] = ()
    lost: tuple[Relation, ...] = ()
    """Relations that people made, from and to the question."""
    around: tuple[Relation, ...] = ()
    """All relations from and to the question now, suggestions last."""

    @property
    def suggested(self) -> tuple[Relation, ...]:
        """The relations that are suggested for the question now."""
        return tuple(relation for relation in self.around if relation.kind is Kind.SUGGESTED)

    @property
    def question(self) -> Question | None:
        """The question now, or as it was where it is gone."""
        return self.after or self.before

    @property
    def draft(self) -> bool:
        """Whether the question is a draft."""
        return self.question is not None and not self.question.published

    @property
    def withdrawn(self) -> bool:
        """Whether a page disappears although its file stays."""
        return bool(self.before and self.before.published and self.after and not self.after.published)

    @property
    def rank(self) -> int:
        """The rank of the gravest finding, 0 for an error."""
        return min((list(Severity).index(finding.severity) for finding in self.findings), default=len(Severity))


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """Everything that a change does to a bank."""

    before: Side
    after: Side
    questions: tuple[QuestionChange, ...]
    """Those with errors first, then those with warnings."""
    files: tuple[str, ...]
    """The paths of the other files of the bank that are new, changed or gone."""
    elsewhere: tuple[Finding, ...]
    """Findings in other files than those of the questions above, which were not there before."""

    @property
    def topics(self) -> Mapping[str, tuple[str, ...]]:
        """The owners of each topic with a changed question: as they were before, so that no change chooses its own."""
        owners = {topic.id: topic.owners for side in (self.after, self.before) for topic in side.bank.topics}
        named = dict.fromkeys(change.topic for change in self.questions)
        return {topic: owners.get(topic, ()) for topic in sorted(named)}


def compare(before: Side, after: Side, content: str, levels: Levels) -> Changes:
    """Return what changed between two sides of a bank; `content` is the path of its folder, `levels` are its rules'."""
    changed = list(_question_changes(before, after, content))
    taken = {change.before.path for change in changed if change.before} | {change.path for change in changed}
    successors = {former.id: question.id for question in after.bank.questions for former in question.formerly}
    removed = [
        _removal(path, before, successors)
        for path in before.texts.keys() - after.texts.keys() - after.bank.unread - taken
        if _of_question(path, content)
    ]
    gone = {change.path: change.id for change in removed if change.before and change.before.published}
    paths = {change.path for change in changed}
    findings = (*at_changed(after.findings, after.bank, paths), *with_levels(check_lost(after.bank, gone), levels))
    by_path: dict[str, list[Finding]] = {}
    for finding in sorted(findings):
        by_path.setdefault(finding.path, []).append(finding)
    renamed = {change.before.id: change.id for change in changed if change.before}
    then, now = _Around(before.relations, renamed), _Around(after.relations, {})
    questions = [
        _related(replace(change, findings=tuple(by_path.pop(change.path, ()))), then, now)
        for change in (*changed, *removed)
    ]
    return Changes(
        before=before,
        after=after,
        questions=tuple(sorted(questions, key=lambda change: (change.rank, _order(change), change.path))),
        files=tuple(sorted(_other_files(before, after, content))),
        elsewhere=tuple(beyond((item for path in by_path for item in by_path[path]), before.findings)),
    )


def facts(question: Question) -> dict[str, tuple[str, ...]]:
    """Return what a question says beside its text, by field, as words."""
    found = {
        field.name: _words(getattr(question, field.name))
        for field in fields(question)
        if field.name not in _SHOWN_OTHERWISE
    }
    return {name: values for name, values in found.items() if values}


def _words(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, tuple):
        return tuple(chain.from_iterable(map(_words, value)))
    if isinstance(value, Reference):
        return (value.id,)
    if isinstance(value, Source):
        return (f"{value.title} {value.url or ''}".strip(),)
    return (str(value),)


def _question_changes(before: Side, after: Side, content: str) -> Iterator[QuestionChange]:
    """Yield the question files that are new or changed."""
    files = after.texts.keys() | {path for path in after.bank.unread if path not in before.bank.unread}
    for path in sorted(files):
        if not _of_question(path, content):
            continue
        text = after.texts.get(path)
        if path in before.texts and text == before.texts[path]:
            continue
        identifier = PurePosixPath(path).stem
        question = after.bank.by_path.get(path)
        former = _former(identifier, path, question, before, after)
        if former is None:
            kind = ChangeKind.CHANGED if path in before.texts else ChangeKind.ADDED
        else:
            kind = ChangeKind.CHANGED if former.id == identifier else ChangeKind.RENAMED
        topic = PurePosixPath(path).parent.name
        yield QuestionChange(kind=kind, id=identifier, topic=topic, path=path, before=former, after=question)


def _former(identifier: str, path: str, question: Question | None, before: Side, after: Side) -> Question | None:
    """Return the question that a file held before, under this id or another one that it names."""
    same = before.bank.by_path.get(path) or before.bank.by_id.get(identifier)
    if same is not None and (same.path == path or same.path not in after.texts):
        return same
    formers = (before.bank.by_id.get(former.id) for former in (question.formerly if question else ()))
    return next((former for former in formers if former and former.path not in after.texts), None)


def _removal(path: str, before: Side, successors: Mapping[str, str]) -> QuestionChange:
    file = PurePosixPath(path)
    return QuestionChange(
        kind=ChangeKind.REMOVED,
        id=file.stem,
        topic=file.parent.name,
        path=path,
        before=before.bank.by_path.get(path),
        successor=successors.get(file.stem),
    )


def _of_question(path: str, content: str) -> bool:
    """Return whether a path is that of a question file, well named or not."""
    parts = PurePosixPath(path.removeprefix(f"{content}/questions/")).parts
    inside = path.startswith(f"{content}/questions/") and len(parts) == 2
    return inside and path.endswith(SUFFIXES) and parts[1] != TOPIC_FILE


def _other_files(before: Side, after: Side, content: str) -> Iterator[str]:
    for path in before.texts.keys() | after.texts.keys():
        if not _of_question(path, content) and before.texts.get(path) != after.texts.get(path):
            yield path
    images, former = after.bank.images, before.bank.images
    for path in images.keys() | former.keys():
        if images.get(path) != former.get(path):
            yield path


class _Around:
    """The relations from and to each question, in which some have another id."""

    def __init__(self, relations: Relations, renamed: Mapping[str, str]) -> None:
        self._relations, self._renamed = relations, renamed

    def of(self, identifier: str) -> dict[tuple[Kind, str, str], Relation]:
        every = (*self._relations.outgoing.get(identifier, ()), *self._relations.incoming.get(identifier, ()))
        return {
            (item.kind, self._now(item.source), self._now(item.target)): item
            for item in sorted(every, key=lambda item: item.kind.rank)
        }

    def _now(self, identifier: str) -> str:
        return self._renamed.get(identifier, identifier)


def _related(change: QuestionChange, then: _Around, now: _Around) -> QuestionChange:
    had = then.of(change.before.id) if change.before else {}
    has = now.of(change.id) if change.kind is not ChangeKind.REMOVED else {}
    return replace(
        change,
        gained=_made(has[key] for key in has if key not in had),
        lost=_made(had[key] for key in had if key not in has),
        around=tuple(has.values()),
    )


def _made(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    return tuple(relation for relation in relations if relation.kind.traits.by_people)


def _order(change: QuestionChange) -> int:
    return list(ChangeKind).index(change.kind)
