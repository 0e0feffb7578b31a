"""`qbank import`: files and folders of other formats into question files."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from mkdocs_qbank.cli.completion import complete_topic
from mkdocs_qbank.cli.content import content_folder
from mkdocs_qbank.cli.files import topic_folder
from mkdocs_qbank.read.importers.importers import IMPORTERS


@click.command("import", epilog="\n\n".join(f"{item.name}: {item.expected}." for item in IMPORTERS))
@click.argument("sources", metavar="SOURCE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--topic",
    shell_complete=complete_topic,
    help="Put all questions into this folder of content/questions; by default topics come from the source.",
)
@click.option(
    "--from",
    "form",
    type=click.Choice([item.name for item in IMPORTERS]),
    help="The format of the sources; detected by default.",
)
@click.option(
    "--map",
    "mapped",
    metavar="FIELD=NAME",
    multiple=True,
    help="The name of a field in the source: --map question=title. Can be repeated.",
)
@click.option("--publish", is_flag=True, help="Import the questions as published ones, not as drafts.")
@click.option("--dry-run", is_flag=True, help="Print what would be done, and write no question.")
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what became of each item to this file, as JSON or Markdown according to its extension.",
)
@click.option(
    "--redirects",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a JSON file with the page of each question by its addresses in the source.",
)
@click.pass_obj
def import_(
    named: str | None,
    sources: tuple[Path, ...],
    topic: str | None,
    form: str | None,
    mapped: tuple[str, ...],
    publish: bool,
    dry_run: bool,
    report: Path | None,
    redirects: Path | None,
) -> None:
    """Turn files of other formats into question files.

    SOURCE is a file or a folder. A second run updates only questions that changed in the source and were not edited
    since. The exit code is 1 if a source cannot be read or nothing in it can be imported.
    """
    from mkdocs_qbank.cli.importing import REPORTS, Choices, import_sources  # noqa: PLC0415 - slow to import

    content = content_folder(named)
    if topic is not None:
        topic_folder(content, topic)
    if report is not None and report.suffix not in REPORTS:
        raise click.UsageError(f"the name of the report must end with {' or '.join(REPORTS)}")
    choices = Choices(
        topic=topic or "",
        form=form or "",
        columns=_columns(mapped),
        publish=publish,
        dry_run=dry_run,
        report=report,
        redirects=redirects,
    )
    sys.exit(0 if import_sources(content, sources, choices) else 1)


def _columns(mapped: Iterable[str]) -> dict[str, str]:
    columns = {}
    for pair in mapped:
        field, sign, name = pair.partition("=")
        if not sign or not field.strip() or not name.strip():
            raise click.UsageError(f"'--map {pair}' is not of the form FIELD=NAME")
        columns[field.strip()] = name.strip()
    return columns
