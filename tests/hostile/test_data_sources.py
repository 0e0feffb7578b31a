"""Data that strangers wrote to break what reads it: each costs a sentence, never a traceback, memory or patience."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
from decks import archive, collection, deck, zstd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mkdocs_qbank.markdown.characters import HIDDEN
from mkdocs_qbank.read.importers.anki import ANKI
from mkdocs_qbank.read.importers.apkg import MOST_BYTES_OF_COLLECTION, open_package
from mkdocs_qbank.read.importers.importer import Found, Importer, Item, Skipped
from mkdocs_qbank.read.importers.json_files import JSON
from mkdocs_qbank.read.importers.stackexchange import STACKEXCHANGE
from mkdocs_qbank.read.importers.table import TABLE
from sources import source_of

_LONG = "x" * 5_000_000
_ROW = '<row Id="1" PostTypeId="1" Title="Q?" Body="{}"/>'
_ANSWER = '<row Id="2" PostTypeId="2" ParentId="1" Body="c"/>'
_BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def _read(importer: Importer, data: str | bytes, name: str) -> list[Found]:
    """Return what an importer finds in bad data, in time and in memory that its size allows."""
    source = source_of(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data, name)
    started = time.process_time()
    tracemalloc.start()
    importer.recognises(source)
    found = list(importer.read(source))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.process_time() - started < 20
    assert most < 300_000_000
    return found


TEXTS = {
    "json: brackets": (JSON, "[" * 1_000_000, "nested deeper than 32 levels"),
    "json: objects": (JSON, '{"a":' * 1_000_000, "nested deeper than 32 levels"),
    "json: in a question": (JSON, '{"question": "a", "answer": ' + "[" * 99 + "]" * 99 + "}", "nested deeper"),
    "json: long": (JSON, json.dumps([{"question": "Q?", "answer": _LONG}]), "5,000,000 characters, more than 200,000"),
    "json: long name": (JSON, json.dumps([{"question": "Q?", _LONG: "x"}]), "it has no answer"),
    "json: number": (JSON, '{"question": "Q?", "answer": "' + '", "n": ' + "9" * 1_000_000 + "}", "more than 200,000"),
    "json: cut off": (JSON, '{"question": "Q', "it is not JSON: unterminated string starting at in line 1"),
    "json: two": (JSON, '{"question": "Q?"} {"a": 1}', "it is not JSON: extra data in line 1"),
    "json: nothing": (JSON, "", "it is not JSON: expecting value in line 1"),
    "json: names": (JSON, '{"question": "Q?", ' + ",".join(f'"{n}": {{}}' for n in range(50_000)) + "}", "no answer"),
    "xml: entities": (STACKEXCHANGE, f"<!DOCTYPE p [{_BOMB}]><posts>{_ROW.format('&a9;')}</posts>", "a document type"),
    "xml: outside": (STACKEXCHANGE, '<!DOCTYPE p SYSTEM "file:///etc/passwd"><posts/>', "a document type"),
    "xml: long": (STACKEXCHANGE, f"<posts>{_ROW.format(_LONG)}</posts>", "a row has more than 4,194,304 bytes"),
    "xml: deep": (STACKEXCHANGE, "<posts>" + "<row>" * 100_000, "it is no dump of StackExchange"),
    "xml: text": (STACKEXCHANGE, f"<posts>{_ROW.format('&#0;')}</posts>", "it is not well-formed XML"),
    "csv: a quote": (TABLE, 'q,a\nx,"' + "y,z\n" * 100_000, "a quotation mark is opened there and never closed"),
    "csv: a line": (TABLE, f"q,a\nx,{_LONG}\n", "a line has more than 200,000 characters"),
    "csv: columns": (TABLE, "q,a\nx" + "," * 100_000 + "y", "the row has 100001 cells, and the table 2 columns"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_bad_text_costs_one_sentence(name: str) -> None:
    importer, text, reason = TEXTS[name]
    found = _read(importer, text, f"a.{name.partition(':')[0]}")

    assert len(found) == 1
    assert isinstance(found[0], Skipped)
    assert reason in found[0].reason
    assert len(found[0].title) <= 400


@pytest.mark.parametrize(
    ("importer", "data", "name"),
    [
        (JSON, '{"question": "A \\ud800\\u0000\\u202e b?", "answer": "\\ufeff\\udfff c \\ue000"}', "a.json"),
        (JSON, '{"question": "A b?", "answer": "c", "n": NaN, "m": -Infinity, "k": 1e999999}', "a.json"),
        (TABLE, "q,a\n\x00A\x1b[31m b?,\x07c\n", "a.csv"),
        (
            STACKEXCHANGE,
            f"<posts>{_ROW.format('&#x202e;')}<row Id='2' PostTypeId='2' ParentId='1' Body='c'/></posts>",
            "a.xml",
        ),
    ],
)
def test_hidden_characters_do_not_reach_a_question(importer: Importer, data: str, name: str) -> None:
    (item,) = _read(importer, data, name)

    assert isinstance(item, Item)
    draft = item.draft
    texts = (draft.question, *draft.answer, *draft.instruction)
    assert not any(HIDDEN.search(text) for text in texts)
    assert "".join(draft.answer).strip() == "c"


def test_a_line_that_is_too_long_costs_itself_alone() -> None:
    line = json.dumps({"question": "Q?", "answer": "A."})
    one, two, three = _read(JSON, f"{line}\n{_LONG}\n{line}", "a.jsonl")

    assert isinstance(one, Item)
    assert isinstance(two, Skipped)
    assert two.reason == "the line has more than 800,000 bytes"
    assert isinstance(three, Item)


def _zip_that_claims(count: int) -> bytes:
    """Return an archive whose directory says that it is longer than it is."""
    data = bytearray(deck([(1, "", "a|b", 1)]))
    at = data.rfind(b"PK\x05\x06")
    struct.pack_into("<L", data, at + 12, count)
    return bytes(data)


def _deck_of(data: bytes, name: str = "collection.anki2") -> bytes:
    return archive({name: data, "media": b"{}"})


def _database(script: str) -> bytes:
    with sqlite3.connect(":memory:") as database:
        database.executescript(script)
        database.commit()
        return database.serialize()


def _slow() -> bytes:
    """Return a collection whose notes are a query that never ends."""
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id, i AS guid FROM n"
    return _database(f"CREATE TABLE col (a); CREATE TABLE cards (a); CREATE VIEW notes AS {endless};")


def _bomb() -> bytes:
    return _deck_of(bytes(MOST_BYTES_OF_COLLECTION + 1))


def _compressed_bomb() -> bytes:
    return _deck_of(zstd().compress(bytes(MOST_BYTES_OF_COLLECTION + 1)), "collection.anki21b")


_CUT_OFF = zstd().compress(bytes(range(256)) * 9)[:40]
DECKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "it is no Anki package: it is not a zip archive"),
    "no archive": (lambda: b"PK\x03\x04" + b"x" * 1000, "it is no Anki package: it is not a zip archive"),
    "no collection": (lambda: archive({"a.txt": b""}), "it is no Anki package: it holds no collection"),
    "no database": (lambda: _deck_of(b"x" * 5000), "its collection is no SQLite database"),
    "a database cut off": (lambda: _deck_of(collection([(1, "", "a|b", 1)])[:5000]), "its collection is damaged"),
    "other tables": (lambda: _deck_of(_database("CREATE TABLE a (b);")), "its collection has no table 'notes'"),
    "a view": (lambda: _deck_of(_slow()), "its collection has no table 'notes'"),
    "bad models": (
        lambda: _deck_of(
            _database(
                "CREATE TABLE col (models, decks); INSERT INTO col VALUES ('[[[', ''); CREATE TABLE notes (id);"
                "CREATE TABLE cards (id);"
            )
        ),
        "its collection is damaged",
    ),
    "a zip bomb": (_bomb, "'collection.anki2' in it has more than 268,435,456 bytes"),
    "a bomb of zstd": (_compressed_bomb, "it holds more than 268,435,456 bytes"),
    "zstd cut off": (
        lambda: _deck_of(zstd().compress(bytes(range(256)) * 9)[:40], "collection.anki21b"),
        "what it holds is",
    ),
    "no zstd": (lambda: _deck_of(b"x" * 999, "collection.anki21b"), "what it holds is damaged"),
    "a long directory": (lambda: _zip_that_claims(2**31), "it holds more files than a deck can have"),
    "a wrong directory": (lambda: _zip_that_claims(2**22), "it is no Anki package"),
}


@pytest.mark.parametrize("name", DECKS)
def test_a_bad_deck_costs_one_sentence(name: str) -> None:
    make, reason = DECKS[name]
    source = source_of(make(), "a.apkg")

    (found,) = ANKI.read(source)

    assert isinstance(found, Skipped)
    assert found.reason.startswith(reason)


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE a (b)", "ATTACH '/tmp/a' AS a", "DELETE FROM notes", "PRAGMA a = 1"]
)
def test_a_collection_can_only_be_read(statement: str) -> None:
    package = open_package(io.BytesIO(deck([(1, "", "a|b", 1)])))

    with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        package.database.execute(statement)


def test_names_of_media_are_links_and_never_paths() -> None:
    names = ["../../etc/passwd", "/etc/passwd", "a\\b.png", "C:x.png", "a&quot;b"]
    fields = "Where?|" + "".join(f'<img src="{name}">' for name in names)
    (item,) = ANKI.read(source_of(deck([(1, "", fields, 1)], dict.fromkeys(names[:4], b"x")), "a.apkg"))

    assert isinstance(item, Item)
    assert len(item.attachments) == 4
    assert not any(set("/\\:") & set(name) for name in item.attachments)


def test_a_medium_that_is_too_large_or_damaged_is_an_error_of_a_file() -> None:
    written = io.BytesIO(deck([(1, "", 'Q?|<img src="a.png"><img src="b.png">', 1)], {"a.png": b"\0" * 17_000_000}))
    (item,) = ANKI.read(source_of(written.getvalue(), "a.apkg"))

    assert isinstance(item, Item)
    ((name, read),) = item.attachments.items()
    assert name == "a.png"
    with pytest.raises(OSError, match="more than"):
        read()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_deck_with_any_bytes_changed_raises_nothing(data: st.DataObject) -> None:
    original = deck([(1, "t", "a|b", 2), (3, "", "{{c1::x}} y|", 1)], {"a.png": b"x"}, new=data.draw(st.booleans()))
    changed = bytearray(original)
    for _ in range(data.draw(st.integers(1, 8))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))

    for found in ANKI.read(source_of(bytes(changed), "a.apkg")):
        assert isinstance(found, Item | Skipped)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_collection_with_any_bytes_changed_raises_nothing(data: st.DataObject) -> None:
    changed = bytearray(collection([(1, "t", "a|b", 2), (4, "", "c|d|e", 1)], new=data.draw(st.booleans())))
    for _ in range(data.draw(st.integers(1, 20))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))

    for found in ANKI.read(source_of(_deck_of(bytes(changed)), "a.apkg")):
        assert isinstance(found, Item | Skipped)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(["a?", "<p>x</p>", "B", "- x"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["question", "title", "answer", "answers", "options", "code", "tags", "id", "sources", "body"]
            )
            | st.text(max_size=5),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=100, deadline=None)
@given(_VALUES, st.dictionaries(st.sampled_from(["question", "answer", "tags"]), st.text(max_size=8), max_size=2))
def test_any_json_is_read_as_questions_or_skipped_with_a_reason(value: object, columns: dict[str, str]) -> None:
    for found in JSON.read(source_of(json.dumps(value), "a.json", **columns)):
        if isinstance(found, Item):
            assert found.draft.question.strip()
            assert "\n" not in found.draft.question
            assert "".join(found.draft.answer).strip()
            assert found.key
        else:
            assert found.reason


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='qa,;|\t"\n\r<b>\\x00', max_size=60))
def test_any_table_is_read_as_questions_or_skipped_with_a_reason(text: str) -> None:
    for found in TABLE.read(source_of(f"q,a\n{text}", "a.csv")):
        assert isinstance(found, Item | Skipped)


def test_an_archive_of_the_newest_zip_form_is_refused_unless_small() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed, packed.open("collection.anki2", "w", force_zip64=True) as entry:
        entry.write(collection([(1, "", "a|b", 1)]))

    (item,) = ANKI.read(source_of(written.getvalue(), "a.apkg"))
    assert isinstance(item, Item)
