"""The options of the plugin: one table, by which mkdocs.yml is read, here and by MkDocs, and the manual is tested."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs_qbank.build.auto import AUTO, HEAVY, LARGE, Auto, BySize
from mkdocs_qbank.build.entries import LEVELS_OF_RULES, LONGEST, OTHER_BANKS, Entries
from mkdocs_qbank.build.mkdocs_yml import CONTENT, UnreadableError, load, place_of, plugin_options, read
from mkdocs_qbank.findings.levels import Levels
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.model.addresses import DOWNLOADS
from mkdocs_qbank.model.cards import CHOICES, TOPICS
from mkdocs_qbank.model.linked import Pin
from mkdocs_qbank.relate.suggested import THRESHOLD


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
    print_pages: bool | Auto = field(
        default=AUTO,
        metadata={
            "summary": "whether each topic has a page to print, with all its questions and answers; "
            f"`auto` for a bank of at most {LARGE:,} published questions",
            "auto": BySize(small=True, large=False),
        },
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
    downloads: tuple[str, ...] | Auto = field(
        default=AUTO,
        metadata={
            "summary": "what the site offers as downloads: an Anki deck, JSON, a CSV table, an Atom feed, `llms.txt`, "
            f"and each question as Markdown; `[]` for none, `auto` for all, with more than {LARGE:,} published "
            "questions all but the table and the Markdown",
            "choices": DOWNLOADS,
            "auto": BySize(small=DOWNLOADS, large=tuple(name for name in DOWNLOADS if name not in HEAVY)),
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
            "entries": LEVELS_OF_RULES,
        },
    )
    banks: Mapping[str, Pin] = field(
        default_factory=dict,
        metadata={
            "summary": "other banks whose questions links are checked against, each by the `url` of its "
            "`data/bank.json` and the `hash` that `qbank banks` writes",
            "entries": OTHER_BANKS,
        },
    )

    def at(self, published: int) -> Options:
        """Return them for a bank of this many published questions, with what `auto` stands for there."""
        found = {option.name: option.auto.at(published) for option in OPTIONS if option.auto}
        return replace(self, **{name: value for name, value in found.items() if getattr(self, name) == AUTO})

    def left_out(self, published: int) -> str:
        """Return in a sentence what a bank of this size does without, and how to have it; empty if it has all."""
        most = {option.name: option.auto.small for option in OPTIONS if option.auto}
        chosen = self.at(published)
        less = [name for name in most if getattr(self, name) == AUTO and getattr(chosen, name) != most[name]]
        if not less:
            return ""
        lines = " and ".join(f"'{name}: {json.dumps(most[name])}'".replace('"', "") for name in less)
        return (
            f"with more than {LARGE:,} published questions, pages to print, the CSV table and the Markdown of each "
            f"question are left out where mkdocs.yml does not ask for them; to have them, set {lines}"
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
    auto: BySize | None = None
    """What `auto` stands for, if it may be that."""

    @property
    def _like(self) -> Any:
        """A value of the type that it has where it is not `auto`."""
        return self.auto.small if self.auto else self.default

    @property
    def kind(self) -> str:
        """The type of its values, in words."""
        return f"{AUTO}, {'' if self._like is True else 'or '}{self._kind}" if self.auto else self._kind

    @property
    def _kind(self) -> str:
        if self.entries:
            return self.entries.kind
        if self.range:
            return f"{_KINDS[type(self.default)]} from {self.range[0]} to {self.range[1]}"
        if not self.choices:
            return _KINDS[type(self._like)]
        return f"{'a list' if isinstance(self._like, tuple) else 'one'} of {', '.join(self.choices)}"

    def read(self, value: Any) -> Any:
        """Return a value from YAML as the option holds it: the default for null, None where it is of another type."""
        if value is None or (self.auto and value == AUTO):
            return self.default if value is None else AUTO
        if self.entries:
            if not isinstance(value, Mapping):
                return None
            wrong = {name for name, _ in self.entries.wrong(value)}
            return {name: self.entries.read(item) for name, item in value.items() if name not in wrong}
        if isinstance(self._like, tuple):
            items = tuple(value) if isinstance(value, list | tuple) else (None,)
            usable = all(isinstance(item, str) and (not self.choices or item in self.choices) for item in items)
            return items if usable else None
        if self.range:
            return self._number(value)
        if self.choices and value not in self.choices:
            return None
        return value if type(value) is type(self._like) else None

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
                shown = str(name)[:LONGEST]
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
        auto=option.metadata.get("auto"),
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
            near = nearest(str(name)[:LONGEST], known)
            cure = f"; did you mean '{near}'?" if near else ""
            yield Fault((name,), f"the plugin has no option '{str(name)[:LONGEST]}'{cure}")
