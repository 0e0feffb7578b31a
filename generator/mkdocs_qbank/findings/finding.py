"""Findings: what is wrong or could be better in a file, as values that any reporter can print."""

from __future__ import annotations

from collections import Counter
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
    details: tuple[tuple[str, str], ...] = ()
    """What its message says as values, by name, for whatever needs them: first what it is about."""

    @property
    def identity(self) -> tuple[object, ...]:
        """What tells it apart from the other findings of a bank, wherever in its file it is."""
        return self.path, self.rule, self.severity, self.details[:1] or self.message

    def detail(self, name: str) -> str:
        """Return one of its details, or an empty text."""
        return dict(self.details).get(name, "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One check: what it says and why, how to fix what it finds, and an example of what fails and what passes."""

    id: str
    summary: str
    why: str = ""
    """What goes wrong for readers or maintainers otherwise."""
    help: str
    fails: str
    passes: str
    severity: Severity = Severity.ERROR
    alone: bool = False
    """Whether one question file decides it, whatever else is in the bank."""
    fixes: bool = False
    """Whether its findings have edits, where there is only one right answer."""

    def at(
        self,
        path: str,
        line: int,
        column: int,
        message: str,
        *,
        help: str | None = None,
        edits: tuple[Edit, ...] = (),
        details: tuple[tuple[str, str], ...] = (),
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
            details=details,
        )


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return those findings that keep a bank from being published."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def beyond(findings: Iterable[Finding], known: Iterable[Finding]) -> list[Finding]:
    """Return findings without those that are known, of each as many as it is known times, wherever in its file."""
    left = Counter(finding.identity for finding in known)
    new = []
    for finding in findings:
        if left[finding.identity] > 0:
            left[finding.identity] -= 1
        else:
            new.append(finding)
    return new
