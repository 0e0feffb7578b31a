"""How an import is done: the plan is taken step by step, each file whole, and the ledger says how far it came."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from errno import EBUSY
from hashlib import sha256
from pathlib import Path

import click

from mkdocs_qbank.build.files import replace_file
from mkdocs_qbank.build.import_pictures import PictureChange
from mkdocs_qbank.build.import_plan import ImportPlan, Step
from mkdocs_qbank.build.importing import TooMuchError, gather
from mkdocs_qbank.build.interruptions import interruptible, uninterrupted
from mkdocs_qbank.build.stages import Progress
from mkdocs_qbank.cli.console import fail, tell
from mkdocs_qbank.cli.files import tell_new_topic, write_in_topic
from mkdocs_qbank.findings.faults import sentence
from mkdocs_qbank.model.bank import Status
from mkdocs_qbank.model.imports import ImportedItem, ImportReport, Outcome
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.read.ledger import LEDGER_FILE, MOST_BYTES, Ledger, LedgerError, read_ledger, write_ledger
from mkdocs_qbank.render.report.imports import import_json, import_markdown

REPORTS: Mapping[str, Callable[[ImportReport], str]] = {".json": import_json, ".md": import_markdown}
"""How a report is written, by the ending of its file."""
_SHOWN, _FEW = 20, 5
"""How many items with the same outcome are named on the terminal, and how many of those that only have a remark."""
_NAME = re.compile(r"'.*'")


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """The options of an import."""

    topic: str = ""
    """The topic that all questions go to; empty for those of the source."""
    form: str = ""
    """The name of the importer; empty to recognise each source."""
    columns: Mapping[str, str] = field(default_factory=dict)
    publish: bool = False
    dry_run: bool = False
    report: Path | None = None
    redirects: Path | None = None


def import_sources(content: Path, sources: Sequence[Path], choices: Choices) -> bool:
    """Import files and folders into a content folder, say what became of them, and return whether all went well."""
    path = content / LEDGER_FILE
    before, ledger = _read_ledger(path)
    progress = Progress()
    try:
        gathered = gather(
            sources,
            content,
            form=choices.form,
            columns=choices.columns,
            progress=lambda count: progress.show(f"read {count:,} questions"),
        )
    except TooMuchError as error:
        progress.clear()
        fail(f"nothing was imported: {error}", 1)
    status = Status.PUBLISHED if choices.publish else Status.DRAFT
    plan = ImportPlan(gathered, content, ledger, topic=choices.topic, status=status)
    items: list[ImportedItem] = []
    notes = list(gathered.notes)
    well = gathered.complete
    try:
        with nullcontext() if choices.dry_run else _saved(ledger, path, before):
            for number, step in enumerate(plan.steps(), 1):
                progress.show(f"{number:,} of {plan.count:,} questions")
                fault = "" if choices.dry_run else _take(step, ledger, progress)
                if fault:
                    notes.append(fault)
                    well = False
                    continue
                items.append(step.item)
                if step.path:
                    progress.clear()
                    click.echo(step.path.as_posix())
    finally:
        progress.clear()
    items += plan.rest()
    report = ImportReport(items=tuple(items), notes=tuple(notes))
    _show(report, dry_run=choices.dry_run)
    if choices.report:
        _write_beside(choices.report, REPORTS[choices.report.suffix](report))
    if choices.redirects:
        _write_beside(choices.redirects, json.dumps(plan.redirects(), indent=1, sort_keys=True) + "\n")
    return well


def _read_ledger(path: Path) -> tuple[str, Ledger]:
    """Return the text of the ledger, and the ledger; where it cannot be used, the command ends."""
    if not path.exists():
        return "", Ledger()
    if path.is_symlink() or not path.is_file():
        fail(f"'{path.as_posix()}' is no ordinary file", 1)
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        fail(f"'{path.as_posix()}' has more than {MOST_BYTES:,} bytes", 1)
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    try:
        return text, read_ledger(text)
    except LedgerError as error:
        fail(f"{path.as_posix()}:{error}; nothing was imported", 1)


@contextmanager
def _saved(ledger: Ledger, path: Path, before: str) -> Iterator[None]:
    """Write the ledger after a block, however it ends: what was imported would else be found to be in the way."""
    with uninterrupted():
        try:
            with interruptible():
                yield
        finally:
            after = write_ledger(ledger)
            if after != before:
                _write_beside(path, after)


def _take(step: Step, ledger: Ledger, progress: Progress) -> str:
    """Do what a step says, and return why it cannot be done, or nothing."""
    described = None
    try:
        for picture in step.pictures:
            _take_picture(picture, ledger)
        with uninterrupted():
            if step.path and step.item.outcome is Outcome.UPDATED:
                replace_file(step.path, step.text.encode())
            elif step.path:
                described = write_in_topic(step.path, step.text, title=step.topic)
            if step.record:
                key, text = step.record
                ledger.texts[key] = text
    except OSError as error:
        return f"'{step.item.path}' cannot be written: {sentence(error)}"
    if described is not None:
        progress.clear()
        tell_new_topic(described)
    return ""


def _take_picture(picture: PictureChange, ledger: Ledger) -> None:
    data = picture.load() if picture.write else None
    if data is not None and not sha256(data).hexdigest().startswith(picture.digest):
        raise OSError(EBUSY, "it was changed meanwhile", picture.key[1])
    with uninterrupted():
        if data is not None and not _is_there(picture):
            picture.path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(picture.path, data)
        ledger.files[picture.key] = picture.record


def _is_there(picture: PictureChange) -> bool:
    path = picture.path
    return path.exists() and sha256(path.read_bytes()).hexdigest().startswith(picture.digest)


def _write_beside(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, text.encode())


def _show(report: ImportReport, *, dry_run: bool) -> None:
    """Print what became of the items that people have to look at, and the counts of all."""
    for note in report.notes:
        tell(note)
    for outcome in (Outcome.SKIPPED, Outcome.LEFT, Outcome.GONE):
        _name([item for item in report.items if item.outcome is outcome], str(outcome))
    remarked = [item for item in report.items if item.outcome is Outcome.IMPORTED and item.reason]
    _name(remarked, str(Outcome.IMPORTED), _FEW)
    _show_lost(Counter(words for item in report.items for words in item.lost))
    counts = [f"{count:,} {message(f'imports.counts.{outcome}')}" for outcome, count in report.counts.items() if count]
    if counts:
        tell(f"{', '.join(counts)}{'; nothing was written' if dry_run else ''}")


def _show_lost(lost: Counter[str]) -> None:
    """Print what could not be kept, the most frequent first; of things that differ in a name only, a few."""
    kinds: dict[str, Counter[str]] = {}
    for words, count in lost.most_common():
        kinds.setdefault(_NAME.sub("'…'", words), Counter())[words] = count
    lines: list[tuple[int, str]] = []
    for kind, found in kinds.items():
        if len(found) <= _FEW:
            lines += [(count, words) for words, count in found.items()]
        else:
            names = [name[0] for words in list(found)[:_FEW] if (name := _NAME.search(words))]
            lines.append((found.total(), f"{kind}, such as {', '.join(names)}"))
    lines.sort(key=lambda line: -line[0])
    for count, words in lines[:_SHOWN]:
        tell(f"could not be kept: {words}" + (f" ({count:,} times)" if count > 1 else ""))
    if len(lines) > _SHOWN:
        tell(f"could not be kept: {len(lines) - _SHOWN:,} other things; --report FILE has all")


def _name(items: Sequence[ImportedItem], words: str, most: int = _SHOWN) -> None:
    for item in items[:most]:
        place = f"{item.file}:{item.line}: " if item.file else ""
        tell(f"{place}{words}: {_short(item.title)}" + (f": {item.reason}" if item.reason else ""))
    if len(items) > most:
        tell(f"{words}: {len(items) - most:,} more; --report FILE has all")


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
