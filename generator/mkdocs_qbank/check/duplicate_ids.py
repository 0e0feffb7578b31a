"""Ids that stand twice."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_qbank.check.check import Check
from mkdocs_qbank.findings.finding import Finding, Rule
from mkdocs_qbank.model.bank import Bank

DUPLICATE_ID = Rule(
    id="duplicate-id",
    summary="An id stands once in a bank, whatever the topic and the form of the file.",
    help="Rename one of the two files; the id is the file's name and the page's address.",
    fails="questions/evaluation/overfitting.md\nquestions/training/overfitting.yml",
    passes="questions/evaluation/overfitting.md\nquestions/training/overfitting-in-training.yml",
)


def _check(bank: Bank) -> Iterator[Finding]:
    """Yield the findings about ids that stand twice, former ones among them."""
    owner: dict[str, str] = {}
    for question in bank.questions:
        if question.id in owner:
            message = f"the id '{question.id}' is taken by {owner[question.id]}"
            yield DUPLICATE_ID.at(question.path, 1, 1, message)
        owner.setdefault(question.id, question.path)
    for question in bank.questions:
        for former in question.formerly:
            if former.id in owner:
                message = f"the former id '{former.id}' is taken by {owner[former.id]}"
                yield DUPLICATE_ID.at(question.path, former.line, former.column, message)
            owner.setdefault(former.id, question.path)


DUPLICATE_IDS = Check(rules=(DUPLICATE_ID,), run=_check)
