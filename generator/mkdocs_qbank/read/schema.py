"""The JSON Schema of a question file, made from the same table that the reader uses.

`python -m mkdocs_qbank.read.schema` writes `schema/question.schema.json` of this package; a test compares the two.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mkdocs_qbank.read.fields import QUESTION_FIELDS

SCHEMA_FILE = Path(__file__).resolve().parent.parent / "schema" / "question.schema.json"


def question_schema() -> dict[str, Any]:
    """Return the schema of a .yml question file; front matter is the same, with question and answer in the body."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A question of a QBank question bank",
        "type": "object",
        "required": ["question", "answer"],
        "additionalProperties": False,
        "properties": {name: {"description": field.summary, **field.schema} for name, field in QUESTION_FIELDS.items()},
    }


def schema_text() -> str:
    """Return the schema as the text of its file."""
    return json.dumps(question_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
