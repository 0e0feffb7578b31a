"""`qbank check --watch`: it says what has changed, and nothing while nothing changes."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import BIN, question, small_project
from mkdocs_qbank.cli.main import main

PATIENCE = 30.0


class Watching:
    """The command as a process, and the lines that it prints."""

    def __init__(self, folder: Path) -> None:
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [BIN / "qbank", "check", "--watch"],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # a shell lets what it runs in the background ignore the signal
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no thread runs yet
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line.rstrip())

    def until(self, words: str) -> list[str]:
        """Return the lines that are printed up to one that holds some words."""
        lines: list[str] = []
        end = time.monotonic() + PATIENCE
        while not lines or words not in lines[-1]:
            lines.append(self.lines.get(timeout=max(0.01, end - time.monotonic())))
        return lines

    def end(self) -> int:
        """Interrupt it, and return its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A bank of two questions without a fault."""
    return small_project(tmp_path, "why", "when")


@pytest.fixture
def watching(project: Path) -> Iterator[Watching]:
    """The command, watching that bank."""
    command = Watching(project)
    yield command
    command.process.kill()
    command.process.wait()


def test_each_change_is_told_once_and_the_last_exit_code_is_the_commands(project: Path, watching: Watching) -> None:
    topic = project / "content/questions/tea"
    assert watching.until("checked") == ["2 questions checked, nothing to fix"]

    (topic / "who.md").write_text(question("Who drinks tea?", "related: [nobody]"), encoding="utf-8")
    lines = watching.until("checked")
    assert lines[0] == "content/questions/tea/who.md:2:11: error[unknown-id]: there is no question 'nobody'"
    assert lines[-1].startswith("3 questions checked: 1 error;")

    later = question("Who drinks tea?", "difficulty: beginner\nrelated: [nobody]\ntags: [a, a]")
    (topic / "who.md").write_text(later, encoding="utf-8")
    lines = watching.until("checked")
    assert ("repeated-tag" in lines[0], any("unknown-id" in line for line in lines)) == (True, False)

    (project / "mkdocs.yml").touch()
    os.utime(topic / "why.md")
    time.sleep(1)
    (topic / "who.md").write_text(question("Who drinks tea?"), encoding="utf-8")
    lines = watching.until("nothing to fix")
    assert sorted(line.partition(": ")[2].partition("]")[0] for line in lines[:-1]) == [
        "fixed: error[unknown-id",
        "fixed: warning[repeated-tag",
    ]

    (topic / "what.md").write_text("# What?\n", encoding="utf-8")
    assert watching.until("checked")[-1].startswith("3 questions checked: 1 error;")
    assert watching.end() == 1
    assert watching.lines.empty()


def test_a_content_folder_that_takes_the_place_of_another_is_watched_too(project: Path, watching: Watching) -> None:
    watching.until("nothing to fix")
    (project / "content").rename(project / "moved")
    assert watching.until("checked")[0].startswith("content:1:1: error[no-bank]")
    shutil.copytree(project / "moved", project / "content")
    watching.until("2 questions checked, nothing to fix")
    (project / "content/questions/tea/what.md").write_text("# What?\n", encoding="utf-8")
    assert watching.until("checked")[0].startswith("content/questions/tea/what.md:1:1: error[missing-answer]")


def test_an_undisturbed_bank_gives_no_second_line_and_ends_with_zero(watching: Watching) -> None:
    watching.until("nothing to fix")
    time.sleep(1.5)
    assert watching.end() == 0
    assert watching.lines.empty()


@pytest.mark.parametrize("more", [["--fix"], ["--links"], ["--format", "json"], ["--base", "main"]])
def test_watching_says_what_it_does_not_go_with(more: list[str]) -> None:
    done = CliRunner().invoke(main, ["check", "--watch", *more])
    assert (done.exit_code, "--watch goes with PATH" in done.output) == (2, True)
