"""Questions in the rows of a table: CSV with commas, semicolons, tabs or bars, and what Anki exports as text.

The delimiter is the one by which the first row has the most names of columns that are known: guesses from punctuation,
such as those of csv.Sniffer, fail on answers with commas and line breaks in them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath

from mkdocs_qbank.read.importers.choices import Counting, Tally
from mkdocs_qbank.read.importers.importer import Found, Importer, Skipped, Source
from mkdocs_qbank.read.importers.names import NAMES, plain
from mkdocs_qbank.read.importers.parts import Parts
from mkdocs_qbank.read.importers.record import Place, item_of
from mkdocs_qbank.read.importers.texts import MOST_CHARACTERS, text_of

_SUFFIXES = (".csv", ".tsv", ".tab", ".psv")
_DELIMITERS = (",", ";", "\t", "|")
_ANKI_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|", "colon": ":"}
_DIRECTIVE = re.compile(r"#([a-z ]+):(.*)")
_DECLARED = re.compile(r"sep=(.)", re.IGNORECASE)
_FOREIGN = re.compile("[\udc80-\udcff]")
"""What is decoded of a byte that is not UTF-8."""
_QUOTED_FORMULA = re.compile(r"\A'(?=\s*[=+@\t\r-])")
"""The apostrophe that keeps a spreadsheet from computing a cell."""
_KNOWN = {name: part for part, names in NAMES.items() for name in names}
_BOTH = ({"question", "title"}, {"answer", "explanation", "body"})
_UNCLOSED = "perhaps a quotation mark is opened there and never closed"
_HEADLESS = ("Front", "Back")
"""The columns of a table without a header."""


@dataclass(frozen=True, slots=True)
class _Form:
    """How a table is written."""

    delimiter: str
    header: tuple[str, ...] = ()
    """The names of its columns, where no row holds them."""
    skip: int = 0
    """The lines before its first row."""
    spaced_tags: bool = False
    """Whether spaces part its tags."""


def _recognises(source: Source) -> bool:
    if source.is_folder:
        return False
    if source.beginning.lstrip().startswith("|"):
        return False  # a table of Markdown
    form = _form(source.beginning, source.columns)
    return form is not None and (form.header != _HEADLESS or _asks(source, form))


def _asks(source: Source, form: _Form) -> bool:
    """Return whether a table without a header is called one, and most of its first rows begin with a question."""
    rows = [line for line in source.beginning.split("\n")[form.skip :] if line.strip()][:20]
    asking = sum(_row(row, form.delimiter)[0].rstrip().endswith("?") for row in rows)
    return source.name.casefold().endswith(_SUFFIXES) and asking * 2 > len(rows)


def _form(beginning: str, columns: Mapping[str, str]) -> _Form | None:
    """Return how a table is written, or None where its beginning has no known columns."""
    lines = beginning.split("\n")
    directives = []
    for line in lines:
        match = _DIRECTIVE.fullmatch(line)
        if not match:
            break
        directives.append((match[1], match[2]))
    if any(name == "separator" for name, _ in directives):
        return _anki_form(directives, lines[len(directives) :])
    declared = _DECLARED.fullmatch(lines[0])
    skip = 1 if declared else 0
    first = "\n".join(lines[skip:])
    delimiters = (declared[1],) if declared else _DELIMITERS
    headers = {delimiter: _row(first, delimiter) for delimiter in delimiters}
    best = max(delimiters, key=lambda delimiter: _known(headers[delimiter], columns))
    if _known(headers[best], columns) > 1:
        return _Form(best, (), skip)
    rows = [line for line in lines[skip:] if line.strip()][:20]
    if any(plain(name) in _KNOWN for name in headers[best]):
        return None
    pairs = next((mark for mark in delimiters if rows and all(len(_row(row, mark)) == 2 for row in rows)), "")
    return _Form(pairs, _HEADLESS, skip) if pairs and not columns else None


def _anki_form(directives: list[tuple[str, str]], lines: list[str]) -> _Form:
    """Return how Anki wrote its notes as text: its lines say what stands in which column."""
    says = {name.strip(): value.strip() for name, value in directives}
    separator = says["separator"]
    delimiter = _ANKI_DELIMITERS.get(separator.casefold(), separator[:1] or "\t")
    width = len(_row("\n".join(lines), delimiter))
    names = _row(says["columns"], delimiter) if "columns" in says else [""] * width
    for name, value in says.items():
        column = value if name.endswith(" column") and value.isdecimal() and len(value) < 4 else "0"
        if 0 < int(column) <= len(names):
            names[int(column) - 1] = name.removesuffix(" column")
    free = iter((*_HEADLESS, *(f"Field {number}" for number in range(3, width + 3))))
    return _Form(delimiter, tuple(name or next(free) for name in names), len(directives), spaced_tags=True)


def _row(text: str, delimiter: str) -> list[str]:
    """Return the first row of a text."""
    try:
        return next(csv.reader(io.StringIO(text[:65_536]), delimiter=delimiter), [])
    except csv.Error:
        return []


def _known(header: list[str], columns: Mapping[str, str]) -> int:
    """Return how many names of a header are known, if a question and an answer are among them; otherwise 0."""
    parts = {_KNOWN[name] for name in map(plain, header) if name in _KNOWN}
    parts |= {part for part, name in columns.items() if name in header}
    return len(parts) if all(parts & either for either in _BOTH) else 0


def _read(source: Source) -> Iterator[Found]:
    for file in source.files:
        if not source.is_folder or file.casefold().endswith(_SUFFIXES):
            yield from _read_file(source, file)


class _TooLongError(ValueError):
    """A line is longer than a row can be."""


class _BadTableError(ValueError):
    """What ends a table before its end, in words that complete 'skipped:'."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def _lines(opened: io.TextIOWrapper) -> Iterator[str]:
    while line := opened.readline(MOST_CHARACTERS):
        if len(line) == MOST_CHARACTERS and not line.endswith("\n"):
            raise _TooLongError(f"a line has more than {MOST_CHARACTERS:,} characters")
        yield line


