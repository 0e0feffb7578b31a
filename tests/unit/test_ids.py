"""The files of ids that the page of missing addresses reads."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from functools import cache

import pytest
from conftest import BANK
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.render.data.ids import id_bounds, id_files

WORDS = "what is why does how the of in a to learning model gradient network tree data soil water tea bridge".split()


@cache
def bank(count: int) -> Bank:
    """A bank whose ids are as long as those made of questions, and begin as alike."""
    chance = random.Random(7)  # noqa: S311 - nothing here is secret
    one = read_bank(BANK / "content").bank.questions[0]
    ids = {f"{'-'.join(chance.choices(WORDS, k=chance.randint(2, 12)))}-{number}" for number in range(count)}
    return Bank(questions=tuple(replace(one, id=identifier) for identifier in ids))


def listed(files: dict[str, str], kind: str) -> list[list[str]]:
    """The ids of each file of a kind, in the order of their numbers."""
    names = [name for name in files if name.startswith(f"data/ids/{kind}-")]
    numbers = sorted(int(name.rpartition("-")[2].removesuffix(".json")) for name in names)
    assert numbers == list(range(len(names)))
    return [json.loads(files[f"data/ids/{kind}-{number}.json"])["ids"].split() for number in numbers]


def test_no_file_of_ten_thousand_questions_is_larger_than_sixty_kilobytes() -> None:
    files = dict(id_files(bank(10_000)))
    assert max(len(text.encode()) for text in files.values()) <= 60_000
    assert len(files) > 10


@pytest.mark.parametrize(("kind", "name", "step"), [("begin", "begins", 1), ("end", "ends", -1)])
def test_every_id_is_in_the_one_file_that_its_bounds_name(kind: str, name: str, step: int) -> None:
    parts, bounds = listed(dict(id_files(bank(10_000))), kind), id_bounds(bank(10_000))[name]
    assert sorted(identifier for part in parts for identifier in part) == sorted(q.id for q in bank(10_000).questions)
    for number, part in enumerate(parts):
        assert {sum(bound <= identifier[::step] for bound in bounds) for identifier in part} == {number}


@pytest.mark.parametrize("count", [0, 1, 500])
def test_a_small_bank_has_one_file_and_no_bounds(count: int) -> None:
    files = dict(id_files(bank(count)))
    assert files.keys() == {"data/ids/begin-0.json"}
    assert len(listed(files, "begin")[0]) == count
    assert id_bounds(bank(count)) == {"begins": [], "ends": []}
