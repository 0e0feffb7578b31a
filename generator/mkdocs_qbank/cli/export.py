"""`qbank export`: the pages of a bank on disk."""

from __future__ import annotations

from pathlib import Path

import click

from mkdocs_qbank.build.mkdocs_yml import config_of, site_url_of
from mkdocs_qbank.build.repository import explanations
from mkdocs_qbank.cli.bank import checked_bank, embedding, options_of
from mkdocs_qbank.cli.console import fail
from mkdocs_qbank.cli.content import bank_folder
from mkdocs_qbank.findings.finding import errors
from mkdocs_qbank.findings.report import text_report
from mkdocs_qbank.publish.export import ExportError, export_site


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--config",
    "chosen",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The site's mkdocs.yml.  [default: the nearest above the content folder]",
)
@click.pass_obj
def export(named: str | None, folder: Path, chosen: Path | None) -> None:
    """Write every page to disk, for any engine that reads an mkdocs.yml.

    DIR gets the pages, the templates and an mkdocs.yml.
    """
    content = bank_folder(named)
    config = chosen or config_of(content)
    options = options_of(config)
    checked = checked_bank(content, config, options)
    if checked.findings:
        click.echo(text_report(checked.findings, checked.reading.line, explanations(site_url_of(config))), err=True)
    if errors(checked.findings):
        fail("nothing was exported", 1)
    try:
        count = export_site(checked, content, config, folder, options, embedding(options.model, config.parent))
    except ExportError as error:
        fail(str(error))
    click.echo(f"{count} pages in {folder.as_posix()}", err=True)
