"""What git's log says of files, in a real repository."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from conftest import run

from generator.publish.history import read_history


def commit(folder: Path, name: str, day: str) -> None:
    run("git", "add", "-A", cwd=folder, check=True)
    who = {
        "GIT_AUTHOR_NAME": name,
        "GIT_AUTHOR_EMAIL": "a@b.c",
        "GIT_COMMITTER_NAME": name,
        "GIT_COMMITTER_EMAIL": "a@b.c",
    }
    when = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
    run("git", "commit", "-qm", "x", cwd=folder, check=True, **who, **when)


def test_dates_and_names_follow_a_file_through_a_rename(tmp_path: Path, monkeypatch: object) -> None:
    run("git", "init", "-q", cwd=tmp_path, check=True)
    content = tmp_path / "content"
    old, new = content / "questions/t/old.md", content / "questions/ü/new ä.md"
    old.parent.mkdir(parents=True)
    new.parent.mkdir(parents=True)
    old.write_text("one\ntwo\nthree\nfour\n", encoding="utf-8")
    (content / "questions/t/other.md").write_text("other\n", encoding="utf-8")
    commit(tmp_path, "Ann Ä", "2026-01-01")
    old.rename(new)
    commit(tmp_path, "Bob", "2026-02-01")
    new.write_text("one\ntwo\nthree\nfour\nfive\n", encoding="utf-8")
    (tmp_path / "elsewhere").write_text("x", encoding="utf-8")
    commit(tmp_path, "Ann Ä", "2026-03-01")
    found = read_history(content)
    changed = found[new.as_posix()]
    assert changed.date == date(2026, 3, 1)
    assert changed.authors == ("Ann Ä", "Bob")
    other = found[(content / "questions/t/other.md").as_posix()]
    assert (other.date, other.authors) == (date(2026, 1, 1), ("Ann Ä",))
    assert all("elsewhere" not in path for path in found)


def test_outside_a_repository_there_is_no_history(tmp_path: Path) -> None:
    assert read_history(tmp_path) == {}
