"""The description of a topic, `_topic.yml`."""

from __future__ import annotations

from pathlib import PurePosixPath

from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.model.bank import Topic
from mkdocs_qbank.read.document import parse
from mkdocs_qbank.read.fields import TOPIC_FIELDS, read_fields
from mkdocs_qbank.read.folder_rules import MISSING_TOPIC

TOPIC_FILE = "_topic.yml"


def read_topic(text: str | None, path: str) -> tuple[Topic, list[Finding]]:
    """Return the topic that a file describes, as far as its text can be read, and what is wrong with it."""
    findings: list[Finding] = []
    values: dict[str, object] = {}
    if text is not None:
        document, problems = parse(text, path)
        findings += problems
        if document is not None:
            values, problems = read_fields(document, TOPIC_FIELDS, path)
            findings += problems
            if not any(entry.name == "title" for entry in document.entries):
                findings.append(MISSING_TOPIC.at(path, 1, 1, "the topic has no title"))
    name = PurePosixPath(path).parent.name
    values.setdefault("title", title_of(name))
    return Topic(id=name, path=path, **values), findings  # type: ignore[arg-type]


def title_of(name: str) -> str:
    """Return the title of a topic that has none, made of the name of its folder."""
    return name.replace("-", " ").capitalize()
