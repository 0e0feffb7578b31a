"""The fields of a question file: one table, from which the reader and the JSON Schema are both made."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from generator.findings import Finding, Rule, nearest
from generator.model import Difficulty, Prose, Reference, Source, Status
from generator.read.document import Document, entries, place

UNKNOWN_FIELD = Rule(
    id="unknown-field",
    summary="Only fields that QBank knows stand in a file.",
    help="Remove the field, or use one of the known ones.",
    fails="prerequisite: [overfitting]",
    passes="prerequisites: [overfitting]",
)
WRONG_TYPE = Rule(
    id="wrong-type",
    summary="Each field holds the type that it is defined with.",
    help="Give the field the type that it is defined with.",
    fails="tags: 5",
    passes="tags: [metrics]",
)
BAD_VALUE = Rule(
    id="bad-value",
    summary="A field that knows a fixed set or form of values holds one of them.",
    help="Use one of the known values.",
    fails="difficulty: easy",
    passes="difficulty: beginner",
)
BAD_DATE = Rule(
    id="bad-date",
    summary="A date is a day of the calendar, written YYYY-MM-DD.",
    help="Write the day as YYYY-MM-DD, such as 2026-11-23.",
    fails="reviewed: 2026-02-30",
    passes="reviewed: 2026-02-28",
)

KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_URL = re.compile(r"(?:https?://|mailto:)\S+")
_TYPES = {"str": "text", "int": "a number", "float": "a number", "bool": "true or false", "null": "empty", "timestamp": "a date"}


@dataclass(slots=True)
class Report:
    """Where the getters put what they find in one file."""

    path: str
    offset: int
    findings: list[Finding]

    def add(self, rule: Rule, node: yaml.Node, message: str, *, help: str | None = None) -> None:
        """Notes a finding at a node."""
        line, column = place(node, self.offset)
        self.findings.append(rule.at(self.path, line, column, message, help=help))


def _type(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    return _TYPES.get(str(node.tag).rpartition(":")[2], f"of the unknown type {node.tag}")


def _text(node: yaml.Node, name: str, report: Report) -> str | None:
    if isinstance(node, yaml.ScalarNode) and _type(node) == "text":
        if node.value.strip():
            return str(node.value).strip()
        report.add(WRONG_TYPE, node, f"'{name}' is empty", help="Write its text, or remove it.")
        return None
    cure = f'Put it in double quotes: "{node.value}".' if isinstance(node, yaml.ScalarNode) and node.value else "Write text here."
    report.add(WRONG_TYPE, node, f"'{name}' must be text, not {_type(node)}", help=cure)
    return None


def _items(node: yaml.Node, name: str, report: Report) -> list[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    written = node.value if isinstance(node, yaml.ScalarNode) and node.value else "…"
    report.add(WRONG_TYPE, node, f"'{name}' must be a list, not {_type(node)}", help=f"Write it as a list: {name}: [{written}].")
    return []


def text(node: yaml.Node, name: str, report: Report) -> str | None:
    """Text on one line."""
    value = _text(node, name, report)
    return " ".join(value.split()) if value else None


def prose(node: yaml.Node, name: str, report: Report) -> Prose | None:
    """Markdown over any number of lines."""
    value = _text(node, name, report)
    if value is None:
        return None
    line, column = place(node, report.offset)
    block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return Prose(text=value, line=line + 1, column=1) if block else Prose(text=value, line=line, column=column)


def texts(node: yaml.Node, name: str, report: Report) -> tuple[str, ...]:
    """A list of texts, each kept once."""
    found = (text(item, name, report) for item in _items(node, name, report))
    return tuple(dict.fromkeys(value for value in found if value is not None))


def tags(node: yaml.Node, name: str, report: Report) -> tuple[str, ...]:
    """A list of words in kebab-case, each kept once."""
    found = (_kebab(item, name, report) for item in _items(node, name, report))
    return tuple(dict.fromkeys(value for value in found if value is not None))


def _kebab(node: yaml.Node, name: str, report: Report) -> str | None:
    value = _text(node, name, report)
    if value is None or KEBAB.fullmatch(value):
        return value
    better = "-".join(re.findall(r"[a-z0-9]+", value.casefold()))
    cure = f"Write '{better}'." if better else "Use small letters, digits and single hyphens."
    report.add(BAD_VALUE, node, f"'{value}' in '{name}' is not kebab-case", help=cure)
    return None


def references(node: yaml.Node, name: str, report: Report) -> tuple[Reference, ...]:
    """A list of ids, each alone or as a mapping of `id` and `why`."""
    found = []
    for item in _items(node, name, report):
        line, column = place(item, report.offset)
        parts: Mapping[str, Any] = {"id": item}
        if isinstance(item, yaml.MappingNode):
            parts = _mapping(item, name, ("id", "why"), report)
            if "id" not in parts:
                report.add(WRONG_TYPE, item, f"an item of '{name}' lacks its 'id'", help="Write - id: the-id and, below it, why: the reason.")
                continue
        identifier = _text(parts["id"], f"{name}: id", report)
        why = text(parts["why"], f"{name}: why", report) if "why" in parts else None
        if identifier is not None:
            found.append(Reference(id=identifier, why=why, line=line, column=column))
    return tuple(found)


def sources(node: yaml.Node, name: str, report: Report) -> tuple[Source, ...]:
    """A list of mappings of `title` and, where there is one, `url`."""
    found = []
    for item in _items(node, name, report):
        if not isinstance(item, yaml.MappingNode):
            report.add(WRONG_TYPE, item, f"an item of '{name}' must be a mapping, not {_type(item)}", help='Write - {title: "…", url: "https://…"}.')
            continue
        parts = _mapping(item, name, ("title", "url"), report)
        title = text(parts["title"], f"{name}: title", report) if "title" in parts else None
        url = text(parts["url"], f"{name}: url", report) if "url" in parts else None
        if "title" not in parts:
            report.add(WRONG_TYPE, item, f"an item of '{name}' lacks its 'title'", help="Say what the source is called.")
        if url and not _URL.fullmatch(url):
            report.add(BAD_VALUE, parts["url"], f"'{url}' is no web address", help="Begin it with https:// and leave out spaces.")
            url = None
        if title:
            found.append(Source(title=title, url=url))
    return tuple(found)


def _mapping(node: yaml.MappingNode, name: str, known: tuple[str, ...], report: Report) -> dict[str, yaml.Node]:
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
    value = _text(node, name, report)
    if value is None or value in known:
        return value
    near = nearest(value, known)
    cure = f"Did you mean '{near}'? " if near else ""
    report.add(BAD_VALUE, node, f"'{name}' cannot be '{value}'", help=f"{cure}Known: {', '.join(known)}.")
    return None


def difficulty(node: yaml.Node, name: str, report: Report) -> Difficulty | None:
    """One of the three difficulties."""
    value = _choice(node, name, [str(item) for item in Difficulty], report)
    return Difficulty(value) if value else None


def status(node: yaml.Node, name: str, report: Report) -> Status | None:
    """One of the three states."""
    value = _choice(node, name, [str(item) for item in Status], report)
    return Status(value) if value else None


def day(node: yaml.Node, name: str, report: Report) -> date | None:
    """A day of the calendar."""
    value = node.value if isinstance(node, yaml.ScalarNode) else ""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            report.add(BAD_DATE, node, f"'{name}' holds {value}, a day that does not exist")
            return None
    report.add(BAD_DATE, node, f"'{name}' must be a day, not {repr(value) if value else _type(node)}")
    return None


def whole(node: yaml.Node, name: str, report: Report) -> int | None:
    """A whole number."""
    if isinstance(node, yaml.ScalarNode) and re.fullmatch(r"[+-]?\d{1,9}", node.value) and _type(node) == "a number":
        return int(node.value)
    report.add(WRONG_TYPE, node, f"'{name}' must be a whole number, not {_type(node)}", help=f"Write a number: {name}: 1.")
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One field of a file: how it is read, what it means, and its JSON Schema."""

    read: Callable[[yaml.Node, str, Report], Any]
    summary: str
    schema: Mapping[str, Any]


