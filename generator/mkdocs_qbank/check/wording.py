"""Questions that ask something, and answers that say something, at a length that somebody reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_qbank.check.asking import asks
from mkdocs_qbank.check.check import Check
from mkdocs_qbank.findings.finding import Finding, Rule, Severity
from mkdocs_qbank.model.bank import Bank, Question
from mkdocs_qbank.model.prose import Prose

FEWEST_WORDS, MOST_WORDS = 3, 2000
"""The usual length of an answer with its code, in words.

Of 2,460 answers of five public question banks the shortest has 11 words, and one in a hundred has more than 2,000.
"""
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+")
"""A word, or a letter of a script that puts no spaces between words."""
_LONGEST_WORD = 40
_REPEATED = 0.75
"""The share of the question's words from which an answer that holds no other repeats it."""
_OPEN = frozenset(("who", "what", "whats", "when", "where", "why", "which", "whose", "whom", "how"))
"""How a question begins whose own words are no answer, unlike those of one that can be answered by yes."""
_SHOWS = ("<img", "<math", "<table", "<pre", "<code", "<a ")
"""The HTML of what answers without words."""

NOT_A_QUESTION = Rule(
    id="not-a-question",
    summary="The heading of a question file asks something: it is a question or a task.",
    why="The heading is the title in lists and in search. A bare topic does not say what the answer is about, or "
    "when it is complete.",
    help="Word it as a question, such as 'What is …?', or as a task, such as 'Explain …'. Only English is judged.",
    fails="# Notes on the learning rate",
    passes="# How do you choose the learning rate?",
    severity=Severity.ADVICE,
    alone=True,
)
REPEATED_ANSWER = Rule(
    id="repeated-answer",
    summary="An answer says more than its question.",
    why="The page promises an answer and has none, which readers only notice after they have opened it.",
    help="Write the answer; or set 'status: draft' until there is one.",
    fails="Early stopping works.",
    passes="Training ends when the validation loss no longer falls.",
    severity=Severity.WARNING,
    alone=True,
)
ANSWER_LENGTH = Rule(
    id="answer-length",
    summary=f"An answer has {FEWEST_WORDS} to {MOST_WORDS:,} words.",
    why="One or two words explain nothing, and nobody says 2,000 words in an interview: such an answer is several.",
    help="Write a sentence, or split the question into several.",
    fails="Nobody knows.",
    passes="Nobody knows, and three theories try to explain it.",
    severity=Severity.ADVICE,
    alone=True,
)


def _check(bank: Bank) -> Iterator[Finding]:
    """Yield the findings about the words of every question and answer."""
    for question in bank.questions:
        asked, answer = question.question, question.answer
        if not asks(asked.plain):
            yield NOT_A_QUESTION.at(question.path, asked.line, asked.column, f"'{asked.plain[:80]}' asks nothing")
        place = (question.path, answer.line, answer.column)
        if repeats(question):
            yield REPEATED_ANSWER.at(*place, "the answer only repeats the question")
        count = _words(answer)
        if count > MOST_WORDS:
            cure = "Split the question into several, or keep what somebody would say."
            yield ANSWER_LENGTH.at(*place, f"the answer has {count:,} words, more than {MOST_WORDS:,}", help=cure)
        elif count < FEWEST_WORDS and not _shows(answer):
            number = f"{count} word{'' if count == 1 else 's'}"
            cure = "Answer in at least one sentence."
            yield ANSWER_LENGTH.at(*place, f"the answer has {number}, fewer than {FEWEST_WORDS}", help=cure)


def _words(prose: Prose) -> int:
    """Return the number of words of a text with its code; one that is neither short nor long is not counted exactly."""
    texts = (*prose.words, *prose.code)
    length = sum(map(len, texts))
    most = length // 2 + len(texts) if all(map(str.isascii, texts)) else length  # something stands between two words
    if length > FEWEST_WORDS * _LONGEST_WORD and most <= MOST_WORDS:
        return FEWEST_WORDS
    return sum(len(_WORD.findall(text)) for text in texts)


def _shows(prose: Prose) -> bool:
    return any(mark in prose.html for mark in _SHOWS)


def repeats(question: Question) -> bool:
    """Return whether an answer holds nothing that its question lacks.

    Its words are those of the question, in any language; or, without stop words, most of them and no other.
    """
    from mkdocs_qbank.search.tokens import STOP_WORDS  # noqa: PLC0415 - explaining a rule needs no search
    from mkdocs_qbank.search.words import stem, words  # noqa: PLC0415

    answer = question.answer
    asked, answered = question.question.plain, answer.plain
    if len(answered) > 2 * len(asked) or _shows(answer):
        return False
    mine, yours = words(answered), words(asked)
    if mine == yours:
        return bool(mine)
    said, heard = ({stem(word) for word in each if word not in STOP_WORDS} for each in (mine, yours))
    return bool(yours and yours[0] in _OPEN and said and said <= heard and len(said) >= _REPEATED * len(heard))


WORDING = Check(rules=(NOT_A_QUESTION, REPEATED_ANSWER, ANSWER_LENGTH), run=_check)
