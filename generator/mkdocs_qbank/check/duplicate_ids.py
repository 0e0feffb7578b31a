"""Ids that stand twice."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_qbank.check.check import Check
from mkdocs_qbank.findings.finding import Finding, Rule
from mkdocs_qbank.model.bank import Bank

DUPLICATE_ID = Rule(
    id="duplicate-id",
    summary="An id is used once in a bank, whatever the topic and the form of the file.",
    why="The id is the page's address. With two owners, one of the two questions would be unreachable, and links "
    "to it would open the other.",
    help="Rename one of the two files; the id is the file's name and the page's address.",
    fails="questions/evaluation/overfitting.md\nquestions/training/overfitting.yml",
    passes="questions/evaluation/overfitting.md\nquestions/training/overfitting-in-training.yml",
)


def _check(bank: Bank) -> Iterator[Finding]:
    """Yield the findings about ids that stand twice, former ones among them."""
    owner: dict[str, str] = {}
    ids = [("id", question.id, (question.path, 1, 1)) for question in bank.questions]
    ids += [
        ("former id", former.id, (question.path, former.line, former.column))
        for question in bank.questions
        for former in question.formerly
    ]
    for what, identifier, place in ids:
        if identifier in owner:
            yield DUPLICATE_ID.at(*place, f"the {what} '{identifier}' is taken by {owner[identifier]}")
        owner.setdefault(identifier, place[0])


DUPLICATE_IDS = Check(rules=(DUPLICATE_ID,), run=_check)
