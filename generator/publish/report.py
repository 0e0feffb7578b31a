"""Findings in print: for people, for programs, and for GitHub."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict

from generator.findings import Finding, Severity

Line = Callable[[str, int], str | None]
"""Gives one line of a file by path and number."""

_WIDEST = 120
_MOST_ANNOTATIONS = 10


def text_report(findings: Iterable[Finding], line: Line) -> str:
    """Gives findings as `path:line:column: severity[rule]: message`, each with the source line and its cure."""
    return "\n".join(_text(finding, line) for finding in findings)


def json_report(findings: Iterable[Finding]) -> str:
    """Gives findings as a JSON list of objects."""
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2) + "\n"


def github_report(findings: Iterable[Finding]) -> str:
    """Gives findings as workflow commands, which GitHub shows beside the lines of a pull request.

    It shows ten of each severity; a last line says how many more there are.
    """
    found = list(findings)
    shown = [
        finding
        for severity in Severity
        for finding in [item for item in found if item.severity is severity][:_MOST_ANNOTATIONS]
    ]
    more = len(found) - len(shown)
    rest = f"::notice title=more findings::{more} more; run 'qbank check' to see them all\n" if more else ""
    return "".join(map(_command, shown)) + rest


def summary(findings: Iterable[Finding], questions: int) -> str:
    """Says in one line how a check ended."""
    found = list(findings)
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    warnings = len(found) - errors
    looked = f"{questions} question{'' if questions == 1 else 's'}"
    if not found:
        return f"{looked} checked, nothing to mend"
    counts = [
        f"{count} {word}{'' if count == 1 else 's'}"
        for count, word in ((errors, "error"), (warnings, "warning"))
        if count
    ]
    return f"{looked} checked: {' and '.join(counts)}; 'qbank explain RULE' tells more of a rule"


def visible(text: str) -> str:
    """Gives a text whose control characters are written out, so that none reaches a terminal or a log.

    `##[` begins an old form of workflow command wherever it stands in a line; it is broken up too.
    """
    text = text.replace("##[", "## [")
    return "".join(
        char if char.isprintable() else f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}"
        for char in text
    )


def _text(finding: Finding, line: Line) -> str:
    place = f"{visible(finding.path)}:{finding.line}:{finding.column}"
    parts = [f"{place}: {finding.severity}[{finding.rule}]: {visible(finding.message)}"]
    source = line(finding.path, finding.line)
    if source is not None:
        start = max(0, finding.column - _WIDEST // 2)
        number = f"{finding.line:>5}"
        parts.append(f"{number} | {visible(source[start : start + _WIDEST].replace(chr(9), ' '))}")
        parts.append(f"{'':>5} | {' ' * (finding.column - 1 - start)}^")
    parts.append(f"      = help: {visible(finding.help)}")
    return "\n".join(parts) + "\n"


def _command(finding: Finding) -> str:
    def escape(text: str, more: str = "") -> str:
        for char in "%\r\n" + more:
            text = text.replace(char, f"%{ord(char):02X}")
        return visible(text)

    title = escape(f"{finding.severity}[{finding.rule}]", ":,")
    place = f"file={escape(finding.path, ':,')},line={finding.line},col={finding.column},title={title}"
    return f"::{finding.severity} {place}::{escape(f'{finding.message}. {finding.help}')}\n"
