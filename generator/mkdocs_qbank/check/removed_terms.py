"""Answers that use what a version that they apply to has removed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mkdocs_qbank.check.check import Check
from mkdocs_qbank.findings.finding import Finding, Rule, Severity
from mkdocs_qbank.model.bank import Bank, Question, Status
from mkdocs_qbank.model.prose import Prose
from mkdocs_qbank.model.versions import RemovedTerm, Version, read_version

_WORD = re.compile(r"\w+")

REMOVED_TERM = Rule(
    id="removed-term",
    summary="An answer uses no term that content/removed.yml lists as removed from a version it applies to.",
    why="Readers who follow the answer get an error, or learn what they have to unlearn.",
    help="Use what took its place, name in 'applies_to' the older version that the answer is about, or say in the "
    "same paragraph since when it is gone.",
    fails="Call findDOMNode on the component.",
    passes="Put a ref on the element.",
    severity=Severity.WARNING,
)


def _check(bank: Bank) -> Iterator[Finding]:
    """Yield a finding for each removed term in an answer; deprecated questions say themselves that they are past."""
    terms = [(term, version) for term in bank.removed if (version := read_version(term.since)) is not None]
    if not terms:
        return
    by_word: dict[str, list[tuple[RemovedTerm, Version]]] = {}
    for term, version in terms:
        by_word.setdefault(_WORD.findall(term.term)[0], []).append((term, version))
    for question in bank.questions:
        if question.status is Status.DEPRECATED:
            continue
        for prose in (question.in_short, question.answer, question.key_points):
            if prose is not None:
                yield from _check_text(prose, question, by_word)


def _check_text(
    prose: Prose, question: Question, by_word: dict[str, list[tuple[RemovedTerm, Version]]]
) -> Iterator[Finding]:
    texts = (*prose.blocks, *prose.code)
    words = {word for text in texts for word in _WORD.findall(text)}
    for word in sorted(words & by_word.keys()):
        for term, version in by_word[word]:
            if _applies(question.applies_to, version) and _uses(texts, term):
                yield _finding(prose, question.path, term)


def _applies(named: Iterable[str], since: Version) -> bool:
    """Return whether an answer about some versions is about one without a term, or names none of its product."""
    versions = [version for version in map(read_version, named) if version and version.product == since.product]
    return not versions or any(version.reaches(since) for version in versions)


def _uses(texts: Iterable[str], term: RemovedTerm) -> bool:
    """Return whether a term stands in texts as whole words, none of which says since when it is gone."""
    pattern = _pattern(term.term)
    using = [text for text in texts if pattern.search(text)]
    return bool(using) and not any(_pattern(term.since, re.IGNORECASE).search(text) for text in using)


def _pattern(words: str, flags: int = 0) -> re.Pattern[str]:
    spaced = r"\s+".join(map(re.escape, words.split()))
    return re.compile(rf"(?<!\w){spaced}(?!\w)", flags)


def _finding(prose: Prose, path: str, term: RemovedTerm) -> Finding:
    match = _pattern(term.term).search(prose.text)
    line = prose.line + (prose.text.count("\n", 0, match.start()) if match else 0)
    instead = f"Use {term.instead} instead, name" if term.instead else "Name"
    cure = (
        f"{instead} in 'applies_to' the older version that the answer is about, or say in the same paragraph that "
        f"it is gone since {term.since}."
    )
    return REMOVED_TERM.at(path, line, 1, f"'{term.term}' is gone since {term.since}", help=cure)


REMOVED_TERMS = Check(rules=(REMOVED_TERM,), run=_check)
