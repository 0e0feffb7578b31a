"""Questions that a question names: each exists, is another one, and is named once."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from mkdocs_qbank.check.check import Check
from mkdocs_qbank.findings.finding import Finding, Rule, Severity
from mkdocs_qbank.findings.spelling import Suggestions
from mkdocs_qbank.model.bank import Bank, Question, Reference

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
    summary="A question that readers see leads to no draft.",
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


def _check(bank: Bank) -> Iterator[Finding]:
    """Yield the findings about the questions that others name."""
    suggestions = Suggestions()
    for question in bank.questions:
        seen: set[str] = set()
        for reference in (reference for named in question.declared.values() for reference in named):
            yield from _check_reference(question, reference, bank, suggestions)
            if reference.id in seen:
                yield REPEATED_ID.at(
                    question.path, reference.line, reference.column, f"'{reference.id}' is named twice"
                )
            seen.add(reference.id)


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


REFERENCES = Check(rules=(UNKNOWN_ID, UNPUBLISHED_ID, SELF_REFERENCE, REPEATED_ID), run=_check)
