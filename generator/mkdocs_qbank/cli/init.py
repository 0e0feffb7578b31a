"""`qbank init`: a bank in an empty folder, in a repository, or around the mkdocs.yml of a site."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", metavar="TEXT", help="The name of the site.  [default: after the folder]")
@click.option("--topic", metavar="TITLE", help="The first topic.  [default: About this bank]")
@click.option("--repo", metavar="URL", help="The address of the repository.  [default: the remote of git]")
@click.option("--url", metavar="URL", help="The address of the published site.  [default: the pages of the repository]")
@click.option("--branch", help="The branch that is published.  [default: that of git, or main]")
@click.option("--owner", metavar="@NAME", help="Who reviews changes: @user or @organization/team.")
@click.option(
    "--licence",
    type=click.Choice(["CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "MIT"]),
    help="The licence of the answers, shown at the foot of each page.",
)
@click.option(
    "--github/--no-github",
    default=None,
    help="Write the workflows and forms of GitHub.  [default: unless the repository is on another host]",
)
@click.option(
    "--move/--no-move",
    default=None,
    help="Move the pages of an existing site to content/pages, where a bank has them.  [default: ask, or move]",
)
@click.option(
    "--from",
    "source",
    metavar="SOURCE",
    type=click.Path(exists=True, path_type=Path),
    help="Import the questions of a file or folder, as 'qbank import' does.",
)
@click.option("--yes", "-y", is_flag=True, help="Ask nothing.")
@click.pass_obj
def init(named: str | None, /, **given: Any) -> None:
    """Start a bank in DIR with all it needs; never overwrite a file.

    An existing mkdocs.yml becomes that of a bank: only what must change is changed, and its comments stay. In a
    terminal it asks for what is not given; otherwise, or with --yes, it takes the defaults.
    """
    from mkdocs_qbank.cli.answers import Wanted  # noqa: PLC0415 - listing the options needs no templates
    from mkdocs_qbank.cli.starting import start_bank  # noqa: PLC0415

    if named is not None:
        raise click.UsageError("the content folder of a new bank is 'content'; leave out --content")
    start_bank(Wanted(**{**given, "folder": Path(os.path.normpath(given["folder"]))}))
