"""The options of the plugin: one table, by which mkdocs.yml is read, here and by MkDocs, and the manual is tested."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs_qbank.build.mkdocs_yml import CONTENT, UnreadableError, load, place_of, plugin_options, read
from mkdocs_qbank.findings.levels import LEVELS, OFF, Levels
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.model.addresses import DATA, DOWNLOADS
from mkdocs_qbank.model.cards import CHOICES, TOPICS
from mkdocs_qbank.model.linked import Pin
from mkdocs_qbank.read.values import KEBAB
from mkdocs_qbank.relate.suggested import THRESHOLD

_LONGEST = 80
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
            near = nearest(str(rule)[:_LONGEST], RULES)
            yield rule, "there is no such rule; " + (f"did you mean '{near}'?" if near else "see 'qbank explain'")
        elif _level(named) not in LEVELS:
            near = nearest(str(named)[:_LONGEST], LEVELS)
            cure = f"did you mean '{near}'?" if near else f"the levels are {', '.join(LEVELS[:-1])} and {LEVELS[-1]}"
            yield rule, f"there is no level '{str(named)[:_LONGEST]}'; {cure}"


def _wrong_banks(banks: Mapping[object, Any]) -> Iterator[tuple[object, str]]:
    for name, pin in banks.items():
        if not isinstance(name, str) or not KEBAB.fullmatch(name) or len(name) > _LONGEST:
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What a bank's owner can choose, each option with its default and what it sets."""

    content: str = field(default=CONTENT, metadata={"summary": "the content folder, relative to mkdocs.yml"})
    bank_id: str = field(
        default="",
        metadata={
            "summary": "any text by which Anki recognizes the cards of this bank, never to be changed; without it, "
            "cards are new when the address of the site changes"
        },
    )
    suggestions: int = field(
        default=3,
        metadata={"summary": "how many suggested relations a question has at most; 0 for none", "range": (0, 100)},
    )
    threshold: float = field(
        default=THRESHOLD,
        metadata={
            "summary": "the minimum similarity score of a suggestion; the second needs 1.3 times as much, "
            "the third 1.6 times",
            "range": (-1, 1),
        },
    )
    model: str = field(
        default="",
        metadata={"summary": "a sentence-embedding model, a folder or a name on the hub, to suggest by meaning too"},
    )
    cards: str = field(
        default=TOPICS,
        metadata={
            "summary": "which pages have a picture of their own that other sites show beside a link; "
            "other pages use the picture of their topic or site",
            "choices": CHOICES,
        },
    )
    history: bool = field(
        default=True,
        metadata={"summary": "whether pages say when and by whom they changed; needs a clone that is not shallow"},
    )
    drafts: bool = field(
        default=True,
        metadata={"summary": "whether `mkdocs serve` shows drafts, marked as such; the published site never has them"},
    )
    print_pages: bool = field(
        default=True,
        metadata={"summary": "whether each topic has a page to print, with all its questions and answers"},
    )
    host_files: tuple[str, ...] = field(
        default=(),
        metadata={"summary": "files below content/pages that hosts read and contributors may change, such as CNAME"},
    )
    external_hosts: tuple[str, ...] = field(
        default=(),
        metadata={"summary": "other hosts that scripts of mkdocs.yml talk to, such as https://stats.example.org"},
    )
    ignore_links: tuple[str, ...] = field(
        default=(),
        metadata={
            "summary": "addresses that `qbank check --links` does not look up, such as `https://example.org/*`; "
            "`*` stands for any text"
        },
    )
    downloads: tuple[str, ...] = field(
        default=DOWNLOADS,
        metadata={
            "summary": "what the site offers as downloads: an Anki deck, JSON, a CSV table, an Atom feed, `llms.txt`, "
            "and each question as Markdown; `[]` for none",
            "choices": DOWNLOADS,
        },
    )
    timings: str = field(
        default="",
        metadata={"summary": "a file to which each build writes what it made and how long it took, as JSON"},
    )
    rules: Levels = field(
        default_factory=dict,
        metadata={
            "summary": "the level of a rule in this bank, such as `{no-list: error, alt-text: off}`",
            "entries": Entries(
                f"a mapping of rules to {', '.join(LEVELS[:-1])} or {LEVELS[-1]}", _level, _wrong_levels
            ),
        },
    )
    banks: Mapping[str, Pin] = field(
        default_factory=dict,
        metadata={
            "summary": "other banks whose questions links are checked against, each by the `url` of its "
            "`data/bank.json` and the `hash` that `qbank banks` writes",
            "entries": Entries("a mapping of names to banks", _pin, _wrong_banks),
        },
    )

    @property
    def checking(self) -> dict[str, Any]:
        """What a check of the bank takes of them, by the names of its arguments."""
        return {"host_files": self.host_files, "levels": self.rules, "banks": self.banks}


