"""What reading and checking a bank gave, kept on disk, so that only what changed is read and checked again."""

from __future__ import annotations

import gc
import os
import pickle
import stat
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from mkdocs_qbank.build.cache import cache_folder, digest
from mkdocs_qbank.build.values import pack, unpack
from mkdocs_qbank.embed.cache import prepare, write_whole
from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.markdown.rules import UNDRAWN, UNRENDERABLE
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.read.kept import KeptFile
from mkdocs_qbank.read.reading import Reading
from mkdocs_qbank.read.rules import FUTURE_REVIEW

_FOLDER, _PAGES, _OUTCOME = "reading", "pages", "check.bin"
_PARTS = 32
"""The number of files that a reading is kept in, so that an edit writes little."""
_PASSING = frozenset([UNDRAWN.id, UNRENDERABLE.id, FUTURE_REVIEW.id])
"""The rules whose findings depend on how fast the machine is, or on the day."""
_MOST_BYTES = 1 << 23
"""Of a larger file, its size and time are compared instead of its content."""


def passing(findings: Iterable[Finding]) -> bool:
    """Return whether some of what was found depends on the machine or the day, so that it is not kept."""
    return any(finding.rule in _PASSING for finding in findings)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a check of a whole bank."""

    key: str
    """A hash of all that it depends on."""
    findings: tuple[Finding, ...]
    questions: int
    lines: Mapping[tuple[str, int], str]
    """The lines that the findings show, by file and number."""

    def line(self, path: str, number: int) -> str | None:
        """Return a line that a finding shows."""
        return self.lines.get((path, number))


def outcome_of(key: str, reading: Reading, findings: tuple[Finding, ...]) -> Outcome:
    """Return the outcome of a check of a bank that was read."""
    places = {(finding.path, finding.line) for finding in findings}
    lines = {place: line for place in places if (line := reading.line(*place)) is not None}
    return Outcome(key, findings, len(reading.bank.questions), lines)


class ReadingCache:
    """The readings of a bank, on disk, each file in one of several parts."""

    def __init__(self, root: Path, known: Reading | None = None) -> None:
        """`root` is the folder of mkdocs.yml; `known` is an earlier reading of this process, if there was one."""
        self._root = cache_folder(root)
        self._known = known

    def load(self) -> Reading | None:
        """Return the earlier reading, or what is kept of one; None if there is nothing."""
        if self._root is None or self._known is not None:
            return self._known
        with no_collection():
            parts = [self._read(str(number)) for number in range(_PARTS)]
            pages = self._read(_PAGES)
        files = {path: file for part in parts if isinstance(part, dict) for path, file in part.items()}
        parsed = {file.opened.job: file.parsed for file in files.values() if file.opened and file.parsed}
        if isinstance(pages, dict):
            parsed |= pages
        self._known = Reading(bank=Bank(), findings=(), files=files, parsed=parsed) if parsed else None
        return self._known

    def save(self, reading: Reading) -> None:
        """Keep a reading; the parts in which nothing changed since the one that was loaded stay as they are."""
        before = _parts(self._known.files if self._known else {})
        for number, files in _parts(reading.files).items():
            old = before[number]
            if files.keys() != old.keys() or any(old[path] is not file for path, file in files.items()):
                self._write(number, files)
        pages = {job: parsed for job, parsed in reading.parsed.items() if job.engine is not None}
        self._write(_PAGES, {job: parsed for job, parsed in pages.items() if not passing(parsed.findings)})

    def outcome(self, key: str) -> Outcome | None:
        """Return the outcome of an earlier check, if all that it depends on is the same."""
        kept = self._get(_OUTCOME)
        return kept if isinstance(kept, Outcome) and kept.key == key else None

    def keep_outcome(self, outcome: Outcome, reading: Reading) -> None:
        """Keep the outcome of a check of a bank that was read, if it would be the same another time."""
        if not passing(reading.findings):
            self._put(_OUTCOME, outcome)

    def _read(self, name: str) -> object:
        return self._get(f"{_FOLDER}/{name}.bin")

    def _write(self, name: str, value: object) -> None:
        self._put(f"{_FOLDER}/{name}.bin", value)

    def _get(self, name: str) -> object:
        if self._root is not None:
            with suppress(OSError, MemoryError):
                return unpack((self._root / name).read_bytes())
        return None

    def _put(self, name: str, value: object) -> None:
        """Write a value; what cannot be kept, or a folder that cannot be written, costs time alone."""
        if self._root is None:
            return
        with suppress(OSError, pickle.PicklingError, TypeError, AttributeError, RecursionError):
            data = pack(value)
            prepare(self._root)
            file = self._root / name
            file.parent.mkdir(exist_ok=True)
            write_whole(file, data)


def _parts(files: Mapping[str, KeptFile]) -> dict[str, dict[str, KeptFile]]:
    parts: dict[str, dict[str, KeptFile]] = {str(number): {} for number in range(_PARTS)}
    for path, file in files.items():
        if passing((*file.problems, *(file.parsed.findings if file.parsed else ()))):
            continue
        parts[str(zlib.crc32(path.encode("utf-8", "surrogatepass")) % _PARTS)][path] = file
    return parts


@contextmanager
def no_collection(*, lasting: bool = False) -> Iterator[None]:
    """Do not look for unreachable objects, which takes half of the time in which many are made and none is lost.

    Nor is what there is then looked through later, if it is `lasting` as long as the process.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if lasting:
            gc.freeze()
        if enabled:
            gc.enable()


def files_key(content: Path, *others: bytes) -> str:
    """Return a hash of the names and contents of all files of a bank, and of other values."""
    parts = list(others)
    for folder, folders, names in os.walk(content):
        folders.sort()
        for name in sorted((*names, *folders)):
            file = Path(folder, name)
            parts.append(os.fsencode(file))
            if name in names or file.is_symlink():
                parts.append(_state(file))
    return digest(*parts)


def _state(file: Path) -> bytes:
    """Return the content of a file of reasonable size; of anything else, what tells that it has changed."""
    try:
        status = file.lstat()
        if stat.S_ISREG(status.st_mode) and status.st_size <= _MOST_BYTES:
            return file.read_bytes()
        target = os.fsencode(file.readlink()) if file.is_symlink() else b""
        return repr((status.st_size, status.st_mtime_ns, status.st_mode, target)).encode()
    except OSError as error:
        return repr(error).encode()
