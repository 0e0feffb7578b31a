"""The folders of pages of the site before the last one, which unchanged pages take with them into the next.

To make a folder and a link for a page that has not changed, and to remove them after the next build, takes longer than
all else that such a page costs. So the folders of a replaced site are kept in the cache until then. Their files are
links to kept pages, so they take little room.
"""

from __future__ import annotations

import os
import stat
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

        It must hold the page as a link to a kept one, and nothing else that stays.
        """
        wanted = os.fspath(target.parent)
        folder = self.folder + wanted.removeprefix(self.site)
        with suppress(OSError):
            if not wanted.startswith(self.site + os.sep) or target.name != _PAGE:
                return False
            if not self.beside.issuperset(name for name in os.listdir(folder) if name != _PAGE):
                return False
            page, known = os.lstat(os.path.join(folder, _PAGE)), os.lstat(kept)
            linked = (page.st_dev, page.st_ino) == (known.st_dev, known.st_ino)
            if linked and stat.S_ISREG(page.st_mode) and stat.S_ISDIR(os.lstat(folder).st_mode):
                os.rename(folder, wanted)  # noqa: PTH104 - a Path costs more than all this
                return True
        return False


def take(root: Path, folder: Path) -> bool:
    """Move what is kept in the cache below `root` into an empty folder, so that no other build can take it, and return
    whether there is anything.
    """
    with suppress(OSError):
        (root / _NAME).rename(folder)
        return True
    return False


def keep(root: Path, site: Path) -> None:
    """Keep the folders of pages of a site that was replaced, if the cache is on the same disk."""
    with suppress(OSError):
        prepare(root)
        kept = root / _NAME
        kept.mkdir()
        try:
            (site / _FOLDER).rename(kept / _FOLDER)
        except OSError:
            kept.rmdir()
