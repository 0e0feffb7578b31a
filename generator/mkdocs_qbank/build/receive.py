"""From an issue that proposes a question to the file that it becomes, checked with the whole bank."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from mkdocs_qbank.build.pipeline import Checked, bank_reader
from mkdocs_qbank.check.near_duplicates import at_changed
from mkdocs_qbank.findings.finding import beyond, errors
from mkdocs_qbank.findings.report import Explain, explain_command, text_report
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.model.bank import Bank, Status
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.read.draft import write_question
from mkdocs_qbank.read.event import Issue
from mkdocs_qbank.read.proposal import LONGEST_ID, is_chosen_id, proposed_id, read_proposal, split_form
from mkdocs_qbank.read.reading import Changes
from mkdocs_qbank.render.received import Near, Outcome, Received
from mkdocs_qbank.render.report.neutral import code
from mkdocs_qbank.search.search import search

_NEAR = 5
_LONGEST_QUERY = 1000
_MOST_TOPICS, _LONGEST_NAME, _LONGEST_PATH = 40, 80, 300

Check = Callable[[Checked, Changes], Checked]
"""Checks a bank as it would be with some changes of its files."""


def receive(
    issue: Issue,
    content: Path,
    taken: Mapping[str, Path],
    checked: Checked,
    check: Check,
    explain: Explain = explain_command,
) -> Received:
    """Return what becomes of an issue: a file with findings, or reasons why it becomes none.

    `checked` is the bank as it is; `explain` gives the address at which a rule is explained.
    """
    bank = checked.reading.bank
    texts = split_form(issue.body)
    near = nearest_questions(bank, issue.title)
    if not texts.get("answer"):
        return Received(outcome=Outcome.EMPTY, near=near)
    topic, problems = _topic(texts.get("topic", ""), bank, near)
    identifier = proposed_id(issue.title, texts)
    chosen = bool(texts.get("id"))
    if not identifier:
        problems.append(message("receive.no_id"))
    elif chosen and not is_chosen_id(identifier):
        problems.append(message("receive.bad_id", id=code(identifier, LONGEST_ID), most=LONGEST_ID))
        identifier = ""
    elif identifier in taken:
        problems.append(message("receive.taken", path=code(taken[identifier].as_posix(), _LONGEST_PATH)))
    text = write_question(read_proposal(issue.title, texts), status=Status.PUBLISHED)
    if not topic or not identifier or identifier in taken:
        return Received(outcome=Outcome.INVALID, text=text, problems=tuple(problems), near=near)
    path = content / "questions" / topic / f"{identifier}.md"
    after = check(checked, {path.as_posix(): text.encode()})
    told = at_changed(after.findings, after.reading.bank, {path.as_posix()})
    findings = sorted(beyond(told, checked.findings))
    valid = not problems and not errors(findings)
    return Received(
        outcome=Outcome.VALID if valid else Outcome.INVALID,
        id=identifier,
        path=path.as_posix(),
        text=text,
        problems=tuple(problems),
        findings=tuple(findings),
        report=text_report(findings, after.reading.line, explain) if findings else "",
        near=near,
    )


def nearest_questions(bank: Bank, title: str) -> tuple[Near, ...]:
    """Return the published questions that search finds for a title, the nearest first."""
    if not bank.published.questions:
        return ()
    matches = search(bank_reader(bank.published), title[:_LONGEST_QUERY], _NEAR)
    return tuple(Near(title=match.title, path=bank.by_id[match.id].path) for match in matches)


def _topic(typed: str, bank: Bank, near: Sequence[Near]) -> tuple[str, list[str]]:
    """Return the topic that somebody names, or what is wrong with it, and another with which the check can go on."""
    wanted = " ".join(typed.split()).casefold()
    for topic in bank.topics:
        if wanted in (topic.id, topic.title.casefold()):
            return topic.id, []
    names = [topic.id for topic in bank.topics]
    likely = Path(near[0].path).parent.name if near else ""
    key, hint = "receive.no_topic", message("receive.nearest_topic", topic=code(likely)) if likely else ""
    if wanted:
        key, similar = "receive.unknown_topic", nearest(wanted[:_LONGEST_NAME], names)
        if similar:
            likely, hint = similar, message("receive.similar_topic", topic=code(similar))
    problem = f"{message(key, topic=code(typed), topics=_listed(names))} {hint}".strip()
    return likely or next(iter(names), ""), [problem]


def _listed(names: Sequence[str]) -> str:
    """Return a sentence that names the topics, or the first of them."""
    listed = ", ".join(map(code, names[:_MOST_TOPICS]))
    if len(names) > _MOST_TOPICS:
        return message("receive.more_topics", topics=listed, count=len(names) - _MOST_TOPICS)
    return message("receive.topics", topics=listed) if names else message("receive.no_topics")
