"""Questions that a question names: each exists, is another one, and is named once."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from mkdocs_qbank.check.check import Check
from mkdocs_qbank.check.rewrite import rewrite
from mkdocs_qbank.findings.finding import Finding, Rule, Severity
from mkdocs_qbank.findings.spelling import Suggestions
from mkdocs_qbank.model.bank import Bank, Difficulty, Question, Reference, Status
from mkdocs_qbank.model.kinds import Kind

UNKNOWN_ID = Rule(
    id="unknown-id",
    summary="Each id that a question names is the id of a question.",
    why="The relation cannot be shown, so the question loses a neighbour that somebody chose for it.",
    help="Name the id of a question of this bank: its file's name without the ending.",
    fails="prerequisites: [overfiting]",
    passes="prerequisites: [overfitting]",
)
UNPUBLISHED_ID = Rule(
    id="unpublished-id",
    summary="A published question does not refer to a draft.",
    why="A draft has no page, so readers would be sent to a page that does not exist.",
    help="Publish the draft, or remove the reference until then.",
    fails="related: [a-draft]",
    passes="related: [overfitting]",
)
SELF_REFERENCE = Rule(
    id="self-reference",
    summary="A question is not related to itself.",
    why="Nothing can be read before itself, and a page that lists itself as related wastes the place of a "
    "question that helps.",
    help="Remove it.",
    fails="related: [overfitting]",
    passes="related: [cross-validation]",
    alone=True,
    fixes=True,
)
REPEATED_ID = Rule(
    id="repeated-id",
    summary="A question names another once.",
    why="Each relation is shown once. Of two entries with different reasons only one would be seen.",
    help="Keep the one that says more: a prerequisite says more than a related question.",
    fails="related: [cross-validation, cross-validation]",
    passes="related: [cross-validation]",
    severity=Severity.WARNING,
    alone=True,
    fixes=True,
)
MOVED_ID = Rule(
    id="moved-id",
    summary="A question names another by its current id, not by a former one.",
    why="A reader of the file looks for a question of that name and finds none, and the former id can be given "
    "up only when nothing uses it.",
    help="Write the id that the question has now.",
    fails="related: [overfit]",
    passes="related: [overfitting]",
    severity=Severity.WARNING,
    fixes=True,
)
CONTRADICTING_RELATION = Rule(
    id="contradicting-relation",
    summary="A beginner's question has no advanced prerequisite.",
    why="Somebody who follows the questions in order meets an advanced one before the first steps that it builds on.",
    help="Name it as related, remove it, or correct the difficulty of one of the two.",
    fails="prerequisites: [measure-theory]",
    passes="prerequisites: []",
    severity=Severity.WARNING,
)
DEPRECATED_PREREQUISITE = Rule(
    id="deprecated-prerequisite",
    summary="No prerequisite is deprecated.",
    why="Readers would begin with an answer that is out of date.",
    help="Name the question that took its place, or remove the prerequisite.",
    fails="prerequisites: [outdated]",
    passes="prerequisites: [overfitting]",
    severity=Severity.ADVICE,
)


def _check(bank: Bank) -> Iterator[Finding]:
    """Yield the findings about the questions that others name."""
    suggestions = Suggestions()
    for question in bank.questions:
        seen: set[str] = set()
        for reference in (reference for named in question.declared.values() for reference in named):
            yield from _check_reference(question, reference, bank, suggestions)
            if reference.former:
                yield _moved(question.path, reference)
            if reference.id in seen:
                yield REPEATED_ID.at(
                    question.path, reference.line, reference.column, f"'{reference.id}' is named twice"
                )
            seen.add(reference.id)
        yield from _check_sides(question, bank)


def _check_reference(
    question: Question, reference: Reference, bank: Bank, suggestions: Suggestions
) -> Iterator[Finding]:
    place = (question.path, reference.line, reference.column)
    target = bank.by_id.get(reference.id)
    if reference.id == question.id:
        yield SELF_REFERENCE.at(*place, f"'{question.id}' names itself")
    elif target is None:
        if any(posixpath.splitext(posixpath.basename(path))[0] == reference.id for path in bank.unread):
            return
        near = suggestions.nearest(reference.id, bank.by_id)
        cure = f"Did you mean '{near}'?" if near else None
        yield UNKNOWN_ID.at(*place, f"there is no question '{reference.id}'", help=cure)
    elif question.published and not target.published:
        yield UNPUBLISHED_ID.at(*place, f"'{reference.id}' is a draft")


def _moved(path: str, reference: Reference) -> Finding:
    message = f"the question '{reference.former}' is called '{reference.id}' now"
    cure = f"Write '{reference.id}'."
    edits = rewrite(reference, reference.id)
    return MOVED_ID.at(path, reference.line, reference.column, message, help=cure, edits=edits)


def _check_sides(question: Question, bank: Bank) -> Iterator[Finding]:
    """Yield where what the other side of a prerequisite says of itself contradicts that it is read first.

    One that names this question as related does not: it is read on with, after this one.
    """
    for reference in question.named(Kind.PREREQUISITE):
        other = bank.by_id.get(reference.id)
        if other is None:
            continue
        place = (question.path, reference.line, reference.column)
        if question.difficulty is Difficulty.BEGINNER and other.difficulty is Difficulty.ADVANCED:
            message = f"the prerequisite '{other.id}' is advanced, and this question is for beginners"
            yield CONTRADICTING_RELATION.at(*place, message)
        if question.status is Status.PUBLISHED and other.status is Status.DEPRECATED:
            yield DEPRECATED_PREREQUISITE.at(*place, f"the prerequisite '{other.id}' is deprecated")


REFERENCES = Check(
    rules=(
        UNKNOWN_ID,
        UNPUBLISHED_ID,
        SELF_REFERENCE,
        REPEATED_ID,
        MOVED_ID,
        CONTRADICTING_RELATION,
        DEPRECATED_PREREQUISITE,
    ),
    run=_check,
)
