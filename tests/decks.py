"""Anki decks for tests, in the form of old and of new versions."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

KINDS: Mapping[int, tuple[str, tuple[str, ...]]] = {
    1: ("Basic", ("Front", "Back")),
    2: ("Basic (and reversed card)", ("Front", "Back")),
    3: ("Cloze", ("Text", "Back Extra")),
    4: ("Vokabeln", ("Wort", "Satz", "Bild")),
}
FILTERED = 9
DECKS = {1: "Default", 2: "Cloud::AWS", FILTERED: "Today"}
Row = tuple[int, str, str, int]
"""A note: its kind, its tags, its fields with bars between them, and its deck, negative in a filtered one."""


def zstd() -> Any:
    """Return the library that compresses as new versions of Anki do."""
    try:
        return import_module("compression.zstd")
    except ImportError:
        return import_module("backports.zstd")


def collection(rows: Iterable[Row], *, new: bool = False) -> bytes:
    """Return a collection of notes as a database."""
    with sqlite3.connect(":memory:") as database:
        database.executescript(
            "CREATE TABLE col (id integer, models text, decks text);"
            "CREATE TABLE notes (id integer PRIMARY KEY, guid text, mid integer, tags text, flds text);"
            "CREATE TABLE cards (id integer PRIMARY KEY, nid integer, did integer, ord integer, odid integer);"
        )
        (_describe_in_tables if new else _describe_in_json)(database)
        for number, (kind, tags, fields, deck) in enumerate(rows, 1):
            values = (number, f"guid{number}", kind, tags, fields.replace("|", "\x1f"))
            database.execute("INSERT INTO notes VALUES (?, ?, ?, ?, ?)", values)
            places = (FILTERED, -deck) if deck < 0 else (deck, 0)
            database.execute("INSERT INTO cards VALUES (?, ?, ?, 0, ?)", (number, number, *places))
        database.commit()
        return database.serialize()


def _describe_in_json(database: sqlite3.Connection) -> None:
    models = {
        kind: {"name": name, "flds": [{"name": field} for field in fields]} for kind, (name, fields) in KINDS.items()
    }
    decks = {deck: {"name": name} for deck, name in DECKS.items()}
    database.execute("INSERT INTO col VALUES (1, ?, ?)", (json.dumps(models), json.dumps(decks)))


def _describe_in_tables(database: sqlite3.Connection) -> None:
    database.create_collation("unicase", lambda one, other: (one > other) - (one < other))
    database.executescript(
        "CREATE TABLE notetypes (id integer PRIMARY KEY, name text COLLATE unicase);"
        "CREATE TABLE fields (ntid integer, ord integer, name text COLLATE unicase);"
        "CREATE TABLE decks (id integer PRIMARY KEY, name text COLLATE unicase);"
        "CREATE UNIQUE INDEX by_name ON fields (name, ntid);"
    )
    database.execute("INSERT INTO col VALUES (1, '', '')")
    for kind, (name, fields) in KINDS.items():
        database.execute("INSERT INTO notetypes VALUES (?, ?)", (kind, name))
        rows = [(kind, at, field) for at, field in enumerate(fields)]
        database.executemany("INSERT INTO fields VALUES (?, ?, ?)", rows)
    for deck, name in DECKS.items():
        database.execute("INSERT INTO decks VALUES (?, ?)", (deck, name.replace("::", "\x1f")))


def deck(rows: Iterable[Row], media: Mapping[str, bytes] | None = None, *, new: bool = False) -> bytes:
    """Return a deck as a file."""
    files: dict[str, bytes] = {"collection.anki2": collection([(1, "", "Please update|x", 1)] if new else rows)}
    names = list(media or {})
    for number, name in enumerate(names):
        files[str(number)] = (media or {})[name]
    files["media"] = json.dumps({str(number): name for number, name in enumerate(names)}).encode()
    if new:
        entries = (b"\x0a" + bytes((len(name),)) + name for name in (name.encode() for name in names))
        files["media"] = b"".join(b"\x0a" + bytes((len(entry),)) + entry for entry in entries)
        files["collection.anki21b"] = collection(rows, new=True)
        plain = ("collection.anki2",)
        files = {name: data if name in plain else zstd().compress(data) for name, data in files.items()}
    return archive(files)


def archive(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return written.getvalue()
