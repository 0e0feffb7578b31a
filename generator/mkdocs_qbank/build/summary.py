"""What a build made, and how long it took, in one line and as JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from mkdocs_qbank.embed.cache import write_whole


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """The outcome of a build."""

    questions: int
    pages: int
    kept: int
    """The number of pages that were kept from an earlier build."""
    relations: int
    files: int
    bytes: int
    """The size of all files of the site."""
    seconds: float
    stages: Mapping[str, float]
    """The seconds of each stage."""

    @property
    def line(self) -> str:
        """The summary in one sentence."""
        stages = ", ".join(f"{name} {seconds:.1f}" for name, seconds in self.stages.items() if seconds >= 0.05)
        kept = f" ({self.kept:,} kept from an earlier build)" if self.kept else ""
        return (
            f"{self.questions:,} questions, {self.relations:,} relations, {self.pages:,} pages{kept}, "
            f"{self.bytes / 1e6:,.1f} MB in {self.seconds:.1f} s: {stages}"
        )

    def write(self, file: Path) -> None:
        """Write the summary as JSON; raises OSError."""
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, f"{json.dumps(asdict(self), indent=2)}\n".encode())


def measure(folder: Path) -> tuple[int, int, int]:
    """Return the number of pages and of files below the folder of a site, and their size in bytes."""
    pages = files = size = 0
    waiting = [os.fspath(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    files += 1
                    pages += entry.name.endswith(".html")
                    size += entry.stat(follow_symlinks=False).st_size
    return pages, files, size
