"""StackExchange's Posts.xml: which rows are questions, which answers they have, and where in the file they stand.

The file is read twice. The first reading keeps numbers only, so that memory does not grow with the texts; the second
takes the rows that are wanted from where they stand. Nothing in such a file needs a document type, so none is accepted,
and with it no entity.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat
from zlib import crc32

_CHUNK = 1 << 18
_MOST_BYTES_OF_A_ROW = 4 << 20
_MOST_POSTS = 2_000_000
_QUESTION, _ANSWER = "1", "2"
_MOST_LINKS = 10_000
_LINK = re.compile(r"https?://([a-z0-9.-]+\.[a-z]+)/questions/([0-9]{1,12})/([a-z0-9-]{8,})", re.IGNORECASE)
_NUMBER = re.compile(r"-?[0-9]{1,12}")


class BadXMLError(ValueError):
    """What is wrong with an XML file, in words that complete 'skipped:'."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(slots=True)
class Question:
    """What the first reading keeps of a question."""

    id: int
    line: int
    at: int
    """Where its row begins in the file, in bytes."""
    accepted: int
    tags: tuple[str, ...]
    title: int
    """A checksum of its title, to tell whether a link names it."""
    answer: int = 0
    """The id of its answer: the accepted one, otherwise the one with the highest score, of several the oldest."""
    answer_at: int = -1
    score: int = 0
    answers: int = 0


@dataclass(slots=True)
class Index:
    """The questions of a dump by their ids, in the order of the file."""

    questions: dict[int, Question] = field(default_factory=dict)
    question_of: dict[int, int] = field(default_factory=dict)
    """The question of each answer."""
    tags: Counter[str] = field(default_factory=Counter)
    users: set[int] = field(default_factory=set)
    """Who wrote them."""
    links: list[tuple[str, int, int]] = field(default_factory=list)
    """Links in the texts to questions of some site: its host, the id, and a checksum of the title in the link."""

    @property
    def host(self) -> str:
        """The site that the dump is of, as far as links in it that name a question of it tell; otherwise empty."""
        hosts = Counter(
            host for host, at, title in self.links if at in self.questions and self.questions[at].title == title
        )
        return hosts.most_common(1)[0][0] if hosts else ""


def read_rows(opened: IO[bytes], handle: Callable[[Mapping[str, str], int, int], None]) -> None:
    """Call a function with the attributes, the line and the position in bytes of each `row` of a file.

    Raises BadXMLError where the file is not such XML.
    """
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > 2:
            raise BadXMLError("it is no dump of StackExchange: its rows hold other elements", parser.CurrentLineNumber)
        if name == "row":
            handle(attributes, parser.CurrentLineNumber, parser.CurrentByteIndex)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_: object) -> None:
        raise BadXMLError("it has a document type, which may hide what it says", parser.CurrentLineNumber)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = doctype
    given = 0
    try:
        while chunk := opened.read(_CHUNK):
            given += len(chunk)
            parser.Parse(chunk, False)  # noqa: FBT003
            if given - parser.CurrentByteIndex > _MOST_BYTES_OF_A_ROW:
                message = f"a row has more than {_MOST_BYTES_OF_A_ROW:,} bytes"
                raise BadXMLError(message, parser.CurrentLineNumber)
        parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as error:
        message = expat.ErrorString(error.code) or "not well-formed"
        raise BadXMLError(f"it is not well-formed XML: {message} in line {error.lineno}", error.lineno) from None


def read_index(opened: IO[bytes]) -> Index:
    """Return the questions of a dump. Raises BadXMLError where it is none."""
    index = Index()
    waiting: dict[int, list[tuple[int, int, int]]] = {}
    """Answers that stand before their question."""

    def handle(row: Mapping[str, str], line: int, at: int) -> None:
        kind, identifier = row.get("PostTypeId"), number(row.get("Id"))
        if kind == _QUESTION and identifier:
            tags = split_tags(row.get("Tags", ""))
            accepted, title = number(row.get("AcceptedAnswerId")), _checksum(row.get("Title", ""))
            question = Question(id=identifier, line=line, at=at, accepted=accepted, tags=tags, title=title)
            if index.questions.setdefault(identifier, question) is question:
                index.tags.update(tags)
                for answer in waiting.pop(identifier, ()):
                    _add_answer(question, *answer)
        elif kind == _ANSWER and identifier and "DeletionDate" not in row:
            parent = number(row.get("ParentId"))
            index.question_of[identifier] = parent
            answer = (identifier, number(row.get("Score")), at)
            if parent in index.questions:
                _add_answer(index.questions[parent], *answer)
            else:
                waiting.setdefault(parent, []).append(answer)
        index.users.add(number(row.get("OwnerUserId")))
        if len(index.links) < _MOST_LINKS:
            found = _LINK.findall(row.get("Body", ""))
            index.links += [(host.casefold(), number(at), _checksum(title)) for host, at, title in found]
        if len(index.questions) + len(index.question_of) > _MOST_POSTS:
            raise BadXMLError(f"it has more than {_MOST_POSTS:,} posts; import a part of them", line)

    read_rows(opened, handle)
    return index


def _add_answer(question: Question, identifier: int, score: int, at: int) -> None:
    """Make an answer that of its question if it is better than the one before."""
    question.answers += 1
    accepted = identifier == question.accepted
    if question.answer_at < 0 or accepted or (question.answer != question.accepted and score > question.score):
        question.answer, question.score, question.answer_at = identifier, score, at


class _ReadError(Exception):
    """Not an error: the row is read, and the rest of the file need not be."""


def row_at(opened: IO[bytes], position: int) -> Mapping[str, str]:
    """Return the attributes of the row at a position that the first reading found; none if the file has changed."""
    found: dict[str, str] = {}
    parser = expat.ParserCreate("utf-8")

    def start(_: str, attributes: dict[str, str]) -> None:
        found.update(attributes)
        raise _ReadError

    parser.StartElementHandler = start
    opened.seek(position)
    size = 8192
    try:
        while size <= _MOST_BYTES_OF_A_ROW and (chunk := opened.read(size)):
            parser.Parse(chunk, False)  # noqa: FBT003
            size *= 2
    except (_ReadError, expat.ExpatError):
        pass
    return found


def number(text: str | None) -> int:
    """Return the number in an attribute, or 0."""
    return int(text) if text and _NUMBER.fullmatch(text) else 0


def split_tags(text: str) -> tuple[str, ...]:
    """Return the tags of a question, which dumps write as <a><b> or |a|b|."""
    return tuple(re.findall(r"[^<>|\s]+", text))


def _checksum(title: str) -> int:
    """Return a number that a title and the words of it in an address have in common."""
    return crc32("".join(re.findall(r"[a-z0-9]+", title.casefold().replace("'", "")))[:24].encode())
