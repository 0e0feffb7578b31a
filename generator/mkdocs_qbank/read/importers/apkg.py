"""Anki packages: the archive, the collection of notes in it, and its media, all of it bounded before it is read."""

from __future__ import annotations

import importlib
import re
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import IO, Any

from mkdocs_qbank.read.importers.apkg_media import media_of_json, media_of_message
from mkdocs_qbank.read.importers.json_text import BadJSONError, parse_json

MOST_BYTES = 1 << 30
MOST_BYTES_OF_COLLECTION = 256 << 20
MOST_BYTES_OF_MEDIUM = 16 << 20
MOST_BYTES_OF_NOTE = 1 << 20
_MOST_DIRECTORY = 8 << 20
"""The longest directory of an archive: about 100,000 files."""
_MOST_STEPS = 2_000
"""How many times SQLite may work through 1,000,000 instructions, about 10 ms each."""
_END = struct.Struct("<4s4H2LH")
_COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""The names of the collection, the newest form first; an old one beside it only says that Anki is too old."""
_ARCHIVE_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, struct.error)


class BadPackageError(ValueError):
    """What is wrong with a package, in words that complete 'skipped:'."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """One note of a collection."""

    guid: str
    kind: str
    fields: Mapping[str, str]
    """HTML by the names of the fields, in their order."""
    tags: tuple[str, ...]
    deck: str
    """The name of its deck, with `::` between its parts."""


@dataclass(slots=True)
class Package:
    """An open package."""

    archive: zipfile.ZipFile
    database: sqlite3.Connection
    media: Mapping[str, str] = field(default_factory=dict)
    """The files of the archive by the names that notes call them."""
    compressed: bool = False

    def medium(self, name: str, reopen: Callable[[], IO[bytes]]) -> bytes:
        """Return a file by the name that notes call it, also when the package was closed. Raises OSError."""
        if self.archive.fp is not None and not self.archive.fp.closed:
            return self._medium(name, self.archive)
        with reopen() as opened:
            try:
                return self._medium(name, _open_archive(opened))
            except BadPackageError as error:
                raise OSError(str(error)) from None

    def _medium(self, name: str, archive: zipfile.ZipFile) -> bytes:
        try:
            data = _read_entry(archive, self.media[name], MOST_BYTES_OF_MEDIUM)
            return _decompress(data, MOST_BYTES_OF_MEDIUM) if self.compressed else data
        except (KeyError, BadPackageError) as error:
            raise OSError(str(error)) from None


def open_package(opened: IO[bytes]) -> Package:
    """Return what a package holds. Raises BadPackageError where it holds no collection."""
    archive = _open_archive(opened)
    names = set(archive.namelist())
    name = next((name for name in _COLLECTIONS if name in names), None)
    if name is None:
        raise BadPackageError("it is no Anki package: it holds no collection")
    data = _read_entry(archive, name, MOST_BYTES_OF_COLLECTION)
    compressed = name.endswith("b")
    if compressed:
        data = _decompress(data, MOST_BYTES_OF_COLLECTION)
    database = _open_database(data)
    media: Mapping[str, str] = {}
    if "media" in names:
        with suppress(BadPackageError):
            listed = _read_entry(archive, "media", MOST_BYTES_OF_MEDIUM)
            media = media_of_message(_decompress(listed, MOST_BYTES_OF_MEDIUM)) if compressed else media_of_json(listed)
    return Package(archive, database, media, compressed)


def _open_archive(opened: IO[bytes]) -> zipfile.ZipFile:
    """Return a file as an archive. Raises BadPackageError where it is none."""
    _check_directory(opened)
    try:
        return zipfile.ZipFile(opened)
    except _ARCHIVE_ERRORS:
        raise BadPackageError("it is no Anki package: it is not a zip archive") from None


def _check_directory(opened: IO[bytes]) -> None:
    """Raise BadPackageError where a file is too large, or says that it holds more files than a deck has."""
    size = opened.seek(0, 2)
    if size > MOST_BYTES:
        raise BadPackageError(f"it has {size:,} bytes, more than {MOST_BYTES:,}")
    opened.seek(max(0, size - 65_536 - _END.size))
    end = opened.read()
    at = end.rfind(b"PK\x05\x06")
    if at >= 0 and len(end) - at >= _END.size:
        directory = _END.unpack_from(end, at)[5]
        if directory > _MOST_DIRECTORY or b"PK\x06\x07" in end[max(0, at - 20) : at]:
            raise BadPackageError("it holds more files than a deck can have")
    opened.seek(0)


def _read_entry(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Return the bytes of a file of an archive, however small it claims to be."""
    try:
        with archive.open(name) as entry:
            data = entry.read(most + 1)
    except (*_ARCHIVE_ERRORS, KeyError):
        raise BadPackageError(f"'{name}' in it is damaged") from None
    if len(data) > most:
        raise BadPackageError(f"'{name}' in it has more than {most:,} bytes")
    return data


