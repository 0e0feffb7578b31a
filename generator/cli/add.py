"""The commands that add questions: `qbank new` and `qbank import`."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from generator.cli.files import write_new
from generator.cli.messages import fail
from generator.publish.report import text_report, visible
from generator.read.slugs import slug, taken
from generator.read.text import decode
from generator.read.transcript import Transcript, read_transcript, write_question
from generator.read.values import KEBAB


@click.command()
@click.argument("question")
@click.option("--topic", required=True, help="The folder below content/questions that it goes to.")
@click.pass_obj
def new(content: Path, question: str, topic: str) -> None:
    """Write a new question file to fill in."""
    folder = _topic_folder(content, topic)
    identifier = slug(question)
    if not identifier:
        fail("the question has no letter to make an id of")
    draft = Transcript(
        question=" ".join(question.split()),
        instruction=("What the person asked is to do.",),
        context=("What the question is meant to find out.",),
        answer=("The answer. Sub-headings start at ###.",),
    )
    path = folder / f"{identifier}.md"
    if identifier in taken(content) or not write_new(path, write_question(draft, status="draft")):
        fail(f"the id '{identifier}' is taken already; ask it in other words, or open that file", 1)
    click.echo(path.as_posix())
    click.echo("Fill it in, then set 'status: published'. 'qbank check' tells whether it is right.", err=True)


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--topic", required=True, help="The folder below content/questions that they go to.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write there instead.")
@click.pass_obj
def import_(content: Path, files: tuple[Path, ...], topic: str, out: Path | None) -> None:
    """Turn transcripts into question files. A transcript is a text with the question on its first line, then paragraphs
    that begin 'Instruction:' and 'Context:', then a line 'Official Answer' and one 'Related Questions'.
    """
    failed = False
    known = taken(content)
    folder = out or _topic_folder(content, topic)
    for file in files:
        text, findings = decode(file.read_bytes(), str(file))
        transcript = None
        if text is not None:
            transcript, findings = read_transcript(text, str(file))
        if transcript is None:
            click.echo(text_report(findings, partial(_line, (text or "").split("\n"))), err=True)
            failed = True
            continue
        written, message = _write_import(transcript, folder, known)
        if message:
            click.echo(f"qbank: {visible(message)}", err=True)
        if written:
            click.echo(written.as_posix())
    sys.exit(1 if failed else 0)


def _line(lines: list[str], _: str, number: int) -> str | None:
    return lines[number - 1] if 0 < number <= len(lines) else None


def _write_import(transcript: Transcript, folder: Path, known: dict[str, Path]) -> tuple[Path | None, str]:
    """Writes a transcript under the first free id; one that stands there to the letter is not written again."""
    text = write_question(transcript, ids=known)
    first = slug(transcript.question) or "question"
    identifier, number = first, 1
    while identifier in known or (folder / f"{identifier}.md").exists():
        existing = known.get(identifier, folder / f"{identifier}.md")
        if existing.read_bytes() == text.encode():
            return None, f"{existing.as_posix()} holds it already"
        number += 1
        identifier = f"{first}-{number}"
    path = folder / f"{identifier}.md"
    folder.mkdir(parents=True, exist_ok=True)
    write_new(path, text)
    note = (
        f"the id '{first}' is taken by {known[first].as_posix()}, so this one is '{identifier}'"
        if first in known and number > 1
        else ""
    )
    known[identifier] = path
    return path, note


def _topic_folder(content: Path, topic: str) -> Path:
    if not KEBAB.fullmatch(topic):
        better = slug(topic)
        fail(f"the topic '{topic}' is not kebab-case" + (f"; did you mean '{better}'?" if better else ""))
    folder = content / "questions" / topic
    folder.mkdir(parents=True, exist_ok=True)
    title = topic.replace("-", " ").capitalize()
    if write_new(folder / "_topic.yml", f"title: {title}\ndescription: Questions about {title.lower()}.\n"):
        click.echo(f"{(folder / '_topic.yml').as_posix()}: a new topic; describe it there", err=True)
    return folder
