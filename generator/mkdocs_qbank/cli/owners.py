"""`qbank owners`: who reviews which topic, for GitHub."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mkdocs_qbank.build.files import replace_file
from mkdocs_qbank.build.git import GitError
from mkdocs_qbank.build.owners import MarkerError, owners_file, with_owners, written_file
from mkdocs_qbank.build.revision import repository_of
from mkdocs_qbank.cli.console import fail
from mkdocs_qbank.cli.content import bank_folder
from mkdocs_qbank.findings.finding import errors
from mkdocs_qbank.findings.report import text_report
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.read.topic import TOPIC_FILE


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if the file is out of date.")
@click.pass_obj
def owners(named: str | None, check: bool) -> None:
    """Write the owners of topics into CODEOWNERS, for GitHub to ask them for reviews.

    They are those that each _topic.yml names under 'owners'. The rest of the file is kept.
    """
    content = bank_folder(named)
    try:
        repository = repository_of(content).resolve()
    except GitError as error:
        fail(f"CODEOWNERS belongs to a repository: {error}")
    topics = content.resolve() / "questions"
    if not topics.is_relative_to(repository):
        fail(f"'{content}' is not in the repository '{repository}'")
    folder = topics.relative_to(repository).as_posix()
    if not folder.isprintable():
        fail(f"no line of CODEOWNERS can name '{folder}'")
    reading = read_bank(content)
    wrong = errors(finding for finding in reading.findings if Path(finding.path).name == TOPIC_FILE)
    if wrong:
        click.echo(text_report(wrong, reading.line), err=True, nl=False)
        fail("nothing was written", 1)
    file = owners_file(repository)
    shown = file.relative_to(repository).as_posix()
    written = written_file(file, repository)
    if written is None:
        fail(f"'{shown}' is no file, or a link to what is no file of this repository; nothing was written", 1)
    try:
        old = written.read_bytes().decode("utf-8") if written.exists() else ""
        new = with_owners(old, reading.bank.topics, folder)
    except UnicodeDecodeError:
        fail(f"'{shown}' is not UTF-8", 1)
    except MarkerError as error:
        fail(f"'{shown}' cannot be changed: {error}", 1)
    if new == old:
        click.echo(f"{shown} is up to date", err=True)
    elif check:
        fail(f"{shown} is out of date; 'qbank owners' writes it again", 1)
    else:
        written.parent.mkdir(parents=True, exist_ok=True)
        replace_file(written, new.encode())
        click.echo(shown)
    sys.exit(0)
