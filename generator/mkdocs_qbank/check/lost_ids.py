"""Ids that were published and are gone: what a bank and its history say together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mkdocs_qbank.findings.finding import Finding, Rule
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.model.bank import Bank

LOST_ID = Rule(
    id="lost-id",
    summary="A published id keeps its page, or a redirect.",
    why="Somebody may have linked to the page or saved it. Without a redirect, they find nothing.",
    help="Name the old id in the 'formerly' of the question that took its place, or mark the question as deprecated.",
    fails="formerly: []",
    passes="formerly: [what-is-that]",
)


def check_lost(bank: Bank, gone: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a finding for each published question that is gone while none has its id, now or formerly.

    `gone` holds the id of each by the path of the file that it had.
    """
    kept = bank.by_id.keys() | {former.id for question in bank.questions for former in question.formerly}
    for path, identifier in gone.items():
        if identifier not in kept:
            near = nearest(identifier, bank.by_id)
            cure = f"Write 'formerly: [{identifier}]' in '{near}', if that took its place." if near else None
            yield LOST_ID.at(path, 1, 1, f"the page questions/{identifier}/ is gone", help=cure)
