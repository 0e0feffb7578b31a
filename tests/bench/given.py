"""Banks that others wrote, one question a line, as question files."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from generator.findings import Severity
from generator.publish.pipeline import check_content


def take_bank(path: Path, folder: Path) -> tuple[Path, int]:
    """Writes a content folder out of a JSONL file, and gives its path and how many answers are plain text.

    Each line has `id`, `question`, `answer_markdown` and `topic`, and may have `tags`. Answers that the check refuses
    (pictures, links that lead nowhere, formulas of unknown commands) are put in as plain text, so that no word is lost.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = {_id(row["id"]): row for row in map(json.loads, lines)}
    content = folder / "content"
    (content / "pages").mkdir(parents=True)
    (content / "pages/index.md").write_text(f"# {path.stem}\n", encoding="utf-8")
    for name, row in rows.items():
        _write(content, name, row)
    refused = _refused(content)
    for name in refused:
        _write(content, name, {**rows[name], "tags": [], "answer_markdown": _as_text(rows[name]["answer_markdown"])})
    if still := _refused(content):
        sys.exit(f"{path} holds questions that the check refuses even as plain text: {', '.join(sorted(still))}")
    return content, len(refused)


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


def _refused(content: Path) -> set[str]:
    findings = check_content(content).findings
    return {Path(finding.path).stem for finding in findings if finding.severity is Severity.ERROR}


def _as_text(markdown: str) -> str:
    longest = max(map(len, re.findall("`+", markdown)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{markdown}\n{fence}"


def _id(text: str) -> str:
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")
