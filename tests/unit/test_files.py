"""Files that people keep are written whole, whenever somebody presses Ctrl-C."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import click
import pytest
from mkdocs_qbank.build.files import replace_file, write_new
from mkdocs_qbank.build.interruptions import interruptible, uninterrupted
from mkdocs_qbank.cli.importing import Choices, import_sources
from mkdocs_qbank.read.ledger import LEDGER_FILE

Writing = Callable[[Path], object]
WRITINGS: dict[str, Writing] = {
    "new": lambda path: write_new(path, "new\n"),
    "replaced": lambda path: replace_file(path, b"new\n"),
}
STEPS = ((os, "fdopen"), (Path, "chmod"), (os, "link"), (Path, "replace"), (Path, "unlink"))


def interrupt_after(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> list[str]:
    """Let Ctrl-C be pressed right after a function has returned, and list the calls."""
    real, calls = getattr(owner, name), list[str]()

    def call(*arguments: Any, **more: Any) -> Any:
        result = real(*arguments, **more)
        calls.append(name)
        signal.raise_signal(signal.SIGINT)
        return result

    monkeypatch.setattr(owner, name, call)
    return calls


@pytest.mark.parametrize(("owner", "step"), STEPS, ids=[name for _, name in STEPS])
@pytest.mark.parametrize("kind", WRITINGS)
def test_ctrl_c_ends_a_command_after_a_file_is_written(
    kind: str, owner: Any, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    if kind == "replaced":
        path.write_text("old\n", encoding="utf-8")
    with monkeypatch.context() as patched:
        calls = interrupt_after(patched, owner, step)
        try:
            WRITINGS[kind](path)
        except KeyboardInterrupt:
            interrupted = True
        else:
            interrupted = False
    assert interrupted == bool(calls)
    assert {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()} == {"a.md": "new\n"}


def press() -> None:
    signal.raise_signal(signal.SIGINT)


def interrupted(block: Callable[[list[str]], None]) -> list[str]:
    """What a block notes down until Ctrl-C ends it."""
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        block(done)
    return done


def test_ctrl_c_comes_once_after_the_outermost_block() -> None:
    def block(done: list[str]) -> None:
        with uninterrupted():
            with uninterrupted():
                press()
                press()
            done.append("inner")
        done.append("never")

    assert interrupted(block) == ["inner"]
    with uninterrupted():
        pass
    with pytest.raises(KeyboardInterrupt):
        press()


def test_ctrl_c_is_let_through_in_a_part_of_a_block_and_waits_after_it() -> None:
    def block(done: list[str]) -> None:
        with uninterrupted():
            try:
                with interruptible():
                    with uninterrupted():
                        done.append("written")
                    press()
                    done.append("never")
            finally:
                press()
                done.append("saved")

    assert interrupted(block) == ["written", "saved"]


@pytest.mark.parametrize("part", [interruptible, nullcontext])
def test_a_block_can_stop_on_its_way(part: Callable[[], AbstractContextManager[None]]) -> None:
    def block(done: list[str]) -> None:
        with uninterrupted():
            try:
                with part(), uninterrupted() as check:
                    check()
                    press()
                    done.append("asked")
                    check()
                    done.append("never")
            finally:
                press()
                done.append("undone")

    assert interrupted(block) == ["asked", "undone"]
    with uninterrupted():
        pass


def test_another_handler_of_a_signal_stays() -> None:
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        with uninterrupted():
            signal.raise_signal(signal.SIGINT)
            assert came == [signal.SIGINT]
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_thread_that_no_signal_reaches_writes_too(tmp_path: Path) -> None:
    thread = threading.Thread(target=partial(write_new, tmp_path / "a.md", "new\n"))
    thread.start()
    thread.join()
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "new\n"


def transcripts(folder: Path) -> list[Path]:
    files = [folder / f"{number}.txt" for number in range(3)]
    for file in files:
        file.write_text(f"What is tea {file.stem}?\n\nOfficial Answer\n\nA drink.\n", encoding="utf-8")
    return files


def kept(content: Path) -> tuple[set[str], int]:
    """The files of the topic, and how many questions the ledger has."""
    names = {file.name for file in (content / "questions/t").iterdir()}
    return names, len((content / LEDGER_FILE).read_text(encoding="utf-8").splitlines())


FIRST = ({"what-is-tea-0.md", "_topic.yml"}, 1)


def test_an_import_that_is_interrupted_has_each_file_that_it_wrote_in_its_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, content = transcripts(tmp_path), tmp_path / "content"
    with monkeypatch.context() as patched:
        interrupt_after(patched, os, "link")
        with pytest.raises(KeyboardInterrupt):
            import_sources(content, files, Choices(topic="t"))
    assert kept(content) == FIRST


def test_an_import_is_interrupted_while_it_waits_for_a_reader_of_what_it_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, content = transcripts(tmp_path), tmp_path / "content"
    printed = []

    def print_slowly(text: str, **_: object) -> None:
        press()
        printed.append(text)

    with monkeypatch.context() as patched:
        patched.setattr(click, "echo", print_slowly)
        with pytest.raises(KeyboardInterrupt):
            import_sources(content, files, Choices(topic="t"))
    assert printed == []
    assert kept(content) == FIRST
