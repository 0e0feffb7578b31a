"""Edits change what they name and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_qbank.findings.edit import Edit, apply


def edit(line: int, column: int, end_line: int, end_column: int, text: str) -> Edit:
    return Edit(line=line, column=column, end_line=end_line, end_column=end_column, text=text)


def test_edits_in_any_order_replace_insert_and_remove() -> None:
    edits = [edit(2, 1, 3, 1, ""), edit(1, 1, 1, 2, "b"), edit(3, 2, 3, 2, "!")]
    assert apply("a\r\ngone\r\nc\r\n", edits) == "b\r\nc!\r\n"


def test_of_two_edits_that_overlap_the_first_is_made() -> None:
    assert apply("abc", [edit(1, 2, 1, 4, "X"), edit(1, 1, 1, 3, "Y")]) == "Yc"


@pytest.mark.parametrize("position", [(0, 1), (3, 1), (1, 0), (2, 9)])
def test_a_position_outside_the_text_is_refused(position: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no position"):
        apply("one\ntwo", [edit(*position, *position, "x")])


@given(st.text(alphabet="a\r\n", max_size=20), st.integers(0, 20), st.integers(0, 20), st.text(max_size=3))
def test_an_edit_keeps_every_character_around_it(text: str, first: int, last: int, new: str) -> None:
    first, last = sorted((min(first, len(text)), min(last, len(text))))

    def position(offset: int) -> tuple[int, int]:
        return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)

    assert apply(text, [edit(*position(first), *position(last), new)]) == text[:first] + new + text[last:]
