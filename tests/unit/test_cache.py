"""What builds keep on disk: used if it is whole and our own, and never otherwise."""

from __future__ import annotations

import logging
import os
import pickle
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import question, run, small_project
from mkdocs_qbank.build.cache import Made, Shelf, cache_folder, put
from mkdocs_qbank.build.forks import Beside, LostProcessError, share
from mkdocs_qbank.build.kept import ReadingCache, files_key
from mkdocs_qbank.build.values import pack, unpack
from mkdocs_qbank.findings.finding import Rule
from mkdocs_qbank.markdown.rules import UNDRAWN, UNRENDERABLE
from mkdocs_qbank.model.bank import Status
from mkdocs_qbank.read.bank import read_bank

KEY = "0" * 32


def shelf(root: Path) -> Shelf:
    return Shelf(root / ".cache", "pages")


def keep(root: Path, data: bytes) -> None:
    file = root / "site/page.html"
    put(file, data)
    shelf(root).keep(KEY, file, data)


def test_a_kept_file_is_linked_to_where_it_is_wanted(tmp_path: Path) -> None:
    keep(tmp_path, b"page")
    assert shelf(tmp_path).take(KEY, tmp_path / "new/site/page.html")
    assert (tmp_path / "new/site/page.html").read_bytes() == b"page"
    assert not shelf(tmp_path).take("1" * 32, tmp_path / "other.html")


@pytest.mark.parametrize("damage", [b"", b"pag", b"noise", b"page and more"])
def test_a_damaged_file_is_not_used(tmp_path: Path, damage: bytes) -> None:
    keep(tmp_path, b"page")
    (kept,) = (tmp_path / ".cache/pages").rglob("0*.*")
    kept.write_bytes(damage)
    assert not shelf(tmp_path).take(KEY, tmp_path / "new.html")
    assert not (tmp_path / "new.html").exists()


def test_a_file_of_a_site_that_is_written_again_leaves_what_is_kept_as_it_was(tmp_path: Path) -> None:
    keep(tmp_path, b"page")
    put(tmp_path / "site/page.html", b"another")
    assert shelf(tmp_path).take(KEY, tmp_path / "new.html")
    assert (tmp_path / "new.html").read_bytes() == b"page"


def test_what_is_not_used_is_removed_once_it_outnumbers_what_is(tmp_path: Path) -> None:
    names = [f"{number:032x}" for number in range(5)]
    for name in names:
        put(tmp_path / "site" / name, name.encode())
        shelf(tmp_path).keep(name, tmp_path / "site" / name, name.encode())
    shelf(tmp_path).tidy(names[:3])
    assert len(list((tmp_path / ".cache/pages").rglob("0*.*"))) == 5
    shelf(tmp_path).tidy(names[:2])
    assert {file.name[:32] for file in (tmp_path / ".cache/pages").rglob("0*.*")} == set(names[:2])


