"""The folders of pages of the site before the last one, which unchanged pages take with them into the next.

To make a folder and a link for a page that has not changed, and to remove them after the next build, takes longer than
all else that such a page costs. So the folders of a replaced site are kept in the cache until then. Their files are
links to kept pages, so they take little room.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mkdocs_qbank.embed.cache import prepare

_FOLDER = "questions"
"""The folder with nearly all pages of a large site."""
_NAME = "former"
_PAGE = "index.html"


@dataclass(frozen=True, slots=True)
class Former:
    """The folders of pages of a former site, for a site that is being written."""

    folder: str
    """Where they are."""
    site: str
    """The folder of the site."""
    beside: frozenset[str] = frozenset()
    """The names of the files that are written into the folder of each page after it."""

    def move(self, target: Path, kept: str | Path) -> bool:
        """Move the folder of a page to where the page is wanted, and return whether it was moved.

        It must hold the page as a link to a kept one and nothing else that stays, and be as a folder that is made now.
        """
        wanted = os.fspath(target.parent)
        folder = self.folder + wanted.removeprefix(self.site)
        with suppress(OSError):
            inside = wanted.startswith(self.site + os.sep) and target.name == _PAGE
            if inside and self._holds(folder, kept) and _owned(folder) == _owned(wanted.rpartition(os.sep)[0]):
                os.rename(folder, wanted)  # noqa: PTH104 - a Path costs more than all this
                return True
        return False

    def _holds(self, folder: str, kept: str | Path) -> bool:
        names = os.listdir(folder)
        found = {name: os.lstat(os.path.join(folder, name)) for name in names}
        page, known = found.pop(_PAGE, None), os.lstat(kept)
        return (
            page is not None
            and (page.st_dev, page.st_ino) == (known.st_dev, known.st_ino)
            and self.beside.issuperset(found)
            and all(stat.S_ISREG(one.st_mode) for one in (page, *found.values()))
        )


def _owned(folder: str) -> tuple[int, int, int]:
    """Return the mode of a folder, and whom it belongs to."""
    status = os.lstat(folder)
    return status.st_mode, status.st_uid, status.st_gid


def take(root: Path, folder: Path, lock: Callable[[Path], int | None]) -> int | None:
    """Move what is kept in the cache below `root` to where no folder is, and return the descriptor of its lock.

    Without a lock, or if there is nothing, it stays and None is returned: a folder that another process may remove
    would lose what was moved from it.
    """
    kept = root / _NAME
    held = lock(kept)
    if held is not None:
        with suppress(OSError):
            same = os.path.samestat(os.fstat(held), kept.lstat())
            if same and stat.S_ISDIR((kept / _FOLDER).lstat().st_mode):
                kept.rename(folder)
                return held
        os.close(held)
    return None


def keep(root: Path, site: Path) -> None:
    """Keep the folders of pages of a site that was replaced, if the cache is on the same disk.

    No other process may be removing the site.
    """
    with suppress(OSError):
        prepare(root)
        kept = root / _NAME
        kept.mkdir()
        try:
            if stat.S_ISDIR((site / _FOLDER).lstat().st_mode):
                (site / _FOLDER).rename(kept / _FOLDER)
        finally:
            with suppress(OSError):  # it is not empty
                kept.rmdir()
