"""What a build keeps on disk for the next one, in `.cache/qbank`.

Everything is kept under a hash of all that it depends on, so that nothing becomes stale and the folder can be deleted,
shared between branches, or restored by a workflow. Every entry carries a hash of its content: one that is damaged or
foreign is not used. Nor is a folder that is in the repository, because whoever writes an entry writes a page.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from mkdocs_qbank.build.former import Former
from mkdocs_qbank.build.git import run_git
from mkdocs_qbank.embed.cache import prepare, write_whole
from mkdocs_qbank.embed.embedder import CACHE

_BYTES = 16
"""The length of a hash: 128 bits, so that nobody can make two contents with one."""
_MADE = 32
"""So many things that were made may be kept, whichever process made them."""
_ENTRY = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{32})")
_DISTRIBUTION = re.compile(r"[A-Za-z0-9._-]+")


def digest(*parts: bytes) -> str:
    """Return the hash of several parts; other boundaries between them give another hash."""
    whole = hashlib.blake2b(digest_size=_BYTES)
    for part in parts:
        whole.update(len(part).to_bytes(8, "little"))
        whole.update(part)
    return whole.hexdigest()


@cache
def code_version() -> bytes:
    """Return a hash of our own code and of the versions of Python and of all libraries that it requires."""
    package = Path(__file__).resolve().parent.parent
    files = sorted(file for file in package.rglob("*") if file.suffix in (".py", ".toml", ".js", ".json", ".txt"))
    versions = [sys.version]
    for requirement in requires("mkdocs-qbank") or ():
        name = _DISTRIBUTION.match(requirement)
        with suppress(PackageNotFoundError):
            versions.append(f"{name[0]} {version(name[0])}" if name else requirement)
    return digest(*(file.read_bytes() for file in files), *(text.encode() for text in versions)).encode()


def cache_folder(root: Path) -> Path | None:
    """Return the folder of the cache below the folder of mkdocs.yml, or None if its files are in the repository."""
    tracked = run_git(root, "ls-files", "-z", "--", CACHE, CACHE.partition("/")[0]).output
    return None if tracked.strip(b"\0") else root / CACHE


class Shelf:
    """Files kept on disk, each under a key, that are linked to where they are wanted."""

    def __init__(self, folder: Path | None, name: str) -> None:
        self._root = folder
        self._folder = folder / name if folder else None
        self._names: dict[str, str] = {}
        for entry in _entries(self._folder) if self._folder else ():
            self._names[entry[1]] = entry[2]

    def take(self, key: str, target: Path, former: Former | None = None) -> bool:
        """Put a kept file where it is wanted, and return whether there is one; its content is verified.

        If a former site has it in a folder of its own, the folder is moved.
        """
        content = self._names.get(key)
        if content is None:
            return False
        file = self._file(key, content)
        try:
            data = Path(file).read_bytes()
            if digest(data) != content:
                Path(file).unlink(missing_ok=True)
                return False
        except OSError:
            return False
        if former is None or not former.move(target, file):
            put(target, data, file)
        return True

    def keep(self, key: str, file: Path, data: bytes) -> None:
        """Keep a file that was written with this content; a folder that cannot be written costs time alone."""
        if self._root is None:
            return
        kept = self._file(key, digest(data))
        try:
            os.link(file, kept)
        except FileExistsError:
            return
        except OSError:  # its folder is not there yet, or the file system has no links
            with suppress(OSError):
                prepare(self._root)
                Path(kept).parent.mkdir(parents=True, exist_ok=True)
                try:
                    os.link(file, kept)
                except OSError:
                    write_whole(Path(kept), data)

    def _file(self, key: str, content: str) -> str:
        return f"{self._folder}{os.sep}{key[:2]}{os.sep}{key}.{content}"

    def tidy(self, used: Collection[str]) -> None:
        """Remove what was not used once it outnumbers what was, and what killed processes left behind."""
        if self._folder is None:
            return
        wanted = set(used)
        unused = [file for file, key, _ in _entries(self._folder) if key not in wanted]
        with suppress(OSError):
            for file in unused if len(unused) > len(wanted) else ():
                file.unlink(missing_ok=True)
            for file in self._folder.glob("*/*.tmp"):
                file.unlink(missing_ok=True)


class Store:
    """Bytes kept on disk, each under a key and after a hash of their own."""

    def __init__(self, folder: Path | None, name: str) -> None:
        """`folder` is that of the cache, None if nothing can be kept; `name` tells one store from another."""
        self._root = folder
        self._folder = folder / name if folder else None
        self._used: set[str] = set()

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return what is kept under a key, or make and keep it; a folder that cannot be written costs time alone."""
        kept = self.read(key)
        return self._keep(key, make()) if kept is None else kept

    def read(self, key: str) -> bytes | None:
        """Return what is kept under a key, None if it is damaged or there is nothing."""
        self._used.add(key)
        if self._folder is None:
            return None
        try:
            data = (self._folder / key).read_bytes()
        except OSError:
            return None
        head, body = data[: 2 * _BYTES], data[2 * _BYTES :]
        return body if head == digest(body).encode() else None

    def _keep(self, key: str, data: bytes) -> bytes:
        if self._root is not None and self._folder is not None:
            with suppress(OSError):
                prepare(self._root)
                self._folder.mkdir(exist_ok=True)
                write_whole(self._folder / key, digest(data).encode() + data)
        return data

    def tidy(self, most: int = 0) -> None:
        """Remove what was not asked for once it outnumbers what was, and `most`."""
        if self._folder is not None:
            with suppress(OSError):
                unused = [file for file in self._folder.iterdir() if file.name not in self._used]
                for file in unused if len(unused) > max(len(self._used), most) else ():
                    file.unlink(missing_ok=True)


class Made:
    """Keeps what our code makes of what a name tells."""

    def __init__(self, root: Path) -> None:
        """`root` is the folder of mkdocs.yml."""
        self._store = Store(cache_folder(root), "made")

    def __call__(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Return what was kept under a name that tells all that it depends on, or make and keep it."""
        return self._store.get(digest(code_version(), name.encode("utf-8", "surrogatepass")), make)

    def tidy(self) -> None:
        """Remove what no build wants any more, once there is much of it."""
        self._store.tidy(_MADE)


def put(target: Path, data: bytes, source: str | None = None) -> None:
    """Write a file of a site, or link it to one with the same content.

    A file that is there is replaced and never written into, since it may be linked to a kept one.
    """
    name = os.fspath(target)
    with suppress(FileNotFoundError):
        if _placed(name, data, source):
            return
    target.parent.mkdir(parents=True, exist_ok=True)
    if not _placed(name, data, source):
        target.unlink()
        _placed(name, data, source)


def _placed(name: str, data: bytes, source: str | None) -> bool:
    """Write or link a file, and return whether there was none of its name; raises OSError."""
    if source is not None:
        with suppress(OSError):  # the file system has no links, or the two are on different ones
            os.link(source, name)
            return True
    try:
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    except FileExistsError:
        return False
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    return True


def _entries(folder: Path) -> Iterable[tuple[Path, str, str]]:
    """Yield each kept file with its key and the hash of its content."""
    try:
        shelves = [entry.path for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return
    for shelf in shelves:
        with suppress(OSError):
            for entry in os.scandir(shelf):
                if match := _ENTRY.fullmatch(entry.name):
                    yield Path(entry.path), match[1], match[2]
