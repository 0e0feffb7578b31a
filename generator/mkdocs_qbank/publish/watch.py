"""How edits are noticed while a site is served: the state of all files is compared, at once where the system tells of
an edit, and otherwise twice a second.

A system tells nothing of some folders, such as those of a network or of another machine's container.
"""

from __future__ import annotations

import os
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from watchdog.events import (
    DirDeletedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from mkdocs_qbank.read.folder import host_read

_EVENTS: list[type[FileSystemEvent]] = [
    *(FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent),
    DirDeletedEvent,
]
"""The events of interest: to read a file is an event too, and a build reads all of them."""
_SECONDS = 0.5
"""The time between two comparisons where nothing is told, in seconds."""
_PAUSE = 0.05
"""The least time between two comparisons, in seconds, however much is told."""

State = Mapping[str, tuple[int, int, int]]
"""The time, the size and the number of each file, by its path."""


def state_of(roots: Iterable[Path]) -> State:
    """Return the state of all that is below some folders, or of single files, without hidden files that nobody reads.

    Hidden files are those that editors keep beside an open file. Of a folder only its path counts.
    """
    found: dict[str, tuple[int, int, int]] = {}
    waiting: list[tuple[str, tuple[str, ...]]] = [(os.fspath(root), ()) for root in roots]
    while waiting:
        folder, above = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    parts = (*above, entry.name)
                    if entry.name.startswith(".") and not host_read(parts):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((entry.path, parts))
                        found[entry.path] = (0, 0, 0)
                        continue
                    with suppress(OSError):  # it is gone
                        found[entry.path] = _stamp(entry.stat(follow_symlinks=entry.is_file()))
        except NotADirectoryError:
            with suppress(OSError):
                found[folder] = _stamp(Path(folder).stat())
        except OSError:
            continue
    return found


def _stamp(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_mtime_ns, status.st_size, status.st_ino


class Server(Protocol):
    """The live server of MkDocs, of which this is used."""

    def unwatch(self, path: str) -> None:
        """Ask for no builds any more when files below a path change."""


def unwatched(server: Server, folders: Sequence[Path], docs: str, others: Iterable[str]) -> list[str]:
    """Have a server not watch what is in some folders, which would build each edit twice.

    It watches `docs` already. Returns those of the paths that it is to watch besides which are not in the folders.
    """
    own = [folder.resolve() for folder in folders]

    def within(path: str) -> bool:
        return any(Path(path).resolve().is_relative_to(folder) for folder in own)

    if within(docs):
        server.unwatch(docs)
    return [path for path in others if not within(path)]


class Watch(FileSystemEventHandler):
    """Asks for a build when files have changed, from a thread that ends with the process."""

    def __init__(self, folders: Sequence[Path], changed: Callable[[], bool], build: Callable[[], None]) -> None:
        """`folders` are where the system is asked to tell of edits; `changed` returns whether files have changed."""
        self._folders, self._changed, self._build = folders, changed, build
        self._told, self._observer = threading.Event(), Observer()
        self._followed: dict[Path, tuple[int, int] | None] = {}
        self._watches: dict[Path, ObservedWatch] = {}

    def start(self) -> None:
        """Begin to watch."""
        # Watchdog warns when a folder comes back to which it still holds a watch.
        warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")
        threading.Thread(target=self._run, daemon=True).start()

    def on_any_event(self, event: FileSystemEvent) -> None:  # noqa: ARG002 - all files are compared
        """Note that something has changed."""
        self._told.set()

    def _run(self) -> None:
        with suppress(OSError):
            self._observer.start()
        while True:
            self._follow()
            self._told.wait(_SECONDS)
            self._told.clear()
            if self._changed():
                self._build()
            time.sleep(_PAUSE)

    def _follow(self) -> None:
        """Ask the system about each folder, and about what takes its place: it keeps to a folder, not to its name."""
        for folder in self._folders:
            now, watch = _identity(folder), self._watches.get(folder)
            if now == self._followed.get(folder) and (watch is None or self._is_alive(watch)):
                continue
            self._followed[folder] = now
            if watch is not None:
                self._observer.unschedule(self._watches.pop(folder))
            if now is not None:
                with suppress(OSError):  # a system has a limit of what it tells, or the folder is gone already
                    asked = self._observer.schedule(self, str(folder.resolve()), recursive=True, event_filter=_EVENTS)
                    self._watches[folder] = asked

    def _is_alive(self, watch: ObservedWatch) -> bool:
        return any(emitter.watch == watch and emitter.is_alive() for emitter in set(self._observer.emitters))


def _identity(folder: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        status = folder.stat()
        return status.st_dev, status.st_ino
    return None
