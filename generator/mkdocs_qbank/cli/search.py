"""`qbank search`: the questions that the site's search finds, in the same order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from mkdocs_qbank.build.pipeline import bank_reader
from mkdocs_qbank.cli.console import fail
from mkdocs_qbank.cli.content import bank_folder
from mkdocs_qbank.findings.report import visible
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.search.reader import BadIndexError, Reader
from mkdocs_qbank.search.search import Match
from mkdocs_qbank.search.search import search as find

_LONGEST = 1000
"""The maximum length of a query in characters."""


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(min=1), default=10, show_default=True, help="The maximum number of questions."
)
@click.option(
    "--site",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Search the index of a built site instead of the content folder.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def search(named: str | None, words: tuple[str, ...], limit: int, site: Path | None, form: str) -> None:
    """Find published questions by WORDS, ranked as on the site.

    Exits with 1 if nothing in the bank resembles them.
    """
    query = " ".join(words)[:_LONGEST]
    try:
        reader = Reader(lambda path: (site / path).read_bytes()) if site else _of_bank(named)
        matches = find(reader, query, limit)
    except BadIndexError as error:
        fail(str(error), 1)
    click.echo(json.dumps([asdict(match) for match in matches], indent=1) if form == "json" else _as_text(matches))
    if not matches:
        raise click.exceptions.Exit(1)


def _of_bank(named: str | None) -> Reader:
    return bank_reader(read_bank(bank_folder(named)).bank.published)


def _as_text(matches: Sequence[Match]) -> str:
    if not matches:
        return "nothing in the bank resembles these words"
    width = max(len(match.id) for match in matches)
    return "\n".join(f"{match.score:5.2f} {match.id:<{width}}  {visible(match.title)}" for match in matches)
