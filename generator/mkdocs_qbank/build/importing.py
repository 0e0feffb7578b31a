"""What an import will do: the items of its sources, the question files that they become, and what is there already."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from mkdocs_qbank.model.imports import ImportedItem, Outcome
from mkdocs_qbank.read.draft import on_one_line
from mkdocs_qbank.read.images import is_image
from mkdocs_qbank.read.importers.fitting import UnfitError, fit_draft
from mkdocs_qbank.read.importers.importer import Importer, Item, Skipped, Source
from mkdocs_qbank.read.importers.importers import IMPORTERS, importer_of
from mkdocs_qbank.read.importers.markup import visible_text
from mkdocs_qbank.read.importers.naming import subject
from mkdocs_qbank.read.importers.opening import foreign_encoding, one_by_one, open_source

MOST_ITEMS, MOST_CHARACTERS = 50_000, 200_000_000
"""What one import can hold."""
_FAULT = "cannot be read: this is a fault of QBank, which should be reported:"
_LONGEST = 300
"""The most characters of the name of a topic, and of what names an item."""
_NAMED = 5
"""How many files of no known format are named."""


class TooMuchError(Exception):
    """A source holds more than one import can; the message is a sentence."""


@dataclass(slots=True)
class Entry:
    """One item of a source on its way into the bank."""

    source: str
    """The source as the ledger names it."""
    root: str
    """The folder that the paths of its source are relative to."""
    folder: str
    """That folder as the ledger names it."""
    key: str
    item: Item
    """With its draft as a question file can hold it."""
    topic: str
    """The title of its topic."""


@dataclass(slots=True)
class Gathered:
    """What the sources of an import hold."""

    entries: list[Entry] = field(default_factory=list)
    skipped: list[ImportedItem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What is wrong with files of the sources, or remarkable."""
    sources: list[str] = field(default_factory=list)
    """The sources as the ledger names them."""
    complete: bool = True
    """Whether every source could be read, and holds something."""

    def remark(self, file: str, words: str) -> None:
        """Note something about a file."""
        self.notes.append(f"'{file}' {words}")

    def fail(self, file: str, words: str) -> None:
        """Note what is wrong with a file."""
        self.remark(file, words)
        self.complete = False