def _decompress(data: bytes, most: int) -> bytes:
    """Return what Zstandard compressed, as new versions of Anki do."""
    library = next(filter(None, map(_module, ("compression.zstd", "backports.zstd"))), None)
    if library is None:
        raise BadPackageError(
            "it is compressed in a way that this Python cannot read: install backports.zstd, or export the deck with "
            "'Support older Anki versions'"
        )
    try:
        decompressor = library.ZstdDecompressor()
        plain: bytes = decompressor.decompress(data, most + 1)
    except (library.ZstdError, EOFError, ValueError, MemoryError):
        raise BadPackageError("what it holds is damaged") from None
    if len(plain) > most:
        raise BadPackageError(f"it holds more than {most:,} bytes")
    if not decompressor.eof:
        raise BadPackageError("what it holds is cut off")
    return plain


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def _open_database(data: bytes) -> sqlite3.Connection:
    """Return a database in memory that can be read and do nothing else."""
    if not data.startswith(b"SQLite format 3\0") or len(data) < 512:
        raise BadPackageError("its collection is no SQLite database")
    header = bytearray(data)
    header[18:20] = b"\x01\x01"  # a journal beside it, as of a collection in use, is not there
    database = sqlite3.connect(":memory:", check_same_thread=False)
    steps = 0

    def interrupt() -> bool:
        nonlocal steps
        steps += 1
        return steps > _MOST_STEPS

    def permit(action: int, *_: object) -> int:
        allowed = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION)
        return sqlite3.SQLITE_OK if action in allowed else sqlite3.SQLITE_DENY

    try:
        database.deserialize(bytes(header))
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA cell_size_check = ON")
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES_OF_NOTE)
        database.text_factory = lambda text: text.decode("utf-8", "replace")
        database.create_collation("unicase", _compare)
        database.set_progress_handler(interrupt, 1_000_000)
        database.set_authorizer(permit)
        database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except (sqlite3.Error, MemoryError, OverflowError, UnicodeError):
        raise BadPackageError("its collection is damaged") from None
    return database


def _compare(one: str, other: str) -> int:
    """Order texts as Anki's own collation does, nearly."""
    left, right = one.casefold(), other.casefold()
    return (left > right) - (left < right)


def notes(package: Package) -> Iterator[Note]:
    """Yield the notes of a package in the order in which they were made. Raises BadPackageError where it is damaged."""
    database = package.database
    try:
        tables = dict(database.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'"))
        for name in ("notes", "cards", "col"):
            if not re.match(r"CREATE TABLE\b", str(tables.get(name, "")), re.IGNORECASE):
                raise BadPackageError(f"its collection has no table '{name}'")
        kinds = _kinds_of_tables(database) if "notetypes" in tables else _kinds_of_json(_json(database, "models"))
        decks = _decks(database) if "decks" in tables else _decks_of_json(_json(database, "decks"))
        deck_of: dict[int, int] = {}
        for note, deck, original in database.execute("SELECT nid, did, odid FROM cards ORDER BY ord DESC"):
            deck_of[note] = original or deck
        with closing(database.execute("SELECT id, guid, mid, tags, flds FROM notes ORDER BY id")) as rows:
            for identifier, guid, kind, tags, texts in rows:
                name, fields = kinds.get(kind, ("", []))
                values = str(texts).split("\x1f")
                labels = [*fields, *(f"Field {number}" for number in range(len(fields) + 1, len(values) + 1))]
                yield Note(
                    guid=str(guid) or str(identifier),
                    kind=name,
                    fields=dict(zip(labels, values, strict=False)),
                    tags=tuple(str(tags).split()),
                    deck=decks.get(deck_of.get(identifier, 0), "").replace("\x1f", "::"),
                )
    except (sqlite3.Error, MemoryError, OverflowError, TypeError, UnicodeError, BadJSONError) as error:
        slow = isinstance(error, sqlite3.OperationalError) and "interrupted" in str(error)
        raise BadPackageError(
            "reading its collection takes too long" if slow else "its collection is damaged"
        ) from None


def _kinds_of_tables(database: sqlite3.Connection) -> dict[int, tuple[str, list[str]]]:
    kinds: dict[int, tuple[str, list[str]]] = {
        identifier: (str(name), []) for identifier, name in database.execute("SELECT id, name FROM notetypes")
    }
    for kind, name in database.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
        if kind in kinds:
            kinds[kind][1].append(str(name))
    return kinds


def _decks(database: sqlite3.Connection) -> dict[int, str]:
    return {identifier: str(name) for identifier, name in database.execute("SELECT id, name FROM decks")}


def _json(database: sqlite3.Connection, column: str) -> Any:
    """Return a column of the table `col`, in which old collections keep JSON."""
    query = {"models": "SELECT models FROM col", "decks": "SELECT decks FROM col"}[column]
    row = database.execute(query).fetchone()
    return parse_json(str(row[0])) if row and row[0] else {}


def _kinds_of_json(models: Any) -> dict[int, tuple[str, list[str]]]:
    kinds = {}
    for identifier, model in _objects(models):
        fields = model.get("flds")
        names = [str(item.get("name", "")) for item in fields or () if isinstance(item, dict)]
        kinds[identifier] = (str(model.get("name", "")), names)
    return kinds


def _decks_of_json(decks: Any) -> dict[int, str]:
    return {identifier: str(deck.get("name", "")) for identifier, deck in _objects(decks)}


def _objects(value: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    for name, inner in value.items() if isinstance(value, dict) else ():
        if isinstance(inner, dict) and re.fullmatch(r"-?\d{1,18}", name):
            yield int(name), inner
