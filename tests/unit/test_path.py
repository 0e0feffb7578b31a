"""The path for newcomers: what it holds, in which order, and what has no place on it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from mkdocs_qbank.graph.graph import graph
from mkdocs_qbank.graph.learning_order import learning_order
from mkdocs_qbank.graph.path import newcomer_path
from mkdocs_qbank.model.bank import Bank, Difficulty, Question, Reference, Status
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.prose import Prose
from mkdocs_qbank.relate.relations import relate

_PROSE = Prose(text="So.")


def bank(needs: dict[str, str], **unusual: Difficulty | Status) -> Bank:
    """A bank of questions named by a letter, each with the letters of its prerequisites."""
    questions = []
    for name, first in needs.items():
        fields: dict[str, Any] = {}
        if name in unusual:
            fields["difficulty" if isinstance(unusual[name], Difficulty) else "status"] = unusual[name]
        named = {Kind.PREREQUISITE: tuple(Reference(id=other) for other in first)}
        questions.append(
            Question(id=name, topic="t", path=f"{name}.md", question=_PROSE, answer=_PROSE, declared=named, **fields)
        )
    return Bank(questions=tuple(questions))


def walk(given_bank: Bank, most: int) -> str:
    relations = relate(given_bank, suggestions=0)
    return "".join(newcomer_path(given_bank, relations, graph(relations), learning_order(given_bank), most))


def test_a_question_is_on_the_path_with_all_that_it_needs() -> None:
    assert walk(bank({"a": "", "b": "a", "c": "b", "d": "c", "e": "c", "f": "c"}), 4) == "abcd"


def test_what_has_no_room_with_its_prerequisites_is_left_out() -> None:
    assert walk(bank({"a": "", "b": "", "z": "ab"}), 2) == "ab"


def test_advanced_and_deprecated_questions_are_not_on_the_path() -> None:
    given_bank = bank({"a": "", "b": "a", "c": "a"}, b=Difficulty.ADVANCED, c=Status.DEPRECATED)
    assert walk(given_bank, 12) == "a"


@given(st.lists(st.sets(st.integers(0, 19), max_size=3), min_size=1, max_size=20), st.integers(1, 12))
def test_every_path_is_closed_and_short(needs: list[set[int]], most: int) -> None:
    letters = "abcdefghijklmnopqrst"
    named = {letters[at]: "".join(letters[one] for one in first if one < at) for at, first in enumerate(needs)}
    path = walk(bank(named), most)
    assert len(path) <= most
    assert all(first in path for name in path for first in named[name])