_KINDS: Mapping[type, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    tuple: "a list of texts",
}
"""The types of options, in words."""


class Fault(NamedTuple):
    """What cannot be read of the plugin's options: the names that lead to it, and a sentence."""

    names: tuple[object, ...]
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One row of the table."""

    name: str
    default: Any
    summary: str
    choices: tuple[str, ...] = ()
    """The only texts that it may be, if not any."""
    entries: Entries | None = None
    """What its mapping holds, if it is one."""
    range: tuple[int, int] | None = None
    """The least and the largest number that it may be, if it is one."""

    @property
    def kind(self) -> str:
        """The type of its values, in words."""
        if self.entries:
            return self.entries.kind
        if self.range:
            return f"{_KINDS[type(self.default)]} from {self.range[0]} to {self.range[1]}"
        if not self.choices:
            return _KINDS[type(self.default)]
        return f"{'a list' if isinstance(self.default, tuple) else 'one'} of {', '.join(self.choices)}"

    def read(self, value: Any) -> Any:
        """Return a value from YAML as the option holds it: the default for null, None where it is of another type."""
        if value is None:
            return self.default
        if self.entries:
            if not isinstance(value, Mapping):
                return None
            wrong = {name for name, _ in self.entries.wrong(value)}
            return {name: self.entries.read(item) for name, item in value.items() if name not in wrong}
        if isinstance(self.default, tuple):
            items = tuple(value) if isinstance(value, list | tuple) else (None,)
            usable = all(isinstance(item, str) and (not self.choices or item in self.choices) for item in items)
            return items if usable else None
        if self.range:
            return self._number(value)
        if self.choices and value not in self.choices:
            return None
        return value if type(value) is type(self.default) else None

    def _number(self, value: Any) -> float | None:
        low, high = self.range or (0, 0)
        kinds = {type(self.default), int}  # a whole number is a number too
        return type(self.default)(value) if type(value) in kinds and low <= value <= high else None

    def faults(self, value: object) -> Iterator[Fault]:
        """Yield what cannot be read of a value."""
        if value is None:
            return
        if self.entries and isinstance(value, Mapping):
            for name, reason in self.entries.wrong(value):
                shown = str(name)[:_LONGEST]
                yield Fault((self.name, name), f"'{shown}' in the option '{self.name}' is left out: {reason}")
        elif self.read(value) is None:
            sentence = f"the option '{self.name}' of the plugin is left out: {value!r} is not {self.kind}"
            yield Fault((self.name,), sentence)


OPTIONS = tuple(
    Option(
        name=option.name,
        default=option.default if option.default_factory is MISSING else option.default_factory(),
        summary=option.metadata["summary"],
        choices=option.metadata.get("choices", ()),
        entries=option.metadata.get("entries"),
        range=option.metadata.get("range"),
    )
    for option in fields(Options)
)


def options_of(values: Mapping[str, Any]) -> Options:
    """Return the options that have these values by name, and their defaults where there is none that can be read."""
    found = {option.name: option.read(values.get(option.name)) for option in OPTIONS}
    return Options(**{name: value for name, value in found.items() if value is not None})


def read_options(config: Path) -> Options:
    """Return the options that an mkdocs.yml sets, and the defaults of those that it leaves out or sets wrongly."""
    return options_of(plugin_options(read(config)))


def option_problems(config: Path) -> tuple[str, ...]:
    """Return a sentence for each thing that an mkdocs.yml says about the plugin and that `read_options` leaves out."""
    try:
        found = plugin_options(load(config))
    except FileNotFoundError:
        return ()  # a bank needs no mkdocs.yml to be checked
    except UnreadableError as error:
        return (f"{config.as_posix()}: {error}; the defaults hold",)
    return tuple(f"{place_of(config, *fault.names)}: {fault.sentence}" for fault in _faults(found))


def _faults(values: Mapping[str, Any]) -> Iterator[Fault]:
    known = {option.name: option for option in OPTIONS}
    for name, value in values.items():
        if name in known:
            yield from known[name].faults(value)
        else:
            near = nearest(str(name)[:_LONGEST], known)
            cure = f"; did you mean '{near}'?" if near else ""
            yield Fault((name,), f"the plugin has no option '{str(name)[:_LONGEST]}'{cure}")
