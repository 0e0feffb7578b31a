"""The questions related to one, as its page lists and draws them: each once, by its strongest relation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import Any

from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.prose import SECTION_IDS, SECTIONS
from mkdocs_qbank.model.relations import Relation
from mkdocs_qbank.render.view import SiteView

SHOWN = 6
"""The largest number of related questions in sight; the rest is folded."""
MOST_CARDS = 16
"""The largest number of questions that two steps are drawn for; beyond it, only the map shows them."""
ENOUGH = 3
"""A page with fewer relations than this says that no other question is near."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Neighbour:
    """Another question and the strongest relation to it, which may point from it."""

    id: str
    relation: Relation
    leads_here: bool
    reason: str
    quotes: bool = False
    """Whether the reason is a sentence of this question's own page."""

    @property
    def label(self) -> str:
        """The name of the relation as seen from this question."""
        return self.relation.kind.incoming_label if self.leads_here else self.relation.kind.label

    @property
    def first(self) -> bool:
        """Whether it is to be read before this question."""
        return self.relation.kind.traits.first and not self.leads_here


def related(question: Question, view: SiteView) -> dict[str, Any]:
    """Return the related questions in sight, before and after this one in the drawing, and the folded ones."""
    near = neighbours(question.id, view)
    in_sight = _in_sight(near)
    shown = [item for item in near if item.id in in_sight]
    rest = [item for item in near if item.id not in in_sight]
    data: dict[str, Any] = {
        "anchor": SECTION_IDS["related"],
        "heading": SECTIONS["related"],
        "before": [_item(item, question, view) for item in shown if item.first],
        "after": [_item(item, question, view) for item in shown if not item.first],
    }
    if rest:
        data["rest"] = [_item(item, question, view) for item in rest]
        data["more"] = message("question.more_related", count=len(rest))
    if nearest := view.relations.nearest.get(question.id):
        data["nearest"] = [{**view.link(other), "reason": view.summaries[other]} for other in nearest]
    elif len(view.relations.outgoing.get(question.id, ())) < ENOUGH:
        data["nothing"] = message("question.nothing_nearer" if near else "question.nothing_near")
    if near and _fits(question.id, near, view):
        data["two_steps"] = True
    return data


def _fits(identifier: str, near: Iterable[Neighbour], view: SiteView) -> bool:
    """Return whether two steps from a question lead to few enough others to draw them."""
    within = {identifier, *(item.id for item in near)}
    for item in near:
        within |= _near(item.id, view)
        if len(within) - 1 > MOST_CARDS:
            return False
    return True


def _near(identifier: str, view: SiteView) -> set[str]:
    outgoing = view.relations.outgoing.get(identifier, ())
    incoming = view.relations.incoming.get(identifier, ())
    return {relation.target for relation in outgoing} | {relation.source for relation in incoming}


def neighbours(identifier: str, view: SiteView) -> list[Neighbour]:
    """Return each question that a relation connects to this one, once, the strongest kinds first.

    What to read first comes before all else, in the order of the file; of two relations of the same kind the one that
    points from this question is taken.
    """
    outgoing = view.relations.outgoing.get(identifier, ())
    incoming = sorted(view.relations.incoming.get(identifier, ()), key=lambda relation: view.rank(relation.source))
    candidates = sorted(
        [(relation.kind.rank, False, relation.target, relation) for relation in outgoing]
        + [(relation.kind.rank, True, relation.source, relation) for relation in incoming],
        key=lambda candidate: candidate[:2],
    )
    strongest: dict[str, Neighbour] = {}
    for _, leads_here, other, relation in candidates:
        first = strongest.get(other)
        if first and first.reason:
            continue
        reason, quotes = reason_at(relation, leads_here=leads_here), relation.quoted and not leads_here
        if first is None:
            strongest[other] = Neighbour(
                id=other, relation=relation, leads_here=leads_here, reason=reason, quotes=quotes
            )
        elif reason:
            strongest[other] = replace(first, reason=reason, quotes=quotes)
    return list(strongest.values())


def reason_at(relation: Relation, *, leads_here: bool) -> str:
    """Return what was said of a relation, empty if nothing was, or if it makes sense only at the other end."""
    if leads_here and relation.sentence:
        return message("reasons.sentence_here", sentence=relation.sentence)
    return relation.reason if relation.said else ""


def _in_sight(near: Iterable[Neighbour]) -> frozenset[str]:
    """Return the ids of the neighbours shown without unfolding: in turn one of each kind and direction."""
    groups: dict[tuple[int, bool], list[str]] = {}
    for item in near:
        groups.setdefault((item.relation.kind.rank, item.leads_here), []).append(item.id)
    turns: Iterable[str | None] = chain.from_iterable(zip_longest(*groups.values()))
    return frozenset([identifier for identifier in turns if identifier is not None][:SHOWN])


def _item(item: Neighbour, question: Question, view: SiteView) -> dict[str, Any]:
    other = view.bank.by_id[item.id]
    shown: dict[str, Any] = {
        **view.link(item.id),
        "kind": str(item.relation.kind),
        "label": item.label,
        "reason": item.reason or view.summaries[item.id],
    }
    if item.leads_here:
        shown["leads_here"] = True
    if item.quotes:
        shown["quotes"] = True
    if other.topic != question.topic:
        shown["topic"] = view.bank.topic_by_id[other.topic].title
    return shown
