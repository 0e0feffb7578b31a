"""Days of the calendar out of YAML nodes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import yaml

from mkdocs_qbank.read.rules import BAD_DATE, FUTURE_REVIEW
from mkdocs_qbank.read.values import Report, type_of

_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")


def read_date(node: yaml.Node, name: str, report: Report) -> date | None:
    """Return a day of the calendar."""
    value = node.value if isinstance(node, yaml.ScalarNode) else ""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            report.add(BAD_DATE, node, f"'{name}' holds {value}, a day that does not exist")
            return None
    message = f"'{name}' must be a day, not {repr(value) if value else type_of(node)}"
    report.add(BAD_DATE, node, message, better=_date_of(value))
    return None


def _date_of(value: str) -> str | None:
    """Return the day that a text says, the year first, or None where it says none or may say more than one."""
    match = _YEAR_FIRST.fullmatch(value)
    try:
        return date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:
        return None


def read_review(node: yaml.Node, name: str, report: Report) -> date | None:
    """Return a day that is not later than tomorrow, which is today somewhere."""
    day = read_date(node, name, report)
    if day is not None and day > datetime.now(UTC).date() + timedelta(days=1):
        report.add(FUTURE_REVIEW, node, f"'{name}' is {day}, a day to come")
        return None
    return day
