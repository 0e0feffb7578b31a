"""The words of a bank that its pages carry for search."""

from __future__ import annotations

import json
from collections.abc import Sequence

from mkdocs_qbank.render.data.words import FEW, vocabulary
from mkdocs_qbank.search.tokens import STOP_WORDS


def shard(pages: Sequence[str], length: int) -> tuple[list[str], list[int]]:
    data = json.loads(vocabulary(pages)[f"data/words/{length}.json"])
    return data["words"].split(" "), data["common"]


def test_words_stand_by_their_length_the_most_frequent_first() -> None:
    pages = ["<p>rarely often</p>", "often", "often Often OFTEN &amp; <b class='aside'>über</b> 12345"]
    assert shard(pages, 5) == (["often"], [])
    assert shard(pages, 6) == (["rarely"], [])
    assert shard(pages, 4) == (["über"], [])


def test_a_word_that_stands_in_many_pages_says_in_how_many() -> None:
    pages = ["model"] * (FEW + 1) + ["dozen"] * FEW
    assert shard(pages, 5) == (["model", "dozen"], [FEW + 1])


def test_in_a_large_bank_many_pages_are_a_share_of_all() -> None:
    pages = ["model"] * (FEW + 2) + ["other"] * (20 * FEW)
    assert shard(pages, 5) == (["other", "model"], [20 * FEW])


def test_the_stop_words_of_the_generator_are_published_with_the_words() -> None:
    assert set(json.loads(vocabulary([])["data/words/stop.json"])["words"].split(" ")) == STOP_WORDS
