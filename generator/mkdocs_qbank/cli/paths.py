"""The files that a command is asked about."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path


def within(paths: Iterable[Path]) -> Callable[[str], bool]:
    """Return what tells whether a file is one of some files, or in one of some folders; without any, all are."""
    wanted = [Path(os.path.abspath(path)) for path in paths]

    def is_within(file: str) -> bool:
        path = Path(os.path.abspath(file))
        return not wanted or any(path.is_relative_to(other) for other in wanted)

    return is_within
