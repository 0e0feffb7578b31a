"""The options of the plugin: one table, by which mkdocs.yml is read, here and by MkDocs, and the manual is tested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any

from mkdocs_qbank.build.mkdocs_yml import CONTENT, UnreadableError, load, plugin_options, read
from mkdocs_qbank.findings.levels import LEVELS, OFF, Levels
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.model.cards import CHOICES, TOPICS
from mkdocs_qbank.relate.suggested import THRESHOLD


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What a bank's owner can choose, each option with its default and what it sets."""

    content: str = field(default=CONTENT, metadata={"summary": "the content folder, relative to mkdocs.yml"})
    suggestions: int = field(
        default=3, metadata={"summary": "how many suggested relations a question has at most; 0 for none"}
    )
    threshold: float = field(
        default=THRESHOLD,
        metadata={
            "summary": "how far two questions must stand out from their neighbourhoods for one to be suggested, "
            "from -1 to 1; the second needs 1.3 times as much, the third 1.6 times"
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
            "the others have that of their topic or of the site",
            "choices": CHOICES,
        },
    )
    history: bool = field(
        default=True,
        metadata={
            "summary": "whether pages say when and by whom they were changed, as git knows it; "
            "needs a clone that is not shallow"
        },
    )
    host_files: tuple[str, ...] = field(
        default=(),
        metadata={
            "summary": "files below content/pages that the host reads and contributors may change, such as CNAME"
        },
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
    rules: Levels = field(
        default_factory=dict,
        metadata={"summary": "the level of a rule in this bank, such as `{no-list: error, alt-text: off}`"},
    )


_KINDS: Mapping[type, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    tuple: "a list of texts",
    dict: f"a mapping of rules to {', '.join(LEVELS[:-1])} or {LEVELS[-1]}",
}
"""The types of options, in words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One row of the table."""

    name: str
    default: Any
    summary: str
    choices: tuple[str, ...] = ()
    """The only texts that it may be, if not any."""

    @property
    def kind(self) -> str:
        """The type of its values, in words."""
        return f"one of {', '.join(self.choices)}" if self.choices else _KINDS[type(self.default)]

    def read(self, value: Any) -> Any:
        """Return a value from YAML as the option holds it: the default for null, None where it is of another type."""
        if value is None:
            return self.default
        if isinstance(self.default, dict):
            return None if self._wrong_rule(value) else {rule: _level(named) for rule, named in value.items()}
        if isinstance(self.default, tuple):
            items = tuple(value) if isinstance(value, list | tuple) else (None,)
            return items if all(isinstance(item, str) for item in items) else None
        if isinstance(self.default, float) and type(value) is int:
            return float(value)
        if self.choices and value not in self.choices:
            return None
        return value if type(value) is type(self.default) else None

    def fault(self, value: object) -> str:
        """Return why a value cannot be read, in words."""
        wrong = self._wrong_rule(value) if isinstance(self.default, dict) else ""
        return wrong or f"{value!r} is not {self.kind}"

    def _wrong_rule(self, value: object) -> str:
        """Return what is wrong with the levels of rules, in words, or an empty text."""
        from mkdocs_qbank.check.rules import RULES  # noqa: PLC0415 - few banks set the level of a rule

        if not isinstance(value, Mapping):
            return f"{value!r} is not {self.kind}"
        for rule, named in value.items():
            if rule not in RULES:
                return _unknown("rule", rule, RULES)
            if _level(named) not in LEVELS:
                return f"{_unknown('level', named, LEVELS)} (of the rule '{rule}')"
        return ""


def _level(named: object) -> Any:
    """Return a level as written; YAML reads the bare word `off` as false."""
    return OFF if named is False else named


def _unknown(kind: str, name: object, known: Iterable[str]) -> str:
    near = nearest(str(name), known)
    return f"there is no {kind} {str(name)[:80]!r}" + (f"; did you mean '{near}'?" if near else "")


OPTIONS = tuple(
    Option(
        name=option.name,
        default=option.default if option.default_factory is MISSING else option.default_factory(),
        summary=option.metadata["summary"],
        choices=option.metadata.get("choices", ()),
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
    return tuple(f"{config.as_posix()}: {sentence}" for sentence in _problems(found))


def _problems(values: Mapping[str, Any]) -> Iterator[str]:
    known = {option.name: option for option in OPTIONS}
    for name, value in values.items():
        if name not in known:
            near = nearest(str(name), known)
            yield f"the plugin has no option '{name}'" + (f"; did you mean '{near}'?" if near else "")
        elif known[name].read(value) is None:
            yield f"the option '{name}' of the plugin is left out: {known[name].fault(value)}"
