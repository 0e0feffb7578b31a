"""The relations shown on a question's page, as lists and as a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.relations import Relation
from mkdocs_qbank.render.neighbourhood import Neighbour, draw
from mkdocs_qbank.render.view import SiteView

_DRAWN_BEFORE, _DRAWN_AFTER = 4, 8
ENOUGH = 3
"""A page with fewer relations than this says that no other question is near."""


def relation_lists(question: Question, view: SiteView) -> dict[str, Any]:
    """Return the relations of a question grouped by kind, its backlinks, and the drawing of both."""
    outgoing = view.relations.outgoing.get(question.id, ())
    incoming = view.relations.incoming.get(question.id, ())
    groups = []
    for kind in Kind:
        items = [_item(relation, relation.target, view) for relation in outgoing if relation.kind is kind]
        if items:
            groups.append({"kind": str(kind), "heading": kind.label, "items": items})
    backlinks = []
    for relation in sorted(incoming, key=lambda item: (item.kind.rank, item.source)):
        item = _item(relation, relation.source, view)
        item["label"] = relation.kind.incoming_label
        item["reason"] = relation.sentence or ("" if _one_sided(relation) else relation.reason)
        backlinks.append(item)
    shown: dict[str, Any] = {"relations": groups, "backlinks": backlinks}
    if len(outgoing) < ENOUGH:
        shown["nothing_nearer"] = True
    drawing = _drawing(question, outgoing, incoming, view)
    if drawing:
        shown["drawing"] = drawing
    return shown


def _one_sided(relation: Relation) -> bool:
    """Return whether the reason makes sense only at the source of a relation: to read something first."""
    return relation.kind.traits.first and relation.reason == relation.kind.reason


def _item(relation: Relation, other: str, view: SiteView) -> dict[str, Any]:
    question = view.bank.by_id[other]
    item = {
        **view.link(other),
        "kind": str(relation.kind),
        "reason": relation.reason,
        "topic": view.bank.topic_by_id[question.topic].title,
    }
    if question.difficulty:
        item["difficulty"] = str(question.difficulty)
    return item


def _drawing(
    question: Question, outgoing: Sequence[Relation], incoming: Sequence[Relation], view: SiteView
) -> dict[str, Any] | None:
    before = [relation for relation in outgoing if relation.kind.traits.first]
    after = [relation for relation in outgoing if not relation.kind.traits.first]
    targets = {relation.target for relation in outgoing}
    backlinks = [relation for relation in incoming if relation.source not in targets]
    backlinks.sort(key=lambda relation: (relation.kind.rank, relation.source))
    if not (before or after or backlinks):
        return None

    def neighbour(relation: Relation, *, leads_here: bool) -> Neighbour:
        other = relation.source if leads_here else relation.target
        label = relation.kind.incoming_label if leads_here else relation.kind.label
        kind = str(relation.kind)
        return Neighbour(**view.link(other), kind=kind, label=label, leads_here=leads_here)

    below = [neighbour(relation, leads_here=False) for relation in after]
    below += [neighbour(relation, leads_here=True) for relation in backlinks]
    drawing = draw(
        view.titles[question.id],
        [neighbour(relation, leads_here=False) for relation in before[:_DRAWN_BEFORE]],
        below[:_DRAWN_AFTER],
    )
    drawing["before"] = " ".join(kind for kind in Kind if kind.traits.first)
    more = max(len(before) - _DRAWN_BEFORE, 0) + max(len(below) - _DRAWN_AFTER, 0)
    drawing["more"] = message("question.more_in_list", count=more) if more else ""
    return drawing
