"""Sections with a form of their own: a short answer that is short, and lists that are lists."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_qbank.check.check import Check
from mkdocs_qbank.findings.finding import Finding, Rule, Severity
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.prose import SECTIONS

MOST_WORDS = 80
"""The longest short answer."""
_LISTS = ("key_points", "common_mistakes", "follow_up_questions")

LONG_IN_SHORT = Rule(
    id="long-in-short",
    summary=f"The section In Short has at most {MOST_WORDS} words.",
    help="Keep what somebody would say first; the rest belongs in the official answer.",
    fails=("because it is so " * 21).strip(),
    passes="Because it is so.",
    severity=Severity.WARNING,
)
NO_LIST = Rule(
    id="no-list",
    summary="Key Points, Common Mistakes and Follow-up Questions are lists.",
    help="Begin each item on a line of its own with '- '.",
    fails="It must be so, and not otherwise.",
    passes="- It must be so.",
    severity=Severity.WARNING,
)


def _check(bank: Bank) -> Iterator[Finding]:
    """Yield the findings about the sections of every question."""
    for question in bank.questions:
        short = question.in_short
        if short is not None and (count := len(short.plain.split())) > MOST_WORDS:
            message = f"'{SECTIONS['in_short']}' has {count} words, more than {MOST_WORDS}"
            yield LONG_IN_SHORT.at(question.path, short.line, short.column, message)
        for field, prose in question.texts.items():
            if field in _LISTS and "<li" not in prose.html:
                message = f"'{SECTIONS[field]}' holds no list"
                yield NO_LIST.at(question.path, prose.line, prose.column, message)


SECTION_FORMS = Check(rules=(LONG_IN_SHORT, NO_LIST), run=_check)
