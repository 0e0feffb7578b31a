"""Links in questions and pages: each leads to a page of the bank or to the web."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from mkdocs_qbank.check.check import Check
from mkdocs_qbank.check.references import UNPUBLISHED_ID
from mkdocs_qbank.findings.finding import Finding, Rule, Severity
from mkdocs_qbank.findings.spelling import Suggestions
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.prose import ID_PREFIX, Link

BROKEN_LINK = Rule(
    id="broken-link",
    summary="A link in a question leads to a question of the bank, or to a web address.",
    why="Readers who follow it lose their way, so the page shows the words without a link.",
    help="Link to a question by its file, relative to this one: [words](../topic/id.md). The page shows its words.",
    fails="[validation](../evaluation/cross-validaton.md)",
    passes="[validation](../evaluation/cross-validation.md)",
    severity=Severity.WARNING,
)
_NOWHERE = "Write between the round brackets where it leads: [words](../topic/id.md). The page shows its words."
_DOWNLOAD = "Move it below content/pages, where files to download are, and link to it there. The page shows its words."
_FEW = 6
"""The largest number of headings that are named where none is similar."""


def _check(bank: Bank) -> Iterator[Finding]:
    """Yield the findings about links in questions and in the pages that people wrote."""
    suggestions = Suggestions()
    texts = [(part, item.path, item.published) for item in bank.questions for part in (item.question, *item.prose)]
    texts += [(page.body, page.source, True) for page in bank.pages]
    for text, path, public in texts:
        for link in (link for link in text.links if not link.image):
            yield from _check_link(link, path, bank, suggestions, public=public)


def _check_link(link: Link, path: str, bank: Bank, suggestions: Suggestions, *, public: bool) -> Iterator[Finding]:
    where = (path, link.line, link.column)
    if not link.target.strip():
        yield BROKEN_LINK.at(*where, "this link leads nowhere", help=_NOWHERE)
    elif link.path in bank.strays:
        yield BROKEN_LINK.at(*where, f"the file '{link.target[:80]}' is not published", help=_DOWNLOAD)
    elif link.dead and link.path not in bank.unread:
        near = suggestions.nearest(posixpath.splitext(posixpath.basename(link.path or ""))[0], bank.by_id)
        cure = f"Did you mean '{posixpath.relpath(bank.by_id[near].path, posixpath.dirname(path))}'?" if near else None
        yield BROKEN_LINK.at(*where, f"there is nothing at '{link.target[:80]}'", help=cure)
    elif public and (target := bank.by_path.get(link.path or "")) and not target.published:
        cure = "Publish the draft, or remove the link until then."
        yield UNPUBLISHED_ID.at(*where, f"'{target.id}' is a draft", help=cure)
    elif not bank.has_heading(link, path):
        yield BROKEN_LINK.at(
            *where, f"there is no heading for '{link.target[:80]}'", help=_heading(link, path, bank, suggestions)
        )


def _heading(link: Link, path: str, bank: Bank, suggestions: Suggestions) -> str:
    """Return how to fix a link to a heading that its page does not have."""
    known = sorted(name.removeprefix(ID_PREFIX) for name in bank.ids[link.path or path] if ":" not in name)
    near = suggestions.nearest(link.anchor.removeprefix(ID_PREFIX), known)
    shown = "The link leads to its page." if link.path else "The page shows its words."
    if near:
        return f"Did you mean '{link.target.partition('#')[0][:80]}#{near}'? {shown}"
    names = ", ".join(f"#{name}" for name in known[:_FEW]) + (", …" if len(known) > _FEW else "")
    return f"Link to a heading of that page ({names}), or to the page alone. {shown}"


LINKS = Check(rules=(BROKEN_LINK,), run=_check)
