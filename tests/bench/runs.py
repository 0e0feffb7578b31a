"""Commands that are run to see what they cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from memory import Watch

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent
_TIMED = (sys.executable, "-I", "-S", str(ROOT / "tests/bench/timed.py"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What a command took."""

    seconds: float
    cpu: float
    """Seconds of processor time, in all processes together."""
    largest: int
    """The peak memory of its largest process, in bytes, as the system accounts for it."""
    together: int | None
    """The peak memory of all its processes together, in bytes, as seen twice a second; none for a short command."""


def run(command: Iterable[str | Path], cwd: Path) -> Run:
    """Return what a command took; the program ends when it fails."""
    words = [str(word) for word in command]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [*_TIMED, *words], cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=said, text=True
        ) as process,
    ):
        watch = Watch(process.pid)
        watch.start()
        took, _ = process.communicate()
        together = watch.stop()
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(words)} ended with {process.returncode}\n{said.read().decode()[-2000:]}")
    return Run(**json.loads(took), together=together)


def least(runs: Iterable[Run]) -> Run:
    """Return the least time of several runs, since what disturbs one only adds to it, and the most memory."""
    listed = list(runs)
    return Run(
        seconds=min(run.seconds for run in listed),
        cpu=min(run.cpu for run in listed),
        largest=max(run.largest for run in listed),
        together=max((run.together for run in listed if run.together), default=None),
    )
