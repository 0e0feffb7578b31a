"""The message catalogue: every string that readers see, by key.

A message is a text with placeholders such as `{name}`, or a table of such texts by plural category (CLDR; Unicode
Technical Standard #35), selected by the value `count`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGE = "en"
_FOLDER = Path(__file__).resolve().parent.parent / "messages"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@cache
def catalogue() -> Mapping[str, Any]:
    """Return all messages as nested tables."""
    return tomllib.loads((_FOLDER / f"{LANGUAGE}.toml").read_text(encoding="utf-8"))


def message(key: str, **values: object) -> str:
    """Return the message for a dotted key with its placeholders filled in; placeholders without a value are kept.

    Raises KeyError if there is no such message.
    """
    return _fill(_template(key, values.get("count")), values)


def around(key: str, placeholder: str, **values: object) -> tuple[str, str]:
    """Return the parts of a message before and after a placeholder, between which the caller puts a link.

    If the message lacks the placeholder, the first part is the whole message. Raises KeyError if there is no such
    message.
    """
    before, _, after = _template(key, values.get("count")).partition(f"{{{placeholder}}}")
    return _fill(before, values), _fill(after, values)


def enumeration(items: Iterable[str]) -> str:
    """Return items as a list in words: `a, b, and c`."""
    from babel.lists import format_list  # noqa: PLC0415 - slow to import, and most commands do not use it

    return format_list(list(items), locale=LANGUAGE)


def _template(key: str, count: object) -> str:
    entry = _entry(key)
    if isinstance(entry, str):
        return entry
    template: str = entry[_plural_form()(count)] if isinstance(count, int) else entry["other"]
    return template


@cache
def _entry(key: str) -> Any:
    """Return the message or the table of a dotted key; pages ask for the same few, many times each."""
    entry: Any = catalogue()
    for part in key.split("."):
        entry = entry[part]
    return entry


@cache
def _plural_form() -> Callable[[int], str]:
    """Return the function from a count to its plural category."""
    from babel import Locale  # noqa: PLC0415 - slow to import, and most commands do not use it

    return Locale(LANGUAGE).plural_form


def _fill(template: str, values: Mapping[str, object]) -> str:
    if "{" not in template:
        return template
    return _PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), template)
