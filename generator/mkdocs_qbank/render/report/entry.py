"""One changed question of a report: its findings first, then what changed, what is near, and how it relates."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from mkdocs_qbank.findings.finding import Finding, Severity
from mkdocs_qbank.findings.report import visible
from mkdocs_qbank.graph.changes import ChangeKind, Changes, QuestionChange, facts
from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.kinds import FIELDS
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.prose import SECTIONS, Prose
from mkdocs_qbank.model.relations import Relation
from mkdocs_qbank.render.related import reason_at
from mkdocs_qbank.render.report.difference import difference, whole
from mkdocs_qbank.render.report.neutral import code, fenced, neutral
from mkdocs_qbank.render.report.picture import picture
from mkdocs_qbank.search.search import Match

_MOST_FINDINGS, _MOST_RELATIONS = 20, 10
_LONGEST_TITLE, _LONGEST_MESSAGE, _LONGEST_ID = 120, 300, 80
_LONGEST_SECTION, _LONGEST_TEXTS = 3_000, 9_000
"""About how many characters are shown of the changes of one section, and of all together."""


def line(change: QuestionChange) -> str:
    """Return a changed question in one line."""
    notes = ", ".join(filter(None, (message("report.draft") * change.draft, counted(change.findings))))
    return f"- {_kind(change)} {code(change.id, _LONGEST_ID)}" + (f" ({notes})" if notes else "")


def entry(change: QuestionChange, changes: Changes, near: Sequence[Match]) -> str:
    """Return a changed question with everything that its reviewer needs, folded unless it has errors."""
    title = change.question.question.plain if change.question else change.id
    heading = ", ".join(filter(None, (_kind(change), message("report.draft") * change.draft, counted(change.findings))))
    place = code(f"{change.topic}/{change.id}", _LONGEST_ID)
    summary = f"<summary><b>{neutral(title, _LONGEST_TITLE)}</b> {place} {heading}</summary>"
    parts = [
        f"<details{' open' * (change.rank == 0)}>\n{summary}",
        *_notes(change),
        *findings(change.findings),
        *_text(change),
        *_near(near),
        *_relations(change),
        *_suggestions(change.suggested),
        *_picture(change, changes),
        "</details>",
    ]
    return "\n\n".join(parts)


def counted(found: Iterable[Finding]) -> str:
    """Return the number of findings of each severity in words, such as `1 error, 2 warnings`."""
    counts = Counter(finding.severity for finding in found)
    return ", ".join(message(f"report.{name}", count=counts[name]) for name in Severity if counts[name])


def findings(found: Sequence[Finding], most: int = _MOST_FINDINGS, *, paths: bool = False) -> list[str]:
    """Return findings as a list, the gravest first, with the paths of their files if wanted."""
    ranked = sorted(found, key=lambda finding: (list(Severity).index(finding.severity), finding))
    shown = ranked[:most]
    items = [_finding(finding, with_path=paths) for finding in shown]
    if len(ranked) > len(shown):
        items.append(f"- {message('report.more_findings', count=len(ranked) - len(shown))}")
    return ["\n".join(items)] if items else []


def _finding(finding: Finding, *, with_path: bool) -> str:
    path = code(finding.path, 240)
    place = message(f"report.{'place' if with_path else 'line'}", path=path, line=finding.line)
    return "- " + message(
        "report.finding",
        severity=finding.severity,
        rule=code(finding.rule),
        place=place,
        message=neutral(finding.message, _LONGEST_MESSAGE),
        help=neutral(finding.help, _LONGEST_MESSAGE),
    )


def _kind(change: QuestionChange) -> str:
    return message(f"report.kinds.{change.kind}")


def _notes(change: QuestionChange) -> Iterator[str]:
    """Yield what happened to the address of the question."""
    before, after = change.before, change.after
    if change.kind is ChangeKind.REMOVED:
        if change.successor:
            yield message("report.leads", id=code(change.successor, _LONGEST_ID))
        return
    if after is None:
        yield message("report.unread")
    if before and change.kind is ChangeKind.RENAMED:
        yield message("report.was", id=code(before.id, _LONGEST_ID))
    if before and before.topic != change.topic:
        yield message("report.moved", topic=code(before.topic, _LONGEST_ID))
    if change.withdrawn:
        yield message("report.withdrawn")
    elif change.draft:
        yield message("report.is_draft")


def _text(change: QuestionChange) -> Iterator[str]:
    """Yield what changed in the facts and texts of a question, or all of them where it is new."""
    before, after = change.before, change.after
    if after is None:
        return
    told = _facts(before, after)
    if told:
        yield "\n".join(f"* {item}" for item in told)  # another mark than that of the findings: a list of its own
    size = 0
    nothing = not told
    for name, old, new in _sections(before, after):
        if size > _LONGEST_TEXTS:
            yield message("report.more_sections")
            return
        text = _section(old, new)
        if text:
            size += len(text)
            nothing = False
            yield f"**{name}**\n\n> {text}"
    if nothing and before and _whys(before) == _whys(after) and change.kind is ChangeKind.CHANGED:
        yield message("report.spacing")


def _sections(before: Question | None, after: Question) -> Iterator[tuple[str, Prose | None, Prose | None]]:
    """Yield the name of each text that one of two versions has, with that text of both."""
    if before:
        yield message("report.question"), before.question, after.question
    old, new = before.texts if before else {}, after.texts
    for field, name in SECTIONS.items():
        if field in old or field in new:
            yield name, old.get(field), new.get(field)


def _section(old: Prose | None, new: Prose | None) -> str:
    """Return the difference of a text as it is read, or as it is written where it reads the same; nothing if equal."""
    before, after = (prose.text if prose else "" for prose in (old, new))
    if before == after:
        return ""
    read = tuple(_read(prose) if prose else "" for prose in (old, new))
    if read[0].split() != read[1].split():
        before, after = read
    if old is None:
        return whole(read[1], _LONGEST_SECTION)
    return difference(before, after, _LONGEST_SECTION)


def _read(prose: Prose) -> str:
    return "\n".join((*prose.blocks, *(text.rstrip("\n") for text in prose.code)))


def _facts(before: Question | None, after: Question) -> list[str]:
    old, new = facts(before) if before else {}, facts(after)
    if not after.published:  # it has no relations, so what it names is told here
        old, new = old | (_named(before) if before else {}), new | _named(after)
    told = []
    for name in dict.fromkeys((*new, *old)):
        had, has = old.get(name, ()), new.get(name, ())
        if had == has or (before is None and name == "status"):
            continue
        kept = [neutral(item) for item in has if item in had or before is None]
        lost = [f"<del>{neutral(item)}</del>" for item in had if item not in has]
        gained = [f"<ins>{neutral(item)}</ins>" for item in has if item not in had and before is not None]
        told.append(f"{code(name)} {', '.join((kept + lost + gained)[: 2 * _MOST_RELATIONS])}")
    return told + _new_whys(before, after)


def _new_whys(before: Question | None, after: Question) -> list[str]:
    """Return the references that have another reason now."""
    old = _whys(before) if before else {}
    return [
        f"{code(name)} {code(identifier, _LONGEST_ID)} {difference(old[name, identifier], why, _LONGEST_MESSAGE)}"
        for (name, identifier), why in _whys(after).items()
        if why != old.get((name, identifier), why)
    ][:_MOST_RELATIONS]


def _whys(question: Question) -> dict[tuple[str, str], str]:
    """Return the reason of each reference, by field and id."""
    return {(name, item.id): item.why or "" for name, kind in FIELDS.items() for item in question.named(kind)}


def _named(question: Question) -> dict[str, tuple[str, ...]]:
    fields = {name: tuple(reference.id for reference in question.named(kind)) for name, kind in FIELDS.items()}
    return {name: ids for name, ids in fields.items() if ids}


def _near(near: Sequence[Match]) -> Iterator[str]:
    if near:
        items = [
            f"- {match.score:.2f} {code(match.id, _LONGEST_ID)} {neutral(match.title, _LONGEST_TITLE)}"
            + (f" ({message('report.exact')})" if match.exact else "")
            for match in near
        ]
        yield f"**{message('report.nearest')}**\n\n" + "\n".join(items)


def _relations(change: QuestionChange) -> Iterator[str]:
    for heading, relations in (("gained", change.gained), ("lost", change.lost)):
        if relations:
            items = [f"- {_relation(relation, change)}" for relation in relations[:_MOST_RELATIONS]]
            if len(relations) > len(items):
                items.append(f"- {message('report.more', count=len(relations) - len(items))}")
            yield f"**{message(f'report.{heading}')}**\n\n" + "\n".join(items)


def _relation(relation: Relation, change: QuestionChange) -> str:
    leads_here = relation.source not in {change.id, change.before.id if change.before else change.id}
    reason = reason_at(relation, leads_here=leads_here)
    return message(
        "report.relation",
        kind=relation.kind.incoming_label if leads_here else relation.kind.label,
        id=code(relation.source if leads_here else relation.target, _LONGEST_ID),
        reason=f"({neutral(reason, _LONGEST_MESSAGE)})" if reason else "",
    ).rstrip()


def _suggestions(suggested: Sequence[Relation]) -> Iterator[str]:
    """Yield suggested relations as the lines of a file that declare them."""
    if suggested:
        lines = ["related:"]
        for relation in suggested[:_MOST_RELATIONS]:
            why = visible(" ".join(relation.reason[:_LONGEST_MESSAGE].split()))
            lines += [f"  - id: {relation.target}", f"    why: {json.dumps(why, ensure_ascii=False)}"]
        yield f"**{message('report.suggested')}**\n\n{fenced(chr(10).join(lines), 'yaml')}"


def _picture(change: QuestionChange, changes: Changes) -> Iterator[str]:
    if change.around:
        by_id = changes.after.bank.by_id
        ends = {end for relation in change.around for end in (relation.source, relation.target)}
        titles = {identifier: by_id[identifier].question.plain for identifier in ends if identifier in by_id}
        yield picture(change.id, change.around, titles)
