"""The schema that editors read agrees with the reader."""

from __future__ import annotations

import json

import jsonschema
import pytest
import yaml
from conftest import ROOT
from mkdocs_qbank.read.fields import QUESTION_FIELDS
from mkdocs_qbank.read.question import read_question
from mkdocs_qbank.read.schema import SCHEMA_FILE, TOPIC_SCHEMA_FILE, question_schema, schema_text, topic_schema

FOLDERS = ("tests/rules", "tests/cases/forms")
QUESTIONS = [
    file
    for folder in FOLDERS
    for file in sorted((ROOT / folder).rglob("*.yml"))
    if ("questions" in file.parts or "forms" in file.parts) and not file.name.startswith("_")
]


def test_the_schema_files_are_what_the_tables_make() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(question_schema())
    assert TOPIC_SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(topic_schema())


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(question_schema())
    jsonschema.Draft202012Validator.check_schema(topic_schema())


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"tags": ["a-b"]},
        {"tags": ["A b"]},
        {"tags": 5},
        {"difficulty": "easy"},
        {"related": ["a", {"id": "b", "why": "c"}]},
        {"related": [{"why": "c"}]},
        {"related": [{"id": "b", "wy": "c"}]},
        {"sources": [{"title": "a", "url": "https://b.c"}]},
        {"sources": [{"url": "https://b.c"}]},
        {"sources": [{"title": "a", "url": "javascript:alert(1)"}]},
        {"reviewed": "2026-11-23"},
        {"reviewed": "2026-02-30"},
        {"status": "drafty"},
        {"answer": "  "},
        {"question": None},
        {"aliases": ["", "x"]},
        {"formerly": ["x"], "prerequisites": [5]},
        {"formerly": ["../../x"]},
        {"formerly": ["x-y", "z"]},
        {"formerly": [{"id": "x"}]},
        {"colour": "red"},
    ],
    ids=json.dumps,
)
def test_the_schema_and_the_reader_agree(fields: dict[str, object]) -> None:
    data = {"question": "What?", "answer": "That.", **fields}
    checker = jsonschema.FormatChecker(formats=["date"])
    valid = jsonschema.Draft202012Validator(question_schema(), format_checker=checker).is_valid(data)
    _, findings = read_question(yaml.safe_dump(data), "content/questions/t/a.yml")
    assert valid == (not findings), findings


@pytest.mark.parametrize("file", QUESTIONS, ids=lambda file: "/".join(file.parts[-4:]))
def test_the_schema_accepts_every_file_that_the_reader_accepts(file: object) -> None:
    text = file.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    _, findings = read_question(text, "content/questions/t/a.yml")
    data = json.loads(json.dumps(yaml.safe_load(text), default=str))
    assert jsonschema.Draft202012Validator(question_schema()).is_valid(data) == (not findings)


def test_every_field_is_documented_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in readme for name in QUESTION_FIELDS)
