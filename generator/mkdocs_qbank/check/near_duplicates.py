"""Questions that ask the same as another."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_qbank.check.check import Check
from mkdocs_qbank.findings.finding import Finding, Rule, Severity
from mkdocs_qbank.model.bank import Bank, Status

NEAR_DUPLICATE = Rule(
    id="near-duplicate",
    summary="No two questions ask the same.",
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
