"""JSON of strangers: bounded before it is parsed, numbers as they are written, repeated names seen."""

from __future__ import annotations

import json
import re
from typing import Any

MOST_BYTES = 64 * 1024 * 1024
MOST_DEPTH = 32
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[{\]}]', re.DOTALL)


class BadJSONError(ValueError):
    """What is wrong with a JSON text, in words that complete 'skipped:'."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


class Object(dict[str, Any]):
    """A JSON object that knows which of its names stand in it more than once; the first value of each counts."""

    repeated: tuple[str, ...] = ()


def parse_json(text: str) -> Any:
    """Return the value of a JSON text: objects as Object, numbers as their text, NaN and the like as None.

    Raises BadJSONError where it is none or is nested deeper than a question could be.
    """
    if _depth(text) > MOST_DEPTH:
        raise BadJSONError(f"it is nested deeper than {MOST_DEPTH} levels")
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=lambda _: None
        )
    except json.JSONDecodeError as error:
        message = error.msg[:1].lower() + error.msg[1:]
        raise BadJSONError(f"it is not JSON: {message} in line {error.lineno}", error.lineno) from None


def _object(pairs: list[tuple[str, Any]]) -> Object:
    found = Object()
    repeated = []
    for name, value in pairs:
        if name in found:
            repeated.append(name)
        else:
            found[name] = value
    if repeated:
        found.repeated = tuple(dict.fromkeys(repeated))
    return found


def _depth(text: str) -> int:
    """Return how deep the brackets of a JSON text are nested, at most one more than is allowed."""
    depth = deepest = 0
    for match in _TOKEN.finditer(text):
        char = match[0]
        if char in "[{":
            depth += 1
            deepest = max(deepest, depth)
            if depth > MOST_DEPTH:
                break
        elif char in "]}":
            depth -= 1
    return deepest
