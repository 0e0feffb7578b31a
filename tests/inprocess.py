"""The command line in the process of a test, where Markdown is parsed without worker processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from mkdocs_qbank.cli.main import main
from mkdocs_qbank.markdown.links import Destinations
from mkdocs_qbank.markdown.pages import parse_page
from mkdocs_qbank.markdown.parse import parse
from mkdocs_qbank.markdown.workers import Cache, Job


def parse_here(jobs: Iterable[Job], destinations: Destinations, known: Cache | None = None, **_: object) -> Cache:
    """Parse in this process: starting workers takes longer than all else."""
    del known
    return {
        job: parse_page(job.texts[0], job.path, destinations, job.engine)
        if job.engine
        else parse(job.texts, job.path, destinations, job.sections)
        for job in jobs
    }


@contextmanager
def parsing_here(folder: Path) -> Iterator[None]:
    """Work in a folder, and parse in this process."""
    with chdir(folder), pytest.MonkeyPatch.context() as patch:
        patch.setattr("mkdocs_qbank.read.bank.parse_all", parse_here)
        yield


def qbank(folder: Path, *arguments: str) -> Result:
    """Run a command in a folder; its input is no terminal."""
    with parsing_here(folder):
        done = CliRunner().invoke(main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done
