"""Headings that ask nothing, answers that only repeat them, and answers of an unusual length."""

from __future__ import annotations

import pytest
from conftest import question
from mkdocs_qbank.check.asking import asks
from mkdocs_qbank.check.wording import FEWEST_WORDS, MOST_WORDS, WORDING
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.read.question import read_question

ASKING = [
    "What is Docker?",
    "what is a closure",
    "Explain the event loop.",
    "Briefly describe inheritance",
    "In React, compare state and props.",
    "Given two lists, merge them.",
    "You have a slow query. Optimize it",
    "I'd like to get rid of old entries.",
    "Reasons why training diverges",
    "Design patterns",
    "Docker Compose",
    "Serialize a binary tree",
    "Debounce the search box",
    "Bisect an angle with a compass",
    "Unmarshal nested JSON",
    "Panic over nothing",
    "Treat hypertension in pregnancy",
    "Julienne carrots",
    "Difference between let and var",
    "The screen stays black after login",
    "Pods restart and keep crashing",
    "TypeError: no method of that name",
    "Git: undo the last commit",
    "Was ist Overfitting",
    "Explica la diferencia entre la sobrecarga y la herencia",
    "Beschreibe den Unterschied",
    "Décrivez l'héritage",
    "オーバーフィッティングとは何か",
    "Что такое переобучение",
    "مَا هو التعلم؟",
    "",
]
TITLES = [
    "Docker",
    "Notes on the learning rate",
    "The kernel trick",
    "Introduction to Kubernetes",
    "SQL versus the rest",
    "Dependency injection",
    "Python GIL",
    "React hooks overview",
    "Types of joins",
    "Closures in JavaScript",
    "HTTP status codes",
    "Distributed systems",
    "Eigenvalues and eigenvectors",
    "The circle of fifths",
    "Docker notes",
]


@pytest.mark.parametrize("text", ASKING)
def test_a_question_a_task_and_another_language_pass(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", TITLES)
def test_a_title_asks_nothing(text: str) -> None:
    assert not asks(text)


def found(asked: str, answer: str) -> set[str]:
    """The rules of wording that a question breaks."""
    read, _ = read_question(question(asked, answer=answer), "content/questions/t/a.md")
    assert read is not None
    return {finding.rule for finding in WORDING.run(Bank(questions=(read,)))}


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("How does early stopping work?", "Early stopping works."),
        ("What is the learning rate?", "The learning rate."),
        ("What is the learning rate?", "What is the *learning rate*?"),
        ("Was ist die Lernrate?", "Was ist die Lernrate"),
        ("学習率とは何ですか?", "学習率とは何ですか"),
    ],
)
def test_an_answer_that_holds_nothing_new_repeats_the_question(asked: str, answer: str) -> None:
    assert "repeated-answer" in found(asked, answer)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Is Python slower than C?", "Python is slower than C."),
        ("Which is faster, merge sort or bubble sort?", "Merge sort."),
        ("What is the learning rate?", "The step size of an update."),
        ("What does `git status` show?", "`git status`"),
        ("What is the learning rate?", "The learning rate $\\eta$."),
        ("What is it?", "Because it is so."),
    ],
)
def test_a_short_answer_that_answers_passes(asked: str, answer: str) -> None:
    assert "repeated-answer" not in found(asked, answer)


@pytest.mark.parametrize(
    ("answer", "unusual"),
    [
        ("Nobody knows.", True),
        ("x " * FEWEST_WORDS, False),
        ("因为如此", False),
        ("为", True),
        ("เพราะ", False),
        ("`git status`", False),
        ("$e = mc^2$", False),
        ("```sh\nls\n```", False),
        ("word " * MOST_WORDS, False),
        ("word " * (MOST_WORDS + 1), True),
        ("- a\n" * 900 + "\n```sh\n" + "ls -l\n" * 600 + "```", True),
        ("![](a.png)" * 3, False),
    ],
)
def test_an_answer_of_unusual_length_is_found_in_any_script(answer: str, unusual: bool) -> None:
    assert ("answer-length" in found("Why?", answer)) is unusual
