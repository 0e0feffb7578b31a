"""How edits are noticed while a site is served."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mkdocs_qbank.publish.preview import Preview
from mkdocs_qbank.publish.watch import Noticed, watch
from watchdog.observers.api import BaseObserver, EventEmitter
from watchdog.observers.polling import PollingObserver

LONGEST = 30  # seconds


class Silent(BaseObserver):
    """An observer that tells nothing."""

    def __init__(self) -> None:
        super().__init__(EventEmitter)

    def start(self) -> None:
        """Start nothing."""


class Refused(Silent):
    """An observer that a system with too many of them refuses."""

    def start(self) -> None:
        """Refuse."""
        raise OSError(24, "inotify instance limit reached")


class Server:
    """A server of one folder that builds when it is asked to."""

    def __init__(self, content: Path, observer: BaseObserver) -> None:
        self.observer, self.unwatched = observer, list[str]()
        self.asked: list[float] = []
        self.preview = Preview(lambda: None, lambda: None, lambda: None, [content])
        watch(self, [content], content / "pages", Noticed(self.preview.unseen, self.build))

    def unwatch(self, path: str) -> None:
        """Note what is not watched any more."""
        self.unwatched.append(path)

    def has_built(self, file: Path) -> bool:
        """Return whether a file is as it was when the server last built."""
        return within(lambda: not self.preview.unseen(str(file)))

    def build(self) -> None:
        """Note that a build was asked for, and build."""
        self.asked.append(time.monotonic())
        self.preview()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with a page."""
    (tmp_path / "content/pages").mkdir(parents=True)
    (tmp_path / "content/pages/about.md").write_text("About tea\n", encoding="utf-8")
    return tmp_path / "content"


@pytest.fixture
def comparing() -> Iterator[PollingObserver]:
    """An observer that compares files twice a second, as that of MkDocs does."""
    observer = PollingObserver(timeout=0.5)
    yield observer
    if observer.is_alive():
        observer.stop()
        observer.join()


def within(true: Callable[[], object]) -> bool:
    end = time.monotonic() + LONGEST
    while not true() and time.monotonic() < end:
        threading.Event().wait(0.02)
    return bool(true())


def edits(content: Path) -> Iterator[Path]:
    """Write, replace, move and delete a file, and make another in a new folder; yield each file that is different."""
    file, new, moved = content / "pages/about.md", content / "new", content / "pages/moved.md"
    file.write_text("About black tea\n", encoding="utf-8")
    yield file
    new.write_text("About green tea\n", encoding="utf-8")
    yield new
    new.replace(file)
    yield from (new, file)
    file.rename(moved)
    yield from (file, moved)
    moved.unlink()
    yield moved
    (content / "pages/more").mkdir()
    (content / "pages/more/white.md").write_text("About white tea\n", encoding="utf-8")
    yield content / "pages/more/white.md"


def test_the_system_tells_of_every_edit_where_no_files_are_compared(content: Path) -> None:
    server = Server(content, Silent())
    assert all(map(server.has_built, edits(content)))


@pytest.mark.parametrize("telling", [Silent, Refused])
def test_files_are_compared_where_the_system_tells_nothing(
    content: Path, comparing: PollingObserver, telling: type[BaseObserver], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mkdocs_qbank.publish.watch.Observer", telling)
    server = Server(content, comparing)
    comparing.start()
    threading.Event().wait(1)  # it compares with what it has seen first
    assert all(map(server.has_built, edits(content)))


def test_an_edit_that_is_told_twice_is_built_once(content: Path, comparing: PollingObserver) -> None:
    server = Server(content, comparing)
    assert server.unwatched == [str(content / "pages")]
    comparing.start()
    threading.Event().wait(1)
    (content / "new").write_text("About green tea\n", encoding="utf-8")
    (content / "new").replace(content / "pages/about.md")
    assert within(lambda: server.asked)
    threading.Event().wait(1.5)
    settled = len(server.asked)
    (content / "pages/about.md").read_text(encoding="utf-8")
    (content / "pages/about.md").rename(content / "pages/moved.md")
    assert within(lambda: len(server.asked) > settled)
    threading.Event().wait(1.5)
    assert len(server.asked) == settled + 1


def test_a_folder_behind_a_link_is_watched(content: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(content)
    server = Server(tmp_path / "link", Silent())
    (content / "pages/about.md").write_text("About black tea\n", encoding="utf-8")
    assert within(lambda: server.asked)
