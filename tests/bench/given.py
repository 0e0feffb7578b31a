"""Banks that others wrote, one question a line, as question files."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from mkdocs_qbank.build.pipeline import check_content
from mkdocs_qbank.findings.finding import errors


def take_bank(path: Path, folder: Path) -> Path:
    """Write a content folder out of a JSONL file, and return its path.

    Each line has `id`, `question`, `answer_markdown` and `topic`, and may have `tags`. Ends the program where the check
    refuses a question.
    """
    content = folder / "content"
    (content / "pages").mkdir(parents=True)
    (content / "pages/index.md").write_text(f"# {path.stem}\n", encoding="utf-8")
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        _write(content, _id(row["id"]), row)
    if refused := sorted(finding.path for finding in errors(check_content(content).findings)):
        sys.exit(f"{path} holds questions that the check refuses: {', '.join(refused)}")
    return content


def _write(content: Path, name: str, row: Mapping[str, Any]) -> None:
    topic = content / "questions" / _id(row["topic"])
    if not topic.exists():
        topic.mkdir(parents=True)
        (topic / "_topic.yml").write_text(yaml.safe_dump({"title": row["topic"]}), encoding="utf-8")
    fields = {
        "question": row["question"],
        "answer": row["answer_markdown"],
        "tags": sorted({_id(tag) for tag in row.get("tags", ())}),
    }
    (topic / f"{name}.yml").write_text(yaml.safe_dump(fields, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _id(text: str) -> str:
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")
