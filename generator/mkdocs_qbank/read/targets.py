"""What the links of a bank lead to, once all of its files have been read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.markdown.links import relative, without_anchors
from mkdocs_qbank.model.bank import Bank, Question, Reference
from mkdocs_qbank.model.prose import Prose
from mkdocs_qbank.read.image_rules import BAD_IMAGE, IMAGE_LOCATION, LARGE_IMAGE, MOVING_IMAGE

_OF_IMAGES = frozenset(rule.id for rule in (BAD_IMAGE, LARGE_IMAGE, MOVING_IMAGE, IMAGE_LOCATION))


def with_current_ids(bank: Bank) -> Bank:
    """Return a bank in which references that write a former id of a question name it as it is called now."""
    moved = bank.formers

    def current(reference: Reference) -> Reference:
        if reference.id not in moved:
            return reference
        return replace(reference, id=moved[reference.id], former=reference.id)

    def of_question(question: Question) -> Question:
        named = question.declared.values()
        if not any(reference.id in moved for references in named for reference in references):
            return question
        declared = {kind: tuple(map(current, references)) for kind, references in question.declared.items()}
        return replace(question, declared=MappingProxyType(declared))

    return replace(bank, questions=tuple(map(of_question, bank.questions))) if moved else bank


def with_users(findings: Collection[Finding], bank: Bank) -> tuple[Finding, ...]:
    """Return findings, those about an image with the first place that uses it: that may have to change too."""
    if not any(finding.rule in _OF_IMAGES for finding in findings):
        return tuple(findings)
    users: dict[str, tuple[str, int]] = {}
    texts = [(question.path, prose) for question in bank.questions for prose in question.prose]
    for path, prose in (*texts, *((page.source, page.body) for page in bank.pages)):
        for link in prose.links:
            if link.path is not None:
                place = (path, link.line)
                users[link.path] = min(users.get(link.path, place), place)

    def named(finding: Finding) -> Finding:
        used = users.get(finding.path) if finding.rule in _OF_IMAGES else None
        return replace(finding, help=f"{finding.help} It is used in {used[0]}, line {used[1]}.") if used else finding

    return tuple(map(named, findings))


def without_missing_headings(bank: Bank, addresses: Mapping[str, str]) -> Bank:
    """Return a bank whose links to headings that do not exist lead to their pages; the links are still told as such."""

    def resolved(prose: Prose, path: str) -> Prose:
        missing = [link for link in prose.links if not bank.has_heading(link, path)]
        if not missing:
            return prose
        here = addresses.get(path, "")
        pages = [relative(addresses.get(link.path, ""), here) if link.path else "" for link in missing]
        wrong = {f"{page}#{link.anchor}" for page, link in zip(pages, missing, strict=True)}
        return replace(prose, html=without_anchors(prose.html, sorted(wrong)))

    def of_question(question: Question) -> Question:
        texts = {"question": question.question, **question.texts}
        changed: dict[str, Any] = {field: resolved(prose, question.path) for field, prose in texts.items()}
        return replace(question, **changed) if any(changed[name] is not texts[name] for name in texts) else question

    return replace(
        bank,
        questions=tuple(of_question(question) for question in bank.questions),
        pages=tuple(replace(page, body=resolved(page.body, page.source)) for page in bank.pages),
    )
