"""`qbank check`: everything wrong with a bank."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from mkdocs_qbank.build.git import GitError, changed_since, gone_since, no_commit
from mkdocs_qbank.build.mkdocs_yml import config_of
from mkdocs_qbank.check.lost_ids import check_lost
from mkdocs_qbank.check.near_duplicates import at_changed
from mkdocs_qbank.cli.bank import checked_bank, options_of
from mkdocs_qbank.cli.console import fail, tell
from mkdocs_qbank.cli.content import bank_folder
from mkdocs_qbank.findings.report import github_report, json_report, summary, text_report
from mkdocs_qbank.read.bank import SUFFIXES
from mkdocs_qbank.read.question import was_published

T = TypeVar("T")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--base", metavar="REV", help="Also find ids that were published at this git revision and are gone.")
@click.pass_obj
def check(named: str | None, paths: tuple[Path, ...], form: str, base: str | None) -> None:
    """Find everything wrong with the bank.

    With PATH, only what is wrong there is shown.
    """
    content = bank_folder(named)
    config = config_of(content)
    checked = checked_bank(content, config, options_of(config))
    reading, findings = checked.reading, checked.findings
    if base is not None:
        turned = at_changed(findings, reading.bank, _changed(content, base))
        findings = tuple(sorted({*turned, *check_lost(reading.bank, _gone(content, base))}))
    if paths:
        wanted = [Path(os.path.abspath(path)) for path in paths]
        findings = tuple(
            finding
            for finding in findings
            if any(Path(os.path.abspath(finding.path)).is_relative_to(path) for path in wanted)
        )
    if form == "json":
        click.echo(json_report(findings), nl=False)
    elif form == "github":
        click.echo(github_report(findings), nl=False)
    elif findings:
        click.echo(text_report(findings, reading.line), nl=False)
    click.echo(summary(findings, len(reading.bank.questions)), err=True)
    sys.exit(1 if findings else 0)


def _gone(content: Path, revision: str) -> dict[str, str]:
    """Return the ids of the questions that a revision published and that are gone, by their paths."""
    if no_commit(revision):
        tell("the base is all zeros, as for the first push of a branch: there is nothing to find lost ids by")
        return {}
    texts = _asked(gone_since, content, revision)
    return {
        path: Path(path).stem for path, text in texts.items() if path.endswith(SUFFIXES) and was_published(text, path)
    }


def _changed(content: Path, revision: str) -> frozenset[str]:
    """Return the paths of the files that are new or different since a revision."""
    return frozenset() if no_commit(revision) else _asked(changed_since, content, revision)


def _asked(ask: Callable[[Path, str], T], content: Path, revision: str) -> T:
    """Return what git says of a revision; where it says nothing, the command ends."""
    try:
        return ask(content, revision)
    except GitError as error:
        fail(f"git shows no revision '{revision}' of this bank: {error}")
