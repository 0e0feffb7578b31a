"""Atomic publishing: a site is built beside the earlier one and replaces it completely, or not at all."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
import tempfile
from pathlib import Path

from mkdocs_qbank.build.former import Former, keep, take

if sys.platform != "win32":  # without locks, Windows never clears abandoned folders
    import fcntl

_PREFIX = ".qbank-staging-"
_RECOVERED = "lost+found"
"""The folder that a file system keeps at its mount point, which is not part of a site."""
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # Linux: fcntl.h, linux/fs.h
_RENAME_SWAP = 2  # macOS: sys/stdio.h


class StagedSite:
    """A temporary folder in which a site is built, locked as long as its process runs.

    The earlier site stays unchanged until `publish`, which is atomic on file systems that can exchange two names
    (Linux, macOS). A killed process leaves its folder behind; the next one removes it.

    - If `site` is a symbolic link, the folder that it points to is replaced and the link stays, as web servers that
      follow it expect. A folder that contains anything but a site is refused.
    - If it is a mount point (a volume of a container), its name cannot be exchanged. The site is built inside, and its
      entries are exchanged one by one, each atomically; if one fails, all are undone. Only a process killed between two
      of these steps leaves a mixture.
    - A file, or a folder that contains the current directory, is refused.

    Every method but `discard` raises OSError if the file system refuses; the earlier site is then unchanged.
    """

    def __init__(self, site: Path, cache: Path | None = None) -> None:
        """`cache` is the folder of the cache, if one is used."""
        self.site = site
        self._target = _real(site)
        mounted = os.path.ismount(self._target)
        self._cache = None if mounted else cache
        parent = self._target if mounted else self._target.parent
        parent.mkdir(parents=True, exist_ok=True)
        _clear(parent)
        self.path = Path(tempfile.mkdtemp(dir=parent, prefix=_PREFIX))
        self.path.chmod(0o755)
        self._locks = [_lock(self.path)]
        self.former = self._take_former()

    def _take_former(self) -> Former | None:
        """Return the folders of pages of the site before the last one, if they are kept."""
        folder = self.path.with_name(f"{self.path.name}-former")
        lock = take(self._cache, folder, _lock) if self._cache is not None else None
        if lock is None:
            return None
        self._locks.append(lock)
        return Former(str(folder), str(self.path))

    def publish(self) -> None:
        """Replace the earlier site by the folder, and remove the earlier site."""
        old = _lock(self._target) if self._cache is not None else None
        self._locks.append(old)
        if self.path.parent == self._target:
            _trade_entries(self.path, self._target)
        else:
            try:
                _trade(self.path, self._target)
            except OSError as error:
                if error.errno != errno.EBUSY:
                    raise
                self._publish_into_mount()
        if self._cache is not None and old is not None and os.path.samestat(os.fstat(old), self.path.lstat()):
            keep(self._cache, self.path)
        self.discard()

    def discard(self) -> None:
        """Remove the folder, and what is left of the former site."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self.former is not None:
            shutil.rmtree(self.former.folder, ignore_errors=True)
        for lock in self._locks:
            if lock is not None:
                os.close(lock)
        self._locks.clear()

    def _publish_into_mount(self) -> None:
        """Publish to a mount point that `ismount` does not detect: one bound from the same file system."""
        inside = Path(tempfile.mkdtemp(dir=self._target, prefix=_PREFIX))
        try:
            shutil.copytree(self.path, inside, dirs_exist_ok=True)
            _trade_entries(inside, self._target)
        finally:
            shutil.rmtree(inside, ignore_errors=True)


def _real(site: Path) -> Path:
    """Return the folder that a site replaces, with links resolved; raises OSError if it must not be replaced."""
    target = Path(os.path.realpath(site))
    if os.path.lexists(target) and not target.is_dir():
        problem = "leads in a circle" if target.is_symlink() else "is a file, not a folder"
        raise NotADirectoryError(errno.ENOTDIR, f"it {problem}; remove it, or choose another site_dir", str(site))
    if target != Path(os.path.abspath(site)) and target.is_dir() and not _is_site(target):
        raise OSError(errno.EINVAL, f"it points to '{target}', which contains no site; remove it", str(site))
    if Path.cwd().resolve().is_relative_to(target):
        raise OSError(errno.EINVAL, "it contains the project itself; choose another site_dir", str(site))
    return target


def _is_site(folder: Path) -> bool:
    """Return whether a folder is a site or empty: a link in an untrusted repository must not empty any other folder."""
    names = {entry.name for entry in folder.iterdir() if not entry.name.startswith(".")} - {_RECOVERED}
    return not names or bool(names & {"index.html", "404.html"})


def _trade_entries(folder: Path, target: Path) -> None:
    """Exchange the entries of a folder with those of its parent `target`; undo all if one fails."""
    names = {entry.name for entry in (*folder.iterdir(), *target.iterdir())} - {folder.name, _RECOVERED}
    done: list[str] = []
    try:
        for name in sorted(names):
            _trade(folder / name, target / name)
            done.append(name)
    except OSError:
        for name in reversed(done):
            with contextlib.suppress(OSError):
                _trade(folder / name, target / name)
        raise


def _trade(one: Path, other: Path) -> None:
    """Exchange two paths, one of which may be missing."""
    if not os.path.lexists(one):
        other.rename(one)
    elif not os.path.lexists(other):
        try:
            one.rename(other)
        except OSError:
            if not os.path.lexists(other):
                raise
            _trade(one, other)  # another process was faster
    elif not _exchange(one, other):
        _trade_by_renaming(one, other)


def _trade_by_renaming(one: Path, other: Path) -> None:
    spare = Path(tempfile.mkdtemp(dir=other.parent, prefix=_PREFIX))
    lock, kept = _lock(spare), spare / "old"
    try:
        other.rename(kept)
        try:
            one.rename(other)
        except OSError:
            kept.rename(other)
            raise
        kept.rename(one)
    finally:
        with contextlib.suppress(OSError):  # it contains what could not be moved back
            spare.rmdir()
        if lock is not None:
            os.close(lock)


def _lock(folder: Path) -> int | None:
    """Return the descriptor of a lock on a folder, or None if another process holds it or locks are not supported."""
    if sys.platform == "win32":
        return None
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _clear(parent: Path) -> None:
    """Remove the folders of processes that have ended."""
    for folder in parent.glob(f"{_PREFIX}*"):
        handle = _lock(folder)
        if handle is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(handle)


def _exchange(one: Path, other: Path) -> bool:
    """Return whether two paths were exchanged atomically; False if the system does not support it."""
    names = (os.fsencode(one), os.fsencode(other))
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(library.renamex_np(*names, _RENAME_SWAP) == 0)
        return bool(library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)
    except (AttributeError, OSError, TypeError):
        return False
