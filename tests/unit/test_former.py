"""Pages that have not changed take their folders from the site before the last one, and nothing else of it."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from mkdocs_qbank.build.cache import Shelf, put
from mkdocs_qbank.build.former import Former, keep, take
from mkdocs_qbank.publish import staging
from mkdocs_qbank.publish.staging import StagedSite

KEY, OTHER = "0" * 32, "1" * 32


class Project:
    """A project whose site is built again and again."""

    def __init__(self, root: Path) -> None:
        self.root, self.cache, self.site = root, root / ".cache", root / "site"

    def build(self, pages: dict[str, str], *, beside: frozenset[str] = frozenset(), more: str = "") -> list[str]:
        """Publish pages, kept under hashes of their texts, and return the names of those whose folders were moved."""
        staged, shelf = StagedSite(self.site, self.cache), Shelf(self.cache, "pages")
        former = staged.former and replace(staged.former, beside=beside)
        before = dict(_folders(Path(staged.former.folder))) if staged.former else {}
        put(staged.path / "index.html", b"home")
        (staged.path / "questions").mkdir()  # as the first page does that is made
        for name, text in pages.items():
            file, key = staged.path / "questions" / name / "index.html", text * 32
            if not shelf.take(key, file, former):
                put(file, text.encode())
                shelf.keep(key, file, text.encode())
            if more:
                put(file.with_name(more), text.encode())
        after = dict(_folders(staged.path))
        staged.publish()
        assert [path.name for path in self.root.iterdir() if "staging" in path.name] == []
        return sorted(name for name, number in after.items() if before.get(name) == number)

    def texts(self) -> dict[str, str]:
        """What each file of the site holds."""
        files = (path for path in self.site.rglob("*") if path.is_file())
        return {path.relative_to(self.site).as_posix(): path.read_text(encoding="utf-8") for path in files}


def _folders(site: Path) -> list[tuple[str, int]]:
    return [(path.name, path.stat().st_ino) for path in (site / "questions").glob("*")]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_pages_take_their_folders_from_the_site_before_the_last_if_they_are_the_same(project: Project) -> None:
    assert project.build({"a": "1", "b": "2", "c": "3"}) == []
    assert project.build({"a": "1", "b": "2", "c": "3"}) == []  # the first site is replaced only now
    assert project.build({"a": "1", "b": "4", "d": "3"}) == ["a"]
    assert project.texts() == {
        "index.html": "home",
        "questions/a/index.html": "1",
        "questions/b/index.html": "4",
        "questions/d/index.html": "3",
    }


def test_a_file_that_is_written_beside_each_page_goes_with_its_folder_and_is_written_again(project: Project) -> None:
    beside = frozenset(["index.md"])
    for _ in range(2):
        project.build({"a": "1"}, beside=beside, more="index.md")
    (project.cache / "former/questions/a/index.md").write_text("old", encoding="utf-8")
    assert project.build({"a": "1"}, beside=beside, more="index.md") == ["a"]
    assert project.texts()["questions/a/index.md"] == "1"


def test_a_folder_that_holds_anything_else_is_left_behind(project: Project) -> None:
    for _ in range(2):
        project.build({"a": "1"}, more="index.md")
    assert project.build({"a": "1"}) == []
    assert project.texts() == {"index.html": "home", "questions/a/index.html": "1"}


def test_only_a_link_to_what_is_kept_is_taken(tmp_path: Path) -> None:
    kept, site = tmp_path / "kept", tmp_path / "site"
    kept.write_text("page", encoding="utf-8")
    (site / "questions").mkdir(parents=True)
    former = Former(str(tmp_path / "former"), str(site))
    target = site / "questions/a/index.html"
    folder = tmp_path / "former/questions/a"
    folder.mkdir(parents=True)
    shutil.copy(kept, folder / "index.html")  # the same, but no link
    assert not former.move(target, kept)
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(kept)
    assert not former.move(target, kept)
    shutil.move(folder, tmp_path / "elsewhere")
    (tmp_path / "elsewhere/index.html").unlink()
    os.link(kept, tmp_path / "elsewhere/index.html")
    folder.symlink_to(tmp_path / "elsewhere")
    assert not former.move(target, kept)
    assert not former.move(tmp_path / "other/questions/a/index.html", kept)
    folder.unlink()
    shutil.move(tmp_path / "elsewhere", folder)
    assert former.move(target, kept)
    assert target.read_text(encoding="utf-8") == "page"


def test_two_builds_never_have_the_same_folders(tmp_path: Path) -> None:
    cache, site = tmp_path / ".cache", tmp_path / "old"
    (site / "questions/a").mkdir(parents=True)
    keep(cache, site)
    one, other = tmp_path / "one", tmp_path / "other"
    lock = take(cache, one, staging._lock)
    assert lock is not None
    assert take(cache, other, staging._lock) is None
    assert (one / "questions/a").is_dir()
    assert not other.exists()
    assert staging._lock(one) is None
    os.close(lock)


@pytest.mark.parametrize("which", ["former", "site"])
def test_folders_that_another_process_holds_are_neither_used_nor_kept(project: Project, which: str) -> None:
    for _ in range(2):
        project.build({"a": "1"})
    held = staging._lock(project.cache / "former" if which == "former" else project.site)
    assert held is not None
    assert project.build({"a": "1"}) == ([] if which == "former" else ["a"])
    os.close(held)
    assert project.build({"a": "1"}) == (["a"] if which == "former" else [])
    assert project.texts() == {"index.html": "home", "questions/a/index.html": "1"}


def test_where_there_are_no_locks_nothing_is_left_behind(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        project.build({"a": "1"})
    monkeypatch.setattr(staging, "_lock", lambda _: None)
    for _ in range(3):
        assert project.build({"a": "1"}) == []
    assert {path.name for path in project.root.iterdir()} == {".cache", "site"}


def test_a_former_site_is_not_cleared_while_it_is_used(project: Project) -> None:
    for _ in range(2):
        project.build({"a": "1"})
    staged = StagedSite(project.site, project.cache)
    assert staged.former is not None
    StagedSite(project.site, project.cache).discard()
    assert (Path(staged.former.folder) / "questions/a/index.html").exists()
    staged.discard()
    assert {path.name for path in project.root.iterdir()} == {".cache", "site"}


def test_a_folder_with_other_rights_than_new_ones_is_left_behind(project: Project) -> None:
    for _ in range(2):
        project.build({"a": "1", "b": "2"})
    (project.cache / "former/questions/a").chmod(0o700)
    assert project.build({"a": "1", "b": "2"}) == ["b"]


def test_a_folder_in_the_place_of_a_file_beside_the_page_is_left_behind(project: Project) -> None:
    for _ in range(2):
        project.build({"a": "1"})
    (project.cache / "former/questions/a/index.md").mkdir()
    assert project.build({"a": "1"}, beside=frozenset(["index.md"]), more="index.md") == []
    assert project.texts()["questions/a/index.md"] == "1"


def test_a_folder_of_questions_that_is_a_link_is_not_followed(project: Project, tmp_path: Path) -> None:
    project.build({"a": "1"})
    elsewhere = tmp_path / "elsewhere"
    shutil.move(project.site / "questions", elsewhere)
    (project.site / "questions").symlink_to(elsewhere)
    for _ in range(2):
        project.build({"a": "1"})
    assert [path.name for path in elsewhere.iterdir()] == ["a"]


def test_a_site_that_has_no_pages_of_questions_leaves_nothing_in_the_cache(tmp_path: Path) -> None:
    keep(tmp_path / ".cache", tmp_path / "site")
    assert not (tmp_path / ".cache/former").exists()


def test_a_site_at_a_mount_point_takes_nothing_and_leaves_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.build({"a": "1"})
    monkeypatch.setattr("os.path.ismount", lambda path: Path(path) == project.site)
    for _ in range(3):
        assert project.build({"a": "1"}) == []
    assert not (project.cache / "former").exists()


def test_a_build_that_fails_leaves_nothing(project: Project) -> None:
    for _ in range(2):
        project.build({"a": "1"})
    StagedSite(project.site, project.cache).discard()
    assert {path.name for path in project.root.iterdir()} == {".cache", "site"}
    assert project.build({"a": "1"}) == []
    assert project.texts() == {"index.html": "home", "questions/a/index.html": "1"}
