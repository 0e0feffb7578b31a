"""A staged site takes the place of the earlier one in the ways that file systems allow."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs_qbank.publish import staging
from mkdocs_qbank.publish.staging import StagedSite


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("earlier", encoding="utf-8")
    (folder / "gone.html").write_text("earlier", encoding="utf-8")
    return folder


def stage(site: Path) -> StagedSite:
    staged = StagedSite(site)
    (staged.path / "index.html").write_text("new", encoding="utf-8")
    (staged.path / "more.html").write_text("new", encoding="utf-8")
    return staged


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


EARLIER = {"index.html": "earlier", "gone.html": "earlier"}
NEW = {"index.html": "new", "more.html": "new"}


@pytest.mark.parametrize("exchanges", [True, False])
@pytest.mark.parametrize("mount", [True, False])
def test_a_site_is_replaced_whole(exchanges: bool, mount: bool, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.ismount", lambda path: mount and Path(path) == site)
    if not exchanges:
        monkeypatch.setattr(staging, "_exchange", lambda *_: False)
    staged = stage(site)
    assert staged.path.parent == (site if mount else site.parent)
    staged.publish()
    assert files(site) == NEW
    assert [path.name for path in site.parent.iterdir()] == ["site"]


@pytest.mark.parametrize("at", range(3))
def test_a_mount_point_that_refuses_one_entry_keeps_them_all(
    at: int, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.path.ismount", lambda path: Path(path) == site)
    trade, calls = staging._trade, iter(range(100))

    def refuse(one: Path, other: Path) -> None:
        if next(calls) == at:
            raise OSError(5, "Input/output error")
        trade(one, other)

    staged = stage(site)
    with monkeypatch.context() as patched:
        patched.setattr(staging, "_trade", refuse)
        with pytest.raises(OSError, match="Input/output"):
            staged.publish()
    staged.discard()
    assert files(site) == EARLIER


def test_a_file_system_without_exchange_puts_the_earlier_site_back(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "_exchange", lambda *_: False)
    staged = stage(site)
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path == staged.path:
            raise OSError(5, "Input/output error")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="Input/output"):
        staged.publish()
    staged.discard()
    assert files(site) == EARLIER
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_a_link_to_what_is_no_site_is_refused(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    link = tmp_path / "site"
    link.symlink_to(kept)
    stage(link).publish()
    assert files(kept) == NEW
    (kept / "index.html").unlink()
    with pytest.raises(OSError, match="no site; remove it"):
        StagedSite(link)
    assert files(kept) == {"more.html": "new"}
    assert link.is_symlink()


def test_the_folder_of_the_project_is_never_replaced(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site)
    for folder in (site, site.parent):
        with pytest.raises(OSError, match="contains the project itself"):
            StagedSite(folder)
    assert files(site) == EARLIER


def test_what_a_killed_builder_left_is_cleared_and_what_is_no_folder_is_left(tmp_path: Path) -> None:
    left = tmp_path / ".qbank-staging-left"
    left.mkdir()
    (tmp_path / ".qbank-staging-link").symlink_to(tmp_path)
    held = StagedSite(tmp_path / "site")
    StagedSite(tmp_path / "site").discard()
    assert held.path.is_dir()
    held.discard()
    assert [path.name for path in tmp_path.iterdir()] == [".qbank-staging-link"]
