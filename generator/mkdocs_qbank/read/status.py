"""Drafts that become published: the edits of their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import yaml

from mkdocs_qbank.model.bank import Bank, Question, Status
from mkdocs_qbank.read.edits import Front, Span, UneditableError, as_edits, new_scalar, read_front
from mkdocs_qbank.read.reading import Reading
from mkdocs_qbank.read.rename import Plan

_FIELD = "status"


def publish(reading: Reading, drafts: Iterable[Question]) -> Plan:
    """Return the edits that publish some drafts: of their status, and of nothing else. Raises UneditableError."""
    edits = {}
    for draft in drafts:
        text = reading.texts[draft.path]
        front = read_front(text, draft.path)
        if front is None:
            raise UneditableError(f"the fields of '{draft.path}' cannot be read")
        edits[draft.path] = as_edits(text, _spans(front, draft.path))
    return Plan(edits=edits)


def with_published(bank: Bank, drafts: Iterable[Question]) -> Bank:
    """Return a bank in which some drafts are published and all else is as it was."""
    paths = {draft.path for draft in drafts}
    questions = (
        replace(question, status=Status.PUBLISHED) if question.path in paths else question
        for question in bank.questions
    )
    return replace(bank, questions=tuple(questions))


def _spans(front: Front, path: str) -> Iterator[Span]:
    node = front.fields.get(_FIELD)
    if not isinstance(node, yaml.ScalarNode) or front.start + node.start_mark.index < front.keys[_FIELD]:
        raise UneditableError(f"the status in '{path}' is written elsewhere, by an alias of YAML")
    yield new_scalar(front, node, str(Status.PUBLISHED))
