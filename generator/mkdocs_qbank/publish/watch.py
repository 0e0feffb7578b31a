"""How edits are noticed while a site is served: told by the system, and where it tells nothing, by comparing files.

A system tells nothing of some folders, such as those of a network or of another machine's container; MkDocs therefore
compares the times of all files twice a second. With both, an edit is noticed at once where that is possible.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

_CHANGES: list[type[FileSystemEvent]] = [FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent]
"""The events that are changes: to read a file is an event too, and a build reads all of them."""


class Noticed(FileSystemEventHandler):
    """Asks for a build when a file has changed; the same change is told by several observers."""

    def __init__(self, unseen: Callable[[str], bool], build: Callable[[], None]) -> None:
        """`unseen` returns whether a file, by its real path, is another than what was last built."""
        self._unseen, self._build = unseen, build

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Ask for a build if a file of the event was not seen as it is."""
        paths = (os.fsdecode(path) for path in (event.src_path, event.dest_path) if path)
        if any(map(self._unseen, map(_real, paths))):
            self._build()


class Server(Protocol):
    """The live server of MkDocs, of which this is used."""

    @property
    def observer(self) -> BaseObserver:
        """What compares files, once the server has started."""

    def unwatch(self, path: str) -> None:
        """Ask for no builds any more when files below a path change."""


def watch(server: Server, folders: Iterable[Path], docs: Path, noticed: Noticed) -> None:
    """Have changes below folders noticed until the process ends; `docs` is the folder that MkDocs watches already."""
    telling = Observer()
    for folder in (folder.resolve() for folder in folders if folder.is_dir()):
        if docs.resolve().is_relative_to(folder):
            server.unwatch(str(docs))  # or each change below it would be built twice
        server.observer.schedule(noticed, str(folder), recursive=True, event_filter=_CHANGES)
        telling.schedule(noticed, str(folder), recursive=True, event_filter=_CHANGES)
    with suppress(OSError):  # a system has a limit of what it tells
        telling.start()


def _real(path: str) -> str:
    """Return a path whose folders are no links; the file may be one."""
    folder, name = os.path.split(path)
    return os.path.join(os.path.realpath(folder), name)
