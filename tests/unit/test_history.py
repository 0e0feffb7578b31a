"""What git's log says of files, in a real repository."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from conftest import run
from mkdocs_qbank.build.git import (
    clean_name,
    epoch_fault,
    history_gap,
    last_change,
    newest_file,
    parse_log,
    read_history,
)


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
    assert history_gap(tmp_path) == ""


def repository(folder: Path, commits: int = 2) -> Path:
    """A repository with a bank of one question, and its content folder."""
    file = folder / "content/questions/t/a.md"
    file.parent.mkdir(parents=True)
    run("git", "init", "-q", cwd=folder, check=True)
    for number in range(commits):
        file.write_text(f"{number}\n", encoding="utf-8")
        commit(folder, f"Author {number}", f"2026-01-0{number + 1}")
    return folder / "content"


def test_a_repository_without_a_commit_has_no_history_and_says_nothing(tmp_path: Path) -> None:
    content = repository(tmp_path, 0)
    assert (read_history(content), history_gap(content), last_change(content)) == ({}, "", None)


def test_a_shallow_clone_credits_nobody_and_says_so(tmp_path: Path) -> None:
    content = repository(tmp_path / "whole")
    assert len(read_history(content)) == 1
    run("git", "clone", "-q", "--depth=1", f"file://{tmp_path}/whole", "shallow", cwd=tmp_path, check=True)
    content = tmp_path / "shallow/content"
    assert read_history(content) == {}
    assert "shallow; fetch the rest with 'git fetch --unshallow'" in history_gap(content)
    assert last_change(content) is not None


def test_git_that_is_missing_or_refuses_is_named_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = repository(tmp_path)
    with monkeypatch.context() as patched:
        patched.setenv("PATH", str(tmp_path))
        assert (read_history(content), last_change(content)) == ({}, None)
        assert history_gap(content).endswith("git is not installed")
    with monkeypatch.context() as patched:
        patched.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        patched.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patched.setenv("HOME", str(tmp_path))
        assert (read_history(content), last_change(content)) == ({}, None)
        assert "dubious ownership" in history_gap(content)
        assert "\n" not in history_gap(content)
    (tmp_path / ".git/HEAD").write_text("nonsense\n", encoding="utf-8")
    assert (read_history(content), last_change(content)) == ({}, None)
    assert "not a git repository" in history_gap(content)


def test_a_broken_object_deep_in_the_history_leaves_all_of_it_out(tmp_path: Path) -> None:
    content = repository(tmp_path)
    tree = run("git", "rev-parse", "HEAD~1^{tree}", cwd=tmp_path, check=True).stdout.strip()
    (tmp_path / ".git/objects" / tree[:2] / tree[2:]).unlink()
    assert read_history(content) == {}
    assert tree in history_gap(content)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Zoë Ångström", "Zoë Ångström"),
        ("Ann\x01\x02Bob", "Ann Bob"),
        ("Ann\r\n\u2028Bob", "Ann Bob"),
        ("\u202enna\u2066", "nna"),
        ("\u200b\x1b\x7f", ""),
        ("\ud800", ""),
        ("x" * 1000, "x" * 59 + "…"),
        ("e" + "\u0301" * 500 + "f", "e\u0301\u0301f"),
    ],
)
def test_a_name_is_one_bounded_line_that_reorders_nothing(name: str, shown: str) -> None:
    assert clean_name(name) == shown


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("1700000000 +0000", date(2023, 11, 14)),
        ("1700000000 +1400", date(2023, 11, 15)),
        ("1700000000 -9999", date(2023, 11, 14)),
        ("4294967296 +0000", None),  # too late for the header of a gzip file
        ("253402300800 +0000", None),
        ("0 -1200", None),
        ("-1 +0000", None),
        ("9" * 5000 + " +0000", None),
        ("nonsense", None),
        ("", None),
    ],
)
def test_a_date_that_nobody_can_hold_is_no_date(when: str, day: date | None) -> None:
    log = b"\0".join([b"a" * 40, when.encode(), b"Ann", b"\nM", b"a.md", b""])
    found = parse_log(log)
    assert [change.date for change in found.values()] == ([day] if day else [])


def test_no_name_or_path_is_read_as_a_commit() -> None:
    log = b"\0".join(
        [
            *(b"a" * 40, b"1700000000 +0000", b"b" * 40, b"\nR100", b"c" * 40, b"R100", b"M", b"\n\nx"),
            *(b"d" * 40, b"1600000000 +0000", b"", b"e" * 64, b"1500000000 +0000", b"M", b"\nA", b"c" * 40, b""),
        ]
    )
    found = parse_log(log)
    assert {path: (change.date.year, change.authors) for path, change in found.items()} == {
        "R100": (2023, ("M", "b" * 40)),
        "\n\nx": (2023, ("b" * 40,)),
    }


def test_of_many_authors_the_first_are_named_and_the_rest_counted() -> None:
    log = b"\0".join(
        part for n in range(50) for part in (b"a" * 40, b"1700000000 +0000", b"Author %d" % n, b"\nM", b"a")
    )
    (change,) = parse_log(log).values()
    assert change.authors[0] == "Author 49"
    assert (len(change.authors), change.authors[-1]) == (21, "30 more")


@pytest.mark.parametrize("text", ["", "-1", "nonsense", "4294967296", "9" * 5000, "1.5"])
def test_a_build_date_that_mkdocs_cannot_hold_is_named(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert epoch_fault() == ""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", text)
    assert epoch_fault().startswith("SOURCE_DATE_EPOCH is not a time")


def test_a_bank_without_a_repository_is_as_old_as_its_newest_file(tmp_path: Path) -> None:
    for name, time in (("a.md", 5), ("t/b.md", 1_700_000_000), ("c.md", -9)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
        os.utime(tmp_path / name, (time, time))
    assert newest_file(tmp_path) == 1_700_000_000
    os.utime(tmp_path / "a.md", (9e10, 9e10))
    assert newest_file(tmp_path) < 9e10
    assert newest_file(tmp_path / "none") == 0
