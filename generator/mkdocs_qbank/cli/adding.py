"""How a new question file is made: of what is given, of what somebody is asked for, and never over another."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import BinaryIO

import click

from mkdocs_qbank.build.engine import read_engine
from mkdocs_qbank.build.mkdocs_yml import config_of
from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.pipeline import Checked, bank_reader
from mkdocs_qbank.check.near_duplicates import at_changed
from mkdocs_qbank.check.sections import MOST_WORDS
from mkdocs_qbank.cli import asking
from mkdocs_qbank.cli.bank import changed_bank, options_of
from mkdocs_qbank.cli.changes import show_findings
from mkdocs_qbank.cli.console import fail, tell
from mkdocs_qbank.cli.content import content_folder
from mkdocs_qbank.cli.files import tell_new_topic, topic_folder, write_in_topic
from mkdocs_qbank.findings.faults import sentence
from mkdocs_qbank.findings.finding import Finding, errors
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.model.bank import Bank, Source, Status
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.read.draft import QuestionDraft, on_one_line, write_question
from mkdocs_qbank.read.slugs import slug, taken
from mkdocs_qbank.read.text import MOST_BYTES, decode, hidden
from mkdocs_qbank.read.values import KEBAB
from mkdocs_qbank.search.reader import Reader
from mkdocs_qbank.search.search import Match, search

_SHOWN = 5
_UNASKED, _UNASKED_TOPIC = "What is asked here?", "topic"
"""What stands for the question and its topic while what else is given is checked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Wanted:
    """What is known of the new question."""

    draft: QuestionDraft
    topic: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """The arguments and options of the command."""

    question: str | None
    topic: str | None
    difficulty: str | None
    tags: tuple[str, ...]
    related: tuple[str, ...]
    aliases: tuple[str, ...]
    in_short: str
    answer: str
    answer_file: BinaryIO | None
    sources: tuple[tuple[str, str], ...]
    status: str
    edit: bool
    no_input: bool

    def draft(self) -> QuestionDraft:
        """Return the question as far as it is given."""
        answer = self.answer.replace("\r\n", "\n") or _answer_in(self.answer_file)
        return QuestionDraft(
            question=on_one_line(self.question or ""),
            answer=(answer,) if answer else (),
            in_short=(self.in_short,) if self.in_short else (),
            difficulty=self.difficulty or "",
            tags=tuple(dict.fromkeys(self.tags)),
            related_ids=tuple(dict.fromkeys(self.related)),
            aliases=self.aliases,
            sources=tuple(Source(title=title, url=url) for title, url in self.sources),
        )


