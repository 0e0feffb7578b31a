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
    return MappingProxyType({question.id: _relations(question, bank) for question in bank.questions})


def _relations(question: Question, bank: Bank) -> tuple[Relation, ...]:
    sentences = _sentences(question, bank)
    kinds: dict[str, tuple[Kind, str | None]] = {}
    for kind in Kind:
        for reference in question.named(kind):
            kinds.setdefault(reference.id, (kind, reference.why))
    for target in sentences:
        kinds.setdefault(target, (Kind.MENTIONS, None))
    return tuple(
        Relation(
            kind=kind,
            source=question.id,
            target=target,
            reason=why or _reason(kind, sentences.get(target)),
            sentence=sentences.get(target),
        )
        for target, (kind, why) in kinds.items()
        if target in bank.by_id and target != question.id
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


def _reason(kind: Kind, sentence: str | None) -> str:
    quoted = sentence and not kind.traits.first
    return message("reasons.sentence", sentence=sentence) if quoted else kind.reason
