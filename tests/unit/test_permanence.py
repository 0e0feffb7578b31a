"""Published ids stay, in a real repository."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import question, run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A bank with three committed questions, one of them a draft."""
    folder = tmp_path / "content/questions/t"
    folder.mkdir(parents=True)
    (folder / "_topic.yml").write_text("title: T\n", encoding="utf-8")
    (folder / "what-is-that.md").write_text(question("What is that?"), encoding="utf-8")
    (folder / "other.md").write_text(question("Other?"), encoding="utf-8")
    (folder / "a-draft.md").write_text(question("Draft?", "status: draft"), encoding="utf-8")
    who = {f"GIT_{role}_{field}": "a@b.c" for role in ("AUTHOR", "COMMITTER") for field in ("NAME", "EMAIL")}
    run("git", "init", "-q", "-b", "main", cwd=tmp_path, check=True)
    run("git", "add", "-A", cwd=tmp_path, check=True)
    run("git", "commit", "-qm", "x", cwd=tmp_path, check=True, **who)
    return tmp_path


def test_an_id_that_is_gone_is_a_finding(project: Path) -> None:
    folder = project / "content/questions/t"
    (folder / "what-is-that.md").rename(folder / "what-is-this.md")
    (folder / "a-draft.md").unlink()
    done = run("qbank", "check", "--base", "HEAD", cwd=project)
    assert done.returncode == 1
    assert done.stdout.count("error[") == 1
    assert "content/questions/t/what-is-that.md:1:1: error[lost-id]" in done.stdout
    assert "formerly: [what-is-that]" in done.stdout


def test_a_former_id_or_another_topic_keeps_it(project: Path) -> None:
    folder = project / "content/questions/t"
    (folder / "what-is-that.md").unlink()
    text = question("What is this?", "formerly: [what-is-that]")
    (folder / "what-is-this.md").write_text(text, encoding="utf-8")
    moved = project / "content/questions/u"
    moved.mkdir()
    (moved / "_topic.yml").write_text("title: U\n", encoding="utf-8")
    (folder / "other.md").rename(moved / "other.md")
    assert run("qbank", "check", "--base", "HEAD", cwd=project).returncode == 0


def test_an_unknown_revision_is_bad_usage(project: Path) -> None:
    for revision in ("nonsense", "--output=x"):
        done = run("qbank", "check", f"--base={revision}", cwd=project)
        assert done.returncode == 2
        assert "no revision" in done.stderr


def test_a_base_of_all_zeros_is_no_base(project: Path) -> None:
    (project / "content/questions/t/other.md").unlink()
    for length in (40, 64):
        done = run("qbank", "check", "--base", "0" * length, cwd=project)
        assert (done.returncode, done.stdout) == (0, "")
        assert "the base is all zeros" in done.stderr
    assert run("qbank", "check", "--base", "0" * 7, cwd=project).returncode == 2
