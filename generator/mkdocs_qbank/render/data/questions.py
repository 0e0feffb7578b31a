"""All questions with their texts, for programs: `data/questions.json`, described by `data/questions.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.render.data.text import json_text
from mkdocs_qbank.render.portable import Portable
from mkdocs_qbank.render.view import SiteView

VERSION = 1
SCHEMA = "data/questions.schema.json"
SCHEMA_FILE = Path(__file__).resolve().parent.parent.parent / "schema" / "questions.schema.json"


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    return {DATA["questions"]: _text(view), SCHEMA: json.dumps(questions_schema(), indent=2) + "\n"}


def questions_schema() -> dict[str, Any]:
    """Return the JSON Schema of the file."""
    schema: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return schema


def _text(view: SiteView) -> str:
    """Return the file: its head, and each question on a line of its own."""
    head = {
        "version": VERSION,
        "site": {"title": view.site_name, "url": view.site_url},
        "topics": [{"id": topic.id, "title": topic.title} for topic in view.bank.topics],
    }
    rows = ",\n".join(json_text(row).rstrip("\n") for row in question_rows(view))
    return f'{json_text(head).rstrip()[:-1]},"questions":[\n{rows}\n]}}\n'


def question_rows(view: SiteView) -> list[dict[str, Any]]:
    """Return all questions in the order of the site, each with its texts as Markdown; fields without a value are left
    out.
    """
    places = Portable(view=view, root=view.site_url)
    return [_row(view.bank.by_id[identifier], places, view) for identifier in view.sequence]


def _row(question: Question, places: Portable, view: SiteView) -> dict[str, Any]:
    change = view.changes.get(question.path)
    row = {
        "id": question.id,
        "url": places.question(question.id),
        "topic": question.topic,
        **places.texts(question),
        "difficulty": str(question.difficulty) if question.difficulty else None,
        "tags": list(question.tags),
        "prerequisites": [reference.id for reference in question.named(Kind.PREREQUISITE)],
        "related": [
            {"id": reference.id, **({"why": reference.why} if reference.why else {})}
            for reference in question.named(Kind.RELATED)
        ],
        "aliases": list(question.aliases),
        "formerly": [former.id for former in question.formerly],
        "sources": [
            {"title": source.title, **({"url": source.url} if source.url else {})} for source in question.sources
        ],
        "applies_to": list(question.applies_to),
        "status": str(question.status),
        "reviewed": question.reviewed.isoformat() if question.reviewed else None,
        "changed": change.date.isoformat() if change else None,
    }
    return {name: value for name, value in row.items() if value not in (None, [])}
