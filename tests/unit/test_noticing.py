"""How edits are noticed while a site is served."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mkdocs_qbank.publish.preview import Preview
from mkdocs_qbank.publish.watch import Watch, state_of, unwatched
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, EventEmitter, ObservedWatch

LONGEST = 30  # seconds
PAUSE = 1.2  # seconds in which files are compared twice


class Untold(BaseObserver):
    """An observer that a system with too many of them refuses."""

    def __init__(self) -> None:
        super().__init__(EventEmitter)

    def schedule(self, *_: object, **__: object) -> ObservedWatch:
        """Refuse."""
        raise OSError(28, "inotify watch limit reached")


class Server:
    """A server of one folder that builds when it is asked to."""

    def __init__(self, content: Path) -> None:
        self.asked: list[float] = []
        folders = [content]
        self.built: list[bool] = []
        self.preview = Preview(
            lambda: self.built.append(content.is_dir()),
            lambda: None,
            lambda: None,
            folders,
            content / "pages",
            content / "none.yml",
            state_of(folders),
        )
        self.watch = Watch(folders, self.preview.has_changed, self.build)

    def build(self) -> None:
        """Note that a build was asked for, and build."""
        self.asked.append(time.monotonic())
        self.preview()

    def has_built(self, _: object = None) -> bool:
        """Return whether the server builds until nothing is changed."""
        return within(lambda: not self.preview.has_changed())


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with a page."""
    (tmp_path / "content/pages").mkdir(parents=True)
    (tmp_path / "content/pages/about.md").write_text("About tea\n", encoding="utf-8")
    return tmp_path / "content"


@pytest.fixture
def server(content: Path) -> Server:
    """A server that watches the folder."""
    found = Server(content)
    found.watch.start()
    time.sleep(0.3)
    return found


def within(true: Callable[[], object]) -> bool:
    end = time.monotonic() + LONGEST
    while not true() and time.monotonic() < end:
        threading.Event().wait(0.02)
    return bool(true())


def edits(content: Path) -> Iterator[None]:
    """Write, replace, exchange, move and delete files, and make one in a new folder."""
    file, new, moved = content / "pages/about.md", content / "new", content / "pages/moved.md"
    file.write_text("About black tea\n", encoding="utf-8")
    yield
    new.write_text("About white tea\n", encoding="utf-8")
    yield
    for path in (file, new):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    new.replace(file)  # of the same size and time
    yield
    file.rename(moved)
    yield
    moved.unlink()
    yield
    (content / "pages/more").mkdir()
    (content / "pages/more/white.md").write_text("About white tea\n", encoding="utf-8")
    yield


def is_noticed(server: Server, edit: Iterator[None]) -> bool:
    """Make the next edit, if there is one, and return whether it was built after that."""
    asked = len(server.asked)
    return next(edit, edit) is None and within(lambda: len(server.asked) > asked) and server.has_built()


