"""Relations: what people made, what is suggested, and the order of reading."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from conftest import Write, question
from mkdocs_qbank.build.relating import declared_again
from mkdocs_qbank.graph.learning_order import learning_order
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.relate.relations import relate
from mkdocs_qbank.relate.similarity import _pairs
from mkdocs_qbank.relate.suggested import THRESHOLD

A = "questions/t/a.md"


def bank(content: Path) -> Bank:
    return read_bank(content).bank


def test_of_several_relations_the_strongest_stays_with_its_sentence(write: Write) -> None:
    text = question(
        "A?", "prerequisites: [b]\nrelated: [{id: c, why: Because.}]", "First. Read [b](b.md) now. And [c](c.md)."
    )
    files = {A: text, "questions/t/b.md": question("B?"), "questions/t/c.md": question("C?")}
    made = relate(bank(write(files)), suggestions=0)
    found = [(item.target, item.kind, item.reason, item.sentence) for item in made.outgoing["a"]]
    assert found == [
        ("b", Kind.PREREQUISITE, "Read this first.", "Read b now."),
        ("c", Kind.RELATED, "Because.", "And c."),
    ]
    assert [item.source for item in made.incoming["b"]] == ["a"]
    assert made.outgoing["b"] == ()


def test_a_mention_gives_its_sentence_as_the_reason(write: Write) -> None:
    made = relate(bank(write({A: question("A?", "", "It needs [b](b.md)."), "questions/t/b.md": question("B?")})))
    assert [item.reason for item in made.outgoing["a"]] == ["This page says: “It needs b.”"]


def texts() -> dict[str, str]:
    subjects = {
        "cats": "Cats purr and chase mice at night with soft paws.",
        "kittens": "Kittens purr, chase mice and have soft paws.",
        "ships": "Ships cross oceans with cargo under heavy sails.",
        "boats": "Boats cross oceans with cargo and small sails.",
        "stones": "Granite weathers slowly.",
    }
    return {f"questions/t/{name}.md": question(f"About {name}?", "", answer) for name, answer in subjects.items()}


@pytest.mark.parametrize("most", [1, 2])
def test_a_question_has_no_more_suggestions_than_wanted(write: Write, most: int) -> None:
    made = relate(bank(write(texts())), suggestions=most, threshold=None)
    assert max(len(found) for found in made.outgoing.values()) == most


def test_suggestions_say_what_both_are_about(write: Write) -> None:
    made = relate(bank(write(texts())))
    (found,) = made.outgoing["cats"]
    assert (found.target, found.kind) == ("kittens", Kind.SUGGESTED)
    assert found.reason.startswith("Both are about “")
    assert any(word in found.reason for word in ("mice", "purr", "paws"))
    assert THRESHOLD < (found.score or 0) <= 1


def test_one_common_word_makes_no_two_questions_alike(write: Write) -> None:
    files = {
        "questions/t/a.md": question("Alpha?", "", "Granite weathers slowly over oceans."),
        "questions/t/b.md": question("Beta?", "", "Kittens purr, chase mice and dislike oceans."),
    }
    made = relate(bank(write(files)))
    assert made.outgoing["a"] == ()


def test_nothing_is_suggested_below_the_threshold(write: Write) -> None:
    content = bank(write(texts()))
    assert relate(content).outgoing["stones"] == ()
    assert all(not found for found in relate(content, threshold=0.999).outgoing.values())


def test_a_suggestion_repeats_nothing_that_people_made_in_either_direction(write: Write) -> None:
    files = texts() | {
        "questions/t/cats.md": question("About cats?", "related: [kittens]", "Cats purr and chase mice.")
    }
    made = relate(bank(write(files)))
    for identifier in ("cats", "kittens"):
        assert [item.kind for item in made.outgoing[identifier] if item.kind is Kind.SUGGESTED] == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "related: [kittens]"),
        ("related: [kittens]", ""),
        ("related: [boats, ships]", "prerequisites: [ships]\nrelated: [kittens]"),
        ("prerequisites: [stones]", "prerequisites: [stones]"),
    ],
)
def test_after_an_edit_what_authors_relate_is_told_again_as_if_all_were_read(
    write: Write, before: str, after: str
) -> None:
    files = texts() | {
        "questions/t/ships.md": question("About ships?", "related: [cats, stones]", "Ships cross oceans.")
    }
    content = write({**files, "questions/t/cats.md": question("About cats?", before, "Cats purr, chase mice.")})
    first = read_bank(content)
    relations = relate(first.bank, threshold=0.05)
    file = content / "questions/t/cats.md"
    file.write_text(question("About cats?", after, "Cats purr, chase mice. See [boats](boats.md)."), encoding="utf-8")
    reading = read_bank(content, known=first, edited={file.as_posix()})
    assert reading.bank == read_bank(content).bank
    again, whole = declared_again(reading.bank, ["cats"], relations), relate(reading.bank, suggestions=0)
    assert dict(again.incoming) == dict(whole.incoming)
    for name, found in again.outgoing.items():
        related = {item.target for item in whole.outgoing[name]} | {item.source for item in whole.incoming[name]}
        suggested = [item for item in relations.outgoing[name] if item.kind is Kind.SUGGESTED]
        assert found == (*whole.outgoing[name], *(item for item in suggested if item.target not in related))


def test_of_several_rewordings_of_one_question_one_is_suggested(write: Write) -> None:
    files = texts()
    for number in range(5):
        files[f"questions/t/again-{number}.md"] = files["questions/t/kittens.md"].replace("About", f"About {number}")
    found = [item.target for item in relate(bank(write(files)), threshold=0.1).outgoing["cats"]]
    assert len([target for target in found if target.startswith(("again", "kittens"))]) == 1


def test_a_rewording_of_what_people_related_is_not_suggested(write: Write) -> None:
    files = texts()
    files["questions/t/cats.md"] = files["questions/t/cats.md"].replace(
        "# About", "---\nrelated: [kittens]\n---\n\n# About"
    )
    files["questions/t/again.md"] = files["questions/t/kittens.md"].replace("About", "All about")
    assert [item.target for item in relate(bank(write(files))).outgoing["cats"]] == ["kittens"]


def test_forms_of_one_word_make_questions_alike(write: Write) -> None:
    files = texts() | {
        "questions/t/weather.md": question("How does weathering happen?", "", "Frost breaks granites."),
    }
    assert [item.target for item in relate(bank(write(files)), threshold=0.1).outgoing["stones"]] == ["weather"]


@pytest.mark.parametrize("front", ["related: [ships]", "tags: [soft]"])
def test_shared_neighbours_and_rare_shared_tags_bring_questions_nearer(write: Write, front: str) -> None:
    def score(files: dict[str, str]) -> float:
        found = relate(bank(write(files)), threshold=None, suggestions=9).outgoing["cats"]
        return next(item.score or 0.0 for item in found if item.target == "stones")

    files = texts()
    before = score(files)
    for name in ("cats", "stones"):
        files[f"questions/t/{name}.md"] = f"---\n{front}\n---\n\n" + files[f"questions/t/{name}.md"]
    assert score(files) > before + 0.05


def test_with_embeddings_questions_are_alike_that_share_no_word(write: Write) -> None:
    content = bank(write(texts())).published
    places = {item.id: number for number, item in enumerate(content.questions)}
    meanings = np.eye(len(places), dtype=np.float32)
    meanings[places["stones"]] = meanings[places["ships"]]
    found = relate(content, embeddings=meanings).outgoing["stones"]
    assert [(item.target, item.reason) for item in found] == [("ships", "They mean much the same in other words.")]


def test_suggestions_do_not_depend_on_the_order_of_reading(write: Write) -> None:
    content = bank(write(texts()))
    turned = Bank(questions=tuple(reversed(content.questions)), topics=content.topics)
    assert dict(relate(content).outgoing) == dict(relate(turned).outgoing)


def test_prerequisites_come_first_and_then_the_easier(write: Write) -> None:
    files = {
        "questions/t/a.md": question("A?", "difficulty: beginner\nprerequisites: [z]"),
        "questions/t/b.md": question("B?", "difficulty: advanced"),
        "questions/t/c.md": question("C?", "difficulty: beginner"),
        "questions/t/z.md": question("Z?", "difficulty: intermediate"),
    }
    assert learning_order(bank(write(files))) == ("c", "z", "a", "b")


def test_a_circle_of_prerequisites_still_has_an_order(write: Write) -> None:
    files = {A: question("A?", "prerequisites: [b]"), "questions/t/b.md": question("B?", "prerequisites: [a]")}
    assert learning_order(bank(write(files))) == ("a", "b")


def test_no_question_is_a_candidate_for_itself_even_beside_one_that_shares_nothing() -> None:
    features = (np.random.default_rng(1).random((40, 12)) < 0.4).astype(np.float32)
    features[20] = 0
    pairs = _pairs(sp.csr_matrix(features), None).tocoo()
    assert pairs.nnz
    assert not (pairs.row == pairs.col).any()
