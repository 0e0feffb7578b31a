"""What a change does to the bank as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mkdocs_qbank.graph.changes import Changes, Side
from mkdocs_qbank.graph.sections import LEVEL_NAMES
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.render.report.neutral import code, neutral

_MOST = 10
"""The number of ids and topics that are named of each kind."""


def whole_bank(changes: Changes) -> str:
    """Return what the change does to the bank as a whole, folded, or nothing if it does nothing."""
    parts = [*_counts(changes), *_gaps(changes), *_coverage(changes)]
    if not parts:
        return ""
    heading = f"<details>\n<summary><b>{message('report.bank')}</b></summary>"
    return "\n\n".join([heading, *parts, "</details>"])


def _counts(changes: Changes) -> Iterator[str]:
    pairs = [(name, *(_count(name, side) for side in (changes.before, changes.after))) for name in _COUNTS]
    told = [message(f"report.counts.{name}", before=old, after=new) for name, old, new in pairs if old != new]
    if told:
        yield "\n".join(f"- {item}" for item in told)


_COUNTS = ("published", "drafts", "relations", "orphans", "islands")


def _count(name: str, side: Side) -> int:
    published = len(side.bank.published.questions)
    return {
        "published": published,
        "drafts": len(side.bank.by_id) - published,
        "relations": side.count,
        "orphans": len(side.gaps.orphans),
        "islands": len(side.gaps.islands),
    }[name]


def _gaps(changes: Changes) -> Iterator[str]:
    """Yield which questions are newly related by nobody, and no longer; the new islands, and the new lone tags."""
    before, after = changes.before.gaps, changes.after.gaps
    yield from _named("orphans", _new(after.orphans, before.orphans))
    yield from _named("no_orphans", _new(before.orphans, after.orphans))
    known = set(map(frozenset, before.islands))
    islands = [group for group in after.islands if frozenset(group) not in known]
    yield from _named("islands", [group[0] for group in islands])
    yield from _named("lone_tags", _new([tag for tag, _ in after.lone_tags], [tag for tag, _ in before.lone_tags]))


def _new(names: Iterable[str], known: Iterable[str]) -> list[str]:
    had = set(known)
    return [name for name in names if name not in had]


def _named(key: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        shown = ", ".join(code(name, 80) for name in names[:_MOST])
        rest = f", {message('report.more', count=len(names) - _MOST)}" if len(names) > _MOST else ""
        yield message(f"report.gaps.{key}", names=shown + rest)


def _coverage(changes: Changes) -> Iterator[str]:
    """Yield a table of the topics of which the number of questions at a difficulty changes."""
    old = {row.topic: row.counts for row in changes.before.gaps.coverage}
    new = {row.topic: row.counts for row in changes.after.gaps.coverage}
    none = (0,) * len(LEVEL_NAMES)
    rows = [
        (topic, [_step(a, b) for a, b in zip(old.get(topic, none), new.get(topic, none), strict=True)])
        for topic in dict.fromkeys((*new, *old))
        if old.get(topic, none) != new.get(topic, none)
    ]
    if not rows:
        return
    titles = {topic.id: topic.title for side in (changes.before, changes.after) for topic in side.bank.topics}
    lines = [
        f"| {message('health.topic')} | {' | '.join(LEVEL_NAMES)} |",
        "| --- |" + " ---: |" * len(LEVEL_NAMES),
        *(f"| {neutral(titles.get(topic, topic), 60)} | {' | '.join(cells)} |" for topic, cells in rows[:_MOST]),
    ]
    if len(rows) > _MOST:
        lines.append(f"| {message('report.more', count=len(rows) - _MOST)} |" + " |" * len(LEVEL_NAMES))
    yield "\n".join(lines)


def _step(before: int, after: int) -> str:
    return str(after) if before == after else f"{before} → **{after}**"