def _read_file(source: Source, file: str) -> Iterator[Found]:
    with source.open(file) as binary:
        start = binary.read(65_536)
        wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
        encoding = "utf-16" if wide else "utf-8-sig"
        beginning = start.decode(encoding, "ignore").replace("\r\n", "\n").replace("\r", "\n")
        form = _form(beginning, source.columns) or _form_of_any(beginning)
        errors = "strict" if wide else "surrogateescape"
        binary.seek(0)
        opened = io.TextIOWrapper(binary, encoding=encoding, errors=errors, newline="")
        try:
            counting = _counting(opened, form, source.columns)
        finally:
            opened.detach()
        binary.seek(0)
        opened = io.TextIOWrapper(binary, encoding=encoding, errors=errors, newline="")
        try:
            yield from _read_rows(opened, form, counting, source, file)
        finally:
            opened.detach()


def _form_of_any(beginning: str) -> _Form:
    """Return how a table without known columns is written: by the delimiter that its first row has most often."""
    return _Form(max(_DELIMITERS, key=lambda delimiter: len(_row(beginning, delimiter))))


def _counting(opened: io.TextIOWrapper, form: _Form, columns: Mapping[str, str]) -> Counting:
    """Return how the rows of a table name their choices, as far as they can be read."""
    tally = Tally()
    header = form.header
    with suppress(ValueError, csv.Error):
        for _, row in _rows(opened, form):
            if header and len(row) >= len(header):
                tally.add(Parts(_record(row, header, form), columns))
            header = header or tuple(row)
    return tally.counting


def _rows(opened: io.TextIOWrapper, form: _Form) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table that are not empty, with the lines on which they begin."""
    lines = _lines(opened)
    for _ in range(form.skip):
        next(lines, None)
    ended = False

    def until_the_end() -> Iterator[str]:
        nonlocal ended
        yield from lines
        ended = True

    rows = csv.reader(until_the_end(), delimiter=form.delimiter)
    line = form.skip + 1
    try:
        for row in rows:
            if ended:  # a row that is closed is complete before its reader looks for one more line
                raise _BadTableError(line, "a quotation mark is opened there and never closed")
            if any(cell.strip() for cell in row):
                yield line, row
            line = form.skip + rows.line_num + 1
    except UnicodeDecodeError:
        raise _BadTableError(line, "it is not UTF-16") from None
    except (csv.Error, _TooLongError) as error:
        raise _BadTableError(line, f"{error}; {_UNCLOSED}") from None


def _read_rows(opened: io.TextIOWrapper, form: _Form, counting: Counting, source: Source, file: str) -> Iterator[Found]:
    """Yield the questions of the rows of a table, and what ends it before its end."""
    header = form.header
    try:
        for line, row in _rows(opened, form):
            if header:
                topic = PurePosixPath(file).parent.name
                place = Place(file=file, line=line, topic=topic, counting=counting)
                yield _found(row, header, place, source.columns, form)
            header = header or tuple(row)
    except _BadTableError as error:
        yield Skipped(file=file, line=error.line, title=f"all from line {error.line} on", reason=str(error))


def _found(row: list[str], header: tuple[str, ...], place: Place, columns: Mapping[str, str], form: _Form) -> Found:
    """Return the question of a row, or why it is none."""
    if len(row) > len(header) and not any(cell.strip() for cell in row[len(header) :]):
        row = row[: len(header)]
    title = text_of(row[0][:400])[:120] or f"line {place.line}"
    foreign = _FOREIGN.search("".join(row))
    if foreign:
        reason = f"byte 0x{ord(foreign[0]) - 0xDC00:02X} is not UTF-8; save the table as 'CSV UTF-8'"
        return Skipped(file=place.file, line=place.line, title=title, reason=reason)
    if len(row) != len(header):
        reason = f"the row has {len(row)} cells, and the table {len(header)} columns"
        return Skipped(file=place.file, line=place.line, title=title, reason=reason)
    return item_of(_record(row, header, form), place, columns)


def _record(row: list[str], header: tuple[str, ...], form: _Form) -> dict[str, str]:
    """Return the cells of a row by the names of their columns."""
    record: dict[str, str] = {}
    for name, cell in zip(header, row, strict=False):
        if name.strip() and name.strip() not in record:
            by_comma = form.spaced_tags and name.strip().casefold() == "tags"
            record[name.strip()] = ",".join(cell.split()) if by_comma else _QUOTED_FORMULA.sub("", cell)
        elif cell.strip():
            record[f"{name.strip()} {len(record)}"] = cell
    return record


TABLE = Importer(
    name="csv",
    expected="CSV whose first row names columns for the question and the answer, such as 'question,answer,tags'",
    recognises=_recognises,
    read=_read,
)
