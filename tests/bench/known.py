"""Known-item queries: what somebody types who has seen a question before and remembers some of it.

Each is made from one question and counts as answered where that question is among the first results (known-item
retrieval: Azzopardi, de Rijke and Balog, "Building simulated queries for known-item topics", SIGIR 2007). Everything is
drawn by the question's own id, so that the same bank gives the same queries.
"""

from __future__ import annotations

import random
import re
import string
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mkdocs_qbank.model.bank import Question

_ADDRESS = re.compile(r"https?://\S+")
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and the question that is meant."""

    text: str
    meant: str


def rare(questions: Sequence[Question]) -> list[Query]:
    """The two or three rarest words of each question, of three letters or more, in the order in which they stand there.

    A word's rarity is the number of questions that have it in their question or answer; which of equally rare words
    are taken, and whether two or three, is left to chance.
    """
    texts = [_words(question) for question in questions]
    spread = Counter(word for words in texts for word in set(words))
    queries = []
    for question, words in zip(questions, texts, strict=True):
        chance = random.Random(question.id)  # noqa: S311 - nothing here is secret
        each = list(dict.fromkeys(words))
        chosen = sorted(each, key=lambda word: (spread[word], chance.random()))[: chance.choice((2, 3))]
        if len(chosen) > 1:
            queries.append(Query(" ".join(sorted(chosen, key=each.index)), question.id))
    return queries


def misspelt(query: Query) -> Query:
    """The same with one letter of one word wrong: another one, left out, added, or changed with its neighbour."""
    chance = random.Random(f"{query.meant} {query.text}")  # noqa: S311
    words = query.text.split()
    at = chance.randrange(len(words))
    right = words[at]
    while words[at] == right:
        words[at] = _slip(right, chance)
    return Query(" ".join(words), query.meant)


def _slip(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    letter = chance.choice(string.ascii_lowercase)
    before, after = word[:place], word[place + 1 :]
    return chance.choice(
        (
            before + letter + after,
            before + after,
            before + letter + word[place:],
            before + after[:1] + word[place] + after[1:],
        )
    )


def _words(question: Question) -> list[str]:
    text = " ".join(word for part in (question.question, question.answer) for word in part.words)
    return _WORD.findall(_ADDRESS.sub(" ", text).lower())
