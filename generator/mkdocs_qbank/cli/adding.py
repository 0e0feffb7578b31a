"""How a new question file is made: of what is given, of what somebody is asked for, and never over another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import BinaryIO

import click

from mkdocs_qbank.build.pipeline import bank_reader
from mkdocs_qbank.check.sections import MOST_WORDS
from mkdocs_qbank.cli import asking
from mkdocs_qbank.cli.console import fail, tell
from mkdocs_qbank.cli.content import content_folder
from mkdocs_qbank.cli.files import topic_folder, write_in_topic
from mkdocs_qbank.findings.faults import sentence
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.model.bank import Bank, Source, Status
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.read.draft import QuestionDraft, on_one_line, write_question
from mkdocs_qbank.read.slugs import slug, taken
from mkdocs_qbank.read.text import MOST_BYTES, decode, hidden
from mkdocs_qbank.read.values import KEBAB
from mkdocs_qbank.search.duplicates import near_duplicates
from mkdocs_qbank.search.reader import Reader
from mkdocs_qbank.search.search import Match, search

_SHOWN = 5


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
    content = content_folder(named)
    if given.topic:
        topic_folder(content, given.topic)
    bank = read_bank(content).bank if content.is_dir() else Bank()
    _demand_good(draft, bank)
    near = _Nearest(bank.published)
    wanted = _Wanted(draft=draft, topic=given.topic or "")
    if asks:
        wanted = _or_nothing(partial(_asked, wanted, bank, content, near))
    path = _write(wanted, content, Status(given.status))
    click.echo(path.as_posix())
    published = bank.published.questions
    for match in () if asks else near_duplicates(wanted.draft.question, " ".join(draft.answer), published):
        question = published[match.row]
        tell(f"'{question.id}' asks nearly the same, score {match.score:.2f}: {question.question.plain}")
    if given.edit:
        click.edit(filename=str(path))
    rest = "" if draft.answer else "Fill it in, then set 'status: published'. "
    click.echo(f"{rest}'qbank check' tells whether it is right.", err=True)


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


def _write(wanted: _Wanted, content: Path, status: Status) -> Path:
    draft = wanted.draft
    folder = topic_folder(content, wanted.topic)
    fault = _fault_of_id(draft.question, taken(content))
    if fault:
        fail(fault, 2 if not slug(draft.question) else 1)
    if not draft.answer:
        draft = replace(
            draft,
            instruction=("What the person asked is to do.",),
            context=("What the question is meant to find out.",),
            answer=("The answer. Sub-headings start at ###.",),
        )
    path = folder / f"{slug(draft.question)}.md"
    try:
        write_in_topic(path, write_question(draft, status=status))
    except OSError as error:
        fail(f"'{path.as_posix()}' cannot be written: {sentence(error)}", 1)
    return path


def _fault_of_id(question: str, ids: Sequence[str] | dict[str, Path]) -> str:
    """Return why a question has no id of its own, or nothing."""
    identifier = slug(question)
    if not identifier:
        return "the question has no letter to make an id of"
    if identifier in ids:
        return f"the id '{identifier}' is taken already; ask it in other words, or open that file"
    return ""


def _demand_good(draft: QuestionDraft, bank: Bank) -> None:
    """End the command if a value that was given as an option cannot be used."""
    texts = (draft.question, *draft.answer, *draft.in_short, *draft.aliases, *draft.tags, *draft.related_ids)
    for text in (*texts, *(part for source in draft.sources for part in (source.title, source.url or ""))):
        unseen = hidden(text)
        if unseen:
            fail(f"there is {unseen[0][1]} in '{text[:80]}'")
    for tag in draft.tags:
        if not KEBAB.fullmatch(tag):
            fail(f"the tag '{tag}' is not kebab-case" + (f"; did you mean '{slug(tag)}'?" if slug(tag) else ""))
        near = None if tag in bank.by_tag else nearest(tag, bank.by_tag)
        if near:
            tell(f"no other question has the tag '{tag}'; did you mean '{near}'?")
    for identifier in draft.related_ids:
        if identifier not in bank.by_id:
            near = nearest(identifier, bank.by_id)
            fail(f"there is no question '{identifier}'" + (f"; did you mean '{near}'?" if near else ""))


def _answer_in(file: BinaryIO | None) -> str:
    """Return the text of a file, or nothing without one."""
    if file is None:
        return ""
    text, findings = decode(file.read(MOST_BYTES + 1), str(file.name))
    if text is None or findings:
        fail(f"'{file.name}' cannot be used: {findings[0].message}")
    return text.strip("\n")
