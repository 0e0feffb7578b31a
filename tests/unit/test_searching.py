"""The index of a built site, made at once or while the site is shown."""

from __future__ import annotations

import queue
import time
from pathlib import Path

import pytest
from mkdocs_qbank.publish import search_index as searching
from mkdocs_qbank.publish.search_index import BackgroundIndex, SearchError, index_site

PAGE = "<!doctype html><html lang=en><body><main><h1>{0}</h1><p>Some words about {0}.</p></main></body></html>"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text(PAGE.format("tea"), encoding="utf-8")
    return folder


def program(folder: Path, lines: str) -> str:
    """A program in the place of Pagefind."""
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def index_of(site: Path) -> set[str]:
    return {path.name for path in (site / "pagefind").glob("fragment/*")}


def test_an_index_takes_the_place_of_an_earlier_one_and_leaves_nothing_else(site: Path) -> None:
    index_site(site)
    first = index_of(site)
    (site / "index.html").write_text(PAGE.format("coffee"), encoding="utf-8")
    index_site(site)
    assert len(first) == len(index_of(site)) == 1
    assert not first & index_of(site)
    assert {path.name for path in site.iterdir()} == {"index.html", "pagefind"}
    assert not list(site.glob("pagefind/*ui*"))


def test_what_pagefind_says_of_a_failure_is_told(site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    failing = program(tmp_path, "echo no room; echo left; echo left; exit 3")
    monkeypatch.setattr(searching, "get_executable", lambda: failing)
    with pytest.raises(SearchError, match=r"site: no room left$"):
        index_site(site)
    monkeypatch.setattr(searching, "get_executable", lambda: None)
    with pytest.raises(SearchError, match="pip install"):
        index_site(site)
    assert [path.name for path in site.iterdir()] == ["index.html"]


def test_an_index_of_empty_files_is_refused(site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    index_site(site)
    first = index_of(site)
    hollow = program(tmp_path, ': > "$4/pagefind.js"')  # as Pagefind does on a full disk, without an error
    monkeypatch.setattr(searching, "get_executable", lambda: hollow)
    with pytest.raises(SearchError, match=r"wrote nothing into pagefind\.js"):
        index_site(site)
    assert index_of(site) == first


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("echo no room; exit 3", "Pagefind could not index the site: no room"),
        (None, "Pagefind is not installed; run: pip install 'pagefind[bin]'"),
        ("", "Pagefind does not start: "),
    ],
)
def test_a_site_that_is_shown_says_why_it_has_no_index(
    lines: str | None, said: str, site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    failing = program(tmp_path, lines) if lines else str(tmp_path / "gone") if lines is not None else None
    monkeypatch.setattr(searching, "get_executable", lambda: failing)
    reports: queue.Queue[str] = queue.Queue()
    BackgroundIndex(reports.put).start(site)
    assert reports.get(timeout=30).startswith(said)
    assert not (site / "pagefind").exists()


def test_a_folder_without_a_page_is_told(tmp_path: Path) -> None:
    with pytest.raises(SearchError, match="build the site first"):
        index_site(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_site_that_is_shown_waits_for_no_index_and_gets_that_of_its_newest_build(
    site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    endless = program(tmp_path, "exec sleep 600")
    background = BackgroundIndex(pytest.fail)
    with monkeypatch.context() as patched:
        patched.setattr(searching, "get_executable", lambda: endless)
        background.start(site)
    assert not (site / "pagefind").exists()
    background.start(site)
    while not index_of(site):
        time.sleep(0.02)
    assert len(index_of(site)) == 1


def test_nothing_comes_into_a_site_once_it_is_stopped(
    site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    endless = program(tmp_path, "exec sleep 600")
    monkeypatch.setattr(searching, "get_executable", lambda: endless)
    background = BackgroundIndex(pytest.fail)
    background.start(site)
    background.stop()
    assert [path.name for path in site.iterdir()] == ["index.html"]
