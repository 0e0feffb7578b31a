"""The list of media in an Anki package: JSON in old ones, a message of protocol buffers in new ones."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_qbank.read.importers.json_text import BadJSONError, parse_json


def media_of_json(data: bytes) -> dict[str, str]:
    """Return the files of an archive by the names that notes call them; none where the list is damaged."""
    try:
        value = parse_json(data.decode("utf-8"))
    except (BadJSONError, UnicodeDecodeError):
        return {}
    named = value.items() if isinstance(value, dict) else ()
    return {name: number for number, name in named if isinstance(name, str)}


def media_of_message(data: bytes) -> dict[str, str]:
    """Return the same from a message, in which the place of an entry is the name of its file."""
    entries = (inner for number, inner in _message(data) if number == 1)
    names = (next((text for number, text in _message(entry) if number == 1), b"") for entry in entries)
    return {name.decode("utf-8", "replace"): str(at) for at, name in enumerate(names) if name}


def _message(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the bytes of the fields with a length in a message of protocol buffers."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        kind = tag & 7
        if kind == 0:
            _, at = _varint(data, at)
        elif kind == 2:
            length, at = _varint(data, at)
            yield tag >> 3, data[at : at + length]
            at += length
        elif kind in (1, 5):
            at += 8 if kind == 1 else 4
        else:
            return


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data) and shift < 70:
        value |= (data[at] & 127) << shift
        at += 1
        if data[at - 1] < 128:
            break
        shift += 7
    return value, at
