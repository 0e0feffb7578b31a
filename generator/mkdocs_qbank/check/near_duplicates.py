"""Questions that ask the same as another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from mkdocs_qbank.check.check import Check
from mkdocs_qbank.findings.finding import Finding, Rule, Severity
from mkdocs_qbank.model.bank import Bank, Question, Status

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
        yield _at(questions[pair.other], questions[pair.one], f"{pair.score:.2f}")


NEAR_DUPLICATES = Check(rules=(NEAR_DUPLICATE,), run=_check)


def at_changed(findings: Iterable[Finding], bank: Bank, changed: Collection[str]) -> Iterator[Finding]:
    """Yield findings, each about a pair of which only the first question is in a changed file at that question.

    The person who adds a question is the one to be told that it repeats an older one, whatever the paths of the two.
    """
    for finding in findings:
        other = finding.detail("other") if finding.rule == NEAR_DUPLICATE.id else ""
        if other in changed and finding.path not in changed:
            turned = _at(bank.by_path[other], bank.by_path[finding.path], finding.detail("score"))
            yield replace(turned, severity=finding.severity)
        else:
            yield finding


def _at(question: Question, other: Question, score: str) -> Finding:
    """Return the finding at a question that asks the same as another."""
    message = f"asks nearly the same as '{other.id}' ({other.path}:{other.question.line}), score {score}"
    place = question.path, question.question.line, question.question.column
    return NEAR_DUPLICATE.at(*place, message, details=(("other", other.path), ("score", score)))
