"""How a question gets another id or topic: what stands in the way, what changes, what is left to do."""

from __future__ import annotations

from pathlib import Path

import click

from mkdocs_qbank.build.mkdocs_yml import config_of, nav_titles, read
from mkdocs_qbank.build.pipeline import Checked
from mkdocs_qbank.check.images import UNUSED_IMAGE
from mkdocs_qbank.cli.bank import checked_bank, options_of
from mkdocs_qbank.cli.changes import ChangeSet, changes_of, check_changes, diff, show_findings, told, write_changes
from mkdocs_qbank.cli.console import fail, tell
from mkdocs_qbank.cli.content import bank_folder
from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.findings.report import visible
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.model.addresses import question_page
from mkdocs_qbank.model.bank import Bank, Question
from mkdocs_qbank.read.edits import UneditableError
from mkdocs_qbank.read.folder_rules import EMPTY_TOPIC
from mkdocs_qbank.read.reading import Reading
from mkdocs_qbank.read.rename import Plan
from mkdocs_qbank.read.rename import rename as plan_rename
from mkdocs_qbank.read.sameness import first_difference
from mkdocs_qbank.read.slugs import slug, taken
from mkdocs_qbank.read.values import KEBAB

_TOLERATED = frozenset((EMPTY_TOPIC.id, UNUSED_IMAGE.id))
"""The rules that a question may leave broken behind it: somebody has to decide what becomes of the rest."""


def rename_question(named: str | None, old: str, new: str | None, topic: str | None, *, dry_run: bool) -> None:
    """Rename a question, or end the command with the reason why not."""
    content = bank_folder(named)
    config = config_of(content)
    options = options_of(config)
    before = checked_bank(content, config, options)
    bank = before.reading.bank
    question = question_of(bank, old)
    identifier = new or old
    if topic is not None and topic not in bank.topic_by_id:
        near = nearest(topic, bank.topic_by_id)
        fail(f"there is no topic '{topic}'" + (f"; did you mean '{near}'?" if near else ""))
    if identifier != old:
        _check_free(identifier, question, bank, content)
    elif topic in (None, question.topic):
        fail("name another id, or another topic with --topic")
    demand_readable(before.reading, old)
    try:
        plan = plan_rename(before.reading, question, identifier, topic or question.topic)
    except UneditableError as error:
        fail(f"nothing was changed: {error}; edit it by hand", 1)
    changes = changes_of(plan)
    after, new_findings = check_changes(content, config, options, before, changes)
    refuse(new_findings, after, _TOLERATED)
    changed = first_difference(bank, after.reading.bank, plan.moves, {old: identifier})
    if changed is not None:
        fail(f"nothing was changed: something in '{changed}' would lead elsewhere; change it by hand first", 1)
    finish(changes, plan, dry_run=dry_run)
    told(new_findings)
    if question_page(old) in {path for path, _ in nav_titles(read(config).get("nav"))} and identifier != old:
        tell(
            f"'{config.as_posix()}' names '{question_page(old)}' in its nav: write '{question_page(identifier)}' there"
        )


def question_of(bank: Bank, identifier: str) -> Question:
    """Return the question with an id; where there is none or more than one, the command ends."""
    found = [question for question in bank.questions if question.id == identifier]
    if len(found) > 1:
        fail(f"{len(found)} files have the id '{identifier}': {', '.join(question.path for question in found)}")
    if found:
        return found[0]
    owner = bank.formers.get(identifier)
    near = nearest(identifier, bank.by_id)
    cure = f"; it is called '{owner}' now" if owner else f"; did you mean '{near}'?" if near else ""
    return fail(f"there is no question '{identifier}'{cure}")


def demand_readable(reading: Reading, *ids: str) -> None:
    """End the command if a file that cannot be read may lead to one of some questions."""
    for path in sorted(reading.bank.unread):
        if any(identifier in reading.texts.get(path, "") for identifier in ids):
            fail(f"'{path}' cannot be read and may lead to the question; fix it first ('qbank check {path}')", 1)


def refuse(findings: list[Finding], after: Checked, tolerated: frozenset[str]) -> None:
    """End the command if the bank would have findings that it does not have, but for those of some rules."""
    wrong = [finding for finding in findings if finding.rule not in tolerated]
    if wrong:
        show_findings(wrong, after)
        fail("nothing was changed: the bank would have these findings", 1)


def finish(changes: ChangeSet, plan: Plan, *, dry_run: bool) -> None:
    """Write the files and print their names, or print what would change."""
    if dry_run:
        for line in diff(changes):
            click.echo(line)
        return
    write_changes(changes)
    for path in (path for path, data in changes.after.items() if data is not None):
        click.echo(visible(path))
    edited = sum(path not in plan.removed for path in plan.edits)
    tell(f"{edited} file{'s' if edited != 1 else ''} edited")


def _check_free(identifier: str, question: Question, bank: Bank, content: Path) -> None:
    """End the command if a question cannot have an id."""
    if not KEBAB.fullmatch(identifier) or identifier == "index":
        better = slug(identifier)
        cure = f"; did you mean '{better}'?" if better and better != identifier else ""
        fail(f"'{identifier}' is no id: small letters, digits and single hyphens{cure}")
    if identifier in taken(content):
        fail(
            f"the id '{identifier}' is taken; 'qbank merge {question.id} {identifier}' makes one question of the two", 1
        )
    owner = bank.formers.get(identifier)
    if owner not in (None, question.id):
        fail(f"the id '{identifier}' is taken: its address leads to '{owner}', which had it before", 1)
