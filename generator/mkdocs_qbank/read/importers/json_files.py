"""Questions in JSON and JSON Lines: an object, an array, lists inside an object, or a folder of such files."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from mkdocs_qbank.read.importers.choices import Counting, Tally
from mkdocs_qbank.read.importers.importer import Found, Importer, Item, Skipped, Source
from mkdocs_qbank.read.importers.json_text import BadJSONError, Object, parse_json
from mkdocs_qbank.read.importers.names import NAMES, plain
from mkdocs_qbank.read.importers.parts import Parts
from mkdocs_qbank.read.importers.record import Place, asks, ids_of, is_question, item_of
from mkdocs_qbank.read.importers.texts import MOST_CHARACTERS, text_of

_LINES = (".jsonl", ".ndjson", ".jsonlines")
_SUFFIXES = (".json", *_LINES)
_OTHERS = (".apkg", ".csv", ".htm", ".html", ".markdown", ".md", ".mdx", ".tsv", ".txt", ".xml")
"""What files of questions in other formats are called: a folder with as many of them is not one of JSON."""
_MOST_BYTES_OF_A_LINE = 4 * MOST_CHARACTERS
_OBJECT = re.compile(r'\s*(?:\[\s*(?:\{\s*(?:"|\})|\])|\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\}))')
_PLUMBING = frozenset(
    (
        *("questions", "question", "items", "data", "results", "entries", "entry", "faq", "faqs", "cards", "notes"),
        *("rows", "records", "list", "mainentity", "graph", "content", "contents", "children", "documents", "docs"),
        *("quiz", "quizzes", "qas", "paragraphs", "pages", "posts", "topics", "categories", "sections", "groups"),
        *(
            "chapters",
            "decks",
            "bank",
            "result",
            "response",
            "payload",
            "q",
            "qa",
            "qna",
            "body",
            "default",
            "articles",
            "flashcards",
        ),
    )
)
"""Names of lists of questions that say nothing of their subject."""


def _recognises(source: Source) -> bool:
    if source.is_folder:
        suffixes = [PurePosixPath(name).suffix.casefold() for name in source.files]
        return sum(map(suffixes.count, _SUFFIXES)) > sum(map(suffixes.count, _OTHERS))
    return bool(_OBJECT.match(source.beginning)) and not _is_front_matter(source.beginning)


def _is_front_matter(text: str) -> bool:
    """Return whether a text is an object and then no JSON, such as the front matter of a page of Hugo."""
    if not text.startswith("{"):
        return False
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return False
    return text[end:].lstrip()[:1] not in ("", "{")


def _read(source: Source) -> Iterator[Found]:
    for file in source.files:
        if not source.is_folder or file.casefold().endswith(_SUFFIXES):
            yield from _read_file(source, file)


def _read_file(source: Source, file: str) -> Iterator[Found]:
    """Yield the questions of a file, line by line where each line is an object."""
    if file.casefold().endswith(_LINES) or _has_lines(source):
        yield from _read_lines(source, file)
        return
    text = source.text(file)
    if text is None:
        return
    try:
        value = parse_json(text)
    except BadJSONError as error:
        yield Skipped(file=file, line=error.line, title=file, reason=str(error))
        return
    yield from _read_value(value, source, file, text)


def _has_lines(source: Source) -> bool:
    """Return whether a file that is not called so holds one object on each line."""
    first, _, rest = source.beginning.partition("\n")
    if not rest.lstrip().startswith("{") or not first.startswith("{"):
        return False
    try:
        return isinstance(parse_json(first), Object)
    except BadJSONError:
        return False


def _read_lines(source: Source, file: str) -> Iterator[Found]:
    tally = Tally()
    for _, line in _lines(source, file):
        with suppress(ValueError):
            if line and isinstance(record := parse_json(line.decode("utf-8-sig")), Object):
                tally.add(Parts(record, source.columns))
    counting = tally.counting
    for number, line in _lines(source, file):
        if line:
            yield _read_line(line, source, file, number, counting)
        else:
            reason = f"the line has more than {_MOST_BYTES_OF_A_LINE:,} bytes"
            yield Skipped(file=file, line=number, title=f"{file}, line {number}", reason=reason)


def _lines(source: Source, file: str) -> Iterator[tuple[int, bytes]]:
    """Yield the lines with text of a file and their numbers; of a line that is too long, nothing."""
    with source.open(file) as opened:
        number = 0
        while line := opened.readline(_MOST_BYTES_OF_A_LINE):
            number += 1
            if len(line) == _MOST_BYTES_OF_A_LINE and not line.endswith(b"\n"):
                while line and not line.endswith(b"\n"):
                    line = opened.readline(_MOST_BYTES_OF_A_LINE)
                yield number, b""
            elif line.strip():
                yield number, line


def _read_line(line: bytes, source: Source, file: str, number: int, counting: Counting) -> Found:
    reason = "it is no object"
    try:
        record = parse_json(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        reason = f"byte 0x{line[error.start]:02X} is not UTF-8"
    except BadJSONError as error:
        reason = re.sub(r" in line \d+$", "", str(error))
    else:
        if isinstance(record, Object):
            return item_of(
                record,
                Place(
                    file=file,
                    line=number,
                    topic=PurePosixPath(file).parent.name,
                    counting=counting,
                    lost=_repeated(record),
                ),
                source.columns,
            )
    return Skipped(file=file, line=number, title=f"{file}, line {number}", reason=reason)


def _read_value(value: Any, source: Source, file: str, text: str) -> Iterator[Found]:
    """Yield the questions in a JSON value."""
    records = list(_records(value, source.columns, "", ""))
    alone = len(records) == 1 and records[0][0] is value
    if not records:
        yield Skipped(file=file, line=1, title=file, reason=_nothing(source))
    lines = _Lines(text)
    ids = {PurePosixPath(name).stem for name in source.files}
    tally = Tally()
    for record, _, _ in records:
        if isinstance(record, Object):
            tally.add(Parts(record, source.columns))
    ids.update(*(ids_of(record, source.columns) for record, _, _ in records if isinstance(record, Object)))
    for record, topic, key in records:
        stem = PurePosixPath(file).stem if alone else ""
        folder = PurePosixPath(file).parent.name
        if not isinstance(record, Object):
            title = text_of(record)[:120] or f"item {key}"
            yield Skipped(file=file, line=lines.of(title), title=title, reason="it is no object")
            continue
        line = 1 if alone else lines.of(next((item for item in record.values() if isinstance(item, str)), ""))
        place = Place(
            file=file,
            line=line,
            topic=topic or folder,
            key=key or stem,
            alone=alone,
            counting=tally.counting,
            lost=_repeated(record),
        )
        yield _with_known_links(item_of(record, place, source.columns), ids)


def _with_known_links(found: Found, ids: Container[str]) -> Found:
    """Return an item without the links to ids that its source does not have, which often name subjects."""
    links = tuple(link for link in found.links if link.place[1:] in ids) if isinstance(found, Item) else ()
    if not isinstance(found, Item) or len(links) == len(found.links):
        return found
    return replace(found, links=links, lost=(*found.lost, "related questions that the source does not hold"))


def _nothing(source: Source) -> str:
    name = source.columns.get("question")
    return f"nothing in it has '{name}', which --map makes its question" if name else "it holds no question"


def _records(value: Any, columns: Mapping[str, str], topic: str, key: str) -> Iterator[tuple[Any, str, str]]:
    """Yield the records in a value that are questions, or stand in a list of questions, with their topic and key."""
    if isinstance(value, Object):
        within = [] if asks(value, columns) else list(_within(value, columns, topic))
        if not within and is_question(value, columns):
            yield value, topic, key
            return
        yield from within
        if _is_question_by_answer(value):
            yield from ((Object(question=name, answer=text), topic, "") for name, text in value.items())
    elif isinstance(value, list):
        found = [list(_records(item, columns, topic, "")) for item in value if isinstance(item, Object | list)]
        any_question = any(found)
        at = iter(found)
        for number, item in enumerate(value, 1):
            inner = next(at) if isinstance(item, Object | list) else []
            if inner:
                yield from inner
            elif any_question:
                yield item, topic, str(number)


def _within(value: Object, columns: Mapping[str, str], topic: str) -> Iterator[tuple[Any, str, str]]:
    """Yield the records in the values of an object; what it is called, or what its lists are, is their topic."""
    topic = _title(value) or topic
    for name, inner in value.items():
        if isinstance(inner, Object) and is_question(inner, columns):
            yield inner, topic, name
        elif isinstance(inner, Object | list):
            yield from _records(inner, columns, topic if plain(name) in _PLUMBING else name, "")


def _is_question_by_answer(value: Object) -> bool:
    """Return whether an object has questions for names and their answers for values."""
    texts = [name for name, text in value.items() if isinstance(text, str)]
    return len(texts) == len(value) > 0 and all(name.rstrip().endswith(("?", "？")) for name in texts)


def _title(value: Object) -> str:
    """Return what an object around questions calls their subject."""
    names = {plain(name): " ".join(text.split()) for name, text in value.items() if isinstance(text, str)}
    return next((names[name] for name in (*NAMES["topic"], *NAMES["title"]) if names.get(name)), "")


def _repeated(record: Object) -> tuple[str, ...]:
    return tuple(f"the second '{name[:60]}'" for name in record.repeated)


class _Lines:
    """The lines of a text in which values stand, found in their order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1

    def of(self, value: str) -> int:
        """Return the line of the next place that begins with a value, or the last one that was found."""
        quoted = json.dumps(value[:40], ensure_ascii=False)[1:-1]
        at = self._text.find(quoted, self._at) if quoted else -1
        if at >= 0:
            self._line += self._text.count("\n", self._at, at)
            self._at = at
        return self._line


JSON = Importer(
    name="json",
    expected="JSON or JSON Lines with objects that have a question and an answer, under these or similar names",
    recognises=_recognises,
    read=_read,
)
