"""Sections with a form of their own: a short answer that is short, and lists that are lists."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_qbank.check.check import Check
from mkdocs_qbank.findings.finding import Finding, Rule, Severity
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.prose import SECTIONS

MOST_WORDS = 80
"""The longest short answer."""
MOST_CHARACTERS = 240
"""The longest question."""
_LISTS = ("key_points", "common_mistakes", "follow_up_questions")

LONG_IN_SHORT = Rule(
    id="long-in-short",
    summary=f"The section In Short has at most {MOST_WORDS} words.",
    why="The section is the first thing on the page, in previews and in search results. Past this length it is "
    "cut off or pushes the answer below the fold.",
    help="Keep what somebody would say first; the rest belongs in the official answer.",
    fails=("because it is so " * 21).strip(),
    passes="Because it is so.",
    severity=Severity.WARNING,
    alone=True,
)
NO_LIST = Rule(
    id="no-list",
    summary="Key Points, Common Mistakes and Follow-up Questions are lists.",
    why="Readers skim these sections for points. In one paragraph the points cannot be told apart.",
    help="Begin each item on a line of its own with '- '.",
    fails="It must be so, and not otherwise.",
    passes="- It must be so.",
    severity=Severity.WARNING,
    alone=True,
)
EMPTY_ITEM = Rule(
    id="empty-item",
    summary="Each item of Key Points, Common Mistakes and Follow-up Questions has words.",
    why="The page shows a bullet without words, which looks like text that got lost.",
    help="Write the item's words, or remove its line.",
    fails="- It must be so.\n-",
    passes="- It must be so.",
    severity=Severity.WARNING,
    alone=True,
    fixes=True,
)
LONG_QUESTION = Rule(
    id="long-question",
    summary=f"A question has at most {MOST_CHARACTERS} characters.",
    why="The question is the page's title, its entry in lists and the text on its social card; past this length "
    "all of them are cut.",
    help="Ask it in one sentence; what somebody must know first belongs below ## Instruction.",
    fails="# " + ("is it so and " * 20).strip() + "?",
    passes="# Is it so?",
    severity=Severity.WARNING,
    alone=True,
)


def _check(bank: Bank) -> Iterator[Finding]:
    """Yield the findings about the sections of every question."""
    for question in bank.questions:
        if (length := len(question.question.plain)) > MOST_CHARACTERS:
            message = f"the question has {length} characters, more than {MOST_CHARACTERS}"
            yield LONG_QUESTION.at(question.path, question.question.line, question.question.column, message)
        short = question.in_short
        if short is not None and (count := len(short.plain.split())) > MOST_WORDS:
            message = f"'{SECTIONS['in_short']}' has {count} words, more than {MOST_WORDS}"
            yield LONG_IN_SHORT.at(question.path, short.line, short.column, message)
        for field, prose in question.texts.items():
            if field in _LISTS and "<li" not in prose.html:
                message = f"'{SECTIONS[field]}' holds no list"
                yield NO_LIST.at(question.path, prose.line, prose.column, message)
            if field in _LISTS:
                for line, column in prose.empty_items:
                    yield EMPTY_ITEM.at(question.path, line, column, f"an item of '{SECTIONS[field]}' is empty")


SECTION_FORMS = Check(rules=(LONG_IN_SHORT, NO_LIST, EMPTY_ITEM, LONG_QUESTION), run=_check)
