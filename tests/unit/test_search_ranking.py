"""What a query finds, and what is first: the site's ranking, over banks that are made for one claim each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from conftest import BANK, Write
from indexed import asked, bank_of, files_of, reader_of
from mkdocs_qbank.model.bank import Bank, Question
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.search.reader import Reader
from mkdocs_qbank.search.search import search
from mkdocs_qbank.search.spelling import corrected, slips_of
from mkdocs_qbank.search.words import stem

CRAFTS = ("baking", "weaving", "sailing", "carving", "brewing", "farming")
TOOLS = ("knife", "wheel", "rope", "oven", "needle", "plough", "barrel", "anchor")
EVERYTHING = """---
tags: [zebra-crossing]
difficulty: advanced
aliases: [Is foxglove a flower?]
---

# What is a lighthouse?

## Instruction

Mention xylophones.

## Context

They know about walruses.

## In Short

A tower with a lanternroom.

## Official Answer

It warns ships off cliffs.

### Porcupines

Its light turns.

| part | use |
| --- | --- |
| gallery | cleaning |

```python
def keeperswatch(): ...
```

<div>hedgehogs</div>

## Key Points

- Sailors see it by moonshine.

## Common Mistakes

- It is no campanile.

## Follow-up Questions

- What is an armadillo?

## Related Questions

