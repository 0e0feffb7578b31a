"""The files of previews: small, whatever a bank is like, and each question in the one that scripts look in."""

from __future__ import annotations

import json
from datetime import date

import pytest
import yaml
from conftest import ROOT
from mkdocs_qbank.model.bank import Bank, Difficulty, Question
from mkdocs_qbank.model.prose import Prose
from mkdocs_qbank.model.relations import Relations
from mkdocs_qbank.render.data.previews import LARGEST, _texts, shard, shard_count
from mkdocs_qbank.render.view import SiteView

MADE = 2000
WORDS = "Wörter 💥, die <b>nichts</b> bedeuten "
CASES = ROOT / "tests/cases/scripts/shards.yml"


def asked(number: int, title: str = f"Why {WORDS * 4}?", answer: str = WORDS * 40) -> Question:
    """A question whose title and answer are longer than a preview."""
    shown, said = Prose(text=title, blocks=(title,)), Prose(text=answer, blocks=(answer,))
    name = f"q-{number}-of-some-words"
    level = Difficulty.INTERMEDIATE
    return Question(id=name, topic="t", path=f"{name}.md", difficulty=level, question=shown, answer=said)


def made(count: int) -> Bank:
    return Bank(questions=tuple(map(asked, range(count))))


def viewed(bank: Bank) -> SiteView:
    ids = tuple(question.id for question in bank.questions)
    return SiteView(bank=bank, relations=Relations(outgoing={}, incoming={}), order=ids, as_of=date(2026, 1, 1))


@pytest.mark.parametrize("count", [1, 100, MADE])
def test_no_file_is_larger_than_fifty_thousand_bytes(count: int) -> None:
    sizes = [len(text.encode()) for text in _texts(viewed(made(count)))]
    assert LARGEST == 50_000
    assert max(sizes) <= LARGEST
    assert len(sizes) == 1 or max(sizes) > LARGEST / 4, "there are no more files than it takes"


def test_each_question_is_in_the_file_that_its_id_names_and_in_no_other() -> None:
    view = viewed(made(MADE))
    files = [json.loads(text) for text in _texts(view)]
    assert len(files) == shard_count(view) > 1
    for number, file in enumerate(files):
        assert {shard(identifier, len(files)) for identifier in file} == {number}
    assert sum(map(len, files)) == MADE


def test_files_are_of_much_the_same_size() -> None:
    sizes = [len(json.loads(text)) for text in _texts(viewed(made(MADE)))]
    assert min(sizes) > max(sizes) / 3


def test_a_title_that_is_no_title_makes_no_more_files() -> None:
    view = viewed(Bank(questions=(asked(1), asked(2, title="x" * 200_000))))
    assert shard_count(view) == 1
    assert len(_texts(view)[0]) < 3000


def test_a_preview_has_title_difficulty_and_the_first_sentence_of_the_answer() -> None:
    sentence = "It is so because of what was said."
    question = asked(1, "Why?", f"{sentence} And more is said. And more.")
    assert json.loads(_texts(viewed(Bank(questions=(question,))))[0]) == {
        question.id: ["Why?", "intermediate", sentence]
    }


@pytest.mark.parametrize("case", yaml.safe_load(CASES.read_text(encoding="utf-8")), ids=lambda case: case["name"])
def test_scripts_look_for_a_question_where_it_is(case: dict[str, object]) -> None:
    """The same cases are those of the script `shards.js`."""
    identifier, count = case["arguments"]  # type: ignore[misc]
    assert shard(identifier, count) == case["expected"]  # type: ignore[has-type]
