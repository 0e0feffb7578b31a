"""`qbank import`: files of other formats into question files."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from pathlib import Path

import click

from mkdocs_qbank.cli.completion import complete_topic
from mkdocs_qbank.cli.console import tell
from mkdocs_qbank.cli.content import content_folder
from mkdocs_qbank.cli.files import topic_folder, write_in_topic
from mkdocs_qbank.findings.faults import sentence
from mkdocs_qbank.model.bank import Status
from mkdocs_qbank.read.draft import QuestionDraft, write_question
from mkdocs_qbank.read.importers.importer import Item
from mkdocs_qbank.read.importers.importers import IMPORTERS, importer_of
from mkdocs_qbank.read.importers.opening import open_source
from mkdocs_qbank.read.slugs import slug, taken


@click.command("import", epilog="\n\n".join(f"{item.name}: {item.expected}." for item in IMPORTERS))
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--topic", required=True, shell_complete=complete_topic, help="The folder below content/questions that they go to."
)
@click.option(
    "--from",
    "form",
    type=click.Choice([item.name for item in IMPORTERS]),
    help="Their format; otherwise each file is recognised.",
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write there instead.")
@click.option("--publish", is_flag=True, help="Publish them; otherwise they are drafts, which have no page.")
@click.option("--dry-run", is_flag=True, help="Print the names of the files, and write nothing.")
@click.pass_obj
def import_(
    named: str | None,
    files: tuple[Path, ...],
    topic: str,
    form: str | None,
    out: Path | None,
    publish: bool,
    dry_run: bool,
) -> None:
    """Turn files of other formats into question files.

    Every question that can be imported is; what is wrong with the others is printed, and the exit code is then 1.
    """
    content = content_folder(named)
    folder = out or topic_folder(content, topic)
    status = Status.PUBLISHED if publish else Status.DRAFT
    known = taken(content)
    texts: dict[Path, str] = {}
    failed = False
    for file in files:
        drafts, complete = _read(file, form)
        failed = failed or not complete
        for draft in drafts:
            path, text, note = _plan(draft, folder, known, texts, status)
            if note:
                tell(note)
            if text is None:
                continue
            try:
                if not dry_run:
                    write_in_topic(path, text, describe=out is None)
            except OSError as error:
                tell(f"'{path.as_posix()}' cannot be written: {sentence(error)}")
                failed = True
            else:
                known[path.stem], texts[path] = path, text
                click.echo(path.as_posix())
    sys.exit(1 if failed else 0)


def _read(path: Path, form: str | None) -> tuple[tuple[QuestionDraft, ...], bool]:
    """Return the questions that a source holds, and whether that is all it holds; what is wrong is printed."""
    notes: list[str] = []
    try:
        source = open_source(path, {}, lambda name, why: notes.append(f"'{name}' {why}"))
    except OSError as error:
        tell(f"'{path}' cannot be read: {error.strerror}")
        return (), False
    importer = next((item for item in IMPORTERS if item.name == form), None) or importer_of(source)
    if importer is None:
        tell(f"'{path}' is of no known format; expected {'; or '.join(item.expected for item in IMPORTERS)}")
        return (), False
    drafts = []
    for found in importer.read(source):
        if isinstance(found, Item):
            drafts.append(found.draft)
        else:
            notes.append(f"'{path}' line {found.line} is skipped: {found.reason}")
    for note in notes:
        tell(note)
    return tuple(drafts), not notes


def _plan(
    draft: QuestionDraft, folder: Path, known: Mapping[str, Path], texts: Mapping[Path, str], status: Status
) -> tuple[Path, str | None, str]:
    """Return where a draft goes, by the first free id, its text, or None if it stands there already, and a note.

    `texts` holds the files of this run, written or not.
    """
    text = write_question(draft, status=status, ids=known)
    same = {write_question(draft, status=other, ids=known) for other in Status}
    first = slug(draft.question) or "question"
    identifier, number = first, 1
    while identifier in known or (folder / f"{identifier}.md").exists():
        existing = known.get(identifier, folder / f"{identifier}.md")
        if _holds(existing, texts, same):
            return existing, None, f"{existing.as_posix()} holds it already"
        number += 1
        identifier = f"{first}-{number}"
    taken_by = known.get(first, folder / f"{first}.md").as_posix()
    note = f"the id '{first}' is taken by {taken_by}, so this one is '{identifier}'" if number > 1 else ""
    return folder / f"{identifier}.md", text, note


def _holds(path: Path, texts: Mapping[Path, str], same: Collection[str]) -> bool:
    """Whether a file holds one of some texts to the letter."""
    if path in texts:
        return texts[path] in same
    try:
        return path.read_text(encoding="utf-8") in same
    except (OSError, UnicodeDecodeError):
        return False
