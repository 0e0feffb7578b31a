"""The fields of a question file: one table, from which the reader and the JSON Schema are both made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.model.bank import Difficulty, Status
from mkdocs_qbank.model.kinds import FIELDS
from mkdocs_qbank.model.prose import SECTIONS
from mkdocs_qbank.read.dates import read_review
from mkdocs_qbank.read.document import Document
from mkdocs_qbank.read.lists import read_list
from mkdocs_qbank.read.owners import OWNER, read_owners
from mkdocs_qbank.read.rules import UNKNOWN_FIELD
from mkdocs_qbank.read.sources import read_sources
from mkdocs_qbank.read.values import (
    KEBAB,
    MOST_PAGES,
    Report,
    read_difficulty,
    read_heading,
    read_hide,
    read_ids,
    read_int,
    read_prose,
    read_references,
    read_status,
    read_tags,
    read_text,
    read_texts,
)
from mkdocs_qbank.read.versions import read_versions


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
        {
            "type": "object",
            "required": ["id"],
            "additionalProperties": False,
            "properties": {"id": _TEXT, "why": _TEXT},
        },
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


def _few(item: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**_list(item), "maxItems": MOST_PAGES}


_TEXT_OR_TEXTS: Mapping[str, Any] = {"anyOf": [_TEXT, {**_list(_TEXT), "minItems": 1}]}
_LISTS = frozenset(("key_points", "common_mistakes", "follow_up_questions"))
_SECTION_SUMMARIES: Mapping[str, str] = {
    "instruction": "What the person asked is to do, in Markdown.",
    "context": "What the question is meant to find out, in Markdown.",
    "in_short": "The answer in at most 80 words, shown first.",
    "answer": "The answer, in Markdown.",
    "key_points": "What an interviewer listens for, a list of texts or a Markdown list.",
    "common_mistakes": "What people get wrong, a list of texts or a Markdown list.",
    "follow_up_questions": "What is asked next, a list of texts or a Markdown list; each item may link a question.",
}
QUESTION_FIELDS: Mapping[str, Field] = {
    "question": Field(
        read=read_heading,
        summary="The question itself, Markdown on one line. In a .md file: the heading '# …'.",
        schema=_TEXT,
    ),
    **{
        field: Field(
            read=read_list if field in _LISTS else read_prose,
            summary=f"{summary} In a .md file: '## {SECTIONS[field]}'.",
            schema=_TEXT_OR_TEXTS if field in _LISTS else _TEXT,
        )
        for field, summary in _SECTION_SUMMARIES.items()
    },
    "difficulty": Field(
        read=read_difficulty, summary="How hard it is.", schema={"enum": [str(item) for item in Difficulty]}
    ),
    "tags": Field(read=read_tags, summary="Keywords in kebab-case, across topics.", schema=_few(_KEBAB)),
    **{
        field: Field(read=read_references, summary=kind.traits.summary, schema=_list(_REFERENCE))
        for field, kind in FIELDS.items()
    },
    "aliases": Field(read=read_texts, summary="Other ways to ask it; search finds them.", schema=_list(_TEXT)),
    "formerly": Field(
        read=read_ids, summary="Ids that the question had before; each is redirected.", schema=_few(_KEBAB)
    ),
    "sources": Field(read=read_sources, summary="Where the facts come from.", schema=_list(_SOURCE)),
    "status": Field(
        read=read_status,
        summary="draft (no page), published (as when left out) or deprecated.",
        schema={"enum": [str(item) for item in Status]},
    ),
    "applies_to": Field(
        read=read_versions,
        summary="Versions that the answer was checked against, each a product and a number, such as React 19.",
        schema=_few(_TEXT),
    ),
    "reviewed": Field(
        read=read_review,
        summary="The date of the last review.",
        schema={"type": "string", "format": "date"},
    ),
}
TOPIC_FIELDS: Mapping[str, Field] = {
    "title": Field(read=read_text, summary="The topic's name.", schema=_TEXT),
    "description": Field(read=read_text, summary="One sentence: what readers learn here.", schema=_TEXT),
    "order": Field(
        read=read_int, summary="The topic's place among the others, the lowest first.", schema={"type": "integer"}
    ),
    "owners": Field(
        read=read_owners,
        summary="Who reviews its questions: @user, @organization/team or a mail address.",
        schema=_list({"type": "string", "pattern": f"^(?:{OWNER.pattern})$"}),
    ),
}
PAGE_FIELDS: Mapping[str, Field] = {
    "title": Field(read=read_text, summary="The page's name.", schema=_TEXT),
    "description": Field(read=read_text, summary="One sentence: what the page is about.", schema=_TEXT),
    "hide": Field(read=read_hide, summary="Parts that the page leaves out: navigation, toc.", schema=_list(_TEXT)),
}


def read_fields(document: Document, table: Mapping[str, Field], path: str) -> tuple[dict[str, Any], list[Finding]]:
    """Return the fields of a document as typed values, those that are wrong left out, with a finding for each."""
    report = Report(path=path, offset=document.offset, findings=[])
    values = {}
    for entry in document.entries:
        if entry.name not in table:
            near = nearest(entry.name, table)
            cure = f"Did you mean '{near}'?" if near else f"Known fields: {', '.join(table)}."
            report.findings.append(
                UNKNOWN_FIELD.at(path, entry.line, entry.column, f"there is no field '{entry.name}'", help=cure)
            )
            continue
        found = table[entry.name].read(entry.value, entry.name, report)
        if found is not None:
            values[entry.name] = found
    return values, report.findings
