"""Web addresses that lead nowhere: what a bank and the network say together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from urllib.parse import urldefrag

from mkdocs_qbank.findings.finding import Finding, Rule, Severity
from mkdocs_qbank.model.bank import Bank

DEAD_LINK = Rule(
    id="dead-link",
    summary="Each web address in a source, an answer or a page answers; 'qbank check --links' looks it up.",
    why="Readers cannot check an answer whose source is gone, and a link that ends in an error page costs their trust.",
    help="Replace it by where the page is now, by a copy at https://web.archive.org/, or by another source.",
    fails="sources: [{title: Annual report, url: https://example.org/moved-long-ago}]",
    passes="sources: [{title: Annual report, url: https://example.org/report}]",
    severity=Severity.WARNING,
)

_LONGEST = 2000

Place = tuple[str, int, int]
"""The path of a file, a line and a column."""


def addresses(bank: Bank, ignored: Iterable[str] = ()) -> dict[str, list[Place]]:
    """Return the places of each web address in a bank, in the order of files and lines.

    Parts of one page count as one address; drafts count, deprecated questions too, since readers still see them.
    Addresses that match one of the patterns `ignored` are left out.
    """
    patterns = tuple(ignored)
    found: dict[str, list[Place]] = {}
    for target, place in sorted(_targets(bank), key=lambda item: item[1]):
        address = urldefrag(target.strip()).url
        if not any(fnmatchcase(address, pattern) for pattern in patterns):
            found.setdefault(address, []).append(place)
    return found


def _targets(bank: Bank) -> Iterator[tuple[str, Place]]:
    texts = [(part, item.path) for item in bank.questions for part in (item.question, *item.prose)]
    texts += [(page.body, page.source) for page in bank.pages]
    for text, path in texts:
        yield from ((link.target, (path, link.line, link.column)) for link in text.links if _is_web(link.target))
    for question in bank.questions:
        for source in question.sources:
            if source.url and _is_web(source.url):
                yield source.url, (question.path, source.line, source.column)


def _is_web(target: str) -> bool:
    return target.strip().lower().startswith(("http://", "https://"))


def check_dead(places: Mapping[str, Iterable[Place]], dead: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a finding at each place of each address that is dead; `dead` says why."""
    for address, reason in dead.items():
        named = address[:_LONGEST]
        for place in places[address]:
            details = (("address", named), ("reason", reason))
            yield DEAD_LINK.at(*place, f"'{named}' is dead: {reason}", details=details)
