"""YAML nodes into typed values; each function reads one type, and reports what is wrong with its node."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from mkdocs_qbank.findings.finding import Finding, Rule
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.model.bank import Difficulty, Reference, Status
from mkdocs_qbank.model.prose import Prose
from mkdocs_qbank.read.document import entries, place, replacement, written_end
from mkdocs_qbank.read.rules import (
    BAD_VALUE,
    HIDDEN_CHARACTER,
    REPEATED_TAG,
    UNKNOWN_FIELD,
    WRONG_TYPE,
)
from mkdocs_qbank.read.text import hidden

MOST_PAGES = 64
"""The longest list of which each item becomes a page."""
KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BITS = re.compile(r"[a-z0-9]+", re.IGNORECASE)
_SIGNS = re.compile(r"[+#*@%^=~<>|\\$]|[^\x00-\x7f]|^\.(?=\w)")
"""What tells words apart that have the same letters, as in `C++`, `C#` and `.NET`."""
WORD = re.compile(r"[A-Za-z][\w-]*")
"""A word that is the same between the brackets of a YAML list, and cannot be meant as several."""
_SHOWN = 4
"""How many words a finding repeats."""
_QUOTABLE = re.compile(r"[\w.:+-]+")
_PLAIN = re.compile(r"\w(?:[\w .-]*\w)?[.?!]?")
"""One text that is the same between the brackets of a YAML list."""
_NO_TEXT = frozenset(("true or false", "empty"))
"""Types whose words may mean that there is nothing, or be meant as text."""
_NOTHING = frozenset(
    ("empty", "n", "n/a", "na", "nil", "no", "none", "nothing", "null", "tba", "tbd", "todo", "undefined")
)
"""Words for an empty list that YAML reads as text."""
_TYPES = {
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "null": "empty",
    "timestamp": "a date",
}


@dataclass(slots=True)
class Report:
    """Where the getters put what they find in one file."""

    path: str
    offset: int
    findings: list[Finding]

    def add(
        self, rule: Rule, node: yaml.Node, message: str, *, help: str | None = None, better: str | None = None
    ) -> None:
        """Add a finding at a node; `better` is the only right value, as YAML, where there is one."""
        line, column = place(node, self.offset)
        edits = () if better is None else replacement(node, better, self.offset)
        self.findings.append(rule.at(self.path, line, column, message, help=help, edits=edits))


def type_of(node: yaml.Node) -> str:
    """Return the type that YAML reads a node as, in words."""
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    return _TYPES.get(str(node.tag).rpartition(":")[2], f"of the unknown type {node.tag}")


def _is_quoted(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and bool(node.style)


def _text(node: yaml.Node, name: str, report: Report, form: re.Pattern[str] | None = None) -> str | None:
    """Return text; `form` is the form that it must have to be right once it stands in quotes."""
    if isinstance(node, yaml.ScalarNode) and type_of(node) == "text":
        unseen = hidden(node.value)
        if unseen:
            line, column = place(node, report.offset)
            message = f"there is {unseen[0][1]} in '{name}'"
            report.findings.append(HIDDEN_CHARACTER.at(report.path, line, column, message))
            return None
        if node.value.strip():
            return str(node.value).strip()
        report.add(WRONG_TYPE, node, f"'{name}' is empty", help="Write its text, or remove it.")
        return None
    if not isinstance(node, yaml.ScalarNode):
        cure = "Write text here; a text with ': ' in it, or one that begins with '[' or '{', belongs in double quotes."
        report.add(WRONG_TYPE, node, f"'{name}' must be text, not {type_of(node)}", help=cure)
    elif type_of(node) != "empty":
        cure = f'Put it in double quotes: "{node.value}".' if node.value else "Write text here."
        sure = type_of(node) not in _NO_TEXT and (form or _QUOTABLE).fullmatch(node.value)
        better = f'"{node.value}"' if sure else None
        report.add(WRONG_TYPE, node, f"'{name}' must be text, not {type_of(node)}", help=cure, better=better)
    elif node.value:
        message = f"'{name}' must be text, and YAML reads {node.value} as empty"
        report.add(WRONG_TYPE, node, message, help=f'Write text here, or "{node.value}" with its quotes.')
    else:
        report.add(WRONG_TYPE, node, f"'{name}' is empty", help="Write text here, or remove it.")
    return None


def items(node: yaml.Node, name: str, report: Report, form: re.Pattern[str] | None = None) -> list[yaml.Node]:
    """Return the items of a list; `form` is the form in which a text that stands alone can only be meant as one."""
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    text = node.value if isinstance(node, yaml.ScalarNode) and type_of(node) == "text" else ""
    nothing = text.casefold() in _NOTHING or (type_of(node) in _NO_TEXT and bool(node.value))
    several = form is WORD and len(text.split()) > 1
    cure = f"Write it as a list: {name}: [{text or _quoted(node)}]."
    if nothing:
        cure = "If there are none, remove the field."
        cure += f" A list with that word is {name}: [{_quoted(node)}]." if node.value.isalpha() else ""
    elif several:
        words = _BITS.findall(text.casefold())[:_SHOWN]
        cure = f"Write {name}: [{'-'.join(words)}] if it is one, or {name}: [{', '.join(words)}] if they are several."
    sure = form is not None and form.fullmatch(text) and not nothing and not _is_quoted(node)
    better = f"[{text}]" if sure else None
    report.add(WRONG_TYPE, node, f"'{name}' must be a list, not {type_of(node)}", help=cure, better=better)
    return []


def _quoted(node: yaml.Node) -> str:
    """Return a word of YAML as it is written, as text."""
    return f'"{node.value}"' if isinstance(node, yaml.ScalarNode) and node.value else "…"


def few(node: yaml.Node, name: str, report: Report, form: re.Pattern[str] | None = None) -> list[yaml.Node]:
    """Return the items of a list that is not long, because each becomes a page or is shown on one."""
    nodes = items(node, name, report, form)
    if len(nodes) > MOST_PAGES:
        message = f"'{name}' has {len(nodes)} items, more than {MOST_PAGES}"
        report.add(BAD_VALUE, nodes[MOST_PAGES], message, help="Keep those that somebody would look for.")
    return nodes[:MOST_PAGES]


def read_text(node: yaml.Node, name: str, report: Report) -> str | None:
    """Return text on one line."""
    value = _text(node, name, report)
    return " ".join(value.split()) if value else None


def read_heading(node: yaml.Node, name: str, report: Report) -> Prose | None:
    """Return Markdown on one line."""
    value = read_text(node, name, report)
    if value is None:
        return None
    line, column = place(node, report.offset)
    return Prose(text=value, line=line, column=column)


def read_prose(node: yaml.Node, name: str, report: Report) -> Prose | None:
    """Return Markdown over any number of lines."""
    value = _text(node, name, report)
    if value is None:
        return None
    line, column = place(node, report.offset)
    block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return Prose(text=value, line=line + 1, column=1) if block else Prose(text=value, line=line, column=column)


def read_texts(node: yaml.Node, name: str, report: Report) -> tuple[str, ...]:
    """Return a list of texts, each kept once."""
    found = (read_text(item, name, report) for item in items(node, name, report, _PLAIN))
    return tuple(dict.fromkeys(value for value in found if value is not None))


def read_hide(node: yaml.Node, name: str, report: Report) -> tuple[str, ...]:
    """Return a list of parts of the theme."""
    found = (_choice(item, name, ["navigation", "toc"], report) for item in items(node, name, report, WORD))
    return tuple(dict.fromkeys(value for value in found if value is not None))


def read_tags(node: yaml.Node, name: str, report: Report) -> tuple[Reference, ...]:
    """Return a list of words in kebab-case, each kept once."""
    found: dict[str, Reference] = {}
    for item in few(node, name, report, WORD):
        value = _kebab(item, name, report)
        if value in found:
            report.add(REPEATED_TAG, item, f"the tag '{value}' stands already in line {found[value].line}")
        elif value is not None:
            found[value] = _reference(item, value, report)
    return tuple(found.values())


def _reference(item: yaml.Node, value: str, report: Report, why: str | None = None) -> Reference:
    line, column = place(item, report.offset)
    end = written_end(item) if isinstance(item, yaml.ScalarNode) else 0
    return Reference(id=value, why=why, line=line, column=column, end=end)


def _kebab(node: yaml.Node, name: str, report: Report) -> str | None:
    value = _text(node, name, report, KEBAB)
    if value is None or KEBAB.fullmatch(value):
        return value
    words = [] if _SIGNS.search(value.lstrip("#")) else _BITS.findall(value.casefold())
    better = "-".join(words)
    cure = f"Write '{better}'." if better else "Use small letters, digits and single hyphens; write signs as words."
    several = len(value.split()) > 1 and better
    if several:
        each = " and ".join([f"'{word}'" for word in words[:_SHOWN]] + ["…"] * (len(words) > _SHOWN))
        cure = f"Write '{better}' if it is one, or {each}, each as an item, if they are several."
    same = not several and better == value.lower().replace("_", "-")
    report.add(BAD_VALUE, node, f"'{value}' in '{name}' is not kebab-case", help=cure, better=better if same else None)
    return None


def read_references(node: yaml.Node, name: str, report: Report) -> tuple[Reference, ...]:
    """Return a list of ids, each alone or as a mapping of `id` and `why`."""
    found = []
    for item in items(node, name, report, WORD):
        parts: Mapping[str, Any] = {"id": item}
        if isinstance(item, yaml.MappingNode):
            parts = mapping(item, name, ("id", "why"), report)
            if "id" not in parts:
                cure = "Write - id: the-id and, below it, why: the reason."
                report.add(WRONG_TYPE, item, f"an item of '{name}' lacks its 'id'", help=cure)
                continue
        identifier = _text(parts["id"], f"{name}: id", report, KEBAB)
        why = read_text(parts["why"], f"{name}: why", report) if "why" in parts else None
        if identifier is not None:
            found.append(_reference(parts["id"], identifier, report, why))
    return tuple(found)


def read_ids(node: yaml.Node, name: str, report: Report) -> tuple[Reference, ...]:
    """Return a list of ids that each become an address, so that each must be one: kebab-case."""
    found = []
    for item in few(node, name, report, WORD):
        identifier = _kebab(item, name, report)
        if identifier == "index":
            report.add(BAD_VALUE, item, f"'index' in '{name}' is no id", help="Choose another word.")
        elif identifier is not None:
            found.append(_reference(item, identifier, report))
    return tuple(found)


def mapping(node: yaml.MappingNode, name: str, known: tuple[str, ...], report: Report) -> dict[str, yaml.Node]:
    """Return the known fields of an item of a list."""
    parts = {}
    for entry in entries(node, report.offset):
        if entry.name in known:
            parts[entry.name] = entry.value
        else:
            near = nearest(entry.name, known)
            cure = f"Did you mean '{near}'?" if near else f"Known here: {', '.join(known)}."
            message = f"an item of '{name}' has no field '{entry.name}'"
            report.findings.append(UNKNOWN_FIELD.at(report.path, entry.line, entry.column, message, help=cure))
    return parts


def _choice(node: yaml.Node, name: str, known: list[str], report: Report) -> str | None:
    if isinstance(node, yaml.ScalarNode) and type_of(node) == "empty":
        report.add(WRONG_TYPE, node, f"'{name}' is empty", help=f"Write one of {', '.join(known)}; or remove it.")
        return None
    value = _text(node, name, report, re.compile("|".join(map(re.escape, known))))
    if value is None or value in known:
        return value
    near = nearest(value, known)
    cure = f"Did you mean '{near}'? " if near else ""
    better = value.casefold() if value.casefold() in known else None
    message = f"'{name}' cannot be '{value}'"
    report.add(BAD_VALUE, node, message, help=f"{cure}Known: {', '.join(known)}.", better=better)
    return None


def read_difficulty(node: yaml.Node, name: str, report: Report) -> Difficulty | None:
    """Return one of the three difficulties."""
    value = _choice(node, name, [str(item) for item in Difficulty], report)
    return Difficulty(value) if value else None


def read_status(node: yaml.Node, name: str, report: Report) -> Status | None:
    """Return one of the three states."""
    value = _choice(node, name, [str(item) for item in Status], report)
    return Status(value) if value else None


def read_int(node: yaml.Node, name: str, report: Report) -> int | None:
    """Return a whole number."""
    if isinstance(node, yaml.ScalarNode) and re.fullmatch(r"[+-]?\d{1,9}", node.value) and type_of(node) == "a number":
        return int(node.value)
    report.add(
        WRONG_TYPE, node, f"'{name}' must be a whole number, not {type_of(node)}", help=f"Write a number: {name}: 1."
    )
    return None
