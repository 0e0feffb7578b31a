"""Fixing a content folder: the edits of its findings, written to its files."""

from __future__ import annotations

import shutil
import tempfile
from bisect import bisect, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from mkdocs_qbank.build.files import replace_file
from mkdocs_qbank.build.pipeline import Checked
from mkdocs_qbank.findings.edit import Edit, apply, holds
from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.read.reading import Reading
from mkdocs_qbank.read.text import decode

_ROUNDS = 10
"""How often a bank is fixed at most: what one edit uncovers, another fixes."""
_MARK = "\ufeff"

Check = Callable[[Reading | None], Checked]
"""Reads and checks the bank; takes an earlier reading, whose results are used again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fixed:
    """A bank whose findings have been fixed where there is one right answer."""

    checked: Checked
    """The bank as it is now, with the findings that remain."""
    changes: Mapping[str, Mapping[str, int]]
    """How many findings of each rule were fixed, by file."""


def fix(check: Check, wanted: Callable[[str], bool] = lambda _: True) -> Fixed:
    """Apply the edits of all findings in wanted files, and of those that are then found, until nothing changes."""
    changes: dict[str, Counter[str]] = {}
    checked = check(None)
    for _ in range(_ROUNDS):
        changed = False
        for path, findings in _by_file(checked.findings, wanted).items():
            made = _rewrite(Path(path), checked.reading.texts.get(path), findings)
            if made:
                changed = True
                changes.setdefault(path, Counter()).update(finding.rule for finding in made)
        if not changed:
            break
        checked = check(checked.reading)
    return Fixed(checked=checked, changes=dict(sorted(changes.items())))


def apart(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings of one file whose edits do not touch, the first ones first."""
    chosen: list[Finding] = []
    taken: list[Edit] = []
    for finding in sorted(findings, key=lambda finding: finding.edits):
        if all(_fits(edit, taken) for edit in finding.edits):
            chosen.append(finding)
            for edit in finding.edits:
                insort(taken, edit)
    return chosen


@contextmanager
def copied(content: Path) -> Iterator[Path]:
    """Give a copy of a content folder to try something on; symbolic links stay links, other special files stay out."""
    with tempfile.TemporaryDirectory(prefix="qbank-") as folder:
        copy = Path(folder) / content.name
        shutil.copytree(content, copy, symlinks=True, ignore=_special)
        yield copy


def _special(folder: str, names: list[str]) -> set[str]:
    paths = {name: Path(folder, name) for name in names}
    return {name for name, path in paths.items() if not (path.is_symlink() or path.is_dir() or path.is_file())}


def _by_file(findings: Iterable[Finding], wanted: Callable[[str], bool]) -> dict[str, list[Finding]]:
    files: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.edits and wanted(finding.path):
            files.setdefault(finding.path, []).append(finding)
    return files


def _fits(edit: Edit, taken: Sequence[Edit]) -> bool:
    """Whether an edit overlaps none of some that are sorted and overlap none of each other."""
    at = bisect(taken, edit)
    return all(_before(one, other) for one, other in pairwise((*taken[max(at - 1, 0) : at], edit, *taken[at : at + 1])))


def _before(one: Edit, other: Edit) -> bool:
    """Whether an edit ends where another begins, or before."""
    starts_apart = (one.line, one.column) != (other.line, other.column)
    return starts_apart and (one.end_line, one.end_column) <= (other.line, other.column)


def _rewrite(path: Path, text: str | None, findings: Iterable[Finding]) -> list[Finding]:
    """Write the edits of findings into a file that still holds the text that was checked; return those that are fixed.

    An edit is made only where the file holds exactly what it is to replace. Line ends, a byte order mark and the mode
    stay; the file changes as a whole or not at all.
    """
    if text is None or path.is_symlink():
        return []
    data = path.read_bytes()
    if decode(data, str(path))[0] != text:
        return []  # somebody has saved it meanwhile
    raw = data.decode("utf-8")
    mark, raw = (_MARK, raw[1:]) if raw.startswith(_MARK) else ("", raw)
    newline = "\r\n" if "\r\n" in raw else "\n"
    chosen = apart(finding for finding in findings if holds(raw, finding.edits))
    edits = [replace(edit, text=edit.text.replace("\n", newline)) for item in chosen for edit in item.edits]
    fixed = (mark + apply(raw, edits)).encode("utf-8")
    if fixed == data:
        return []
    replace_file(path, fixed)
    return chosen
