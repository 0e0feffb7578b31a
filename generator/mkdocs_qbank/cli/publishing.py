"""How drafts become published: which are meant, what stands in the way, what is printed."""

from __future__ import annotations

import posixpath
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from mkdocs_qbank.build.mkdocs_yml import config_of
from mkdocs_qbank.build.pipeline import Checked
from mkdocs_qbank.cli.bank import checked_bank, options_of
from mkdocs_qbank.cli.changes import ChangeSet, changes_of, check_changes, diff, show_findings, write_changes
from mkdocs_qbank.cli.console import fail, tell
from mkdocs_qbank.cli.content import bank_folder
from mkdocs_qbank.cli.renaming import question_of
from mkdocs_qbank.findings.finding import Finding, errors
from mkdocs_qbank.findings.report import visible
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.model.bank import Bank, Question, Status
from mkdocs_qbank.read.edits import UneditableError
from mkdocs_qbank.read.sameness import first_difference
from mkdocs_qbank.read.status import publish as plan_publish
from mkdocs_qbank.read.status import with_published

_MOST_SHOWN = 20
"""The largest number of questions that a terminal shows."""


def publish_drafts(named: str | None, ids: Sequence[str], topic: str | None, *, every: bool, dry_run: bool) -> None:
    """Publish drafts, all of them or none, or end the command with the reason why not."""
    content = bank_folder(named)
    config = config_of(content)
    options = options_of(config)
    before = checked_bank(content, config, options)
    bank = before.reading.bank
    _demand_topic(bank, topic)
    unread = _unread(bank, ids, topic, every=every)
    stems = {Path(path).stem for path in unread}
    questions = _wanted(bank, [identifier for identifier in ids if identifier not in stems], topic, every=every)
    drafts = [question for question in questions if not question.published]
    try:
        changes = changes_of(plan_publish(before.reading, drafts))
    except UneditableError as error:
        fail(f"nothing was changed: {error}; edit it by hand", 1)
    after, new = check_changes(content, config, options, before, changes)
    findings = [finding for finding in after.findings if finding.path in {*changes.after, *unread}]
    _refuse(sorted({*errors(findings), *errors(new)}), after)
    changed = first_difference(with_published(bank, drafts), after.reading.bank, {}, {})
    if changed is not None:
        fail(f"nothing was changed: '{changed}' would say something else; change it by hand", 1)
    if not drafts:
        tell("there is no draft to publish")
        return
    _finish(changes, drafts, bank, dry_run=dry_run)
    if findings:
        tell(f"{_count(len(findings), 'finding')} left in them: see 'qbank check'")


def _demand_topic(bank: Bank, topic: str | None) -> None:
    if topic is not None and topic not in {*bank.topic_by_id, *(question.topic for question in bank.questions)}:
        near = nearest(topic, bank.topic_by_id)
        fail(f"there is no topic '{topic}'" + (f"; did you mean '{near}'?" if near else ""))


def _unread(bank: Bank, ids: Sequence[str], topic: str | None, *, every: bool) -> frozenset[str]:
    """Return the question files that are meant and cannot be read, so that nobody knows whether they are drafts."""
    return frozenset(
        path
        for path in bank.unread
        if posixpath.splitext(path)[1] in (".md", ".yml")
        and (every or Path(path).parent.name == topic or (Path(path).stem in ids and Path(path).stem not in bank.by_id))
    )


def _wanted(bank: Bank, ids: Iterable[str], topic: str | None, *, every: bool) -> list[Question]:
    """Return the questions that are meant, each once; one that is named and is no draft is told."""
    named = [question_of(bank, identifier) for identifier in dict.fromkeys(ids)]
    for question in named:
        if question.status is Status.DEPRECATED:
            fail(f"'{question.id}' is deprecated, not a draft: set its status by hand", 1)
        if question.published:
            tell(f"'{question.id}' is published already")
    others = [question for question in bank.questions if every or question.topic == topic]
    return list({question.path: question for question in (*named, *others)}.values())


def _refuse(findings: list[Finding], after: Checked) -> None:
    """End the command if there are errors."""
    if findings:
        show_findings(findings, after)
        fail(f"nothing was changed: {_count(len(findings), 'error')}", 1)


def _finish(changes: ChangeSet, drafts: Sequence[Question], bank: Bank, *, dry_run: bool) -> None:
    """Write the files and print what is published, or print what would change."""
    if dry_run:
        for line in diff(changes):
            click.echo(line)
        tell(f"{_count(len(drafts), 'draft')} would be published")
        return
    write_changes(changes)
    for line in _summary(drafts, bank) if sys.stdout.isatty() else changes.after:
        click.echo(visible(line))
    tell(f"{_count(len(drafts), 'question')} published")


def _summary(drafts: Sequence[Question], bank: Bank) -> Iterator[str]:
    """Yield what is published as lines for a terminal: the first questions, and how many there are in each topic."""
    for question in drafts[:_MOST_SHOWN]:
        yield f"{question.id}: {question.question.plain}"
    if len(drafts) > _MOST_SHOWN:
        yield f"… and {len(drafts) - _MOST_SHOWN} more"
    titles = {topic.id: topic.title for topic in bank.topics}
    counts = Counter(question.topic for question in drafts)
    yield ", ".join(f"{titles.get(topic, topic)}: {count}" for topic, count in counts.items())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}"
