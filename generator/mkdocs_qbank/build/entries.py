"""What the options of the plugin hold that are mappings: the levels of rules, and other banks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from mkdocs_qbank.findings.levels import LEVELS, OFF
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.model.linked import Pin
from mkdocs_qbank.read.values import KEBAB

LONGEST = 80
"""The maximum length of a name in a sentence, in characters."""
_ADDRESS = re.compile(r"https?://[!-~]+/" + re.escape(DATA["bank"]))
_HASH = re.compile(r"sha256-[0-9a-f]{64}")
_LONGEST_ADDRESS = 500


class Entries(NamedTuple):
    """What the mapping of an option holds."""

    kind: str
    """Its type, in words."""
    read: Callable[[Any], Any]
    """Returns a value of the mapping as the option holds it."""
    wrong: Callable[[Mapping[object, Any]], Iterator[tuple[object, str]]]
    """Yields the names in a mapping whose values cannot be used, each with the reason in words."""


def _level(named: object) -> Any:
    """Return a level as written; YAML reads the bare word `off` as false."""
    return OFF if named is False else named


def _wrong_levels(levels: Mapping[object, Any]) -> Iterator[tuple[object, str]]:
    from mkdocs_qbank.check.rules import RULES  # noqa: PLC0415 - few banks set the level of a rule

    for rule, named in levels.items():
        if rule not in RULES:
            near = nearest(str(rule)[:LONGEST], RULES)
            yield rule, "there is no such rule; " + (f"did you mean '{near}'?" if near else "see 'qbank explain'")
        elif _level(named) not in LEVELS:
            near = nearest(str(named)[:LONGEST], LEVELS)
            cure = f"did you mean '{near}'?" if near else f"the levels are {', '.join(LEVELS[:-1])} and {LEVELS[-1]}"
            yield rule, f"there is no level '{str(named)[:LONGEST]}'; {cure}"


def _wrong_banks(banks: Mapping[object, Any]) -> Iterator[tuple[object, str]]:
    for name, pin in banks.items():
        if not isinstance(name, str) or not KEBAB.fullmatch(name) or len(name) > LONGEST:
            yield name, "a bank is named with small letters, digits and single hyphens"
        elif isinstance(pin, Pin):
            continue  # MkDocs has read it already
        elif not isinstance(pin, Mapping) or not set(pin) <= {"url", "hash"}:
            yield name, "a bank is a mapping of 'url' and 'hash'"
        elif not _is_address(pin.get("url")):
            yield name, f"its 'url' is no address that ends with /{DATA['bank']}"
        elif pin.get("hash") is not None and not (isinstance(pin["hash"], str) and _HASH.fullmatch(pin["hash"])):
            yield name, "its 'hash' is not 'sha256-' and 64 hexadecimal digits, as 'qbank banks' writes it"


def _is_address(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_ADDRESS and bool(_ADDRESS.fullmatch(value))


def _pin(value: Mapping[str, str] | Pin) -> Pin:
    return value if isinstance(value, Pin) else Pin(url=value["url"], hash=value.get("hash") or "")


LEVELS_OF_RULES = Entries(f"a mapping of rules to {', '.join(LEVELS[:-1])} or {LEVELS[-1]}", _level, _wrong_levels)
OTHER_BANKS = Entries("a mapping of names to banks", _pin, _wrong_banks)
