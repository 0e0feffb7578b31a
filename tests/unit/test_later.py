"""What copies of a process know, and what they do together."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from mkdocs_qbank.build.forks import Background, Beside, LostProcessError, share
from mkdocs_qbank.build.later import Later


def test_a_copy_waits_for_a_value_that_is_told_after_it_was_made() -> None:
    later: Later[dict[str, int]] = Later()
    beside = Beside(lambda: (later.value(), os.getpid()))
    told = {f"question-{number}": number for number in range(100_000)}  # more than a pipe holds
    later.tell(told)
    value, process = beside.result()
    assert value == told == later.value()
    assert process != os.getpid() or not beside.begun


def test_a_copy_that_waits_for_a_value_that_nobody_tells_ends() -> None:
    later: Later[int] = Later()
    beside = Beside(later.value)
    if not beside.begun:
        pytest.skip("no copies here")
    later.cancel()
    with pytest.raises(LostProcessError):
        beside.result()


def test_each_piece_of_work_is_done_once_whoever_helps(tmp_path: Path) -> None:
    def piece(number: int) -> None:
        with (tmp_path / str(number)).open("a", encoding="utf-8") as file:
            file.write("done")

    background = Background([lambda number=number: piece(number) for number in range(200)])  # type: ignore[misc]
    share([background.help] * 4, lambda _: None, count=2)
    background.finish()
    assert {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()} == {
        str(number): "done" for number in range(200)
    }


def test_an_error_in_the_background_is_raised_where_its_end_is_waited_for() -> None:
    def fail() -> None:
        raise ValueError("no")

    background = Background([fail])
    with pytest.raises(ValueError, match="no"):
        background.finish()
    background.cancel()
    background.cancel()
