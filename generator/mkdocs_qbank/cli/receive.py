"""`qbank receive`: from an issue on GitHub to a question file, and the answer to it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from mkdocs_qbank.build.interruptions import uninterrupted
from mkdocs_qbank.build.mkdocs_yml import config_of, site_url_of
from mkdocs_qbank.build.receive import receive as receive_issue
from mkdocs_qbank.build.repository import explanations
from mkdocs_qbank.cli.bank import changed_bank, checked_bank, options_of
from mkdocs_qbank.cli.console import fail, tell
from mkdocs_qbank.cli.content import bank_folder
from mkdocs_qbank.cli.files import write_in_topic
from mkdocs_qbank.findings.faults import sentence
from mkdocs_qbank.read.event import MOST_BYTES, BadEventError, Issue, read_event
from mkdocs_qbank.read.slugs import taken
from mkdocs_qbank.render.received import Outcome, Received
from mkdocs_qbank.render.reply import comment, commit_message, pull_request, title


@click.command()
@click.argument("event", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="A new folder for the answer: comment, pull request, commit message, and the file itself.",
)
@click.pass_obj
def receive(named: str | None, event: Path, out: Path) -> None:
    """Turn an issue that proposes a question into a file, and write the answer to it.

    EVENT is the JSON that GitHub sends for the issue, $GITHUB_EVENT_PATH in a workflow. The file is added to the bank
    only if the check of the whole bank finds no error in it. Prints valid, invalid or empty; the exit code is 0 for
    each, since each has its answer.
    """
    content = bank_folder(named)
    issue = _read(event)
    if os.path.lexists(out):
        fail(f"'{out}' exists already; name a new folder")
    config = config_of(content)
    options = options_of(config)
    checked, check = checked_bank(content, config, options), partial(changed_bank, content, config, options)
    received = receive_issue(issue, content, taken(content), checked, check, explanations(site_url_of(config)))
    answer = _answer(received, issue)
    try:
        if received.outcome is Outcome.VALID:
            with _written(Path(received.path), received.text):
                _write(out, answer)
        else:
            _write(out, answer)
    except OSError as error:
        fail(sentence(error), 1)
    click.echo(received.outcome)
    if received.outcome is Outcome.VALID:
        tell(f"wrote {received.path}")


def _read(event: Path) -> Issue:
    try:
        with event.open("rb") as opened:
            return read_event(opened.read(MOST_BYTES + 1))
    except BadEventError as error:
        fail(f"'{event}' is no event of an issue: {error}")


@contextmanager
def _written(path: Path, text: str) -> Iterator[None]:
    """Write a new question file, and remove it again if what follows fails."""
    write_in_topic(path, text, describe=False)
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _answer(received: Received, issue: Issue) -> Mapping[str, str]:
    """Return the files that the workflow reads, by name."""
    files = {"outcome": received.outcome.value, "comment.md": comment(received, issue.repository)}
    if received.outcome is Outcome.VALID:
        files |= {
            "path": received.path,
            "question": received.text,
            "title": title(received),
            "pull-request.md": pull_request(received, issue.repository, issue.number, issue.login),
            "commit.txt": commit_message(received, issue.number, issue.credit),
        }
    return files


def _write(folder: Path, files: Mapping[str, str]) -> None:
    """Write a folder of files: all of them, or none."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with uninterrupted():
        making = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".qbank-"))
        try:
            for name, text in files.items():
                (making / name).write_text(text, encoding="utf-8", newline="\n")
            making.chmod(0o755)
            making.rename(folder)
        finally:
            shutil.rmtree(making, ignore_errors=True)
