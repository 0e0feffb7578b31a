"""How one question is made of two: what stands in the way, what changes, what is lost."""

from __future__ import annotations

import sys

import click

from mkdocs_qbank.build.mkdocs_yml import config_of
from mkdocs_qbank.cli.asking import can_ask, sure
from mkdocs_qbank.cli.bank import checked_bank, options_of
from mkdocs_qbank.cli.changes import changes_of, check_changes, told
from mkdocs_qbank.cli.console import fail, tell
from mkdocs_qbank.cli.content import bank_folder
from mkdocs_qbank.cli.renaming import demand_readable, finish, question_of, refuse
from mkdocs_qbank.findings.finding import Severity
from mkdocs_qbank.findings.report import visible
from mkdocs_qbank.model.bank import Bank, Question
from mkdocs_qbank.model.prose import SECTIONS
from mkdocs_qbank.read.edits import UneditableError
from mkdocs_qbank.read.merge import is_merged
from mkdocs_qbank.read.merge import merge as plan_merge
from mkdocs_qbank.read.sameness import first_difference


def merge_questions(named: str | None, source: str, target: str, *, yes: bool, dry_run: bool) -> None:
    """Merge two questions, or end the command with the reason why not."""
    content = bank_folder(named)
    config = config_of(content)
    options = options_of(config)
    before = checked_bank(content, config, options)
    bank = before.reading.bank
    old, kept = question_of(bank, source), question_of(bank, target)
    if old == kept:
        fail("name two questions")
    if old.published and not kept.published:
        fail(f"'{target}' is a draft, and the address of '{source}' would lead nowhere: publish it first", 1)
    demand_readable(before.reading, source, target)
    try:
        plan = plan_merge(before.reading, old, kept)
    except UneditableError as error:
        fail(f"nothing was changed: {error}; edit it by hand", 1)
    changes = changes_of(plan)
    after, findings = check_changes(content, config, options, before, changes)
    warnings = frozenset(finding.rule for finding in findings if finding.severity is not Severity.ERROR)
    refuse(findings, after, warnings)
    changed = _difference(bank, after.reading.bank, old, kept)
    if changed is not None:
        fail(f"nothing was changed: '{changed}' would say something else; change it by hand first", 1)
    if not dry_run and not yes:
        _confirm(old, kept)
    finish(changes, plan, dry_run=dry_run)
    told(findings)


def _difference(before: Bank, after: Bank, old: Question, kept: Question) -> str | None:
    """Return the first file that would not say what it is to say."""
    if not is_merged(before, after, old, kept):
        return kept.path
    return first_difference(before, after, {old.path: kept.path}, {old.id: kept.id}, (old.id, kept.id))


def _confirm(old: Question, kept: Question) -> None:
    """Show what is removed with the file of a question, and end the command unless that is wanted."""
    if not can_ask():
        tell(f"the texts of '{old.id}' are removed with its file; '--dry-run' shows them, '--yes' removes them")
        sys.exit(2)
    for field, text in old.texts.items():
        click.echo(f"\n{SECTIONS[field]}\n", err=True)
        click.echo("\n".join(f"    {visible(line)}" for line in text.text.split("\n")), err=True)
    click.echo(err=True)
    try:
        going_on = sure(f"These texts of '{old.id}' are removed; '{kept.id}' keeps its own. Go on?", default=False)
    except click.Abort:
        click.echo(err=True)
        going_on = False
    if not going_on:
        fail("nothing was changed", 1)
