"""Levels: how much a finding of each rule matters in one bank, as its owner decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from mkdocs_qbank.findings.finding import Finding, Rule, Severity

OFF = "off"
"""The level of a rule whose findings are left out."""
LEVELS: tuple[str, ...] = (*Severity, OFF)
"""Every level that a rule can have."""

Levels = Mapping[str, str]
"""The levels that an owner sets, by the id of the rule; the other rules keep their own."""


def level(rule: Rule, levels: Levels) -> str:
    """Return the level of a rule in a bank with these levels."""
    return levels.get(rule.id, str(rule.severity))


def with_levels(findings: Iterable[Finding], levels: Levels) -> tuple[Finding, ...]:
    """Return findings with the severities of a bank with these levels, without those of rules that are off."""
    return tuple(
        replace(finding, severity=Severity(levels[finding.rule])) if finding.rule in levels else finding
        for finding in findings
        if levels.get(finding.rule) != OFF
    )
