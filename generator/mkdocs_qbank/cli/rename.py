"""`qbank rename`: another id or topic for a question."""

from __future__ import annotations

import click

from mkdocs_qbank.cli.completion import complete_id, complete_topic


@click.command()
@click.argument("old", shell_complete=complete_id)
@click.argument("new", required=False)
@click.option("--topic", shell_complete=complete_topic, help="Move it to this topic.")
@click.option("--dry-run", is_flag=True, help="Print what would change as a diff, and change nothing.")
@click.pass_obj
def rename(named: str | None, old: str, new: str | None, topic: str | None, dry_run: bool) -> None:
    """Give a question another id or topic, and change everything that leads to it.

    OLD becomes a former id, so that its address still leads to the question. References, links in questions and links
    in pages follow; nothing else in any file changes. If the bank would have new findings, nothing is changed.
    """
    from mkdocs_qbank.cli.renaming import rename_question  # noqa: PLC0415 - completing an id reads no bank

    rename_question(named, old, new, topic, dry_run=dry_run)