def test_a_folder_that_git_tracks_is_not_used(tmp_path: Path) -> None:
    assert cache_folder(tmp_path) == tmp_path / ".cache/qbank"
    (tmp_path / ".cache/qbank").mkdir(parents=True)
    (tmp_path / ".cache/qbank/check.bin").write_bytes(b"from a stranger")
    for command in (["init", "-q"], ["add", "-f", ".cache"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    assert cache_folder(tmp_path) is None


def test_what_was_made_of_a_name_is_kept_and_made_again_if_it_is_damaged(tmp_path: Path) -> None:
    made: list[str] = []

    def make() -> bytes:
        made.append("made")
        return b"a font"

    assert [Made(tmp_path)("font x", make) for _ in range(2)] == [b"a font"] * 2
    assert made == ["made"]
    assert Made(tmp_path)("font y", lambda: b"another") == b"another"
    for file in (tmp_path / ".cache/qbank/made").iterdir():
        file.write_bytes(file.read_bytes()[:-1])
    assert Made(tmp_path)("font x", make) == b"a font"
    assert made == ["made"] * 2


def test_little_of_what_was_made_is_kept(tmp_path: Path) -> None:
    for number in range(33):
        Made(tmp_path)(f"font {number}", lambda: b"a font")
    kept = tmp_path / ".cache/qbank/made"
    last = Made(tmp_path)
    last("font 32", lambda: b"")
    assert len([*kept.iterdir()]) == 33
    last.tidy()
    assert len([*kept.iterdir()]) == 33
    last("font 33", lambda: b"a font")
    Made(tmp_path).tidy()
    assert [*kept.iterdir()] == []


def test_values_come_back_and_damaged_ones_do_not() -> None:
    value = {"status": Status.DRAFT, "parts": (frozenset({"a"}), None, 1.5)}
    data = pack(value)
    assert unpack(data) == value
    assert all(unpack(data[:end]) is None for end in range(len(data)))
    assert unpack(data[:40] + bytes([data[40] ^ 1]) + data[41:]) is None


class Run:
    """What a pickle can do: call anything."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("made",)


def test_nothing_is_called_that_a_pickle_asks_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pickle.dumps(Run())
    assert unpack(pack([Run()])) is None
    assert not (tmp_path / "made").exists()


def test_a_bank_is_read_again_from_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_project(tmp_path, "why", "how"))
    first = read_bank(Path("content"))
    ReadingCache(tmp_path).save(first)
    (tmp_path / "content/questions/tea/how.md").write_text(question("How else?"), encoding="utf-8")
    known = ReadingCache(tmp_path).load()
    again = read_bank(Path("content"), None, known)
    assert known is not None
    assert again.bank == read_bank(Path("content")).bank
    assert again.bank.by_id["why"] is known.files["content/questions/tea/why.md"].question


@pytest.mark.parametrize("rule", [UNDRAWN, UNRENDERABLE])
def test_what_a_busy_machine_could_not_render_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: Rule
) -> None:
    monkeypatch.chdir(small_project(tmp_path, "why", "how"))
    path, reading = "content/questions/tea/why.md", read_bank(Path("content"))
    file = reading.files[path]
    assert file.parsed is not None
    late = replace(file, parsed=replace(file.parsed, findings=(rule.at(path, 1, 1, "takes longer than 5 seconds"),)))
    ReadingCache(tmp_path).save(replace(reading, files={**reading.files, path: late}))
    kept = ReadingCache(tmp_path).load()
    assert kept is not None
    assert kept.files.keys() == {"content/questions/tea/how.md"}
    assert read_bank(Path("content"), known=kept).findings == reading.findings


def test_a_review_to_come_is_not_said_to_be_so_for_ever(tmp_path: Path) -> None:
    project = small_project(tmp_path, "why", "how")
    (project / "content/questions/tea/why.md").write_text(question("Why?", "reviewed: 2206-11-23"), encoding="utf-8")
    assert all("future-review" in run("qbank", "check", cwd=project).stdout for _ in range(2))
    kept = ReadingCache(project).load()
    assert kept is not None
    assert [*kept.files] == ["content/questions/tea/how.md"]
    assert not (project / ".cache/qbank/check.bin").exists()


def test_an_unchanged_bank_has_the_same_findings_and_a_changed_one_its_own(tmp_path: Path) -> None:
    project = small_project(tmp_path, "why")
    file = project / "content/questions/tea/why.md"
    file.write_text(question("Why?", "tags: [a, a]"), encoding="utf-8")
    first, second = (run("qbank", "check", cwd=project) for _ in range(2))
    assert "warning[repeated-tag]" in first.stdout
    assert (first.stdout, first.stderr, first.returncode) == (second.stdout, second.stderr, second.returncode)
    file.write_text(question("Why?"), encoding="utf-8")
    assert run("qbank", "check", cwd=project).returncode == 0


def test_every_file_of_a_bank_tells_whether_it_has_changed(tmp_path: Path) -> None:
    content = small_project(tmp_path, "why") / "content"
    keys = {files_key(content), files_key(content, b"another option")}
    for name in ("pages/a.txt", "questions/tea/new.md", "questions/tea/why.md", "glossary.yml"):
        (content / name).write_text(name, encoding="utf-8")
        keys.add(files_key(content))
    assert len(keys) == 6


def test_work_is_shared_and_what_it_logs_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    def piece(number: int) -> int:
        logging.getLogger("mkdocs").warning("seen")
        return number * number

    done: list[int] = []
    results = share([lambda number=number: piece(number) for number in range(20)], done.append, count=3)  # type: ignore[misc]
    assert results == [number * number for number in range(20)]
    assert [record.getMessage() for record in caplog.records] == ["seen"]
    assert done[-1] == 20


def test_an_error_of_a_piece_of_work_is_raised_and_a_lost_process_is_told() -> None:
    def fail() -> None:
        raise ValueError("no such page")

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    idle = [lambda: None] * 5
    with pytest.raises(ValueError, match="no such page"):
        share([*idle, fail], lambda _: None, count=2)
    with pytest.raises(LostProcessError):
        share([*idle, die], lambda _: None, count=2)
    with pytest.raises(ValueError, match="no such page"):
        Beside(fail).result()
    assert Beside(lambda: 7).result() == 7


@pytest.mark.skipif(sys.platform != "linux", reason="no copies are made")
def test_a_copy_with_little_to_report_ends_before_it_is_asked(tmp_path: Path) -> None:
    noted = tmp_path / "process"

    def work() -> bytes:
        noted.write_text(str(os.getpid()), encoding="utf-8")
        return b"x" * 900_000

    def ended() -> bool:
        # Asked of the system, the copy is there until its parent takes note of its end.
        process = int(noted.read_text(encoding="utf-8")) if noted.exists() and noted.read_text(encoding="utf-8") else 0
        return process > 0 and os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None

    beside = Beside(work)
    for _ in range(200):
        if ended():
            break
        time.sleep(0.05)
    assert ended()
    assert beside.result() == work()
