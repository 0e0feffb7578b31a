"""The words that readers see: one catalogue, by key, of which English is the first language.

A message is a text in which `{name}` stands for a value, or a table of such texts by plural category (CLDR; Unicode
Technical Standard #35), from which the value `count` chooses.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGE = "en"
_FOLDER = Path(__file__).resolve().parent.parent / "messages"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@cache
def catalogue() -> Mapping[str, Any]:
    """Return all messages, in nested tables."""
    return tomllib.loads((_FOLDER / f"{LANGUAGE}.toml").read_text(encoding="utf-8"))


def message(key: str, **values: object) -> str:
    """Return the message of a dotted key with its values in their places; a placeholder without a value stays.

    Raises KeyError where there is no such message.
    """
    return _fill(_template(key, values.get("count")), values)


def around(key: str, placeholder: str, **values: object) -> tuple[str, str]:
    """Return the parts of a message before and after a placeholder, in which a link will stand.

    A message without the placeholder is all before it. Raises KeyError where there is no such message.
    """
    before, _, after = _template(key, values.get("count")).partition(f"{{{placeholder}}}")
    return _fill(before, values), _fill(after, values)


def enumeration(items: Iterable[str]) -> str:
    """Return items as one list in words: `a, b, and c`."""
    from babel.lists import format_list  # noqa: PLC0415 - most commands start faster without it

    return format_list(list(items), locale=LANGUAGE)


def _template(key: str, count: object) -> str:
    found: Any = catalogue()
    for part in key.split("."):
        found = found[part]
    if isinstance(found, str):
        return found
    template: str = found[_plural_category(count)] if isinstance(count, int) else found["other"]
    return template


def _plural_category(count: int) -> str:
    from babel import Locale  # noqa: PLC0415 - most commands start faster without it

    return Locale(LANGUAGE).plural_form(count)


def _fill(template: str, values: Mapping[str, object]) -> str:
    return _PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), template)
