"""Changes of several files of a bank at once: all of them or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import unified_diff
from errno import EBUSY
from pathlib import Path
from secrets import token_hex

import click

from mkdocs_qbank.build.files import keep_as, place_new
from mkdocs_qbank.build.interruptions import uninterrupted
from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.pipeline import Checked
from mkdocs_qbank.cli.bank import changed_bank
from mkdocs_qbank.cli.console import fail, tell
from mkdocs_qbank.findings.faults import sentence
from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.findings.report import text_report, visible
from mkdocs_qbank.read.edits import UneditableError, edited
from mkdocs_qbank.read.rename import Plan


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeSet:
    """Files as they are and as they are to be, by path: their bytes, or None where there is no file."""

    before: Mapping[str, bytes | None]
    after: Mapping[str, bytes | None]
    moves: Mapping[str, str] = field(default_factory=dict)


def changes_of(plan: Plan) -> ChangeSet:
    """Return what a plan does to the files; where one cannot be edited, the command ends."""
    before: dict[str, bytes | None] = {}
    after: dict[str, bytes | None] = {}
    for path in sorted({*plan.edits, *plan.moves, *plan.removed}):
        try:
            data = Path(path).read_bytes()
        except OSError as error:  # somebody else has moved it meanwhile
            fail(f"nothing was changed: {sentence(error)}", 1)
        before[path] = data
        try:
            new = None if path in plan.removed else edited(data, plan.edits.get(path, ()))
        except (UneditableError, ValueError) as error:
            fail(f"nothing was changed: '{path}' cannot be edited: {error}", 1)
        there = plan.moves.get(path, path)
        if there != path:
            after[path], before[there] = None, None
        after[there] = new
    return ChangeSet(before=before, after=after, moves=plan.moves)


def check_changes(
    content: Path, config: Path, options: Options, before: Checked, changes: ChangeSet
) -> tuple[Checked, list[Finding]]:
    """Return the bank as it will be, and its findings that it does not have now, wherever in a file they are."""
    after = changed_bank(content, config, options, before, changes.after)
    known = Counter((changes.moves.get(finding.path, finding.path), finding.rule) for finding in before.findings)
    new = []
    for finding in after.findings:
        if known[finding.path, finding.rule] > 0:
            known[finding.path, finding.rule] -= 1
        else:
            new.append(finding)
    return after, new


def show_findings(findings: Iterable[Finding], checked: Checked) -> None:
    """Print findings on standard error."""
    click.echo(text_report(findings, checked.reading.line), err=True, nl=False)


def diff(changes: ChangeSet) -> Iterator[str]:
    """Yield the lines of a unified diff."""
    source = {there: path for path, there in changes.moves.items()}
    for path, data in changes.after.items():
        if path in changes.moves:
            continue
        old = source.get(path, path)
        before = changes.before[old]
        yield f"diff --git a/{visible(old)} b/{visible(path)}"
        if old != path:
            yield from (f"rename from {visible(old)}", f"rename to {visible(path)}")
        there = f"b/{path}" if data is not None else "/dev/null"
        for line in unified_diff(_lines(before), _lines(data), f"a/{old}", there, lineterm=""):
            yield "\t".join(map(visible, line.split("\t")))


def write_changes(changes: ChangeSet) -> None:
    """Write all files, or leave all as they were; where that is impossible, the command ends with one sentence.

    Each file is written whole under another name before any is moved into place.
    """
    try:
        with uninterrupted() as check:
            _write(changes, check)
    except OSError as error:
        fail(f"nothing was changed: {sentence(error)}", 1)


def _write(changes: ChangeSet, check: Callable[[], None]) -> None:
    """Write all files; `check` raises an exception if that is to end with none written."""
    staged: dict[str, Path] = {}
    kept: dict[str, Path] = {}
    touched: list[str] = []
    try:
        for path, data in changes.after.items():
            check()
            if data is not None:
                staged[path] = _staged(Path(path), data)
        for path, data in changes.before.items():
            if data is not None:
                _demand_unchanged(Path(path), data)
                kept[path] = _name_beside(Path(path))
                keep_as(Path(path), kept[path])
        removed = [path for path, data in changes.after.items() if data is None]
        for path in (*removed, *staged):
            check()
            touched.append(path)
            if path not in staged:
                Path(path).unlink()
            elif path in kept:
                staged[path].replace(path)
            else:
                place_new(staged[path], Path(path))
    except BaseException:
        for path in reversed(touched):
            _undo(Path(path), kept.get(path), staged.get(path))
        raise
    finally:
        for temporary in (*staged.values(), *kept.values()):
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _demand_unchanged(path: Path, data: bytes) -> None:
    if path.read_bytes() != data:
        raise OSError(EBUSY, "it was changed meanwhile", str(path))


def _undo(path: Path, kept: Path | None, staged: Path | None) -> None:
    """Put a file back as it was; a new one is removed only if it is the staged one."""
    if kept is not None:
        kept.replace(path)
    elif staged is not None and path.exists() and (not staged.exists() or path.samefile(staged)):
        path.unlink()


def _staged(path: Path, data: bytes) -> Path:
    """Return a new file beside the one to be written, with its content and its permissions."""
    temporary = _name_beside(path)
    try:
        with temporary.open("xb") as file:
            file.write(data)
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _name_beside(path: Path) -> Path:
    """Return a free name in the folder of a file, hidden from readers of the bank."""
    return path.with_name(f".qbank-{token_hex(8)}")


def _lines(data: bytes | None) -> list[str]:
    lines = (data or b"").decode("utf-8-sig", "replace").split("\n")
    return [line.removesuffix("\r") for line in (lines if lines[-1] else lines[:-1])]


def told(findings: Iterable[Finding]) -> None:
    """Print one line for each finding that a change leaves to people."""
    for finding in findings:
        tell(f"{finding.path}: {finding.message}; {finding.help}")