def gather(
    paths: Sequence[Path],
    content: Path,
    *,
    form: str = "",
    columns: Mapping[str, str] | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> Gathered:
    """Return what some files and folders hold, each once. Raises TooMuchError."""
    gathered = Gathered()
    reader = _Gatherer(gathered, content, form, progress)
    for path in dict.fromkeys(Path(os.path.abspath(path)) for path in paths):
        shown = next(given for given in paths if Path(os.path.abspath(given)) == path)
        name = source_name(path, content)
        try:
            source = open_source(path, columns or {}, gathered.fail, gathered.remark, [content])
        except OSError as error:
            gathered.fail(shown.as_posix(), f"cannot be read: {error.strerror}")
        else:
            source = replace(source, name=shown.as_posix())
            root = path if source.is_folder else Path(os.path.realpath(path)).parent
            reader.read(source, name, root)
            gathered.sources.append(name)
    return gathered


def source_name(path: Path, content: Path) -> str:
    """Return what the ledger calls a source: its path in the repository, or else its name and that of its folder."""
    real, base = Path(os.path.realpath(path)), Path(os.path.realpath(content)).parent
    if real.is_relative_to(base):
        return real.relative_to(base).as_posix()
    return "/".join(real.parts[1:][-2:])


class _Gatherer:
    def __init__(self, gathered: Gathered, content: Path, form: str, progress: Callable[[int], object]) -> None:
        self.gathered, self.content, self.progress = gathered, content, progress
        self.importer = next((importer for importer in IMPORTERS if importer.name == form), None)
        self.keys: set[tuple[str, str]] = set()
        self.seen: set[tuple[str, str]] = set()
        self.characters = 0
        self.folder: Path | None = None
        """The folder whose files are read."""

    def read(self, source: Source, name: str, root: Path) -> None:
        """Add what a source holds, unless that is done; a folder of no known format file by file."""
        if not source.is_folder and (str(root), source.files[0]) in self.seen:
            return
        before = len(self.gathered.entries), len(self.gathered.skipped)
        noted = len(self.gathered.notes)
        self.folder = root if source.is_folder else None
        importer = self.importer or self._recognise(source)
        if importer is not None:
            self._read(importer, source, name, root)
        elif source.is_folder:
            self._read_files(source, name, root)
        else:
            expected = "; or ".join(item.expected for item in IMPORTERS)
            foreign = "" if source.beginning else foreign_encoding(source)
            self.gathered.fail(source.name, foreign or f"is of no known format; expected {expected}")
            return
        if before == (len(self.gathered.entries), len(self.gathered.skipped)) and noted == len(self.gathered.notes):
            self.gathered.fail(source.name, "holds no question")
        elif before[0] == len(self.gathered.entries):
            self.gathered.complete = False

    def _read_files(self, source: Source, name: str, root: Path) -> None:
        unknown = []
        for one in one_by_one(source):
            if (str(root), one.files[0]) in self.seen or is_image(Path(one.files[0])):
                continue
            importer = self._recognise(one)
            if importer is not None:
                self._read(importer, one, one.files[0] if name == "." else f"{name}/{one.files[0]}", root)
            elif one.beginning:
                unknown.append(one.files[0])
        if unknown:
            named = ", ".join(f"'{file}'" for file in unknown[:_NAMED]) + (", …" if len(unknown) > _NAMED else "")
            number = "1 file is" if len(unknown) == 1 else f"{len(unknown):,} files are"
            self.gathered.notes.append(f"'{source.name}': {number} of no known format: {named}")

    def _read(self, importer: Importer, source: Source, name: str, root: Path) -> None:
        if not source.is_folder:
            self.seen.add((str(root), source.files[0]))
        folder = source_name(root, self.content)
        try:
            for found in importer.read(source):
                if isinstance(found, Skipped):
                    self._skip(name, found.file, found.line, found.title, found.reason)
                else:
                    self._add(found, source, name, root, folder)
                self.progress(len(self.gathered.entries))
        except OSError as error:
            self.gathered.fail(source.name, f"cannot be read: {error.strerror or error}")
        except RecursionError:
            self.gathered.fail(source.name, "cannot be read: it is nested too deep")
        except TooMuchError:
            raise
        except Exception as error:  # noqa: BLE001 - a source that an importer fails on stops no other
            self.gathered.fail(source.name, f"{_FAULT} {type(error).__name__}")

    def _recognise(self, source: Source) -> Importer | None:
        try:
            return importer_of(source)
        except Exception as error:  # noqa: BLE001 - as above
            self.gathered.fail(source.name, f"{_FAULT} {type(error).__name__}")
            return None

    def _add(self, item: Item, source: Source, name: str, root: Path, folder: str) -> None:
        try:
            draft, lost = fit_draft(item.draft)
        except UnfitError as error:
            self._skip(name, item.file, item.line, item.draft.question or item.key, str(error))
            return
        short = item.key if len(item.key) <= _LONGEST else sha256(item.key.encode("utf-8", "replace")).hexdigest()
        key, number = short, 1
        while (name, key) in self.keys:
            number += 1
            key = f"{short}~{number}"
        self.keys.add((name, key))
        fitted = replace(item, draft=draft, lost=tuple(dict.fromkeys((*item.lost, *lost))))
        named = on_one_line(visible_text(item.topic[:_LONGEST])[0])
        topic = named or subject(str(self.folder or root / item.file))
        self.gathered.entries.append(
            Entry(source=name, root=str(root), folder=folder, key=key, item=fitted, topic=topic)
        )
        self.characters += sum(map(len, (draft.question, *draft.answer, *draft.instruction, *draft.context)))
        if len(self.gathered.entries) > MOST_ITEMS:
            raise TooMuchError(f"'{source.name}' holds more than {MOST_ITEMS:,} questions; import it in parts")
        if self.characters > MOST_CHARACTERS:
            raise TooMuchError(f"'{source.name}' holds more than {MOST_CHARACTERS:,} characters; import it in parts")

    def _skip(self, source: str, file: str, line: int, title: str, reason: str) -> None:
        if len(self.gathered.skipped) > MOST_ITEMS:
            raise TooMuchError(f"'{file}' holds more than {MOST_ITEMS:,} items that cannot be imported")
        words = " ".join(title[:400].split())
        self.gathered.skipped.append(
            ImportedItem(
                source=source,
                file=file,
                line=line,
                title=f"{words[:199]}…" if len(words) > 200 else words,
                outcome=Outcome.SKIPPED,
                reason=reason,
            )
        )
