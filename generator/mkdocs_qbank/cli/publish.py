"""`qbank publish`: drafts become published."""

from __future__ import annotations

import click

from mkdocs_qbank.cli.completion import complete_draft, complete_topic


@click.command()
@click.argument("ids", nargs=-1, shell_complete=complete_draft)
@click.option("--topic", shell_complete=complete_topic, help="Publish every draft of this topic.")
@click.option("--all", "every", is_flag=True, help="Publish every draft of the bank.")
@click.option("--dry-run", is_flag=True, help="Print what would change as a diff, and change nothing.")
@click.pass_obj
def publish(named: str | None, ids: tuple[str, ...], topic: str | None, *, every: bool, dry_run: bool) -> None:
    """Publish drafts after a check.

    Choose them by IDS, by topic, or all. They are checked as if they were already published: if one has an error, or
    another file would have a new one, all errors are printed and nothing is changed. Only the status in each file
    changes.
    """
    from mkdocs_qbank.cli.publishing import publish_drafts  # noqa: PLC0415 - completing an id reads no bank

    if every and (ids or topic is not None):
        raise click.UsageError("--all goes with neither IDS nor --topic")
    if not (every or ids or topic is not None):
        raise click.UsageError("name the drafts by IDS, --topic or --all")
    publish_drafts(named, ids, topic, every=every, dry_run=dry_run)
