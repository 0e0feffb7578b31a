"""Whether a bank says the same after questions moved: texts, links and relations."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from mkdocs_qbank.model.bank import Bank, Question
from mkdocs_qbank.model.prose import Prose


def first_difference(
    before: Bank, after: Bank, paths: Mapping[str, str], ids: Mapping[str, str], apart: Collection[str] = ()
) -> str | None:
    """Return the path before of the first file that says something else, or None if all say the same.

    `paths` and `ids` are what paths and ids became. Former ids and the questions in `apart` are not compared.
    """
    questions = {question.path: question for question in after.questions}
    for question in before.questions:
        if question.id in apart:
            continue
        other = questions.get(paths.get(question.path, question.path))
        if other is None or _said(question, paths, ids) != _said(other, {}, {}):
            return question.path
    pages = {page.source: page for page in after.pages}
    for page in before.pages:
        other_page = pages.get(page.source)
        if other_page is None or _links(page.body, paths) != _links(other_page.body, {}):
            return page.source
    return None


def _said(question: Question, paths: Mapping[str, str], ids: Mapping[str, str]) -> tuple[Any, ...]:
    texts = {"question": question.question, **question.texts}
    return (
        ids.get(question.id, question.id),
        {name: (text.blocks, text.code, _links(text, paths)) for name, text in texts.items()},
        {ids.get(reference.id, reference.id) for named in question.declared.values() for reference in named},
        (question.difficulty, question.status, question.applies_to, question.reviewed),
        (question.tags, question.aliases, question.sources),
    )


def _links(text: Prose, paths: Mapping[str, str]) -> list[tuple[str, str, bool, bool]]:
    """Return where the links of a text lead."""
    return [
        (
            paths.get(link.path, link.path) if link.path else link.target,
            link.text,
            link.dead,
            link.image,
        )
        for link in text.links
    ]
