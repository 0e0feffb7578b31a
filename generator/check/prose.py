"""What stands in the Markdown of a question: links that lead somewhere, formulas that can be drawn."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from generator.addresses import generated_pages
from generator.check.references import UNPUBLISHED_ID
from generator.findings import Finding, Rule, nearest
from generator.model import Bank, Prose
from generator.read.links import inner, resolve
from generator.read.markdown import Link, outline, place
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
    """Gives the findings about links and formulas, in questions and in the pages that people wrote."""
    written = {page.source for page in bank.pages} | set(bank.by_path) | bank.unread
    for question in bank.questions:
        for prose in (question.question, *question.prose):
            yield from _check(prose, question.path, bank, frozenset(written), public=question.published)
    made = frozenset(written | bank.files | _made(bank))
    for page in bank.pages:
        yield from _check(page.body, page.source, bank, made, public=True)


def _made(bank: Bank) -> set[str]:
    """The pages that are made, as files beside those that people wrote."""
    files: set[str] = set()
    for root in {page.source.rsplit("/", page.path.count("/") + 1)[0] + "/" for page in bank.pages}:
        files |= {root + path for path in generated_pages(bank)}
    return files


def _check(prose: Prose, path: str, bank: Bank, known: frozenset[str], *, public: bool) -> Iterator[Finding]:
    found = outline(prose.text)
    for link in found.links:
        place_ = (path, *place(prose, found.data, link.start))
        if link.image:
            cure = "Link to it, or say it in words, a table or a formula."
            yield BROKEN_LINK.at(*place_, f"pages show no pictures, such as '{link.target}'", help=cure)
        elif inner(link.target):
            yield from _check_link(link, place_, bank, known, public=public)
    for formula in found.formulas:
        try:
            mathml(formula.latex, display=formula.display)
        except UnreadableError as error:
            line, column = place(prose, found.data, formula.start)
            yield BAD_MATHS.at(path, line, column, f"this formula cannot be read: {error}")


def _check_link(
    link: Link, where: tuple[str, int, int], bank: Bank, known: frozenset[str], *, public: bool
) -> Iterator[Finding]:
    target = resolve(link.target, where[0])
    if target not in known:
        near = _nearest_file(target, where[0], bank)
        yield BROKEN_LINK.at(
            *where, f"there is nothing at '{link.target}'", help=f"Did you mean '{near}'?" if near else None
        )
    elif link.raw:
        yield BROKEN_LINK.at(*where, "a link to a file is written in HTML", help=f"Write it as [words]({link.target}).")
    elif public and target in bank.by_path and not bank.by_path[target].published:
        message = f"'{bank.by_path[target].id}' is a draft"
        yield UNPUBLISHED_ID.at(*where, message, help="Publish the draft, or remove the link until then.")


def _nearest_file(target: str, path: str, bank: Bank) -> str | None:
    """The relative path to the question whose id is most like the one in a target."""
    stem = posixpath.splitext(posixpath.basename(target))[0]
    near = nearest(stem, bank.by_id)
    return posixpath.relpath(bank.by_id[near].path, posixpath.dirname(path)) if near else None
