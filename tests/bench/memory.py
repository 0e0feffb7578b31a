"""The memory of all that a process starts, looked at twice a second while they run.

A page that several processes share counts for each of them in part, as Linux divides it up (PSS), so that the sum is
what the machine needs. Where there is no /proc, nothing is known.
"""

from __future__ import annotations

import itertools
import re
import threading
from pathlib import Path

_PROC = Path("/proc")
_EVERY = 0.5
"""Seconds between two looks. Looking stops a process of 1 GB for some milliseconds."""
_SHARE = re.compile(rb"^Pss:\s+(\d+) kB", re.MULTILINE)


class Watch(threading.Thread):
    """Looks at the descendants of a process until it is told to stop."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root = root
        self._end = threading.Event()
        self.peak: int | None = None
        """The most that they took together, in bytes, as far as was seen."""

    def run(self) -> None:
        """Look, and keep the most."""
        while not self._end.wait(_EVERY):
            if taken := sum(map(_share, _descendants(self._root))):
                self.peak = max(self.peak or 0, taken)

    def stop(self) -> int | None:
        """End the watch, and return the peak."""
        self._end.set()
        self.join()
        return self.peak


def _descendants(root: int) -> list[int]:
    """Return what a process started, children of children too."""
    found: list[int] = []
    for process in itertools.chain([root], found):
        for listed in _PROC.glob(f"{process}/task/*/children"):
            found += map(int, _read(listed).split())
    return found


def _share(process: int) -> int:
    sizes: list[bytes] = _SHARE.findall(_read(_PROC / str(process) / "smaps_rollup"))
    return 1024 * sum(map(int, sizes))


def _read(path: Path) -> bytes:
    """Return what a file of a process says: nothing when the process has ended."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
