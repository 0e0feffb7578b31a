"""The findings that a command is asked about."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from mkdocs_qbank.findings.finding import Finding


def within(paths: Iterable[Path]) -> Callable[[Finding], bool]:
    """Return what tells whether a finding is in one of some files and folders; without any, all are."""
    wanted = [Path(os.path.abspath(path)) for path in paths]

    def is_within(finding: Finding) -> bool:
        path = Path(os.path.abspath(finding.path))
        return not wanted or any(path.is_relative_to(other) for other in wanted)

    return is_within
