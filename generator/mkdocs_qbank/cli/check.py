"""`qbank check`: everything wrong with a bank."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from pathlib import Path

import click

from mkdocs_qbank.build.git import GitError, changed_since, gone_since, no_commit
from mkdocs_qbank.build.mkdocs_yml import config_of, site_url_of
from mkdocs_qbank.build.pipeline import Checked
from mkdocs_qbank.build.repository import explanations, rule_url
from mkdocs_qbank.build.revision import commit_of
from mkdocs_qbank.check.dead_links import DEAD_LINK
from mkdocs_qbank.check.lost_ids import check_lost
from mkdocs_qbank.check.near_duplicates import at_changed
from mkdocs_qbank.cli.bank import checked_bank, kept_outcome, options_of
from mkdocs_qbank.cli.console import fail, tell
from mkdocs_qbank.cli.content import bank_folder
from mkdocs_qbank.cli.fixes import fix_bank, show_fixes
from mkdocs_qbank.cli.links import find_dead
from mkdocs_qbank.cli.paths import within
from mkdocs_qbank.findings.finding import Finding, Severity
from mkdocs_qbank.findings.levels import OFF, Levels, level, with_levels
from mkdocs_qbank.findings.report import Line, github_report, json_report, summary, text_report
from mkdocs_qbank.read.bank import SUFFIXES
from mkdocs_qbank.read.question import was_published


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--base", metavar="REV", help="Also find ids that were published at this git revision and are gone.")
@click.option(
    "--fail-on",
    type=click.Choice([str(severity) for severity in Severity]),
    default=str(Severity.WARNING),
    show_default=True,
    help="The lowest level that makes the exit code 1.",
)
@click.option("--fix", "fixing", is_flag=True, help="Change what has one right answer, then show the rest.")
@click.option("--diff", is_flag=True, help="With --fix: show what would change, and change nothing.")
@click.option("--watch", "watching", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
@click.option("--links", is_flag=True, help="Also look up every web address on the network.")
@click.pass_obj
def check(
    named: str | None,
    paths: tuple[Path, ...],
    form: str,
    base: str | None,
    fail_on: str,
    *,
    fixing: bool,
    diff: bool,
    watching: bool,
    links: bool,
) -> None:
    """Find everything wrong with the bank.

    With PATH, only findings in those files and folders are shown. --watch can be combined with PATH and --fail-on
    only.
    """
    if diff and not fixing:
        raise click.UsageError("--diff needs --fix")
    if watching and (fixing or links or base is not None or form != "text"):
        raise click.UsageError("--watch goes with PATH and --fail-on alone")
    content = bank_folder(named)
    config = config_of(content)
    if watching:
        sys.exit(_watch(content, config, paths, Severity(fail_on)))
    commit = _base(content, base)
    options = options_of(config)
    if diff:
        sys.exit(show_fixes(content, config, options, paths))
    inside = within(paths)
    if not (fixing or links or base):
        outcome = kept_outcome(content, config, options)
        findings = tuple(finding for finding in outcome.findings if inside(finding.path))
        report(findings, outcome.line, outcome.questions, form, site_url_of(config))
        sys.exit(exit_code(findings, Severity(fail_on)))
    checked = fix_bank(content, config, options, paths) if fixing else checked_bank(content, config, options)
    reading, findings = checked.reading, checked.findings
    if commit is not None:
        findings = _compared(checked, content, commit, options.rules)
    if links and level(DEAD_LINK, options.rules) != OFF:
        dead = with_levels(find_dead(reading.bank, options.ignore_links, inside), options.rules)
        findings = tuple(sorted({*findings, *dead}))
    findings = tuple(finding for finding in findings if inside(finding.path))
    report(findings, reading.line, len(reading.bank.questions), form, site_url_of(config))
    sys.exit(exit_code(findings, Severity(fail_on)))


def _watch(content: Path, config: Path, paths: Iterable[Path], least: Severity) -> int:
    from mkdocs_qbank.cli.watch import watch  # noqa: PLC0415 - a single check needs no observer

    return watch(content, config, within(paths), lambda findings: exit_code(findings, least))


def report(findings: Collection[Finding], line: Line, questions: int, form: str, site_url: str) -> None:
    """Print findings in one of the formats, and the outcome on standard error."""
    if form == "json":
        click.echo(json_report(findings, lambda rule: rule_url(site_url, rule)), nl=False)
    elif form == "github":
        click.echo(github_report(findings, explanations(site_url)), nl=False)
    elif findings:
        click.echo(text_report(findings, line, explanations(site_url)), nl=False)
    click.echo(summary(findings, questions), err=True)


def exit_code(findings: Iterable[Finding], least: Severity) -> int:
    """Return 1 where a finding is at least as severe as `least`, otherwise 0."""
    failing = list(Severity)[: list(Severity).index(least) + 1]
    return int(any(finding.severity in failing for finding in findings))


def _base(content: Path, revision: str | None) -> str | None:
    """Return the commit to compare with, if there is one; where git knows no such revision, the command ends."""
    if revision is None:
        return None
    if no_commit(revision):
        tell("the base is all zeros, as for the first push of a branch: there is nothing to find lost ids by")
        return None
    try:
        return commit_of(content, revision)
    except GitError as error:
        fail(str(error))


def _compared(checked: Checked, content: Path, commit: str, levels: Levels) -> tuple[Finding, ...]:
    """Return the findings of a bank, those among them that only the difference to a commit shows."""
    bank = checked.reading.bank
    try:
        turned = at_changed(checked.findings, bank, changed_since(content, commit))
        gone = {
            path: Path(path).stem
            for path, text in gone_since(content, commit).items()
            if path.endswith(SUFFIXES) and was_published(text, path)
        }
    except GitError as error:
        fail(str(error))
    return tuple(sorted({*turned, *with_levels(check_lost(bank, gone), levels)}))
