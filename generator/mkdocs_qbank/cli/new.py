"""`qbank new`: a new question file."""

from __future__ import annotations

from typing import Any

import click

from mkdocs_qbank.cli.completion import complete_id, complete_tag, complete_topic
from mkdocs_qbank.model.bank import Difficulty, Status


@click.command()
@click.argument("question", required=False)
@click.option("--topic", shell_complete=complete_topic, help="The folder of content/questions to write it to.")
@click.option("--difficulty", type=click.Choice([str(level) for level in Difficulty]))
@click.option("--tag", "tags", multiple=True, shell_complete=complete_tag, help="A tag; can be repeated.")
@click.option(
    "--related",
    multiple=True,
    metavar="ID",
    shell_complete=complete_id,
    help="A question that it is related to; can be repeated.",
)
@click.option("--alias", "aliases", multiple=True, help="Another way to ask it; can be repeated.")
@click.option("--in-short", default="", help="The answer in a few sentences, in Markdown.")
@click.option("--answer", default="", help="The answer, in Markdown.")
@click.option("--answer-file", type=click.File("rb"), help="A file with the answer; - is standard input.")
@click.option(
    "--source",
    "sources",
    nargs=2,
    multiple=True,
    metavar="TITLE URL",
    help="Where the answer comes from; can be repeated.",
)
@click.option(
    "--status", type=click.Choice([str(status) for status in Status]), default=str(Status.DRAFT), show_default=True
)
@click.option("--edit", is_flag=True, help="Open the file in your editor at the end.")
@click.option("--no-input", is_flag=True, help="Ask nothing.")
@click.pass_obj
def new(named: str | None, /, **given: Any) -> None:
    """Write a new question file.

    In a terminal it shows the nearest questions and asks for what is not given: Enter leaves a field out. Otherwise
    QUESTION and --topic are required, and nothing is asked.
    """
    from mkdocs_qbank.cli.adding import Given, add_question  # noqa: PLC0415 - completing a tag reads no bank

    add_question(named, Given(**given))
