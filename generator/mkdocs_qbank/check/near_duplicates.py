"""Questions that ask the same as another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from mkdocs_qbank.check.check import Check
from mkdocs_qbank.findings.finding import Finding, Rule, Severity
from mkdocs_qbank.model.bank import Bank, Status

NEAR_DUPLICATE = Rule(
    id="near-duplicate",
    summary="No two questions ask the same.",
    why="Readers meet two half answers instead of one good one, and corrections reach only one of them.",
    help="Keep the better one and add the other wording to its aliases, or word the two so that they tell apart.",
    fails="# What is precision, and what is recall?",
    passes="# When does accuracy mislead?",
    severity=Severity.WARNING,
)


def _check(bank: Bank) -> Iterator[Finding]:
    """Yield a finding at the second question of each pair; drafts count, deprecated questions do not."""
    from mkdocs_qbank.search.duplicates import duplicates  # noqa: PLC0415 - explaining a rule needs no NumPy

    questions = [question for question in bank.by_id.values() if question.status is not Status.DEPRECATED]
    questions.sort(key=lambda question: question.path)
    for pair in duplicates(questions):
        first, second = questions[pair.one], questions[pair.other]
        message = f"asks nearly the same as '{first.id}' ({first.path}:{first.question.line}), score {pair.score:.2f}"
        yield NEAR_DUPLICATE.at(second.path, second.question.line, second.question.column, message)


NEAR_DUPLICATES = Check(rules=(NEAR_DUPLICATE,), run=_check)
_OTHER = re.compile(r"'(?P<id>[^']+)' \([^()]*\)")
"""The other question of a pair in the message of a finding."""


def at_changed(findings: Iterable[Finding], bank: Bank, changed: Collection[str]) -> Iterator[Finding]:
    """Yield findings, each about a pair of which only the first question is in a changed file at that question.

    The person who adds a question is the one to be told that it repeats an older one, whatever the paths of the two.
    """
    for finding in findings:
        match = _OTHER.search(finding.message) if finding.rule == NEAR_DUPLICATE.id else None
        here, first = bank.by_path.get(finding.path), bank.by_id.get(match["id"]) if match else None
        if match and here and first and first.path in changed and here.path not in changed:
            other = f"'{here.id}' ({here.path}:{here.question.line})"
            message = finding.message[: match.start()] + other + finding.message[match.end() :]
            line, column = first.question.line, first.question.column
            yield replace(finding, path=first.path, line=line, column=column, message=message)
        else:
            yield finding
