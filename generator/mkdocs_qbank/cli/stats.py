"""`qbank stats`: the health of a bank, for people and for programs."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, zip_longest
from typing import Any

import click

from mkdocs_qbank.build.mkdocs_yml import config_of
from mkdocs_qbank.build.pipeline import as_of
from mkdocs_qbank.build.relating import make_relations
from mkdocs_qbank.cli.bank import checked_bank, embedding, options_of
from mkdocs_qbank.cli.content import bank_folder
from mkdocs_qbank.findings.finding import errors
from mkdocs_qbank.findings.report import visible
from mkdocs_qbank.graph.coverage import LEVELS, Coverage, Gaps
from mkdocs_qbank.graph.graph import graph
from mkdocs_qbank.graph.health import Health, health
from mkdocs_qbank.graph.sections import LEVEL_NAMES, Entry, sections
from mkdocs_qbank.graph.tasks import Task
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.messages import message

VERSION = 1
"""Of the JSON form: a higher one means that a field was renamed, removed or given another meaning."""

_WIDTH, _SHOWN = 100, 10
_INDENT = "  "


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    help=f"The maximum number of tasks; by default {_SHOWN} as text, all as JSON.",
)
@click.pass_obj
def stats(named: str | None, form: str, limit: int | None) -> None:
    """Show what would help the bank most, and everything it lacks.

    Suggestions are those of the site, as the mkdocs.yml above the content folder has them. Reviews are counted from
    today, or from the day of SOURCE_DATE_EPOCH.
    """
    content = bank_folder(named)
    config = config_of(content)
    options = options_of(config)
    checked = checked_bank(content, config, options)
    reading = checked.reading
    if errors(checked.findings):
        click.echo("qbank: 'qbank check' has findings; these are the figures of what could be read", err=True)
    bank = reading.bank.published
    drafts = len(reading.bank.by_id) - len(bank.questions)
    relations = make_relations(bank, options, embedding(options.model, config.parent))
    found = health(bank, relations, graph(relations), as_of(), drafts)
    if form == "json":
        # ASCII alone: a terminal obeys some characters above it, and a program reads both alike.
        click.echo(json.dumps(_as_json(found, bank, limit), indent=1))
    else:
        click.echo("\n".join(_as_text(found, bank, _SHOWN if limit is None else limit)))


def _titles(bank: Bank) -> Mapping[str, str]:
    return {question.id: question.question.plain for question in bank.questions}


def _as_json(found: Health, bank: Bank, limit: int | None) -> dict[str, Any]:
    titles, gaps = _titles(bank), found.gaps
    return {
        "version": VERSION,
        "as_of": gaps.as_of.isoformat(),
        "questions": found.questions,
        "drafts": found.drafts,
        "deprecated": found.deprecated,
        "tasks": [_task_as_json(task, titles) for task in found.tasks[:limit]],
        "coverage": [_coverage_as_json(row) for row in gaps.coverage],
        "central": [
            {"id": item.id, "importance": round(item.importance, 6), "builders": item.builders}
            for item in found.central
        ],
        "communities": [
            {"central": group.questions[0], "topics": dict(group.topics), "questions": group.questions}
            for group in found.communities
        ],
        "orphans": gaps.orphans,
        "islands": gaps.islands,
        "bridges": gaps.bridges,
        "unprepared": gaps.unprepared,
        "stale": [{"id": item, "reviewed": str(bank.by_id[item].reviewed)} for item in gaps.stale],
        "unreviewed": gaps.unreviewed,
        "lone_tags": [{"tag": tag, "id": item} for tag, item in gaps.lone_tags],
    }


def _task_as_json(task: Task, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": str(task.kind),
        "topic": task.topic,
        "question": task.question,
        "other": task.other,
        "sentence": task.sentence(titles),
        "value": round(task.value, 4),
    }


def _coverage_as_json(row: Coverage) -> dict[str, Any]:
    named = {str(level or "unsaid"): count for level, count in zip(LEVELS, row.counts, strict=True)}
    return {"topic": row.topic, **named, "total": row.total}


def _as_text(found: Health, bank: Bank, limit: int) -> Iterator[str]:
    """Yield the lines; all contributed text passes through `_cut` or `_task`, which escape it."""
    titles, gaps = _titles(bank), found.gaps
    yield f"Questions: {found.questions}; drafts: {found.drafts}; deprecated: {found.deprecated}; as of {gaps.as_of}"
    unit = "1.00 is as much as all readers of an average question"
    yield from ("", f"{message('health.tasks')} ({len(found.tasks)}; {unit})")
    yield from chain.from_iterable(_task(number, task, titles) for number, task in enumerate(found.tasks[:limit], 1))
    yield from _more(len(found.tasks) - limit)
    yield from _table(gaps, {topic.id: topic.title for topic in bank.topics})
    report = sections(found, bank)
    for section in report:
        if section.entries:
            yield from ("", f"{section.heading} ({len(section.entries)})", *textwrap.wrap(section.why, _WIDTH))
            rows = _columns(_row(entry, titles) for entry in section.entries[:_SHOWN])
            yield from (_cut(_INDENT + row) for row in rows)
            yield from _more(len(section.entries) - _SHOWN)
    empty = "; ".join(section.heading for section in report if not section.entries)
    yield from ["", *textwrap.wrap(message("health.nothing", headings=empty), _WIDTH)] if empty else []


def _row(entry: Entry, titles: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids of an entry, its note, and its title where it is one question."""
    title = titles[entry.questions[0]] if len(entry.questions) == 1 else ""
    return tuple(filter(None, (" · ".join(entry.questions), entry.note, title)))


def _task(number: int, task: Task, titles: Mapping[str, str]) -> Iterator[str]:
    about = f"{task.question}: {titles[task.question]}" if task.question else f"topic {task.topic}"
    yield _cut(f"{number:>3} {task.value:>7.2f}  {task.kind:<12}  {about}")
    margin = " " * 13
    yield from textwrap.wrap(
        visible(task.sentence(titles)), _WIDTH, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False
    )


def _table(gaps: Gaps, titles: Mapping[str, str]) -> Iterator[str]:
    """Topics by difficulty; a dot is a difficulty without a question."""
    rows = [(_cut(titles[row.topic], 28), (*row.counts, row.total)) for row in gaps.coverage]
    rows.append((message("health.all_topics"), (*gaps.totals, sum(gaps.totals))))
    wide = max(len(name) for name, _ in rows)
    yield from ("", f"{message('health.coverage')} ({len(gaps.coverage)} topics; · is none)")
    yield _INDENT + " " * wide + "".join(f"{head:>14}" for head in (*LEVEL_NAMES, message("health.total")))
    for name, counts in rows:
        yield _INDENT + f"{name:<{wide}}" + "".join(f"{count or '·':>14}" for count in counts)


def _more(count: int) -> Iterator[str]:
    if count > 0:
        yield f"{_INDENT}and {count} more (--format json has all)"


def _columns(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Rows, their cells made visible, all but the last as wide as the widest."""
    listed = [tuple(map(visible, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip_longest(*listed, fillvalue="")]
    for row in listed:
        *first, last = row
        yield "  ".join([*(f"{cell:<{width}}" for cell, width in zip(first, widths, strict=False)), last])


def _cut(text: str, width: int = _WIDTH) -> str:
    shown = visible(text)
    return shown if len(shown) <= width else shown[: width - 1].rstrip() + "…"
