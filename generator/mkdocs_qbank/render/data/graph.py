"""Topics, questions and their relations, for programs: `data/graph.json`, described by `data/graph.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.relations import Relation
from mkdocs_qbank.render.data.text import json_text
from mkdocs_qbank.render.entries import topic_link
from mkdocs_qbank.render.view import SiteView

VERSION = 1
"""Incremented when something is removed or changes its meaning, but not for additions."""
SCHEMA = "data/graph.schema.json"
SCHEMA_FILE = Path(__file__).resolve().parent.parent.parent / "schema" / "graph.schema.json"


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    return {DATA["graph"]: json_text(graph_data(view)), SCHEMA: json.dumps(graph_schema(), indent=2) + "\n"}


def graph_schema() -> dict[str, Any]:
    """Return the JSON Schema of the data, with the kinds of relations that there are."""
    schema: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    schema["properties"]["relations"]["items"]["properties"]["kind"]["enum"] = [str(kind) for kind in Kind]
    return schema


def graph_data(view: SiteView) -> dict[str, Any]:
    """Return all questions and relations, and the structure of the graph as a whole."""
    bank, graph = view.bank, view.graph
    community = {name: number for number, group in enumerate(graph.communities) for name in group}
    order = {identifier: number for number, identifier in enumerate(view.order)}
    return {
        "version": VERSION,
        "topics": [{"id": topic.id, **topic_link(topic)} for topic in bank.topics],
        "questions": [
            {
                **_question(question, view),
                "order": order[question.id],
                "importance": round(graph.importance[question.id], 8),
                "community": community.get(question.id),
            }
            for question in bank.questions
        ],
        "relations": [_relation(item) for question in bank.questions for item in view.relations.outgoing[question.id]],
        "communities": [{"centre": group[0], "questions": len(group)} for group in graph.communities],
        "islands": [list(group) for group in graph.islands],
        "orphans": list(graph.orphans),
        "bridges": [list(pair) for pair in graph.bridges],
    }


def _question(question: Question, view: SiteView) -> dict[str, Any]:
    x, y = view.layout.questions[question.id]
    return {
        "id": question.id,
        **view.link(question.id),
        "topic": question.topic,
        "difficulty": str(question.difficulty) if question.difficulty else None,
        "tags": list(question.tags),
        "status": str(question.status),
        "reviewed": question.reviewed.isoformat() if question.reviewed else None,
        "x": x,
        "y": y,
    }


def _relation(relation: Relation) -> dict[str, Any]:
    data: dict[str, Any] = {
        "source": relation.source,
        "target": relation.target,
        "kind": str(relation.kind),
        "reason": relation.reason,
    }
    if relation.sentence is not None:
        data["sentence"] = relation.sentence
    if relation.score is not None:
        data["score"] = relation.score
    return data
