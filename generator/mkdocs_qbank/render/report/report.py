"""The report of a change: a summary, then each changed question, then the bank, within a number of characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from mkdocs_qbank.findings.finding import Severity
from mkdocs_qbank.graph.changes import ChangeKind, Changes
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.render.report.bank import whole_bank
from mkdocs_qbank.render.report.entry import entry, findings, line
from mkdocs_qbank.render.report.neutral import code
from mkdocs_qbank.search.search import Match

MOST = 65_000
"""The number of characters that GitHub accepts of a comment, with some to spare."""
_MOST_FULL, _MOST_FILES, _MOST_ELSEWHERE, _MOST_TOPICS, _MOST_OWNERS = 100, 20, 10, 20, 10
_LEAST_FULL = 0.2
"""The share of the room for questions that is kept for those in full."""
_RESERVED = 800
"""The characters kept for what says how much is left out."""


def change_report(changes: Changes, nearest: Mapping[str, Sequence[Match]], commit: str, limit: int = MOST) -> str:
    """Return a report in at most `limit` characters, or about the length of its summary if that is more.

    Questions that there is no room for have one line each, and those that there is no room for either are counted.
    """
    head = [*_head(changes, commit), *_reviewers(changes)]
    tail = [*_elsewhere(changes), *_files(changes), whole_bank(changes)]
    room = limit - _RESERVED - sum(len(part) + 2 for part in (*head, *tail))
    parts = [*head, *_questions(changes, nearest, commit, room), *tail]
    return "\n\n".join(filter(None, parts)) + "\n"


def _head(changes: Changes, commit: str) -> Iterator[str]:
    yield f"## {message('report.title')}"
    found = [finding for change in changes.questions for finding in change.findings] + list(changes.elsewhere)
    base = message("report.base", commit=f"<code>{commit[:12]}</code>")
    if not changes.questions:
        yield f"{message('report.nothing')} {base}"
        if not found:
            return
    else:
        yield f"{message('report.questions', count=len(changes.questions))} {base}"
    severities = list(Severity)
    rows = [
        (message(f"report.kinds.{kind}"), [change for change in changes.questions if change.kind is kind])
        for kind in ChangeKind
    ]
    lines = [
        f"| | {message('report.column')} | {' | '.join(message(f'report.columns.{name}') for name in severities)} |",
        "| --- |" + " ---: |" * (len(severities) + 1),
    ]
    for name, group in rows:
        counts = Counter(finding.severity for change in group for finding in change.findings)
        if group:
            lines.append(_row(name, str(len(group)), [counts[severity] for severity in severities]))
    counts = Counter(finding.severity for finding in changes.elsewhere)
    if changes.elsewhere:
        lines.append(_row(message("report.elsewhere_row"), "", [counts[severity] for severity in severities]))
    yield "\n".join(lines)
    drafts = sum(change.draft for change in changes.questions if change.kind is not ChangeKind.REMOVED)
    if drafts:
        yield message("report.drafts", count=drafts)


def _row(name: str, count: str, numbers: Sequence[int]) -> str:
    return f"| {name} | {count} | {' | '.join(str(number or '') for number in numbers)} |"


def _reviewers(changes: Changes) -> Iterator[str]:
    """Yield the owners of the topics of changed questions, in a form that notifies nobody."""
    owned = [(topic, owners) for topic, owners in changes.topics.items() if owners]
    if owned:
        items = [
            f"{', '.join(code(owner) for owner in owners[:_MOST_OWNERS])} ({code(topic, 60)})"
            for topic, owners in owned[:_MOST_TOPICS]
        ]
        yield message("report.reviewers", names="; ".join(items))


def _questions(changes: Changes, nearest: Mapping[str, Sequence[Match]], commit: str, room: int) -> Iterator[str]:
    """Yield questions in full as far as there is room beside a line for each of the others, and count the rest."""
    lines: list[str] = []
    left = room
    for text in map(line, changes.questions):
        if left - len(text) < room * _LEAST_FULL:
            break
        left -= len(text) + 1
        lines.append(text)
    short: list[str] = []
    for number, (change, text) in enumerate(zip(changes.questions, lines, strict=False)):
        full = entry(change, changes, nearest.get(change.path, ())) if number < _MOST_FULL else ""
        extra = len(full) + 1 - len(text)
        if full and extra <= left:
            left -= extra
            yield full
        else:
            short.append(text)
    hidden = Counter(change.kind for change in changes.questions[len(lines) :])
    short += [
        f"- {message('report.uncounted', count=hidden[kind], kind=message(f'report.kinds.{kind}'))}"
        for kind in ChangeKind
        if hidden[kind]
    ]
    if short:
        count = len(short) - len(hidden) + hidden.total()
        yield message("report.short", count=count, commit=commit[:12])
        yield "\n".join(short)


def _elsewhere(changes: Changes) -> Iterator[str]:
    if changes.elsewhere:
        yield f"**{message('report.elsewhere')}**"
        yield from findings(changes.elsewhere, _MOST_ELSEWHERE, paths=True)


def _files(changes: Changes) -> Iterator[str]:
    if changes.files:
        shown = ", ".join(code(path, 120) for path in changes.files[:_MOST_FILES])
        rest = len(changes.files) - _MOST_FILES
        more = f", {message('report.more', count=rest)}" if rest > 0 else ""
        yield message("report.files", names=shown + more)
