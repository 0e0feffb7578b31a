"""`qbank related`: what a question is related to, and why."""

from __future__ import annotations

from typing import Any

import click

from mkdocs_qbank.cli.completion import complete_id


@click.command()
@click.argument("identifier", metavar="ID", required=False, shell_complete=complete_id)
@click.option("--all", "everything", is_flag=True, help="Show the relations of every question.")
@click.option(
    "--to", "end", metavar="ID", shell_complete=complete_id, help="Show the shortest path to another question instead."
)
@click.option("--limit", type=click.IntRange(min=1), help="The maximum number for each question.")
@click.option(
    "--no-threshold", is_flag=True, help="Show only suggestions, ranked, including those below the threshold."
)
@click.option(
    "--model", envvar="QBANK_MODEL", help="A sentence-embedding model; by default that of mkdocs.yml, if any."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def related(named: str | None, /, **asked: Any) -> None:
    """Show the relations of a question with kind, score and reason.

    The threshold, the number of suggestions and the model are those of the mkdocs.yml above the content folder.
    """
    from mkdocs_qbank.cli.relating import show_relations  # noqa: PLC0415 - completing an id reads no bank

    show_relations(named, **asked)