_TEXT: Mapping[str, Any] = {"type": "string", "pattern": r"\S"}
_KEBAB: Mapping[str, Any] = {"type": "string", "pattern": f"^{KEBAB.pattern}$"}
_REFERENCE: Mapping[str, Any] = {
    "anyOf": [
        _TEXT,
        {"type": "object", "required": ["id"], "additionalProperties": False, "properties": {"id": _TEXT, "why": _TEXT}},
    ]
}
_SOURCE: Mapping[str, Any] = {
    "type": "object",
    "required": ["title"],
    "additionalProperties": False,
    "properties": {"title": _TEXT, "url": {"type": "string", "pattern": "^(https?://|mailto:)\\S+$"}},
}


def _list(item: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"type": "array", "items": item}


QUESTION_FIELDS: Mapping[str, Field] = {
    "question": Field(read=text, summary="The question itself, Markdown on one line. In a .md file: the heading '# …'.", schema=_TEXT),
    "instruction": Field(read=prose, summary="What the person asked is to do, in Markdown. In a .md file: '## Instruction'.", schema=_TEXT),
    "context": Field(read=prose, summary="What the question is meant to find out, in Markdown. In a .md file: '## Context'.", schema=_TEXT),
    "answer": Field(read=prose, summary="The answer, in Markdown. In a .md file: '## Official Answer'.", schema=_TEXT),
    "difficulty": Field(read=difficulty, summary="How much it asks.", schema={"enum": [str(item) for item in Difficulty]}),
    "tags": Field(read=tags, summary="Words in kebab-case that cross the topics.", schema=_list(_KEBAB)),
    "prerequisites": Field(read=references, summary="Ids of questions to read first.", schema=_list(_REFERENCE)),
    "related": Field(read=references, summary="Ids of questions to read on with, each with a why where it helps.", schema=_list(_REFERENCE)),
    "aliases": Field(read=texts, summary="Other ways to ask it; search finds them.", schema=_list(_TEXT)),
    "formerly": Field(read=references, summary="Ids that the question had before; each is redirected.", schema=_list(_REFERENCE)),
    "sources": Field(read=sources, summary="Where the facts come from.", schema=_list(_SOURCE)),
    "status": Field(read=status, summary="draft (no page), published (as when left out) or deprecated.", schema={"enum": [str(item) for item in Status]}),
    "reviewed": Field(read=day, summary="The day somebody last checked that it is right.", schema={"type": "string", "format": "date"}),
}
TOPIC_FIELDS: Mapping[str, Field] = {
    "title": Field(read=text, summary="The topic's name.", schema=_TEXT),
    "description": Field(read=text, summary="One sentence: what one learns here.", schema=_TEXT),
    "order": Field(read=whole, summary="The topic's place among the others, the lowest first.", schema={"type": "integer"}),
}


def read_fields(document: Document, table: Mapping[str, Field], path: str) -> tuple[dict[str, Any], list[Finding]]:
    """Gives the fields of a document as typed values, those that are wrong left out, with a finding for each."""
    report = Report(path=path, offset=document.offset, findings=[])
    values = {}
    for entry in document.entries:
        if entry.name not in table:
            near = nearest(entry.name, table)
            cure = f"Did you mean '{near}'?" if near else f"Known fields: {', '.join(table)}."
            report.findings.append(UNKNOWN_FIELD.at(path, entry.line, entry.column, f"there is no field '{entry.name}'", help=cure))
            continue
        value = table[entry.name].read(entry.value, entry.name, report)
        if value is not None:
            values[entry.name] = value
    return values, report.findings
