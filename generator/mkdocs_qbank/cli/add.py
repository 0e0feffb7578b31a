"""The commands that add questions: `qbank new` and `qbank import`."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from errno import EEXIST
from functools import partial
from os import strerror
from pathlib import Path

import click

from mkdocs_qbank.cli.files import write_new
from mkdocs_qbank.cli.messages import fail, tell
from mkdocs_qbank.findings.faults import sentence
from mkdocs_qbank.findings.report import text_report
from mkdocs_qbank.model.bank import Status
from mkdocs_qbank.read.slugs import slug, taken
from mkdocs_qbank.read.text import MOST_BYTES, decode
from mkdocs_qbank.read.transcript import EXPECTED, QuestionDraft, is_transcript, read_transcript, write_question
from mkdocs_qbank.read.values import KEBAB


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
        _write(path, write_question(draft), topic=True)
    except OSError as error:
        fail(f"'{path.as_posix()}' cannot be written: {sentence(error)}", 1)
    click.echo(path.as_posix())
    click.echo("Fill it in, then set 'status: published'. 'qbank check' tells whether it is right.", err=True)


@click.command("import")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--topic", required=True, help="The folder below content/questions that they go to.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write there instead.")
@click.option("--publish", is_flag=True, help="Publish them; otherwise they are drafts, which have no page.")
@click.option("--dry-run", is_flag=True, help="Print the names of the files, and write nothing.")
@click.pass_obj
def import_(content: Path, files: tuple[Path, ...], topic: str, out: Path | None, publish: bool, dry_run: bool) -> None:
    """Turn transcripts into question files. A transcript is a text with the question on its first line, then paragraphs
    that begin 'Instruction:' and 'Context:', then a line 'Official Answer' and one 'Related Questions'.

    Every file that can be imported is; what is wrong with the others is printed, and the exit code is then 1.
    """
    folder = out or _topic_folder(content, topic)
    status = Status.PUBLISHED if publish else Status.DRAFT
    known = taken(content)
    texts: dict[Path, str] = {}
    failed = False
    for file in files:
        transcript = _read(file)
        if transcript is None:
            failed = True
            continue
        planned = _plan(transcript, folder, known, texts, status)
        if planned.note:
            tell(planned.note)
        if planned.text is None:
            continue
        try:
            if not dry_run:
                _write(planned.path, planned.text, topic=out is None)
        except OSError as error:
            tell(f"'{planned.path.as_posix()}' cannot be written: {sentence(error)}")
            failed = True
            continue
        known[planned.path.stem], texts[planned.path] = planned.path, planned.text
        click.echo(planned.path.as_posix())
    sys.exit(1 if failed else 0)


def _read(file: Path) -> QuestionDraft | None:
    """The transcript that a file holds; where it holds none, what is wrong is printed."""
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        tell(f"'{file}' cannot be read: {error.strerror}")
        return None
    text, findings = decode(data, str(file))
    transcript = None
    if text is not None:
        if not is_transcript(text):
            tell(f"'{file}' is not a transcript; expected {EXPECTED}")
            return None
        transcript, wrong = read_transcript(text, str(file))
        findings += wrong
    if findings:
        click.echo(text_report(findings, partial(_line, (text or "").split("\n"))), err=True)
    return transcript


def _line(lines: list[str], _: str, number: int) -> str | None:
    return lines[number - 1] if 0 < number <= len(lines) else None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Planned:
    """Where a transcript goes, and as what; without a text it stands there already."""

    path: Path
    text: str | None
    note: str = ""


def _plan(
    transcript: QuestionDraft, folder: Path, known: Mapping[str, Path], texts: Mapping[Path, str], status: Status
) -> _Planned:
    """Choose the first free id for a transcript; `texts` holds the files of this run, written or not."""
    text = write_question(transcript, status=status, ids=known)
    same = {write_question(transcript, status=other, ids=known) for other in Status}
    first = slug(transcript.question) or "question"
    identifier, number = first, 1
    while identifier in known or (folder / f"{identifier}.md").exists():
        existing = known.get(identifier, folder / f"{identifier}.md")
        if _holds(existing, texts, same):
            return _Planned(path=existing, text=None, note=f"{existing.as_posix()} holds it already")
        number += 1
        identifier = f"{first}-{number}"
    path = folder / f"{identifier}.md"
    taken_by = known.get(first, folder / f"{first}.md").as_posix()
    note = f"the id '{first}' is taken by {taken_by}, so this one is '{identifier}'" if number > 1 else ""
    return _Planned(path=path, text=text, note=note)


def _holds(path: Path, texts: Mapping[Path, str], same: Collection[str]) -> bool:
    """Whether a file holds one of some texts to the letter."""
    if path in texts:
        return texts[path] in same
    try:
        return path.read_text(encoding="utf-8") in same
    except (OSError, UnicodeDecodeError):
        return False


def _topic_folder(content: Path, topic: str) -> Path:
    if not KEBAB.fullmatch(topic):
        better = slug(topic)
        fail(f"the topic '{topic}' is not kebab-case" + (f"; did you mean '{better}'?" if better else ""))
    return content / "questions" / topic


def _write(path: Path, text: str, *, topic: bool) -> None:
    """Write a new question file, with the folders that it needs, and with `topic` the description of a new topic.

    A folder that was made for a file that cannot be written is removed again.
    """
    missing = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not write_new(path, text):
            raise FileExistsError(EEXIST, strerror(EEXIST))
    except OSError:
        for folder in missing:
            with suppress(OSError):  # it was not made, or holds something by now
                folder.rmdir()
        raise
    described = path.parent / "_topic.yml"
    title = path.parent.name.replace("-", " ").capitalize()
    if topic and write_new(described, f"title: {title}\ndescription: Questions about {title.lower()}.\n"):
        click.echo(f"{described.as_posix()}: a new topic; describe it there", err=True)