def add_question(named: str | None, given: Given) -> None:
    """Write a question file, or end the command with the reason why not."""
    asks = asking.can_ask() and not given.no_input
    if not asks and not (given.question and given.topic):
        raise click.UsageError("name the question, and its topic with --topic; they are asked for on a terminal only")
    if given.answer and given.answer_file:
        raise click.UsageError("give the answer with --answer or with --answer-file")
    draft = given.draft()
    if given.status != Status.DRAFT and not draft.answer:
        message = f"a question is {given.status} with its answer: give it with --answer or --answer-file"
        raise click.UsageError(message)
    _demand_visible(draft)
    content = content_folder(named)
    if given.topic:
        topic_folder(content, given.topic)
    place, status = _read_place(content), Status(given.status)
    bank = place.before.reading.bank
    _tell_of_tags(draft, bank)
    wanted = _Wanted(draft=draft, topic=given.topic or "")
    if asks:
        asked = _Wanted(draft=replace(draft, question=draft.question or _UNASKED), topic=wanted.topic or _UNASKED_TOPIC)
        _demand_good(asked, place, status)  # before somebody types for nothing
        wanted = _or_nothing(partial(_asked, wanted, bank, content, _Nearest(bank.published)))
    _write(wanted, place, status)
    if given.edit:
        click.edit(filename=str(place.file(wanted)))
    rest = "" if draft.answer else "Fill it in, then set 'status: published'. "
    click.echo(f"{rest}'qbank check' tells whether it is right.", err=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    """Where a question is added: a bank, and the settings by which it is checked."""

    content: Path
    config: Path
    options: Options
    before: Checked
    """The bank as it is, read but not checked."""

    def file(self, wanted: _Wanted) -> Path:
        """Return the path of a question's file; where the topic can have no folder, the command ends."""
        return topic_folder(self.content, wanted.topic) / f"{slug(wanted.draft.question)}.md"


def _read_place(content: Path) -> _Place:
    config = config_of(content)
    options = options_of(config)
    reading = read_bank(content, read_engine(config), host_files=frozenset(options.host_files))
    return _Place(content=content, config=config, options=options, before=Checked(reading=reading, findings=()))


class _Nearest:
    """The search in a bank, which is made when it is needed."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank

    def of(self, question: str) -> list[Match]:
        """Return the published questions that are most like one."""
        return search(self._reader, question, _SHOWN) if self._bank.questions else []

    @cached_property
    def _reader(self) -> Reader:
        return bank_reader(self._bank)


def _asked(wanted: _Wanted, bank: Bank, content: Path, near: _Nearest) -> _Wanted:
    """Return what is wanted with all that somebody was asked for. Raises click.Abort."""
    draft, topic = wanted.draft, wanted.topic
    ids = taken(content)
    question = draft.question
    while not question or (fault := _fault_of_id(question, ids)):
        if question:
            asking.say(fault)
        question = asking.ask("Question")
    matches = near.of(question)
    if matches:
        asking.show_near(matches)
        if not asking.sure("Is yours another question?", default=True):
            asking.say("Add your wording to the 'aliases' of the question that asks the same: search then finds it.")
            raise click.Abort
    topic = topic or asking.ask_topic(bank)
    in_short = draft.in_short
    difficulty = draft.difficulty or asking.ask_difficulty()
    tags = draft.tags or asking.ask_tags(bank, topic)
    while not in_short:
        typed = asking.ask(f"In short, in at most {MOST_WORDS} words (Enter for later)")
        if len(typed.split()) <= MOST_WORDS:
            in_short = (typed,) if typed else ()
            break
        asking.say(f"these are {len(typed.split())} words")
    related = draft.related_ids or asking.ask_related(bank, matches)
    draft = replace(draft, question=question, difficulty=difficulty, tags=tags, in_short=in_short, related_ids=related)
    return replace(wanted, draft=draft, topic=topic)


def _or_nothing(ask: Callable[[], _Wanted]) -> _Wanted:
    """Return what is asked for; at Ctrl-C, or where the input ends, the command does, and nothing is written."""
    try:
        return ask()
    except click.Abort:
        click.echo(err=True)
        fail("nothing was written", 1)


def _write(wanted: _Wanted, place: _Place, status: Status) -> None:
    """Write the file unless the check would find an error in it, print its path, and show what else it would find."""
    question = wanted.draft.question
    fault = _fault_of_id(question, taken(place.content))
    if fault:
        fail(fault, 2 if not slug(question) else 1)
    path = place.file(wanted)
    after, findings = _demand_good(wanted, place, status)
    try:
        described = write_in_topic(path, _text(wanted.draft, status))
    except OSError as error:
        fail(f"'{path.as_posix()}' cannot be written: {sentence(error)}", 1)
    tell_new_topic(described)
    click.echo(path.as_posix())
    if findings:
        show_findings(findings, after)


def _demand_good(wanted: _Wanted, place: _Place, status: Status) -> tuple[Checked, list[Finding]]:
    """Return the bank with the new file, and the findings of that file; if one is an error, the command ends."""
    path = place.file(wanted)
    written = {path.as_posix(): _text(wanted.draft, status).encode()}
    after = changed_bank(place.content, place.config, place.options, place.before, written)
    own = {path.as_posix(), path.parent.as_posix(), path.parent.parent.as_posix()}
    findings = [found for found in at_changed(after.findings, after.reading.bank, written) if found.path in own]
    if errors(findings):
        show_findings(findings, after)
        fail("nothing was written: the file would have these findings", 1)
    return after, findings


def _text(draft: QuestionDraft, status: Status) -> str:
    """Return the text of the file, which says what belongs where if there is no answer yet."""
    if not draft.answer:
        draft = replace(
            draft,
            instruction=("What the person asked is to do.",),
            context=("What the question is meant to find out.",),
            answer=("The answer. Sub-headings start at ###.",),
        )
    return write_question(draft, status=status)


def _fault_of_id(question: str, ids: Sequence[str] | dict[str, Path]) -> str:
    """Return why a question has no id of its own, or nothing."""
    identifier = slug(question)
    if not identifier:
        return "the question has no letters to make an id from"
    if identifier in ids:
        return f"the id '{identifier}' is taken already; ask it in other words, or open that file"
    return ""


def _demand_visible(draft: QuestionDraft) -> None:
    """End the command if the texts that were given hold characters that no file may."""
    texts = (draft.question, *draft.answer, *draft.in_short, *draft.aliases, *draft.tags, *draft.related_ids)
    texts = (*texts, *(part for source in draft.sources for part in (source.title, source.url or "")))
    unseen = [(text, found[0][1]) for text in texts if (found := hidden(text))]
    for text, name in unseen:
        tell(f"there is {name} in '{text[:80]}'")
    if unseen:
        sys.exit(2)


def _tell_of_tags(draft: QuestionDraft, bank: Bank) -> None:
    """Name a tag in use for each new one that is much like it."""
    for tag in draft.tags:
        near = nearest(tag, bank.by_tag) if tag not in bank.by_tag and KEBAB.fullmatch(tag) else None
        if near:
            tell(f"no other question has the tag '{tag}'; did you mean '{near}'?")


def _answer_in(file: BinaryIO | None) -> str:
    """Return the text of a file, or nothing without one."""
    if file is None:
        return ""
    text, findings = decode(file.read(MOST_BYTES + 1), str(file.name))
    if text is None or findings:
        fail(f"'{file.name}' cannot be used: {findings[0].message}")
    return text.strip("\n")
