"""The values of a record by the part of a question that they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mkdocs_qbank.read.importers.names import NAMES, SILENT, plain
from mkdocs_qbank.read.importers.texts import text_of, texts_of


class Parts:
    """A record whose values are taken one part after the other, so that what is left over is known."""

    def __init__(self, record: Mapping[str, Any], columns: Mapping[str, str]) -> None:
        self.record = record
        self.columns = columns
        self._mapped = {name if name in record else name.split(".")[0] for name in columns.values()}
        self._names: dict[str, str] = {}
        for name, value in record.items():
            if not is_empty(value) and name not in self._mapped:
                self._names.setdefault(plain(name), name)
        self._used: set[str] = set()

    def names(self, part: str) -> Iterator[str]:
        """Yield the names of the values that can be a part and are not yet taken, the likeliest first."""
        mapped = self.columns.get(part)
        if mapped is not None:
            if mapped not in self._used and not is_empty(value_at(self.record, mapped)):
                yield mapped
            return
        for name in NAMES[part]:
            written = self._names.get(name)
            if written is not None and written not in self._used:
                yield written

    def name(self, part: str) -> str:
        """Return the name of the value that is a part, or an empty text."""
        return next(self.names(part), "")

    def peek(self, part: str) -> Any:
        """Return the value that is a part, or None, and leave it."""
        name = self.name(part)
        return value_at(self.record, name) if name else None

    def value(self, name: str) -> Any:
        """Return the value of a name, and leave it."""
        return value_at(self.record, name)

    def take(self, part: str) -> Any:
        """Return the value that is a part, or None."""
        name = self.name(part)
        return self.take_name(name) if name else None

    def take_name(self, name: str) -> Any:
        """Return the value of a name."""
        self._used.add(name)
        return value_at(self.record, name)

    def take_all(self, part: str) -> list[Any]:
        """Return every value that can be a part."""
        return [self.take_name(name) for name in list(self.names(part))]

    def text(self, part: str) -> str:
        """Return the value that is a part as Markdown; empty where there is none."""
        return text_of(self.take(part))

    def texts(self, part: str) -> list[str]:
        """Return every value that can be a part as Markdown."""
        return [text for value in self.take_all(part) if (text := text_of(value))]

    def words(self, part: str) -> list[str]:
        """Return the items of every value that can be a part, each on one line."""
        return [word for value in self.take_all(part) for word in texts_of(value)]

    def sentences(self, part: str) -> list[str]:
        """Return the same where an item may have commas."""
        found = (texts_of(value, commas=False) for value in self.take_all(part))
        return [sentence for items in found for sentence in items]

    def called(self, plain_names: Mapping[str, str]) -> dict[str, str]:
        """Return the names of the values whose plain name is a key, by what that key stands for."""
        return {to: self._names[name] for name, to in plain_names.items() if name in self._names}

    def left(self) -> list[str]:
        """Return the names of the values that nothing took."""
        left = set(self._names.values()) - self._used
        return [name for name in self.record if name in left and not name.startswith("@") and plain(name) not in SILENT]


def is_empty(value: Any) -> bool:
    """Return whether a value of a record says nothing."""
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], {})


def value_at(record: Mapping[str, Any], name: str) -> Any:
    """Return the value of a name, or of a path of names with dots between them, or None."""
    if name in record:
        return record[name]
    value: Any = record
    for step in name.split("."):
        if isinstance(value, list) and step.isdecimal() and len(step) < 9 and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, Mapping):
            value = value.get(step)
        else:
            return None
    return value
