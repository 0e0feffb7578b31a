"""`qbank new`: a question file to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from mkdocs_qbank.build.pipeline import bank_reader
from mkdocs_qbank.cli.console import fail, tell
from mkdocs_qbank.cli.content import content_folder
from mkdocs_qbank.cli.files import topic_folder, write_in_topic
from mkdocs_qbank.findings.faults import sentence
from mkdocs_qbank.findings.report import visible
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.read.draft import QuestionDraft, write_question
from mkdocs_qbank.read.slugs import slug, taken
from mkdocs_qbank.search.search import Match, search

_NEAR = 1.4
"""A question with at least this score by search may ask the same; 1 is about every word once in question and answer."""
_SHOWN = 3


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
    for match in _near(content, question):
        tell(f"'{match.id}' may ask the same: {visible(match.title)}")
    click.echo("Fill it in, then set 'status: published'. 'qbank check' tells whether it is right.", err=True)


def _near(content: Path, question: str) -> list[Match]:
    """Return the published questions that may ask the same."""
    reader = bank_reader(read_bank(content).bank.published)
    return [match for match in search(reader, question, _SHOWN) if match.exact or match.score >= _NEAR]
