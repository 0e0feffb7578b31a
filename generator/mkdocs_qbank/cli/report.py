"""`qbank report`: what a change does to the bank, for its reviewers."""

from __future__ import annotations

import os
from pathlib import Path

import click

from mkdocs_qbank.build.comparison import nearest, read_changes
from mkdocs_qbank.build.engine import read_engine
from mkdocs_qbank.build.git import GitError, no_commit
from mkdocs_qbank.build.mkdocs_yml import config_of, shown
from mkdocs_qbank.build.revision import base_commit
from mkdocs_qbank.cli.bank import checked_bank, embedding, options_of
from mkdocs_qbank.cli.console import fail, tell
from mkdocs_qbank.cli.content import bank_folder
from mkdocs_qbank.render.report.report import MOST, change_report


@click.command()
@click.option("--base", metavar="REV", required=True, help="The git revision to compare with.")
@click.option(
    "--limit",
    type=click.IntRange(min=1000),
    default=MOST,
    show_default=True,
    help="The approximate maximum number of characters.",
)
@click.pass_obj
def report(named: str | None, base: str, limit: int) -> None:
    """Print what a change does to the bank, as Markdown for its reviewers.

    The files as they are now are compared with the last commit that the current branch and REV have in common.
    """
    content = _here(bank_folder(named))
    if no_commit(base):
        tell("the base is all zeros, as for the first push of a branch: there is nothing to compare with")
        return
    try:
        commit = base_commit(content, base)
        config = config_of(content)
        options = options_of(config)
        embed = embedding(options.model, config.parent.absolute())
        checked = checked_bank(content, config, options)
        changes = read_changes(checked, content, commit, options, read_engine(config), embed)
    except GitError as error:
        fail(str(error))
    click.echo(change_report(changes, nearest(changes), commit, limit), nl=False)


def _here(content: Path) -> Path:
    """Return a content folder relative to the working folder, which becomes its parent unless it is above already."""
    near = shown(content)
    if not near.is_absolute():
        return near
    os.chdir(near.parent)
    return Path(near.name)
