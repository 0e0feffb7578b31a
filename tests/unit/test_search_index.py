"""The files of a search index: a reader reads back what the index has, and names a file that it cannot use."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pytest
from conftest import BANK
from hypothesis import given, settings
from hypothesis import strategies as st
from indexed import asked, bank_of, files_of, index_of, reader_of
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.search.files import index_files
from mkdocs_qbank.search.index import Index
from mkdocs_qbank.search.reader import BadIndexError, Reader
from mkdocs_qbank.search.search import search
from mkdocs_qbank.search.table import unpack
from mkdocs_qbank.search.texts import answer_blocks, wordings
from mkdocs_qbank.search.words import LONGEST, stem, words

READ = (
    *(f"data/search/{name}" for name in ("index.json", "terms/0.bin", "wordings/0.bin", "meanings.bin")),
    *("data/search/vectors/0.bin", "data/search/text/0.json"),
    *("data/glossary.json", "data/words/stop.json", "data/words/5.json"),
)
"""A file of each kind; `everything` reads them all."""
HOSTILE = {
    "an empty answer": "",
    "a word without end": "x" * 100_000,
    "a run without spaces": "茶" * 100_000,
    "emoji alone": "😀🎉👩‍👩‍👧‍👦🏳️‍🌈" * 20,
    "Chinese": "机器学习是什么？用Python写代码。",
    "right to left": "\u202eמה זה תה?\u202c ما هو الشاي؟",
    "control characters": "a\x00b\x01c\x7fd\u0085e\u200bf\ufefffoo\ufffe",
    "letters above the basic plane": "𝒯ℯ𝒶 𐐷𐐷𐐷 𠮷𠮷野家 𓀀𓀁",
    "marks on marks": "a" + "\u0301" * 5_000,
    "one letter for many": "ﷺ" * 200,
    "numbers": "1" * 5_000 + " ①②③ ½ Ⅷ ४५",
    "names of a script's objects": "constructor __proto__ toString hasOwnProperty",
}


def check_round_trip(index: Index, bank: Bank, order: Sequence[str]) -> None:
    """Read all that an index has from its files."""
    reader = reader_of(index_files(index, bank, order))
    assert (reader.size, reader.unknown) == (index.size, index.unknown)
    assert reader.mean.tolist() == index.meanings.mean.tolist()
    assert reader.mean_unit == index.meanings.mean_unit
    for number, name in enumerate(index.stems):
        term = reader.term(name)
        start, end = index.starts[number], index.starts[number + 1]
        assert term is not None, name
        assert term.rarity == index.rarities[number]
        assert term.questions.tolist() == index.questions[start:end].tolist()
        assert term.weights.tolist() == index.weights[start:end].tolist()
    assert reader.meanings.tolist() == index.meanings.bits.tolist()
    for word, scale, packed in zip(index.meanings.words, index.meanings.scales, index.meanings.packed, strict=True):
        vector = reader.vector(word)
        assert vector is not None, word
        assert np.array_equal(vector, 2 * unpack(packed[None])[0] * scale)
    for number, identifier in enumerate(order):
        question = bank.by_id[identifier]
        assert all(number in reader.exact(text) for text in wordings(question))
        text = reader.text(number)
        assert (text.id, text.title, text.topic) == (identifier, question.question.plain, "Tea")
        assert text.blocks == answer_blocks(question)


@pytest.fixture(scope="module")
def frozen() -> Bank:
    return read_bank(BANK / "content").bank.published


@pytest.fixture(scope="module")
def made(frozen: Bank) -> Mapping[str, str | bytes]:
    return files_of(frozen)


def test_all_of_an_index_is_read_back_from_its_files() -> None:
    answers = ["green tea is a plant", "black tea is the same plant", "water boils at a hundred degrees"]
    bank = bank_of(
        *(asked(f"q{i}", f"What about {i}?", text, aliases=(f"Again {i}", "Why?")) for i, text in enumerate(answers))
    )
    order = ("q2", "q0", "q1")
    rows = {question.id: row for row, question in enumerate(bank.questions)}
    check_round_trip(index_of(bank.questions, [rows[name] for name in order]), bank, order)


def test_all_of_a_large_index_is_read_back_from_its_many_files() -> None:
    chance = random.Random(7)  # noqa: S311 - nothing here is secret
    letters = "abcdefgéß茶道тא"
    pool = ["".join(chance.choices(letters, k=chance.randint(1, 12))) for _ in range(3_000)]
    rows = [
        asked(f"q{i}", " ".join(chance.choices(pool, k=6)), " ".join(chance.choices(pool, k=60))) for i in range(1_200)
    ]
    bank = bank_of(*rows)
    index = index_of(rows)
    names = index_files(index, bank, [row.id for row in rows])
    assert sum("/terms/" in name for name in names) > 5
    assert sum("/wordings/" in name for name in names) > 3
    check_round_trip(index, bank, [row.id for row in rows])


def test_what_no_question_has_is_not_there(made: Mapping[str, str | bytes]) -> None:
    reader = reader_of(made)
    unknown = ("", "zzzz", "\U0010ffff", "\x00", "compostt", "茶")
    assert [reader.term(name) for name in unknown] == [None] * len(unknown)
    assert [reader.exact(text) for text in ("zzzz", "", "What is compost made of, then?")] == [[], [], []]
    assert reader.vector("\U0010ffff") is None


def test_the_number_of_a_question_is_its_place_in_the_order_given(frozen: Bank) -> None:
    ids = [question.id for question in frozen.questions]
    backwards = reader_of(files_of(frozen, ids[::-1]))
    forwards = reader_of(files_of(frozen, ids))
    assert [backwards.text(number).id for number in range(len(ids))] == ids[::-1]
    for place, name in enumerate(ids):
        title = frozen.by_id[name].question.plain
        assert place in forwards.exact(title)
        assert len(ids) - 1 - place in backwards.exact(title)


def test_two_makings_are_the_same_bytes(frozen: Bank, made: Mapping[str, str | bytes]) -> None:
    assert files_of(read_bank(BANK / "content").bank.published) == made


def test_an_index_says_when_a_stem_begins_in_some_way_the_most_frequent_first(made: Mapping[str, str | bytes]) -> None:
    reader = reader_of(made)
    found = reader.completions("wat")
    rarities = [term.rarity for name in found if (term := reader.term(name))]
    assert "water" in found
    assert all(name.startswith("wat") for name in found)
    assert rarities == sorted(rarities)
    assert reader.completions("zzz") == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_indexed_as_any_other(text: str) -> None:
    rows = (
        asked("hostile", text or "?", text, aliases=(text[:300],), code=(text,)),
        asked("ordinary", "Why is tea green?", "The leaves are steamed."),
        asked("bare", "?"),
    )
    bank = bank_of(*rows)
    index = index_of(rows)
    check_round_trip(index, bank, [row.id for row in rows])
    assert all(len(name) <= LONGEST for name in index.stems)
    reader = reader_of(files_of(bank))
    assert search(reader, "why is tea green", 3)[0].id == "ordinary"
    if words(text):
        best = search(reader, text, 3)[0]
        assert (best.id, best.exact) == ("hostile", True)


def test_thousands_of_aliases_are_each_a_wording() -> None:
    aliases = [f"Which tea has the number {number}?" for number in range(5_000)]
    bank = bank_of(
        asked("many", "Which tea?", "All.", aliases=aliases), asked("one", "Which tea has a number?", "One.")
    )
    reader = reader_of(files_of(bank))
    assert all(reader.exact(alias.upper()) == [0] for alias in aliases)
    assert search(reader, "which tea has a number", 1)[0].id == "one"


def test_a_bank_without_a_question_has_an_index() -> None:
    reader = reader_of(files_of(bank_of()))
    assert reader.size == 0
    assert search(reader, "tea", 5) == []


@settings(max_examples=20)
@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_texts_are_read_back(texts: list[str]) -> None:
    rows = [asked(f"q{i}", text, text[::-1], aliases=(text,), code=(text,)) for i, text in enumerate(texts)]
    bank = bank_of(*rows)
    index = index_of(rows)
    reader = reader_of(index_files(index, bank, [row.id for row in rows]))
    assert all(reader.term(stem(word)) for text in texts for word in words(text))
    assert all(number in reader.exact(text) for number, text in enumerate(texts))
    assert [reader.text(number).title for number in range(len(rows))] == texts


def everything(reader: Reader) -> Iterator[object]:
    """Read something of each kind."""
    yield from (reader.term(name) for name in ("", "compost", "water", "zzz"))
    yield from (reader.exact(text) for text in ("What is compost?", "?"))
    yield from (reader.completions("wa"), reader.meanings, reader.vector(""), reader.text(0))
    yield from (reader.glossary, reader.stop_words, reader.words(5))


def as_bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def test_an_index_that_is_whole_is_read(made: Mapping[str, str | bytes]) -> None:
    assert len(list(everything(reader_of(made)))) == 13


def test_a_file_that_is_missing_is_named(made: Mapping[str, str | bytes]) -> None:
    for path in READ:
        rest = {name: content for name, content in made.items() if name != path}
        with pytest.raises(BadIndexError, match=path):
            list(everything(reader_of(rest)))


@pytest.mark.parametrize("keep", [0, 1, 5, 0.5, -1])
def test_a_file_that_is_cut_is_named(keep: float, made: Mapping[str, str | bytes]) -> None:
    for path in READ:
        content = as_bytes(made[path]).rstrip(b"\n")
        end = round(len(content) * keep) if 0 < keep < 1 else int(keep)
        with pytest.raises(BadIndexError, match=path):
            list(everything(reader_of({**made, path: content[:end]})))


def test_a_file_whose_content_is_cut_before_it_was_compressed_is_named(made: Mapping[str, str | bytes]) -> None:
    for path in READ:
        if path.endswith(".bin"):
            content = gzip.decompress(as_bytes(made[path]))
            with pytest.raises(BadIndexError, match=path):
                list(everything(reader_of({**made, path: gzip.compress(content[:-1])})))


@pytest.mark.parametrize("content", [b"null", b"[]", b"{}", b"3", b'"a"', b"\xff", b"[" * 100_000, b'{"version": 1}'])
def test_a_file_of_another_shape_is_named(content: bytes, made: Mapping[str, str | bytes]) -> None:
    for path in READ:
        if path.endswith(".json"):
            with pytest.raises(BadIndexError, match=path):
                list(everything(reader_of({**made, path: content})))


@pytest.mark.parametrize("path", ["terms/0.bin", "wordings/0.bin", "meanings.bin"])
def test_a_file_of_another_index_is_named(path: str, made: Mapping[str, str | bytes], frozen: Bank) -> None:
    shorter = files_of(frozen, [question.id for question in frozen.questions][::-1])
    name = f"data/search/{path}"
    assert len(as_bytes(shorter[name])) > 10
    with pytest.raises(BadIndexError, match=f"{name} belongs to another index"):
        list(everything(reader_of({**made, name: shorter[name]})))


def test_an_index_of_another_version_is_refused(made: Mapping[str, str | bytes]) -> None:
    path = "data/search/index.json"
    about = {**json.loads(made[path]), "version": 99}
    with pytest.raises(BadIndexError, match=f"{path}: version 99 is not"):
        reader_of({**made, path: json.dumps(about)})


@settings(max_examples=150)
@given(data=st.data())
def test_a_damaged_file_is_named_or_read_and_never_worse(data: st.DataObject, made: Mapping[str, str | bytes]) -> None:
    path = data.draw(st.sampled_from(READ))
    content = as_bytes(made[path])
    packed = path.endswith(".bin") and data.draw(st.booleans())
    inner = bytearray(gzip.decompress(content) if packed else content)
    places = st.integers(4 if packed else 0, len(inner) - 1)
    for place in data.draw(st.lists(places, min_size=1, max_size=8)):
        inner[place] = data.draw(st.integers(0, 255))
    damaged = {**made, path: gzip.compress(inner) if packed else bytes(inner)}
    named = ""
    try:
        reader = reader_of(damaged)
        list(everything(reader))
        search(reader, "how is compost made from water and leaves", 5)
    except BadIndexError as error:
        named = str(error)
    assert not named or path in named or path == "data/search/index.json"  # which says where the others are
