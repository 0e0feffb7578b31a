"""Links in questions and pages: each leads to a page of the bank or to the web."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from mkdocs_qbank.check.check import Check
from mkdocs_qbank.check.references import UNPUBLISHED_ID
from mkdocs_qbank.findings.finding import Finding, Rule, Severity
from mkdocs_qbank.findings.spelling import Suggestions
from mkdocs_qbank.markdown.rules import IMAGE
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.prose import Link

BROKEN_LINK = Rule(
    id="broken-link",
    summary="A link in a question leads to a question of the bank, or to a web address.",
    help="Link to a question by its file, relative to this one: [words](../topic/id.md). The page shows its words.",
    fails="[validation](../evaluation/cross-validaton.md)",
    passes="[validation](../evaluation/cross-validation.md)",
    severity=Severity.WARNING,
)


def _check(bank: Bank) -> Iterator[Finding]:
    """Yield the findings about links in questions and in the pages that people wrote."""
    links = _Links(bank)
    for question in bank.questions:
        for prose in (question.question, *question.prose):
            for link in prose.links:
                yield from links.check(link, question.path, public=question.published)
    for page in bank.pages:
        for link in page.body.links:
            yield from links.check(link, page.source, public=True)


class _Links:
    """What is known of a bank when one of its links is checked."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.ids = _ids(bank)
        self.suggestions = Suggestions()

    def check(self, link: Link, path: str, *, public: bool) -> Iterator[Finding]:
        where = (path, link.line, link.column)
        if link.image:
            yield IMAGE.at(*where, f"a picture is shown as a link: '{link.target[:80]}'")
        elif link.dead:
            near = self._nearest_file(link.path or "", path)
            cure = f"Did you mean '{near}'?" if near else None
            yield BROKEN_LINK.at(*where, f"there is nothing at '{link.target[:80]}'", help=cure)
        elif public and (target := self.bank.by_path.get(link.path or "")) and not target.published:
            message = f"'{target.id}' is a draft"
            yield UNPUBLISHED_ID.at(*where, message, help="Publish the draft, or remove the link until then.")
        elif link.anchor and link.anchor not in self.ids.get(link.path or path, {link.anchor}):
            near = self.suggestions.nearest(link.anchor, self.ids[link.path or path])
            cure = f"Did you mean '#{near.removeprefix('q-')}'?" if near else None
            yield BROKEN_LINK.at(*where, f"there is no heading for '{link.target[:80]}'", help=cure)

    def _nearest_file(self, target: str, path: str) -> str | None:
        """Return the relative path to the question whose id is closest to the one in a target."""
        stem = posixpath.splitext(posixpath.basename(target))[0]
        near = self.suggestions.nearest(stem, self.bank.by_id)
        return posixpath.relpath(self.bank.by_id[near].path, posixpath.dirname(path)) if near else None


def _ids(bank: Bank) -> Mapping[str, frozenset[str]]:
    """Every id of the page of each file."""
    ids = {}
    for question in bank.questions:
        parts = (question.question, *question.prose)
        headings = {heading.id for part in parts for heading in part.headings}
        ids[question.path] = frozenset(headings | {name for part in parts for name in part.ids} | question.sections)
    return ids | {page.source: page.body.ids for page in bank.pages}


LINKS = Check(rules=(BROKEN_LINK,), run=_check)
