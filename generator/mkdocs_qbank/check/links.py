"""Links in questions and pages: each leads to a page of the bank or to the web."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from mkdocs_qbank.check.check import Check
from mkdocs_qbank.check.references import UNPUBLISHED_ID
from mkdocs_qbank.findings.finding import Finding, Rule, Severity
from mkdocs_qbank.findings.spelling import Suggestions
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
    ids, suggestions = _ids(bank), Suggestions()
    texts = [(part, item.path, item.published) for item in bank.questions for part in (item.question, *item.prose)]
    texts += [(page.body, page.source, True) for page in bank.pages]
    for text, path, public in texts:
        for link in (link for link in text.links if not link.image):
            yield from _check_link(link, path, bank, ids, suggestions, public=public)


def _check_link(
    link: Link, path: str, bank: Bank, ids: Mapping[str, frozenset[str]], suggestions: Suggestions, *, public: bool
) -> Iterator[Finding]:
    where = (path, link.line, link.column)
    if link.dead and link.path not in bank.unread:
        near = suggestions.nearest(posixpath.splitext(posixpath.basename(link.path or ""))[0], bank.by_id)
        cure = f"Did you mean '{posixpath.relpath(bank.by_id[near].path, posixpath.dirname(path))}'?" if near else None
        yield BROKEN_LINK.at(*where, f"there is nothing at '{link.target[:80]}'", help=cure)
    elif public and (target := bank.by_path.get(link.path or "")) and not target.published:
        cure = "Publish the draft, or remove the link until then."
        yield UNPUBLISHED_ID.at(*where, f"'{target.id}' is a draft", help=cure)
    elif link.anchor and link.anchor not in ids.get(link.path or path, {link.anchor}):
        near = suggestions.nearest(link.anchor, ids[link.path or path])
        cure = f"Did you mean '#{near.removeprefix('q-')}'?" if near else None
        yield BROKEN_LINK.at(*where, f"there is no heading for '{link.target[:80]}'", help=cure)


def _ids(bank: Bank) -> Mapping[str, frozenset[str]]:
    """Every id of the page of each file."""
    return {
        question.path: question.sections.union(
            *(part.ids.union(heading.id for heading in part.headings) for part in (question.question, *question.prose))
        )
        for question in bank.questions
    } | {page.source: page.body.ids for page in bank.pages}


LINKS = Check(rules=(BROKEN_LINK,), run=_check)
