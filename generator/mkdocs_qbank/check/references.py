"""Ids: each stands once, and each that is named exists."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

import rustworkx

from mkdocs_qbank.findings.finding import Finding, Rule, Severity
from mkdocs_qbank.findings.spelling import Suggestions, nearest
from mkdocs_qbank.model.bank import Bank, Question, Reference
from mkdocs_qbank.model.kinds import Kind

DUPLICATE_ID = Rule(
    id="duplicate-id",
    summary="An id stands once in a bank, whatever the topic and the form of the file.",
    help="Rename one of the two files; the id is the file's name and the page's address.",
    fails="questions/evaluation/overfitting.md\nquestions/training/overfitting.yml",
    passes="questions/evaluation/overfitting.md\nquestions/training/overfitting-in-training.yml",
)
UNKNOWN_ID = Rule(
    id="unknown-id",
    summary="Each id that a question names is the id of a question.",
    help="Name the id of a question of this bank: its file's name without the ending.",
    fails="prerequisites: [overfiting]",
    passes="prerequisites: [overfitting]",
)
UNPUBLISHED_ID = Rule(
    id="unpublished-id",
    summary="A question that readers see leads to no draft.",
    help="Publish the draft, or remove the reference until then.",
    fails="related: [a-draft]",
    passes="related: [overfitting]",
)
SELF_REFERENCE = Rule(
    id="self-reference",
    summary="A question is not related to itself.",
    help="Remove it.",
    fails="related: [overfitting]",
    passes="related: [cross-validation]",
)
REPEATED_ID = Rule(
    id="repeated-id",
    summary="A question names another once.",
    help="Keep the one that says more: a prerequisite says more than a related question.",
    fails="related: [cross-validation, cross-validation]",
    passes="related: [cross-validation]",
    severity=Severity.WARNING,
)
PREREQUISITE_CYCLE = Rule(
    id="prerequisite-cycle",
    summary="No question is, by way of others, its own prerequisite.",
    help="Remove one of these prerequisites, so that there is a first question to read.",
    fails="prerequisites: [cross-validation]",
    passes="prerequisites: []",
)


LOST_ID = Rule(
    id="lost-id",
    summary="A published id stays: its page, or a redirect from it.",
    help="Name the old id in the 'formerly' of the question that took its place, or mark the question as deprecated.",
    fails="formerly: []",
    passes="formerly: [what-is-that]",
)


def check_lost(bank: Bank, gone: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a finding for each published question that is gone while none has its id, now or formerly.

    `gone` holds the id of each by the path of the file that it had.
    """
    kept = set(bank.by_id) | {former.id for question in bank.questions for former in question.formerly}
    for path, identifier in gone.items():
        if identifier not in kept:
            near = nearest(identifier, bank.by_id)
            cure = f"Write 'formerly: [{identifier}]' in '{near}', if that took its place." if near else None
            yield LOST_ID.at(path, 1, 1, f"the page questions/{identifier}/ is gone", help=cure)


def check_ids(bank: Bank) -> Iterator[Finding]:
    """Gives the findings about ids that stand twice, former ones among them."""
    owner: dict[str, str] = {}
    for question in bank.questions:
        if question.id in owner:
            message = f"the id '{question.id}' is taken by {owner[question.id]}"
            yield DUPLICATE_ID.at(question.path, 1, 1, message)
        owner.setdefault(question.id, question.path)
    for question in bank.questions:
        for former in question.formerly:
            if former.id in owner:
                message = f"the former id '{former.id}' is taken by {owner[former.id]}"
                yield DUPLICATE_ID.at(question.path, former.line, former.column, message)
            owner.setdefault(former.id, question.path)


def check_references(bank: Bank) -> Iterator[Finding]:
    """Yield the findings about the questions that others name."""
    suggestions = Suggestions()
    for question in bank.questions:
        seen: set[str] = set()
        for reference in (reference for named in question.declared.values() for reference in named):
            yield from _check_reference(question, reference, bank, suggestions)
            if reference.id in seen:
                message = f"'{reference.id}' is named twice"
                yield REPEATED_ID.at(question.path, reference.line, reference.column, message)
            seen.add(reference.id)


def _check_reference(
    question: Question, reference: Reference, bank: Bank, suggestions: Suggestions
) -> Iterator[Finding]:
    place = (question.path, reference.line, reference.column)
    target = bank.by_id.get(reference.id)
    if reference.id == question.id:
        yield SELF_REFERENCE.at(*place, f"'{question.id}' names itself")
    elif target is None:
        if any(posixpath.splitext(posixpath.basename(path))[0] == reference.id for path in bank.unread):
            return
        near = suggestions.nearest(reference.id, bank.by_id)
        cure = f"Did you mean '{near}'?" if near else None
        yield UNKNOWN_ID.at(*place, f"there is no question '{reference.id}'", help=cure)
    elif question.published and not target.published:
        yield UNPUBLISHED_ID.at(*place, f"'{reference.id}' is a draft")


def check_cycles(bank: Bank) -> Iterator[Finding]:
    """Gives one finding for each knot of prerequisites, with a cycle of it written out.

    A knot is a strongly connected component (Tarjan, 1972); the finding stands in the file whose id comes first.
    """
    ids = sorted(bank.by_id)
    index = {identifier: number for number, identifier in enumerate(ids)}
    graph = rustworkx.PyDiGraph()
    graph.add_nodes_from(ids)
    for question in bank.by_id.values():
        for reference in question.named(Kind.PREREQUISITE):
            if reference.id in index and reference.id != question.id:
                graph.add_edge(index[question.id], index[reference.id], None)
    knots = [knot for knot in rustworkx.strongly_connected_components(graph) if len(knot) > 1]
    for first in sorted(min(knot) for knot in knots):
        path = [ids[edge[0]] for edge in rustworkx.digraph_find_cycle(graph, source=first)]
        start = path.index(min(path))
        path = path[start:] + path[:start]
        question = bank.by_id[path[0]]
        reference = next(item for item in question.named(Kind.PREREQUISITE) if item.id == path[1])
        chain = " → ".join([*path, path[0]])
        message = f"these are each other's prerequisites: {chain}"
        yield PREREQUISITE_CYCLE.at(question.path, reference.line, reference.column, message)
