"""What stands in the Markdown of a question: links that lead somewhere, formulas that can be drawn."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from generator.check.references import UNPUBLISHED_ID
from generator.findings import Finding, Rule, nearest
from generator.model import Bank, Prose, Question
from generator.read.links import inner, resolve
from generator.read.markdown import Link, Outline, outline, place
from generator.read.maths import UnreadableError, mathml

BROKEN_LINK = Rule(
    id="broken-link",
    summary="A link in a question leads to a question of the bank, or to a web address.",
    help="Link to a question by its file, relative to this one: [words](../topic/id.md).",
    fails="[validation](../evaluation/cross-validaton.md)",
    passes="[validation](../evaluation/cross-validation.md)",
)
BAD_MATHS = Rule(
    id="bad-maths",
    summary="What stands between dollars is LaTeX that can be drawn.",
    help="Mend the formula; a dollar that is money is written \\$.",
    fails="$\\fraction{1}{n}$",
    passes="$\\frac{1}{n}$",
)


def check_prose(bank: Bank) -> Iterator[Finding]:
    """Gives the findings about links and formulas."""
    for question in bank.questions:
        for prose in (question.question, *question.prose):
            found = outline(prose.text)
            for link in found.links:
                yield from _check_link(question, prose, found, link, bank)
            for formula in found.formulas:
                try:
                    mathml(formula.latex, display=formula.display)
                except UnreadableError as error:
                    line, column = place(prose, found.data, formula.start)
                    yield BAD_MATHS.at(question.path, line, column, f"this formula cannot be read: {error}")


def _check_link(question: Question, prose: Prose, found: Outline, link: Link, bank: Bank) -> Iterator[Finding]:
    if not inner(link.target):
        return
    line, column = place(prose, found.data, link.start)
    target = resolve(link.target, question.path)
    if link.image:
        cure = "Use a web address for it, or draw it in words, a table or a formula."
        message = f"a question shows no files beside it, such as '{link.target}'"
        yield BROKEN_LINK.at(question.path, line, column, message, help=cure)
    elif target in bank.unread:
        return
    elif target not in bank.by_path:
        near = _nearest_file(target, question, bank)
        mend = f"Did you mean '{near}'?" if near else None
        yield BROKEN_LINK.at(question.path, line, column, f"there is no question at '{link.target}'", help=mend)
    elif question.published and not bank.by_path[target].published:
        message = f"'{bank.by_path[target].id}' is a draft"
        yield UNPUBLISHED_ID.at(
            question.path, line, column, message, help="Publish the draft, or remove the link until then."
        )


def _nearest_file(target: str, question: Question, bank: Bank) -> str | None:
    """The relative path to the question whose id is most like the one in a target."""
    stem = posixpath.splitext(posixpath.basename(target))[0]
    near = nearest(stem, bank.by_id)
    return posixpath.relpath(bank.by_id[near].path, posixpath.dirname(question.path)) if near else None
