"""Renamed and merged questions: the files of small banks before and after, in tests/cases/moving."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, Write, question
from inprocess import qbank

CASES = sorted((ROOT / "tests/cases/moving").glob("*.yml"))


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def texts(content: Path) -> dict[str, str]:
    return {path: data.decode() for path, data in tree(content).items() if not path.endswith("_topic.yml")}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_case_ends_as_written(case: Path, write: Write) -> None:
    told = yaml.safe_load(case.read_text(encoding="utf-8"))
    content = write(told["before"])
    done = qbank(content.parent, *told["command"])
    assert done.exit_code == 0, done.output
    assert texts(content) == told["after"]
    assert qbank(content.parent, "check").exit_code == 0


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_dry_run_shows_a_diff_and_changes_nothing(case: Path, write: Write) -> None:
    told = yaml.safe_load(case.read_text(encoding="utf-8"))
    content = write(told["before"])
    before = tree(content)
    done = qbank(content.parent, *told["command"], "--dry-run")
    assert done.exit_code == 0
    assert tree(content) == before
    lines = done.stdout.splitlines()
    for path, text in told["after"].items():
        new = set(text.splitlines()) - {line for old in told["before"].values() for line in old.splitlines()}
        assert new <= {line[1:] for line in lines if line.startswith("+")}, path


TWO: Mapping[str, str] = {
    "pages/index.md": "# Home\n",
    "questions/t/a.md": question("What is an apple?", "related: [b]"),
    "questions/t/b.md": question("Why is the sky blue?", "formerly: [old-b]", "See [a](a.md)."),
    "questions/t/draft.md": question("How do drafts work?", "status: draft"),
}
REFUSED = {
    "rename aa c": "there is no question 'aa'; did you mean 'a'?",
    "rename old-b c": "there is no question 'old-b'; it is called 'b' now",
    "rename a b": "the id 'b' is taken; 'qbank merge a b' makes one question of the two",
    "rename a old-b": "the id 'old-b' is taken: its address leads to 'b', which had it before",
    "rename a A_b": "'A_b' is no id: small letters, digits and single hyphens; did you mean 'a-b'?",
    "rename a index": "'index' is no id: small letters, digits and single hyphens",
    "rename a a": "name another id, or another topic with --topic",
    "rename a": "name another id, or another topic with --topic",
    "rename a --topic tt": "there is no topic 'tt'; did you mean 't'?",
    "merge a a": "name two questions",
    "merge a draft --yes": "'draft' is a draft, and the address of 'a' would lead nowhere: publish it first",
    "merge a b": "the texts of 'a' are removed with its file; '--dry-run' shows them, '--yes' removes them",
}


@pytest.mark.parametrize("command", REFUSED)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(command: str, write: Write) -> None:
    content = write(TWO)
    before = tree(content)
    done = qbank(content.parent, *command.split())
    assert (done.exit_code in (1, 2), done.stdout, done.stderr) == (True, "", f"qbank: {REFUSED[command]}\n")
    assert tree(content) == before


def test_a_file_that_cannot_be_read_and_may_name_the_question_stops_it(write: Write) -> None:
    content = write({**TWO, "questions/t/c.md": "---\nrelated: [a\n---\n"})
    done = qbank(content.parent, "rename", "a", "apple")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "content/questions/t/c.md' cannot be read and may lead to the question" in done.stderr
    assert (content / "questions/t/a.md").exists()


def test_a_merge_that_would_make_a_circle_of_prerequisites_shows_it_and_changes_nothing(write: Write) -> None:
    circle = {
        **TWO,
        "questions/t/c.md": question("Who are they?", "prerequisites: [a]"),
        "questions/t/d.md": question("Where is everybody?", "prerequisites: [c]"),
    }
    content = write(circle)
    before = tree(content)
    done = qbank(content.parent, "merge", "d", "a", "--yes")
    assert done.exit_code == 1
    assert "error[prerequisite-cycle]" in done.stderr
    assert done.stderr.endswith("qbank: nothing was changed: the bank would have these findings\n")
    assert tree(content) == before


def test_what_a_question_leaves_behind_is_told(write: Write) -> None:
    content = write({**TWO, "questions/other/b2.md": question("How deep is the sea?")})
    done = qbank(content.parent, "rename", "b2", "--topic", "t")
    assert done.exit_code == 0
    assert "content/questions/other/_topic.yml: the topic 'other' holds no question" in done.stderr


def test_a_name_that_is_no_id_becomes_one_and_no_former_one(write: Write) -> None:
    content = write(
        {
            **TWO,
            "questions/t/An_Id.md": question("What is an id?"),
            "questions/t/c.md": question("Who?", "related: [An_Id]"),
        }
    )
    assert qbank(content.parent, "rename", "An_Id", "an-id").exit_code == 0
    assert (content / "questions/t/an-id.md").read_text(encoding="utf-8") == question("What is an id?")
    assert qbank(content.parent, "check").exit_code == 0


def test_a_nav_that_names_the_old_page_is_told(write: Write) -> None:
    content = write(TWO)
    (content.parent / "mkdocs.yml").write_text("nav:\n  - One: questions/a.md\nplugins: [qbank]\n", encoding="utf-8")
    done = qbank(content.parent, "rename", "a", "apple")
    assert "'mkdocs.yml' names 'questions/a.md' in its nav: write 'questions/apple.md' there" in done.stderr


def test_line_ends_and_the_mark_of_utf8_stay(write: Write) -> None:
    content = write(TWO)
    files = {path: content / f"questions/t/{path}.md" for path in "ab"}
    for file in files.values():
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    old = {path: file.read_bytes() for path, file in files.items()}
    assert qbank(content.parent, "rename", "a", "apple").exit_code == 0
    new = (content / "questions/t/apple.md").read_bytes()
    assert new == old["a"].replace(b"related: [b]\r\n", b"related: [b]\r\nformerly: [a]\r\n")
    assert files["b"].read_bytes() == old["b"].replace(b"(a.md)", b"(apple.md)")


def test_a_file_that_is_edited_keeps_its_permissions(write: Write) -> None:
    content = write(TWO)
    (content / "questions/t/b.md").chmod(0o600)
    assert qbank(content.parent, "rename", "a", "apple").exit_code == 0
    assert (content / "questions/t/b.md").stat().st_mode & 0o777 == 0o600


STEPS = 5
"""What renaming `a` does to files: it keeps two, removes one, replaces one and makes one."""


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["disk", "ctrl-c"])
@pytest.mark.parametrize("step", range(STEPS))
def test_a_failure_in_the_middle_leaves_every_file_as_it_was(
    step: int, error: BaseException, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = write(TWO)
    before = tree(content)
    calls = iter(range(99))

    def failing(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **more: Any) -> Any:
            if next(calls) == step:
                raise error
            return real(*arguments, **more)

        return call

    for owner, name in ((os, "link"), (Path, "replace"), (Path, "unlink")):
        monkeypatch.setattr(owner, name, failing(getattr(owner, name)))
    done = qbank(content.parent, "rename", "a", "apple")
    monkeypatch.undo()
    assert done.exit_code == 1
    assert tree(content) == before
