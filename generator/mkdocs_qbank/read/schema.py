"""The JSON Schemas of a question file and of a _topic.yml, made from the same tables that the reader uses.

`python -m mkdocs_qbank.read.schema` writes them into `schema/` of this package; a test compares both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs_qbank.read.fields import QUESTION_FIELDS, TOPIC_FIELDS, Field

_FOLDER = Path(__file__).resolve().parent.parent / "schema"
SCHEMA_FILE = _FOLDER / "question.schema.json"
TOPIC_SCHEMA_FILE = _FOLDER / "topic.schema.json"


def question_schema() -> dict[str, Any]:
    """Return the schema of a .yml question file; front matter is the same, with question and answer in the body."""
    return _schema("A question of a QBank question bank", QUESTION_FIELDS, ["question", "answer"])


def topic_schema() -> dict[str, Any]:
    """Return the schema of a _topic.yml."""
    return _schema("A topic of a QBank question bank", TOPIC_FIELDS, ["title"])


def schema_text(schema: Mapping[str, Any]) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _schema(title: str, fields: Mapping[str, Field], required: list[str]) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "required": required,
        "additionalProperties": False,
        "properties": {name: {"description": field.summary, **field.schema} for name, field in fields.items()},
    }


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(question_schema()), encoding="utf-8", newline="\n")
    TOPIC_SCHEMA_FILE.write_text(schema_text(topic_schema()), encoding="utf-8", newline="\n")
