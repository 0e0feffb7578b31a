"""Builds of the same bank by several builders, in turn, so that what disturbs one disturbs the others too."""

from __future__ import annotations

import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from banks import EDITS, Bank
from builders import Builder, in_nav, qbank, stock, zensical
from runs import Run, least


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """How large a site is."""

    pages: int
    bytes: int
    """The sum of the sizes of its files."""
    blocks: int
    """What they take on this disk, in bytes; a file that is linked twice counts once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """What a builder takes for a bank."""

    builder: str
    cold: Run
    edits: dict[str, Run]
    """A build after one edit, by its kind."""
    site: Size

    @property
    def warm(self) -> Run | None:
        """The slowest of the builds after one edit."""
        return max(self.edits.values(), key=lambda run: run.seconds, default=None)


def measure(
    bank: Bank, scratch: Path, *, repeat: int, nav: bool, program: str | None, say: Callable[[str], None]
) -> list[Figures]:
    """Return the figures of this build, of MkDocs and, where there is one, of Zensical."""
    count = len(bank.files)
    builders = [qbank(bank), stock(bank, scratch / "stock")]
    if program:
        builders.append(zensical(bank, scratch / "zensical", program))
    cold, sizes = _cold(builders, count, repeat, say)
    edited = _edited(bank, builders, repeat, say)
    figures = [
        Figures(builder=each.name, cold=cold[each.name], edits=edited[each.name], site=sizes[each.name])
        for each in builders
    ]
    if nav:
        figures.append(_in_nav(bank, scratch, repeat, say))
    return figures


def _cold(
    builders: Sequence[Builder], count: int, repeat: int, say: Callable[[str], None]
) -> tuple[dict[str, Run], dict[str, Size]]:
    runs: dict[str, list[Run]] = defaultdict(list)
    sizes = {}
    for _ in range(repeat):
        for builder in builders:
            say(f"{builder.name}, cold")
            runs[builder.name].append(builder.cold())
            sizes[builder.name] = size_of(builder.site)
            if sizes[builder.name].pages < count:
                sys.exit(f"{builder.name} made {sizes[builder.name].pages} pages of {count} questions")
    return {name: least(found) for name, found in runs.items()}, sizes


def _edited(
    bank: Bank, builders: Sequence[Builder], repeat: int, say: Callable[[str], None]
) -> dict[str, dict[str, Run]]:
    runs: dict[str, dict[str, list[Run]]] = {builder.name: defaultdict(list) for builder in builders}
    for number in range(repeat):
        for place, kind in enumerate(EDITS):
            bank.edit(kind, number * len(EDITS) + place)
            for builder in builders:
                if kind in builder.edits:
                    say(f"{builder.name}, after an edit: {kind}")
                    runs[builder.name][kind].append(builder.again())
    return {name: {kind: least(each) for kind, each in found.items()} for name, found in runs.items()}


def _in_nav(bank: Bank, scratch: Path, repeat: int, say: Callable[[str], None]) -> Figures:
    """Return the figures of MkDocs with all pages in its nav; what it writes is gone before the next begins."""
    folder = scratch / "nav"
    builder = in_nav(bank, folder)
    try:
        runs = []
        for _ in range(repeat):
            say(f"{builder.name}, cold")
            runs.append(builder.cold())
        return Figures(builder=builder.name, cold=least(runs), edits={}, site=size_of(builder.site))
    finally:
        bank.copies.remove(folder / "docs")
        shutil.rmtree(folder)


def size_of(site: Path) -> Size:
    """Return how large a site is."""
    files = [(path, path.stat()) for path in site.rglob("*") if path.is_file()]
    blocks = {(stat.st_dev, stat.st_ino): 512 * stat.st_blocks for _, stat in files}
    return Size(
        pages=sum(path.name == "index.html" for path, _ in files),
        bytes=sum(stat.st_size for _, stat in files),
        blocks=sum(blocks.values()),
    )
