"""`qbank check --fix`: what has one right answer is changed, or shown."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from difflib import unified_diff
from pathlib import Path

import click

from mkdocs_qbank.build.fixing import copied, fix
from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.pipeline import Checked
from mkdocs_qbank.cli.bank import checked_bank
from mkdocs_qbank.cli.console import tell
from mkdocs_qbank.cli.paths import within
from mkdocs_qbank.findings.report import visible
from mkdocs_qbank.read.reading import Reading


def fix_bank(content: Path, config: Path, options: Options, paths: Iterable[Path]) -> Checked:
    """Fix a bank, say on standard error what was changed, and return the bank as it is now."""
    fixed = fix(_check(content, config, options), within(paths))
    for path, rules in fixed.changes.items():
        tell(f"fixed {path}: {', '.join(f'{rule} ({count})' for rule, count in sorted(rules.items()))}")
    if not fixed.changes:
        tell("nothing has one right answer")
    return fixed.checked


def show_fixes(content: Path, config: Path, options: Options, paths: Iterable[Path]) -> int:
    """Print what fixing a bank would change as a unified diff; return 1 where it would change something."""
    with copied(content) as copy:
        inside = [copy / os.path.relpath(path, content) for path in paths]
        fixed = fix(_check(copy, config, options), within(inside))
        for path in map(Path, fixed.changes):
            name = content / path.relative_to(copy)
            shown = f"a/{name.as_posix()}", f"b/{name.as_posix()}"
            for line in unified_diff(_lines(name), _lines(path), *shown, lineterm=""):
                click.echo(visible(line.expandtabs()))
    return int(bool(fixed.changes))


def _check(content: Path, config: Path, options: Options) -> Callable[[Reading | None], Checked]:
    return lambda known: checked_bank(content, config, options, known, again=known is not None)


def _lines(path: Path) -> list[str]:
    """Return the lines of a file that was read before, so that it is UTF-8."""
    return path.read_text(encoding="utf-8-sig").split("\n")
