"""A question that gets another id or topic: the edits of all files of its bank."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from mkdocs_qbank.findings.edit import Edit
from mkdocs_qbank.markdown.events import TooDeepError
from mkdocs_qbank.model.bank import Bank, Question
from mkdocs_qbank.model.prose import Link
from mkdocs_qbank.read.edits import (
    Front,
    Span,
    UneditableError,
    as_edits,
    changed_items,
    new_scalar,
    read_front,
    with_fences,
)
from mkdocs_qbank.read.moves import Retarget, page_links, question_links, references, retargeted
from mkdocs_qbank.read.reading import Reading
from mkdocs_qbank.read.values import KEBAB

Spans = Callable[[Front, str], Iterable[Span]]
"""Returns the changes of the question file at a path, from its fields."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What is to be done to the files of a bank."""

    edits: Mapping[str, tuple[Edit, ...]]
    """The edits of each file, by its path before."""
    moves: Mapping[str, str] = field(default_factory=dict)
    """The path after, for each file that moves."""
    removed: frozenset[str] = frozenset()
    """The files that are removed."""


def rename(reading: Reading, question: Question, identifier: str, topic: str) -> Plan:
    """Return how a question gets an id and a topic: its file moves, and everything that leads to it follows.

    The old id becomes a former one if it can be one. Raises UneditableError.
    """
    root = posixpath.dirname(posixpath.dirname(question.path))
    after = posixpath.join(root, topic, identifier + posixpath.splitext(question.path)[1])
    moves = {question.path: after} if after != question.path else {}

    def spans(front: Front, path: str) -> Iterator[Span]:
        yield from references(front, question.id, identifier)
        if path == question.path and identifier != question.id and KEBAB.fullmatch(question.id):
            yield from _formerly(front, question.id, identifier)

    return Plan(
        edits=edits(reading, affected(reading, question), lambda path: of_file(path, moves), spans), moves=moves
    )


def affected(reading: Reading, question: Question) -> frozenset[str]:
    """Return the paths of the files that lead to a question, and its own."""
    links = links_by_path(reading.bank)
    names = (question.id, *(former.id for former in question.formerly))
    return frozenset(
        path
        for path, text in reading.texts.items()
        if path == question.path
        or any(name in text for name in names)
        or any(link.path == question.path for link in links.get(path, ()))
    )


def edits(
    reading: Reading, paths: Iterable[str], retarget: Callable[[str], Retarget], spans: Spans
) -> dict[str, tuple[Edit, ...]]:
    """Return the edits of some files: of the targets of their links, as `retarget` gives them for each file, and those
    of `spans` in question files. Raises UneditableError.
    """
    bank = reading.bank
    pages = {page.source for page in bank.pages}
    made = {}
    for path in sorted(paths):
        text = reading.texts[path]
        if path in pages:
            changes = list(page_links(text, path, retarget(path)))
        elif path in bank.by_path:
            front = read_front(text, path)
            if front is None:
                raise UneditableError(f"the fields of '{path}' cannot be read")
            try:
                changes = with_fences(front, [*question_links(front, path, retarget(path)), *spans(front, path)])
            except UneditableError as error:
                raise UneditableError(f"'{path}': {error}") from None
            except TooDeepError:
                raise UneditableError(f"'{path}' is nested too deep") from None
        else:
            continue
        if changes:
            made[path] = as_edits(text, changes)
    return made


def of_file(path: str, moves: Mapping[str, str]) -> Retarget:
    """Return what the targets of links in a file become where some files move."""
    return lambda target: retargeted(target, path, moves.get(path, path), moves)


def links_by_path(bank: Bank) -> dict[str, tuple[Link, ...]]:
    """Return the links of each file of a bank, in order."""
    links = {
        item.path: tuple(link for part in (item.question, *item.prose) for link in part.links)
        for item in bank.questions
    }
    return links | {page.source: page.body.links for page in bank.pages}


def _formerly(front: Front, old: str, new: str) -> Iterator[Span]:
    """Yield the change that adds a former id; where the new id is one itself, the old one takes its place."""
    for item in front.items("formerly"):
        if isinstance(item, yaml.ScalarNode) and item.value == new:
            yield new_scalar(front, item, old)
            return
    yield from changed_items(front, "formerly", (), [old])
