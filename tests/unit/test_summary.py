"""What a question says in short, where there is little room."""

from __future__ import annotations

import pytest
from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.prose import Prose
from mkdocs_qbank.render.summary import gist, shorten, summary


def asked(answer: str, in_short: str = "") -> Question:
    def prose(text: str) -> Prose:
        return Prose(text=text, blocks=(text,))

    short = prose(in_short) if in_short else None
    return Question(id="a", topic="t", path="a.md", question=prose("A?"), answer=prose(answer), in_short=short)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("One two three.", "One two three."),
        ("One two three four five, six.", "One two three four…"),
        ("One two three – four five six.", "One two three…"),
        ("一二三四五六七八九十一二三四五六七八九十一二三四五", "一二三四五六七八九十一二三四五六七八九…"),
        ("A 一二三四五六七八九十一二三四五六七八九十一二三四五", "A 一二三四五六七八九十一二三四五六七…"),
    ],
)
def test_a_long_text_is_cut_between_words_and_within_one_that_is_as_long(text: str, short: str) -> None:
    assert shorten(text, 20) == short
    assert len(short) <= 20


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("It is so because it must be. And more.", "It is so because it must be."),
        ("Yes. That is so because it must be. And more.", "Yes. That is so because it must be."),
        ("It is version 1.5 of it, e.g. the last. Then more.", "It is version 1.5 of it, e.g. the last."),
        ("He says “It must be so, or not.” Then more is said.", "He says “It must be so, or not.”"),
        ("No stop at all", "No stop at all"),
    ],
)
def test_the_summary_is_the_first_sentence_that_says_something(answer: str, sentence: str) -> None:
    assert summary(asked(answer)) == sentence


def test_the_short_answer_stands_for_the_answer() -> None:
    question = asked("At length.", "It is so because it must be. And so.")
    assert gist(question) == "It is so because it must be. And so."
    assert summary(question) == "It is so because it must be."
    assert gist(asked("At length.")) == "At length."


def test_a_summary_is_never_longer_than_two_lines() -> None:
    for answer in ("word " * 200, "x" * 1000, "一" * 1000):
        assert 100 < len(summary(asked(answer))) <= 240
