"""A folder that is built aside and takes the place of another whole, or not at all."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
import tempfile
from pathlib import Path

if sys.platform != "win32":  # there a folder left behind is not cleared away
    import fcntl

_PREFIX = ".qbank-aside-"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # Linux: fcntl.h, linux/fs.h
_RENAME_SWAP = 2  # macOS: sys/stdio.h


class Aside:
    """A folder beside the one that it will replace, locked while its builder lives.

    Nothing happens to the target until `swap`, which is one step of the file system where that knows how to exchange
    two names (Linux, macOS). A builder that was killed leaves its folder behind; the next one clears it away.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear(target.parent)
        self.path = Path(tempfile.mkdtemp(dir=target.parent, prefix=_PREFIX))
        self.path.chmod(0o755)
        self._lock = _lock(self.path)

    def swap(self) -> None:
        """Puts the folder in the place of its target, and removes what stood there."""
        if not self.target.exists():
            with contextlib.suppress(OSError):
                self.path.rename(self.target)
                self._release()
                return
        if not _exchange(self.path, self.target):
            spare = Path(tempfile.mkdtemp(dir=self.target.parent, prefix=_PREFIX)) / "old"
            self.target.rename(spare)
            self.path.rename(self.target)
            spare.rename(self.path)
            spare.parent.rmdir()
        self.discard()

    def discard(self) -> None:
        """Removes the folder."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._release()

    def _release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _lock(folder: Path) -> int | None:
    """Locks a folder for this process; None where another holds it, or there are no such locks."""
    if sys.platform == "win32":
        return None
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _clear(parent: Path) -> None:
    """Removes the folders of builders that are no more."""
    for folder in parent.glob(f"{_PREFIX}*"):
        handle = _lock(folder)
        if handle is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(handle)


def _exchange(one: Path, other: Path) -> bool:
    """Exchanges two names in one step; False where the system cannot."""
    names = (os.fsencode(one), os.fsencode(other))
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(library.renamex_np(*names, _RENAME_SWAP) == 0)
        return bool(library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)
    except (AttributeError, OSError, TypeError):
        return False
