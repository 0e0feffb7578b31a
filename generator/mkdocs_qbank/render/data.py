"""A bank as data for programs: `data/graph.json`, described by `data/graph.schema.json`, and what scripts load."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.relations import Relation
from mkdocs_qbank.render.map import DATA, NAMES, map_data, names_data
from mkdocs_qbank.render.question import url_of
from mkdocs_qbank.render.view import Setting

VERSION = 1
"""Grows when something that was there goes or changes its meaning; what is added does not make it grow."""
GRAPH, SCHEMA = "data/graph.json", "data/graph.schema.json"
GLOSSARY, GLOSSARY_VERSION = "data/glossary.json", 1
FACETS = "data/facets.json"
SCHEMA_FILE = Path(__file__).resolve().parent.parent / "schema" / "graph.schema.json"


def data_files(setting: Setting) -> Mapping[str, str]:
    """Gives the text of every data file of a site, by its path from the root."""
    made = {
        GRAPH: graph_data(setting),
        GLOSSARY: glossary_data(setting),
        DATA: map_data(setting),
        NAMES: names_data(setting),
        FACETS: facets_data(setting),
    }
    files = {path: json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n" for path, data in made.items()}
    return {**files, SCHEMA: SCHEMA_FILE.read_text(encoding="utf-8")}


def glossary_data(setting: Setting) -> dict[str, Any]:
    """Gives the groups of forms that search takes as equal, each group's term first."""
    return {"version": GLOSSARY_VERSION, "groups": [list(forms) for forms in setting.bank.glossary]}


def facets_data(setting: Setting) -> dict[str, Any]:
    """Gives what search filters by: for each value the places in learning order of the questions that have it.

    `newest` has all places, the last changed first.
    """
    bank, order = setting.bank, setting.order
    found: dict[str, dict[str, list[int]]] = {"topic": {}, "difficulty": {}, "tag": {}, "status": {}}
    for place, identifier in enumerate(order):
        question = bank.by_id[identifier]
        found["topic"].setdefault(bank.topic_by_id[question.topic].title, []).append(place)
        found["status"].setdefault(str(question.status), []).append(place)
        if question.difficulty:
            found["difficulty"].setdefault(str(question.difficulty), []).append(place)
        for tag in question.tags:
            found["tag"].setdefault(tag, []).append(place)

    def changed(place: int) -> str:
        change = setting.changes.get(bank.by_id[order[place]].path)
        return change.date.isoformat() if change else ""

    newest = sorted(range(len(order)), key=changed, reverse=True)
    return {"version": VERSION, **found, "newest": newest}


def graph_data(setting: Setting) -> dict[str, Any]:
    """Gives all questions and relations, and what the graph is as a whole."""
    bank, graph = setting.bank, setting.graph
    community = {name: number for number, group in enumerate(graph.communities) for name in group}
    order = {identifier: number for number, identifier in enumerate(setting.order)}
    return {
        "version": VERSION,
        "topics": [{"id": topic.id, "title": topic.title, "url": f"topics/{topic.id}/"} for topic in bank.topics],
        "questions": [
            {
                **_question(question, setting),
                "order": order[question.id],
                "importance": round(graph.importance[question.id], 8),
                "community": community.get(question.id),
            }
            for question in bank.questions
        ],
        "relations": [
            _relation(item) for question in bank.questions for item in setting.relations.outgoing[question.id]
        ],
        "communities": [{"centre": group[0], "questions": len(group)} for group in graph.communities],
        "islands": [list(group) for group in graph.islands],
        "orphans": list(graph.orphans),
        "bridges": [list(pair) for pair in graph.bridges],
    }


def _question(question: Question, setting: Setting) -> dict[str, Any]:
    x, y = setting.layout.questions[question.id]
    return {
        "id": question.id,
        "title": setting.titles[question.id],
        "url": url_of(question.id),
        "topic": question.topic,
        "difficulty": str(question.difficulty) if question.difficulty else None,
        "tags": list(question.tags),
        "status": str(question.status),
        "reviewed": question.reviewed.isoformat() if question.reviewed else None,
        "x": x,
        "y": y,
    }


def _relation(relation: Relation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "source": relation.source,
        "target": relation.target,
        "kind": str(relation.kind),
        "reason": relation.reason,
    }
    if relation.sentence is not None:
        found["sentence"] = relation.sentence
    if relation.score is not None:
        found["score"] = relation.score
    return found
