"""Relations made by authors: prerequisites, related questions, and links in answers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mkdocs_qbank.model.bank import Bank, Question
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.relations import Relation


def declared(bank: Bank) -> Mapping[str, tuple[Relation, ...]]:
    """Return the relations that authors made, by the id of their source, the strongest kind first.

    There is one relation from a question to another: of several, the strongest kind is kept, with the sentence of the
    link if there is one. References to questions outside the bank are ignored.
    """
    return MappingProxyType({question.id: relations_of(question, bank) for question in bank.questions})


def relations_of(question: Question, bank: Bank) -> tuple[Relation, ...]:
    """Return the relations that the author of a question made, as `declared` does for all."""
    sentences = _sentences(question, bank)
    kinds: dict[str, tuple[Kind, str | None]] = {}
    for kind in Kind:
        for reference in question.named(kind):
            kinds.setdefault(reference.id, (kind, reference.why))
    for target in sentences:
        kinds.setdefault(target, (Kind.MENTIONS, None))
    return tuple(
        _relation(question, target, kind, why, sentences.get(target))
        for target, (kind, why) in kinds.items()
        if target in bank.by_id and target != question.id
    )


def _relation(question: Question, target: str, kind: Kind, why: str | None, sentence: str | None) -> Relation:
    """Return a relation with the reason that is given, or else the sentence of a link where that says more."""
    quoted = not why and bool(sentence) and not kind.traits.first
    return Relation(
        kind=kind,
        source=question.id,
        target=target,
        reason=why or (message("reasons.sentence", sentence=sentence) if quoted else kind.reason),
        sentence=sentence,
        said=bool(why) or quoted,
        quoted=quoted,
    )


def _sentences(question: Question, bank: Bank) -> dict[str, str]:
    """Return the first sentence of `question` that links to each other question, by the id of the target."""
    sentences: dict[str, str] = {}
    for prose in question.prose:
        for link in prose.links:
            target = bank.by_path.get(link.path or "")
            if target is not None and not link.image:
                sentences.setdefault(target.id, link.sentence or link.text)
    return sentences
