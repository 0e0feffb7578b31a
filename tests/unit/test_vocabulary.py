"""The words of a bank that search corrects misspelt words from."""

from __future__ import annotations

import json
from collections.abc import Iterable

from mkdocs_qbank.render.data.words import vocabulary
from mkdocs_qbank.search.spelling import LONGEST, SHORTEST
from mkdocs_qbank.search.tokens import STOP_WORDS


def listed(words: Iterable[str], name: int | str) -> list[str]:
    found = str(json.loads(vocabulary(words)[f"data/words/{name}.json"])["words"])
    return found.split(" ") if found else []


def test_words_are_listed_by_their_length_in_the_order_given() -> None:
    words = ["rarely", "often", "zebra", "über", "apple", "茶文化"]
    assert listed(words, 4) == ["über"]
    assert listed(words, 5) == ["often", "zebra", "apple"]
    assert listed(words, 6) == ["rarely"]
    assert listed(words, 3) == ["茶文化"]


def test_numbers_and_words_that_are_too_short_or_long_to_be_corrected_are_left_out() -> None:
    files = vocabulary(["12345", "ab", "x" * LONGEST, "y" * (LONGEST + 1), "b12"])
    lists = {path: json.loads(text)["words"] for path, text in files.items() if "stop" not in path}
    assert {words for words in lists.values() if words} == {"b12", "x" * LONGEST}


def test_there_is_a_file_for_each_length_whatever_the_words_are() -> None:
    names = {*map(str, range(SHORTEST, LONGEST + 1)), "stop"}
    assert set(vocabulary([])) == {f"data/words/{name}.json" for name in names}


def test_the_stop_words_of_the_generator_are_published_with_the_words() -> None:
    assert set(listed([], "stop")) == STOP_WORDS
