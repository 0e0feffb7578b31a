"""How well the check finds that a new question asks the same as another (see `quality.py`, which prints the figures).

Each wording is entered as a new question without an answer. Wordings of different questions are entered together, as
many rounds as there are wordings of one question, so a flag between two new ones is a wrong one too. Then the questions
that they reword are taken away, half of them at a time, so that whatever is flagged is wrong. The weights of
`search/duplicates.py` were fitted mostly to the questions in even rows, and the figures are those of the others. Yet
the threshold and the words that decide were settled with all of them in sight: give other rewordings for a fair test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.prose import Prose
from mkdocs_qbank.search.duplicates import duplicates


@dataclass(slots=True)
class Flags:
    """What is flagged of the new questions."""

    entered: int = 0
    right: int = 0
    wrong: int = 0
    wrongly: int = 0
    """How many new questions have a wrong flag."""


def say_duplicates(meant: Sequence[Question], others: Sequence[Question], queries: Mapping[str, Sequence[str]]) -> None:
    """Print the precision and recall of the check for the wordings of the questions in odd rows."""
    measured, chosen = meant[1::2], meant[::2]
    with_them = _flags(measured, [*meant, *others], queries)
    without = _flags(measured, [*chosen, *others], queries)
    precision = with_them.right / max(with_them.right + with_them.wrong, 1)
    print(
        f"  duplicates flagged           precision {100 * precision:.1f}, recall"
        f" {100 * with_them.right / with_them.entered:.1f}; where the original is missing,"
        f" {100 * without.wrongly / without.entered:.1f} are flagged   of {with_them.entered}",
        flush=True,
    )


def _flags(measured: Sequence[Question], bank: Sequence[Question], queries: Mapping[str, Sequence[str]]) -> Flags:
    flags = Flags()
    for new in _rounds(measured, queries):
        asked = [*bank, *(question for _, question in new)]
        flags.entered += len(new)
        wrongly = set()
        for pair in duplicates(asked):
            if pair.other < len(bank):
                continue
            if asked[pair.one].id == new[pair.other - len(bank)][0]:
                flags.right += 1
            else:
                flags.wrong += 1
                wrongly.add(pair.other)
        flags.wrongly += len(wrongly)
    return flags


def _rounds(measured: Sequence[Question], queries: Mapping[str, Sequence[str]]) -> Iterator[list[tuple[str, Question]]]:
    """Yield the first wording of each question, then the second of each, and so on, with the id that it means."""
    for number in range(max(len(queries.get(question.id, ())) for question in measured)):
        yield [
            (question.id, _entered(question, queries[question.id][number]))
            for question in measured
            if number < len(queries.get(question.id, ()))
        ]


def _entered(question: Question, wording: str) -> Question:
    return replace(
        question,
        id=f"new-{question.id}",
        question=Prose(text=wording, blocks=(wording,)),
        answer=Prose(text=""),
        aliases=(),
    )


def say_pairs(bank: Sequence[Question]) -> None:
    """Print every pair of a bank that is flagged."""
    pairs = sorted(duplicates(bank), key=lambda pair: -pair.score)
    print(f"\n{len(pairs)} pairs are flagged among {len(bank)} questions")
    for pair in pairs:
        one, other = bank[pair.one], bank[pair.other]
        print(f"{pair.score:.2f} {one.id} | {other.id}\n       {one.question.plain}\n       {other.question.plain}")
