"""How long the stages of a build take, and what a terminal shows of them meanwhile."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from mkdocs_qbank.findings.report import visible

_WIDTH = 24


class Progress:
    """One line on a terminal that says how far long work is; without a terminal, or in CI, nothing is printed."""

    PAUSE = 0.1
    """The seconds between two times that it is shown."""

    def __init__(self, after: float = 0.5) -> None:
        """`after` are the seconds before it is first shown."""
        self._shown = False
        self._next = time.monotonic() + after
        self._terminal = sys.stderr.isatty() and not os.environ.get("CI")

    def show(self, words: str) -> None:
        """Show how far it is, a few times a second."""
        if self._terminal and time.monotonic() >= self._next:
            self._next = time.monotonic() + self.PAUSE
            self._shown = True
            self._print(f"\rqbank: {visible(words)}\x1b[K")

    def clear(self) -> None:
        """Remove the line before something else is printed."""
        if self._shown:
            self._shown = False
            self._print("\r\x1b[K")

    def _print(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()


class Stages:
    """The seconds that each stage of a build took, in order."""

    def __init__(self, progress: Progress | None = None) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress or Progress(after=2.0)
        self._started = time.perf_counter()

    @contextmanager
    def stage(self, name: str) -> Iterator[Callable[[int, int], None]]:
        """Measure a stage and show it; what is given shows how much of all is done."""
        started = time.perf_counter()
        self._progress.show(name)
        try:
            yield lambda done, total: self._progress.show(f"{name} {_bar(done, total)}")
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started
            self._progress.clear()

    @property
    def total(self) -> float:
        """The seconds since the build began."""
        return time.perf_counter() - self._started


def _bar(done: int, total: int) -> str:
    filled = done * _WIDTH // max(total, 1)
    return f"[{'#' * filled}{'-' * (_WIDTH - filled)}] {done * 100 // max(total, 1)} %"
