"""A site after questions were renamed and merged: no link is dead, and every old address leads on."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import pytest
from conftest import AS_OF, check_links, make_once, run, start_project

pytestmark = pytest.mark.site

MOVED = {"soil": "what-is-soil", "steeping-time": "steeping", "mulch": "watering", "boiling-point": "boiling"}
"""Old ids of the frozen bank, and the ids that their addresses lead to."""


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The frozen bank after some moves, and its site."""

    def make(folder: Path) -> None:
        start_project(folder)
        for command in (
            ("rename", "soil", "what-is-soil", "--topic", "tea"),
            ("rename", "steeping-time", "steeping"),
            ("rename", "boiling-point", "boiling"),
            ("merge", "mulch", "watering", "--yes"),
        ):
            run("qbank", *command, cwd=folder, check=True)
        run("qbank", "check", cwd=folder, check=True)
        run("mkdocs", "build", "--strict", cwd=folder, **AS_OF, check=True)

    return make_once(tmp_path_factory, "moved", make)


def test_every_link_of_the_site_still_leads_somewhere(moved: Path) -> None:
    check_links(moved / "site", 1500)


@pytest.mark.parametrize(("old", "new"), MOVED.items())
def test_an_old_address_redirects_to_the_question(old: str, new: str, moved: Path) -> None:
    page = (moved / f"site/questions/{old}/index.html").read_text(encoding="utf-8")
    assert re.findall(r'http-equiv="refresh" content="0; url=([^"]*)"', page) == [f"../{new}/"]
    assert (moved / f"site/questions/{new}/index.html").is_file()


def test_pages_link_to_the_new_addresses_alone(moved: Path) -> None:
    old = {(moved / "site/questions" / name).as_posix() for name in MOVED}
    linked = {
        posixpath.normpath(posixpath.join(page.parent.as_posix(), address))
        for page in (moved / "site").rglob("*.html")
        for address in re.findall(r'<a [^>]*href="([^"#?:]*)', page.read_text(encoding="utf-8"))
    }
    assert (moved / "site/questions/steeping").as_posix() in linked
    assert old.isdisjoint(linked)
