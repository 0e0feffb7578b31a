"""The report of an import, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from mkdocs_qbank.model.imports import ImportedItem, ImportReport, Outcome
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.render.report.neutral import code, neutral

VERSION = 1
"""Of the JSON form: a higher one means that a field was renamed, removed or given another meaning."""


def import_json(report: ImportReport) -> str:
    """Return the report of an import as JSON."""
    items = [
        {
            "outcome": str(item.outcome),
            "id": item.id,
            "path": item.path,
            "title": item.title,
            "source": item.source,
            "file": item.file,
            "line": item.line,
            "reason": item.reason,
            "lost": list(item.lost),
        }
        for item in report.items
    ]
    counts = {str(outcome): count for outcome, count in report.counts.items()}
    whole = {"version": VERSION, "counts": counts, "items": items, "files": list(report.notes)}
    return json.dumps(whole, indent=1) + "\n"


def import_markdown(report: ImportReport) -> str:
    """Return the report of an import as Markdown: the counts, then what people have to look at, then the rest."""
    return "\n\n".join(_parts(report)) + "\n"


def _parts(report: ImportReport) -> Iterator[str]:
    yield f"# {message('imports.title')}"
    rows = [f"| {message(f'imports.counts.{outcome}')} | {count:,} |" for outcome, count in report.counts.items()]
    yield "\n".join(("| | |", "| --- | ---: |", *rows))
    if report.notes:
        yield f"## {message('imports.files')}"
        yield "\n".join(f"- {neutral(note, 400)}" for note in report.notes)
    for outcome in (Outcome.SKIPPED, Outcome.LEFT, Outcome.GONE, Outcome.IMPORTED, Outcome.UPDATED, Outcome.UNCHANGED):
        items = [item for item in report.items if item.outcome is outcome]
        if items:
            words = message(f"imports.counts.{outcome}")
            yield f"## {words[0].upper()}{words[1:]}"
            yield "\n".join(map(_line, items))


def _line(item: ImportedItem) -> str:
    parts = [neutral(item.title, 120)]
    if item.path:
        parts.append(code(item.path, 300))
    if item.file:
        parts.append(message("imports.source", source=code(item.file), line=item.line))
    if item.reason:
        parts.append(neutral(item.reason, 300))
    if item.lost:
        parts.append(message("imports.lost", lost=neutral("; ".join(item.lost), 1000)))
    return f"- {' — '.join(parts)}"
