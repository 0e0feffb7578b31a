"""Files that people keep are written whole, whenever somebody presses Ctrl-C."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from mkdocs_qbank.build.files import replace_file, uninterrupted, write_new
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


def test_the_last_signal_of_a_block_is_sent_again_once_its_handler_is_back() -> None:
    came: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda number, _: came.append(number)) for number in numbers}
    try:
        with uninterrupted():
            with uninterrupted():
                signal.raise_signal(signal.SIGINT)
                signal.raise_signal(signal.SIGTERM)
            assert not came
        assert came == [signal.SIGTERM]
        signal.raise_signal(signal.SIGINT)
        assert came == [signal.SIGTERM, signal.SIGINT]
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_a_thread_that_no_signal_reaches_writes_too(tmp_path: Path) -> None:
    thread = threading.Thread(target=partial(write_new, tmp_path / "a.md", "new\n"))
    thread.start()
    thread.join()
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "new\n"


def test_an_import_that_is_interrupted_has_each_file_that_it_wrote_in_its_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        text = f"What is tea {number}?\n\nOfficial Answer\n\nA drink.\n"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    content = tmp_path / "content"
    with monkeypatch.context() as patched:
        interrupt_after(patched, os, "link")
        with pytest.raises(KeyboardInterrupt):
            import_sources(content, [tmp_path / f"{number}.txt" for number in range(3)], Choices(topic="t"))
    files = {file.name for file in (content / "questions/t").iterdir()}
    assert len(files - {"_topic.yml"}) == 1
    assert "_topic.yml" in files
    ledger = (content / LEDGER_FILE).read_text(encoding="utf-8").splitlines()
    assert len(ledger) == 1
