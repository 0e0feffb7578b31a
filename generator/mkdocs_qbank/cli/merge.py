"""`qbank merge`: one question of two that ask the same."""

from __future__ import annotations

import click

from mkdocs_qbank.cli.completion import complete_id


@click.command()
@click.argument("source", metavar="FROM", shell_complete=complete_id)
@click.argument("target", metavar="INTO", shell_complete=complete_id)
@click.option("--yes", is_flag=True, help="Remove FROM without asking.")
@click.option("--dry-run", is_flag=True, help="Print what would change as a diff, and change nothing.")
@click.pass_obj
def merge(named: str | None, source: str, target: str, yes: bool, dry_run: bool) -> None:
    """Make one question of two that ask the same.

    INTO gets the ids, wordings, tags, sources and relations of FROM. Links to FROM then lead to INTO, and the file of
    FROM is removed. INTO keeps its answer; that of FROM is shown first, so that you can copy what is worth keeping.
    """
    from mkdocs_qbank.cli.merging import merge_questions  # noqa: PLC0415 - completing an id reads no bank

    merge_questions(named, source, target, yes=yes, dry_run=dry_run)