@pytest.mark.parametrize("observer", [Observer, Untold])
def test_every_edit_is_noticed_whether_the_system_tells_of_it_or_not(
    content: Path, observer: type[BaseObserver], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mkdocs_qbank.publish.watch.Observer", observer)
    server = Server(content)
    server.watch.start()
    made = edits(content)
    assert [is_noticed(server, made) for _ in range(7)] == [True] * 6 + [False]


def test_the_system_tells_of_edits_before_files_are_compared_twice(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mkdocs_qbank.publish.watch._SECONDS", 4 * LONGEST)
    server = Server(content)
    server.watch.start()
    time.sleep(0.3)
    made = edits(content)
    assert [is_noticed(server, made) for _ in range(6)] == [True] * 6


def test_an_edit_is_built_once_and_to_read_a_file_is_none(content: Path, server: Server) -> None:
    (content / "pages/about.md").write_text("About black tea\n", encoding="utf-8")
    assert within(lambda: server.asked)
    time.sleep(PAUSE)
    built = len(server.asked)
    (content / "pages/about.md").read_text(encoding="utf-8")
    (content / "pages/about.md").rename(content / "pages/moved.md")
    assert within(lambda: len(server.asked) > built)
    time.sleep(PAUSE)
    assert len(server.asked) == built + 1


def test_what_editors_keep_beside_an_open_file_is_no_edit(content: Path, server: Server) -> None:
    (content / "pages/.#about.md").symlink_to("somebody@somewhere.123:456")
    (content / "pages/.about.md.swp").write_text("kept", encoding="utf-8")
    (content / ".git").mkdir()
    (content / ".git/index").write_text("kept", encoding="utf-8")
    time.sleep(PAUSE)
    assert not server.asked
    (content / "pages/.nojekyll").write_text("", encoding="utf-8")  # the host of a site reads it
    assert within(lambda: server.asked)


def test_a_folder_that_goes_and_comes_back_is_watched_as_before(content: Path, server: Server) -> None:
    away = content.with_name("away")
    content.rename(away)
    time.sleep(PAUSE)
    assert not server.asked, "there is nothing to build"
    away.rename(content)
    (content / "pages/about.md").write_text("About black tea\n", encoding="utf-8")
    assert within(lambda: server.asked)
    assert server.has_built()
    shutil.rmtree(content)
    time.sleep(PAUSE)
    (content / "pages").mkdir(parents=True)
    for text in ("About green tea\n", "About white tea, and more\n"):
        asked = len(server.asked)
        (content / "pages/about.md").write_text(text, encoding="utf-8")
        assert within(lambda asked=asked: len(server.asked) > asked)  # type: ignore[misc]
        assert server.has_built()


@pytest.mark.parametrize("gone", ["content", "content/pages"])
def test_nothing_is_built_while_a_folder_is_gone_that_mkdocs_needs(
    content: Path, tmp_path: Path, server: Server, gone: str
) -> None:
    (tmp_path / gone).rename(tmp_path / "away")
    server.preview()  # asked for before it was gone
    time.sleep(PAUSE)
    assert not server.built
    (tmp_path / "away").rename(tmp_path / gone)
    (content / "pages/about.md").write_text("About black tea\n", encoding="utf-8")
    assert within(lambda: server.built)


def test_what_is_no_file_is_noticed_too_since_a_check_reports_it(content: Path, server: Server) -> None:
    link, folder = content / "pages/lost.md", content / "Bad#name"

    def changes() -> Iterator[None]:
        link.symlink_to("nowhere")
        yield
        link.unlink()
        yield
        folder.mkdir()
        yield
        folder.rmdir()
        yield

    for built, _ in enumerate(changes()):
        assert within(lambda built=built: len(server.built) > built)  # type: ignore[misc]
        assert server.has_built()


def test_a_server_that_knows_no_earlier_state_begins_with_this_one(content: Path) -> None:
    settings = content / "none.yml"
    preview = Preview(lambda: None, lambda: None, lambda: None, [content], content / "pages", settings, {})
    assert not preview.has_changed()


def test_a_link_that_leads_to_another_folder_is_followed(content: Path, tmp_path: Path) -> None:
    other, link = tmp_path / "other", tmp_path / "link"
    shutil.copytree(content, other)
    link.symlink_to(content)
    server = Server(link)
    server.watch.start()
    (tmp_path / "new").symlink_to(other)
    (tmp_path / "new").replace(link)
    assert within(lambda: server.asked)
    assert server.has_built()
    asked = len(server.asked)
    (other / "pages/about.md").write_text("About black tea\n", encoding="utf-8")
    assert within(lambda: len(server.asked) > asked)


def test_an_edit_that_was_made_while_the_site_was_first_built_is_built_after_that(content: Path) -> None:
    server = Server(content)
    (content / "pages/about.md").write_text("About black tea\n", encoding="utf-8")
    server.watch.start()
    assert within(lambda: server.asked)


@pytest.mark.parametrize("docs", ["content/pages", "docs"])
def test_mkdocs_watches_nothing_of_the_bank_besides(content: Path, tmp_path: Path, docs: str) -> None:
    calls: list[str] = []

    class Live:
        def unwatch(self, path: str) -> None:
            calls.append(path)

    others = [str(content), str(content / "pages"), str(tmp_path), str(tmp_path / "templates")]
    left = unwatched(Live(), [content], str(tmp_path / docs), others)
    assert left == [str(tmp_path), str(tmp_path / "templates")]
    assert calls == ([str(tmp_path / docs)] if docs.startswith("content") else [])
