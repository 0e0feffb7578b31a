"""Links to questions of other banks: each leads to a question that there is, by the id that it has now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from mkdocs_qbank.check.check import Check
from mkdocs_qbank.findings.edit import Edit
from mkdocs_qbank.findings.finding import Finding, Rule, Severity
from mkdocs_qbank.findings.spelling import Suggestions
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.linked import linked_question

UNKNOWN_PERMALINK = Rule(
    id="unknown-permalink",
    summary="A link to another bank that mkdocs.yml names leads to a question of that bank.",
    why="The link ends on a page that says there is no such question, and a reader does not come back from it.",
    help="Link to a question that the bank has, or run 'qbank banks' if the question is new there.",
    fails="https://tea.example.org/questions/black-te/",
    passes="https://tea.example.org/questions/black-tea/",
    severity=Severity.WARNING,
)
MOVED_PERMALINK = Rule(
    id="moved-permalink",
    summary="A link to a question of another bank uses its current id.",
    why="The other bank can give up a former id at any time; until then each reader waits for a redirect.",
    help="Write the id that the question has now.",
    fails="https://tea.example.org/questions/tea-that-is-black/",
    passes="https://tea.example.org/questions/black-tea/",
    severity=Severity.WARNING,
    fixes=True,
)
_OLD, _NEW = "address", "new_address"
_SHOWN = 200


def _check(bank: Bank) -> Iterator[Finding]:
    """Yield the findings about the links in questions, sources and pages to questions of other banks."""
    if not bank.linked:
        return
    suggestions = Suggestions()
    for target, place in _targets(bank):
        found = linked_question(target, bank.linked)
        if found is None:
            continue
        other, identifier = found
        if identifier in other.formers:
            now = other.formers[identifier]
            new = _renamed(target, identifier, now)
            message = f"the question '{identifier}' of {other.site[:_SHOWN]} is called '{now}' now"
            details = ((_OLD, target), (_NEW, new))
            yield MOVED_PERMALINK.at(*place, message, help=f"Write '{new[:_SHOWN]}'.", details=details)
        elif identifier not in other.titles:
            near = suggestions.nearest(identifier, other.titles)
            cure = f"Did you mean '{other.permalink(near)[:_SHOWN]}'?" if near else None
            message = f"{other.site[:_SHOWN]} has no question '{identifier[:_SHOWN]}'"
            yield UNKNOWN_PERMALINK.at(*place, message, help=cure, details=((_OLD, target[:_SHOWN]),))


def with_edits(findings: Iterable[Finding], texts: Mapping[str, str]) -> Iterator[Finding]:
    """Yield findings, those about moved questions of other banks with their edit, where the file shows the address."""
    lines: dict[str, list[str]] = {}
    for finding in findings:
        if finding.rule == MOVED_PERMALINK.id and finding.path in texts:
            if finding.path not in lines:
                lines[finding.path] = texts[finding.path].split("\n")
            yield replace(finding, edits=_edits(finding, lines[finding.path]))
        else:
            yield finding


def _edits(finding: Finding, lines: list[str]) -> tuple[Edit, ...]:
    line = lines[finding.line - 1] if finding.line <= len(lines) else ""
    old, new = finding.detail(_OLD), finding.detail(_NEW)
    start = next((at for at in (finding.column - 1, finding.column) if line.startswith(old, at)), None)
    if start is None:  # it is written with escapes, or begins elsewhere
        return ()
    end = start + len(old)
    return (Edit(line=finding.line, column=start + 1, end_line=finding.line, end_column=end + 1, text=new, old=old),)


def _renamed(target: str, old: str, new: str) -> str:
    """Return a permalink with another id; its query and anchor are kept."""
    before, _, after = target.partition(f"questions/{old}")
    return f"{before}questions/{new}{after}"


def _targets(bank: Bank) -> Iterator[tuple[str, tuple[str, int, int]]]:
    """Yield each address that a bank links to, with its place."""
    texts = [(part, item.path) for item in bank.questions for part in (item.question, *item.prose)]
    texts += [(page.body, page.source) for page in bank.pages]
    for text, path in texts:
        yield from ((link.target.strip(), (path, link.line, link.column)) for link in text.links if link.path is None)
    for question in bank.questions:
        for source in question.sources:
            if source.url:
                yield source.url.strip(), (question.path, source.line, source.column)


PERMALINKS = Check(rules=(UNKNOWN_PERMALINK, MOVED_PERMALINK), run=_check)
