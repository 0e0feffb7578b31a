"""Which questions ask the same: pairs that were written for it, and what the check and a new question are told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from conftest import Write
from indexed import asked
from mkdocs_qbank.build.pipeline import check_content
from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.search.duplicates import SAME, Pair, duplicates

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases/duplicates.yml").read_text(encoding="utf-8"))
OTHERS = tuple(
    asked(f"other-{number}", text)
    for number, text in enumerate(
        [*(first for pairs in CASES.values() for first, _ in pairs), "Where do swallows spend the winter?"]
    )
)


def beside(first: str, answer: str = "") -> list[Question]:
    """Questions about other things, and one with this wording, the last."""
    return [*(other for other in OTHERS if other.question.text != first), asked("first", first, answer)]


def beyond(bank: Sequence[Question], wording: str, answer: str = "") -> list[Pair]:
    """The pairs of a new question with this wording."""
    return [pair for pair in duplicates([*bank, asked("new", wording, answer)]) if pair.other == len(bank)]


@pytest.mark.parametrize(("first", "second"), CASES["same"])
def test_a_question_asked_in_other_words_is_a_duplicate(first: str, second: str) -> None:
    bank = beside(first)
    assert [bank[pair.one].id for pair in beyond(bank, second)] == ["first"]


@pytest.mark.parametrize(("first", "second"), CASES["different"])
def test_a_question_that_differs_in_what_decides_is_no_duplicate(first: str, second: str) -> None:
    bank = beside(first)
    assert "first" not in [bank[pair.one].id for pair in beyond(bank, second)]


def test_the_score_is_1_for_the_same_words_and_at_least_the_threshold_for_all() -> None:
    bank = beside("How do I resize a photo?")
    (same,) = beyond(bank, "How do I resize a photo?")
    (near,) = beyond(bank, "Is there a way to resize a picture?")
    assert SAME <= near.score < same.score
    assert round(same.score, 2) == 1


def test_answers_that_say_other_things_speak_against_a_duplicate() -> None:
    title, other = "What is a tree in a forest of decisions?", "What is a tree of decisions in the forest?"
    answers = (
        "A model splits the samples by one feature at each node and predicts the majority of the leaf.",
        "Oaks and beeches grow where rain, soil and light suffice; squirrels plant most of their acorns.",
    )
    bank = beside(title, answers[0])
    (alone,), (agreeing,) = (beyond(bank, other, answer) for answer in ("", answers[0]))
    assert agreeing.score >= alone.score
    assert all(pair.score < alone.score for pair in beyond(bank, other, answers[1]))


def test_one_word_in_common_is_not_enough_where_the_answers_differ() -> None:
    output = [asked(f"q{number}", "What is the output?", answer) for number, answer in enumerate(("Three.", "Seven."))]
    assert duplicates([*OTHERS, *output]) == []


def test_duplicates_do_not_depend_on_the_order_of_the_questions() -> None:
    bank = [asked(f"q{number}", text) for number, pair in enumerate(CASES["same"]) for text in pair]
    mixed = [*bank[1::2], *bank[::2]]
    named = (
        {(frozenset((of[pair.one].question.text, of[pair.other].question.text)), pair.score) for pair in duplicates(of)}
        for of in (bank, mixed)
    )
    assert next(named) == next(named)


def test_asked_again_the_pairs_are_those_of_the_questions_given_now() -> None:
    bank = beside("How do I resize a photo?")
    changed = [*bank[:-1], asked("first", "Where do swallows sleep?")]
    new = asked("new", "Is there a way to resize a picture?")
    first = duplicates([*bank, new])
    assert first != []
    assert duplicates([*bank, new]) == first
    assert duplicates([*changed, new]) == []
    turned = duplicates([new, *bank[::-1]])
    assert {(pair.one, pair.score) for pair in turned} == {(0, pair.score) for pair in first}


def test_an_alias_counts_as_the_question_does() -> None:
    bank = [*OTHERS, asked("first", "Where is my order?", aliases=["How do I track a parcel?"])]
    assert [bank[pair.one].id for pair in beyond(bank, "How can I track my parcel?")] == ["first"]


@pytest.mark.parametrize(
    "wording", ["", "?", "the of and", "+++", "\x00", "🦆 🦆", "如何撤销提交", "a" * 100_000, "word " * 20_000]
)
def test_any_wording_is_compared(wording: str) -> None:
    assert beyond(OTHERS, wording, wording) == []
    assert beyond((), wording) == []


def test_the_finding_names_the_question_and_the_score(write: Write) -> None:
    text = "# {}\n\n## Official Answer\n\nBecause it is so.\n"
    content = write(
        {
            "questions/tea/_topic.yml": "title: Tea",
            "questions/tea/a.md": text.format("How long does green tea steep?"),
            "questions/tea/b.md": text.format("For how long do you steep green tea?"),
            "questions/tea/c.md": text.format("Where does coffee grow?"),
        }
    )
    (finding,) = check_content(content).findings
    assert finding.rule == "near-duplicate"
    assert finding.message.startswith("asks nearly the same as 'a' (")
    assert finding.message.rpartition(", score ")[2] == "1.00"