- [Another](another.md) for the platypus.
"""


@pytest.fixture(scope="module")
def frozen() -> Bank:
    return read_bank(BANK / "content").bank.published


@pytest.fixture(scope="module")
def reader(frozen: Bank) -> Reader:
    return reader_of(files_of(frozen))


def ids(reader: Reader, query: str, limit: int = 10) -> list[str]:
    return [match.id for match in search(reader, query, limit)]


def found(query: str, *questions: Question, limit: int = 10) -> list[str]:
    return ids(reader_of(files_of(bank_of(*questions))), query, limit)


def look_alikes() -> list[Question]:
    """Questions that have the words of each other, many times in their answers."""
    pairs = list(product(CRAFTS, TOOLS))
    return [
        asked(
            f"{craft}-{tool}",
            f"Why does {craft} need a {tool}?",
            *(f"Why does {other} need a {thing}? Because {craft} does." for other, thing in pairs),
            aliases=(f"What is the {tool} for in {craft}?", f"The {tool} of {craft}, and why?"),
        )
        for craft, tool in pairs
    ]


@pytest.fixture(scope="module")
def similar() -> Reader:
    return reader_of(files_of(bank_of(*look_alikes())))


@pytest.mark.parametrize("form", [str, str.upper, lambda text: f"  {text.rstrip('?')} …", lambda text: text + "?!"])
def test_a_question_asked_in_its_very_words_is_first_among_look_alikes(form: type[str], similar: Reader) -> None:
    for question in look_alikes():
        for wording in (question.question.text, *question.aliases):
            best = search(similar, form(wording), 2)
            assert (best[0].id, best[0].exact) == (question.id, True), wording
            assert not best[1].exact


def test_every_wording_of_the_frozen_bank_finds_its_question_first(frozen: Bank, reader: Reader) -> None:
    for question in frozen.questions:
        for wording in (question.question.plain, *question.aliases):
            assert ids(reader, wording, 1) == [question.id], wording


def test_a_question_that_two_ask_in_the_same_words_is_found_twice() -> None:
    others = [asked(f"o{i}", f"What is tea number {i}?", "What is tea? " * 9) for i in range(20)]
    result = found("what is tea", asked("a", "What is tea?", "A leaf."), *others, asked("b", "What is tea", "A drink."))
    assert set(result[:2]) == {"a", "b"}


def test_an_alias_among_many_is_first_before_a_question_that_says_its_words_more_often() -> None:
    aliases = ["What is tea?", *(f"How do people of the country {i} see their leaves and pots?" for i in range(40))]
    many = asked("many", "Where do leaves grow?", "On hills, in the shade, far from here. " * 20, aliases=aliases)
    loud = [asked(f"o{i}", f"Tea, tea: what is tea, {'tea ' * i}?", "Tea is tea. " * 5) for i in range(1, 9)]
    filler = [asked(f"f{i}", f"Who eats bread number {i}?", "Somebody.") for i in range(30)]
    best = search(reader_of(files_of(bank_of(many, *loud, *filler))), "what is tea", 2)
    assert (best[0].id, best[0].exact) == ("many", True)
    assert best[1].score > best[0].score


def test_words_in_the_question_count_more_than_in_the_answer() -> None:
    filler = [asked(f"f{i}", f"What is thing {i}?", "It is what it is.") for i in range(9)]
    answer = asked("answer", "How are plants kept?", "Some keep a cactus in sand, and some do not.")
    heading = asked("heading", "How is a cactus kept?", "Some keep it in sand, and some do not.")
    assert found("cactus", *filler, answer, heading) == ["heading", "answer"]


def test_a_rare_word_outweighs_many_common_ones() -> None:
    common = "train model data learning features"
    rows = [asked(f"c{i}", f"How does one train a model, {i}?", f"With {common} and more {common}.") for i in range(60)]
    rare = asked("rare", "Where is the quokka?", "On an island.")
    assert found(f"{common} quokka", *rows, rare)[0] == "rare"


def test_of_two_words_the_question_that_has_both_is_first() -> None:
    rows = [asked(f"a{i}", f"What about roofs, {i}?", "A roof may be of copper, and copper is red.") for i in range(5)]
    rows += [asked(f"b{i}", f"What about stoves, {i}?", "A kettle is hot, and a kettle sings.") for i in range(5)]
    assert found("copper kettle", *rows, asked("both", "What about pots?", "A kettle may be of copper."))[0] == "both"


@pytest.fixture
def lighthouse(write: Write) -> Reader:
    """A question with every section, beside others, as read from its file."""
    other = "# {0}?\n\n## Official Answer\n\nThis says something about {0}.\n"
    names = ("bread", "rivers", "music", "winter", "glass", "horses", "paper", "honey")
    files = {f"questions/t/{name}.md": other.format(name.capitalize()) for name in names}
    content = write({"questions/t/lighthouse.md": EVERYTHING, "questions/t/another.md": other.format("Wool"), **files})
    return reader_of(files_of(read_bank(content).bank.published))


WRITTEN = {
    "the question": "lighthouse",
    "an alias": "foxglove",
    "the short answer": "lanternroom",
    "the answer": "cliffs",
    "a table": "gallery",
    "code": "keeperswatch",
    "the key points": "moonshine",
    "the common mistakes": "campanile",
}
UNREAD = {
    "the instruction": "xylophones",
    "the context": "walruses",
    "a tag": "zebra",
    "the difficulty": "advanced",
    "raw HTML": "hedgehogs",
    "a follow-up question": "armadillo",
    "a related question": "platypus",
}


@pytest.mark.parametrize("word", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_question_is_found_by_a_word_of(word: str, lighthouse: Reader) -> None:
    assert ids(lighthouse, word)[0] == "lighthouse"


@pytest.mark.parametrize("word", UNREAD.values(), ids=UNREAD.keys())
def test_a_question_is_not_found_by_a_word_of(word: str, lighthouse: Reader) -> None:
    assert lighthouse.term(stem(word)) is None
    assert not [match for match in search(lighthouse, word, 99) if match.id == "lighthouse" and match.score > 0.5]


def test_the_names_of_sections_are_not_found_by(lighthouse: Reader) -> None:
    names = ("instruction", "context", "official", "mistakes", "points")
    assert [name for name in names if lighthouse.term(stem(name))] == []


def test_any_misspelling_of_a_rare_word_finds_it(reader: Reader) -> None:
    assert ids(reader, "caffeine")[0] == "caffeine"
    for wrong in ("cafeine", "caffiene", "caffeien", "kaffeine", "cafffeine", "caffein"):
        assert ids(reader, wrong)[0] == "caffeine", wrong


def test_a_misspelt_word_among_others_finds_what_was_meant(reader: Reader) -> None:
    assert ids(reader, "is ranwater better than tap water for roses")[0] == "rainwater"
    assert ids(reader, "suspention bridge")[0] == "suspension-bridge"


def test_a_slip_that_is_a_word_of_the_bank_finds_what_was_meant_where_nothing_has_all_words() -> None:
    rows = [asked(f"c{i}", f"What is a coat, {i}?", "Something warm.") for i in range(8)]
    rows += [asked(f"m{i}", f"Who is at sea, {i}?", "Many.") for i in range(8)]
    assert found("coat anchor", *rows, asked("boat", "Where is the anchor of a boat?", "At its bow."))[0] == "boat"


@pytest.mark.parametrize("query", ["rain water", "rainwater", "the rain water", "rainwaters"])
def test_a_compound_is_found_whether_it_is_written_as_one_word_or_two(query: str, reader: Reader) -> None:
    assert ids(reader, query)[0] == "rainwater"


def test_two_words_that_the_bank_has_find_the_one_word_that_they_make() -> None:
    rows = [asked(f"l{i}", f"How fast is light, {i}?", "Very.") for i in range(6)]
    rows += [asked(f"h{i}", f"How old is a house, {i}?", "Not very.") for i in range(6)]
    assert found("light house", *rows, asked("both", "How tall is a lighthouse?", "As a tower."))[0] == "both"


@pytest.mark.parametrize("query", ["suspensionbridge", "suspension bridge", "suspension-bridge"])
def test_two_words_are_found_written_as_one(query: str, reader: Reader) -> None:
    assert ids(reader, query)[0] == "suspension-bridge"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("EGT", "Earl Grey tea"),
        ("VCS", "version control system"),
        ("leaf mould", "leafmould"),
        ("leafmould", "leaf mold"),
    ],
)
def test_the_forms_of_the_glossary_find_the_same(one: str, other: str, frozen: Bank) -> None:
    more = (
        asked("one", f"Where does {one} come from?", "Nobody knows."),
        asked("other", f"Is {other} good?", "Somebody says so."),
    )
    ids_of = [question.id for question in (*frozen.questions, *more)]
    topics = (*frozen.topics, *bank_of(*more).topics)
    bank = Bank(questions=(*frozen.questions, *more), topics=topics, glossary=frozen.glossary).published
    reader = reader_of(files_of(bank, ids_of))
    for query in (one, other):
        assert set(ids(reader, query, 2)) == {"one", "other"}, query


@pytest.mark.parametrize("query", ["suspen", "suspens", "what is a suspensio"])
def test_the_last_word_may_be_unfinished(query: str, reader: Reader) -> None:
    assert ids(reader, query)[0] == "suspension-bridge"


def test_a_word_before_the_last_is_finished() -> None:
    rows = (asked("a", "What is photosynthesis?", "Light."), asked("b", "What is light?", "Waves."))
    filler = [asked(f"f{i}", f"What is thing {i}?", "A thing.") for i in range(8)]
    reader = reader_of(files_of(bank_of(*rows, *filler)))
    assert ids(reader, "photosynth")[0] == "a"
    assert ids(reader, "photosynth light")[0] == "b"


@pytest.mark.parametrize("query", ["zzzzqqq", "xqzj wvkp", "∑∫√", "", "   ", "?!", "\x00", "😀", "чай", "お茶漬け"])
def test_what_resembles_nothing_finds_nothing(query: str, reader: Reader) -> None:
    assert ids(reader, query) == []


@pytest.mark.parametrize("query", ["parliament", "election parliament senator"])
def test_what_words_of_another_subject_mean_is_not_near_enough(query: str, reader: Reader) -> None:
    assert all(reader.vector(word) is not None for word in query.split()[:1])
    assert ids(reader, query) == []


def test_stop_words_alone_find_the_questions_that_have_them(reader: Reader) -> None:
    assert ids(reader, "what is it")


@pytest.mark.parametrize(
    ("word", "meant"),
    [("vehicle", "car"), ("medical", "doctor"), ("ocean", "sea"), ("infant", "baby")],
)
def test_of_questions_that_share_their_words_the_nearest_in_meaning_is_first(word: str, meant: str) -> None:
    names = ("cheese", "mountain", "guitar", "algebra", "winter", "car", "doctor", "sea", "baby", "cat")
    rows = [asked(name, f"What does one know of a {name}?", "There is much to say of it.") for name in names]
    assert found(f"what does one know of a {word}", *rows)[0] == meant


def test_a_limit_takes_the_best(reader: Reader) -> None:
    everything = ids(reader, "water", 99)
    assert len(everything) > 3
    assert ids(reader, "water", 3) == everything[:3]


def test_the_best_scores_come_first_after_the_exact(reader: Reader) -> None:
    for query in ("water", "how to make tea", "why is a bridge built of stone", "git"):
        scores = [match.score for match in search(reader, query, 99) if not match.exact]
        assert scores == sorted(scores, reverse=True)


def test_equal_questions_are_in_the_order_of_the_bank() -> None:
    rows = [asked(f"q{i}", "Is glass a liquid?", "No.") for i in (3, 1, 2, 0)]
    order = [row.id for row in rows]
    assert ids(reader_of(files_of(bank_of(*rows), order)), "glass") == order


@pytest.mark.parametrize(
    ("word", "bank", "meant"),
    [
        ("modle", ["model", "mode", "moddler"], ["model", "mode"]),
        ("tree", ["tree", "free", "trees"], ["free", "trees"]),
        ("regresion", ["regression", "aggression", "regress"], ["regression"]),
        ("abc", ["abd", "abcd"], []),
        ("teh", ["the"], []),
        ("ab", ["abc"], []),
        ("x" * 31, ["x" * 32], []),
        ("x" * 30, ["x" * 32, "x" * 31], ["x" * 31]),
        ("бустнг", ["бустинг"], ["бустинг"]),
    ],
)
def test_the_closest_words_are_those_with_the_fewest_slips(word: str, bank: Sequence[str], meant: list[str]) -> None:
    assert corrected(word, lambda length: [one for one in bank if len(one) == length]) == meant


def test_short_words_have_no_slips_and_long_ones_two() -> None:
    assert [slips_of(length) for length in (1, 3, 4, 7, 8, 30, 31)] == [0, 0, 1, 1, 2, 2, 0]
