"""Findings: what is wrong or could be better in a file, as values that any reporter can print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mkdocs_qbank.findings.edit import Edit


class Severity(StrEnum):
    """How much a finding matters: an error keeps the bank from being published, advice is a matter of taste."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Finding:
    """One thing wrong or improvable, with its place and its cure. Lines and columns count from 1."""

    path: str
    line: int = 1
    column: int = 1
    rule: str
    severity: Severity
    message: str
    help: str
    edits: tuple[Edit, ...] = ()
    """What fixes it, where there is only one right way; all of them in its file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One check: what it says, how to fix what it finds, and an example of what fails and what passes."""

    id: str
    summary: str
    help: str
    fails: str
    passes: str
    severity: Severity = Severity.ERROR

    def at(
        self, path: str, line: int, column: int, message: str, *, help: str | None = None, edits: tuple[Edit, ...] = ()
    ) -> Finding:
        """Return the finding of this rule at one place; `help` is more specific than the rule's own."""
        return Finding(
            path=path,
            line=line,
            column=column,
            rule=self.id,
            severity=self.severity,
            message=message,
            help=help or self.help,
            edits=edits,
        )


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return those findings that keep a bank from being published."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]
