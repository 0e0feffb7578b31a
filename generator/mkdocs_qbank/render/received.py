"""What became of an issue that proposes a question."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mkdocs_qbank.findings.finding import Finding


class Outcome(StrEnum):
    """What an issue can become."""

    VALID = "valid"
    """A file that can be published."""
    INVALID = "invalid"
    """A file with errors, or none."""
    EMPTY = "empty"
    """Nothing: it has no answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Near:
    """A question of the bank that may ask the same."""

    title: str
    path: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """What became of an issue."""

    outcome: Outcome
    id: str = ""
    path: str = ""
    """The file that the issue becomes, or would become but for the problems."""
    text: str = ""
    problems: tuple[str, ...] = ()
    """Sentences, in Markdown, about what no file can express: its topic and its id."""
    findings: tuple[Finding, ...] = ()
    """What the check finds because of the file."""
    report: str = ""
    """The same as text, with the lines of the file."""
    near: tuple[Near, ...] = ()
