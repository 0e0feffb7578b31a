"""Findings: what is wrong or could be better in a file, as values that any reporter can print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


class Severity(StrEnum):
    """Whether a finding keeps the bank from being published."""

    ERROR = "error"
    WARNING = "warning"


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One check: what it says, how to fix what it finds, and an example of what fails and what passes."""

    id: str
    summary: str
    help: str
    fails: str
    passes: str
    severity: Severity = Severity.ERROR

    def at(self, path: str, line: int, column: int, message: str, *, help: str | None = None) -> Finding:
        """Gives the finding of this rule at one place; `help` says a nearer cure than the rule's own."""
        return Finding(
            path=path,
            line=line,
            column=column,
            rule=self.id,
            severity=self.severity,
            message=message,
            help=help or self.help,
        )


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Gives the known word most like a misspelt one, or None when none is near.

    The likeness is difflib's ratio (Ratcliff and Obershelp, 1988), at least 0.5.
    """
    table = {candidate.casefold(): candidate for candidate in known}
    found = get_close_matches(word.casefold(), table, n=1, cutoff=0.5)
    return table[found[0]] if found else None


class Suggestions:
    """The nearest known words to misspelt ones, as long as looking for them costs no more than a second or two.

    A search compares a word with every known one, so a bank of thousands of misspelt ids must not make one for each.
    """

    def __init__(self, most: int = 100_000) -> None:
        self._left = most

    def nearest(self, word: str, known: Iterable[str]) -> str | None:
        """Return the known word most like `word`, or None when none is near or enough were compared."""
        words = tuple(known)
        self._left -= len(words)
        return nearest(word, words) if self._left >= 0 else None


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Gives those findings that keep a bank from being published."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]
