"""`qbank new`: a question file to fill in."""

from __future__ import annotations

import click

from mkdocs_qbank.cli.console import fail
from mkdocs_qbank.cli.content import content_folder
from mkdocs_qbank.cli.files import topic_folder, write_in_topic
from mkdocs_qbank.findings.faults import sentence
from mkdocs_qbank.read.draft import QuestionDraft, write_question
from mkdocs_qbank.read.slugs import slug, taken


@click.command()
@click.argument("question")
@click.option("--topic", required=True, help="The folder below content/questions that it goes to.")
@click.pass_obj
def new(named: str | None, question: str, topic: str) -> None:
    """Write a new question file to fill in."""
    content = content_folder(named)
    folder = topic_folder(content, topic)
    identifier = slug(question)
    if not identifier:
        fail("the question has no letter to make an id of")
    if identifier in taken(content):
        fail(f"the id '{identifier}' is taken already; ask it in other words, or open that file", 1)
    draft = QuestionDraft(
        question=" ".join(question.split()),
        instruction=("What the person asked is to do.",),
        context=("What the question is meant to find out.",),
        answer=("The answer. Sub-headings start at ###.",),
    )
    path = folder / f"{identifier}.md"
    try:
        write_in_topic(path, write_question(draft))
    except OSError as error:
        fail(f"'{path.as_posix()}' cannot be written: {sentence(error)}", 1)
    click.echo(path.as_posix())
    click.echo("Fill it in, then set 'status: published'. 'qbank check' tells whether it is right.", err=True)
