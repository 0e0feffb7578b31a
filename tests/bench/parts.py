"""What parts of a build and a check cost, beside a build of the same files by MkDocs.

For each size the time of relations, communities, map and search index together is set beside that of MkDocs with
nothing but Material over the question files as they are, none of them in the nav; so is the time of `qbank check`,
the first time and with nothing changed since.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from banks import made
from builders import stock
from runs import BIN, ROOT, least, run

_PARTS = ("relations", "communities", "layout", "index")


def say_parts(sizes: Sequence[int], scratch: Path, repeat: int) -> None:
    """Print a line for each size, and how relating grows."""
    names = ("questions", *_PARTS, "together", "MkDocs", "ratio", "memory", "check", "ratio", "again", "ratio")
    print("\n" + " ".join(f"{name:>11}" for name in names))
    found = []
    for size in sizes:
        folder = scratch / f"parts-{size}"
        relating, times, first, again = _measure(size, folder, repeat)
        shutil.rmtree(folder)
        together = _together(relating)
        found.append(together / size)
        seconds = " ".join(f"{value:>9.2f} s" for value in (*(relating[part] for part in _PARTS), together, times))
        checks = " ".join(f"{value:>9.2f} s {value / times:>11.2f}" for value in (first, again))
        print(f"{size:>11} {seconds} {together / times:>11.2f} {relating['MiB']:>7.0f} MiB {checks}", flush=True)
    if len(found) > 1:
        print(f"from {sizes[0]} to {sizes[-1]} the time of relating a question grows {found[-1] / found[0]:.2f} times")


def _measure(size: int, folder: Path, repeat: int) -> tuple[dict[str, float], float, float, float]:
    """Return the seconds and the memory of relating, and the seconds of a stock build, a check and one more check."""
    bank = made(size, folder / "bank", 0)
    builder = stock(bank, folder / "stock")
    check = (BIN / "qbank", "--content", bank.content, "check", "--fail-on", "error")
    relate = (sys.executable, ROOT / "tests/bench/relating.py", bank.content)
    builds, firsts, seconds, parts = [], [], [], []
    for _ in range(repeat):
        shutil.rmtree(bank.content.parent / ".cache", ignore_errors=True)
        firsts.append(run(check, bank.content.parent))
        seconds.append(run(check, bank.content.parent))
        parts.append(json.loads(subprocess.check_output(relate)))
        builds.append(builder.cold())
    times = [least(runs).seconds for runs in (builds, firsts, seconds)]
    return min(parts, key=_together), *times


def _together(relating: dict[str, float]) -> float:
    return sum(relating[part] for part in _PARTS)
