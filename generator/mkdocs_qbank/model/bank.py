"""Questions, topics and the bank that holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.prose import SECTION_IDS, Prose


class Difficulty(StrEnum):
    """How much a question asks of the person who answers it."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"

    @property
    def rank(self) -> int:
        """The place in the order beginner, intermediate, advanced: 0, 1 or 2."""
        return list(Difficulty).index(self)


class Status(StrEnum):
    """Where a question stands in its life."""

    DRAFT = "draft"
    PUBLISHED = "published"
    DEPRECATED = "deprecated"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """An id that a question names, with where it is named and why."""

    id: str
    why: str | None = None
    line: int = 1
    column: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where an answer's facts come from."""

    title: str
    url: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One entry of the bank, as its file says it."""

    id: str
    topic: str
    path: str
    """The file, as it is named to people: below the content folder, with that folder's own name."""
    question: Prose
    answer: Prose
    instruction: Prose | None = None
    context: Prose | None = None
    difficulty: Difficulty | None = None
    tags: tuple[str, ...] = ()
    declared: Mapping[Kind, tuple[Reference, ...]] = field(default_factory=dict)
    """The questions that it names, by the kind of relation; see `named`."""
    aliases: tuple[str, ...] = ()
    formerly: tuple[Reference, ...] = ()
    sources: tuple[Source, ...] = ()
    status: Status = Status.PUBLISHED
    reviewed: date | None = None

    def named(self, kind: Kind) -> tuple[Reference, ...]:
        """Return the questions that this one names as related in some way."""
        return self.declared.get(kind, ())

    @property
    def published(self) -> bool:
        """Whether the question has a page of its own: all but drafts do."""
        return self.status is not Status.DRAFT

    @property
    def sections(self) -> frozenset[str]:
        """The ids of the sections of the question's page."""
        fields = {"answer": self.answer, "related": True, "instruction": self.instruction, "context": self.context}
        return frozenset(identifier for field, identifier in SECTION_IDS.items() if fields[field] is not None)

    @property
    def prose(self) -> tuple[Prose, ...]:
        """Every piece of Markdown in the order it is read: instruction, context, answer."""
        return tuple(part for part in (self.instruction, self.context, self.answer) if part is not None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """A folder of questions, as its `_topic.yml` describes it."""

    id: str
    title: str
    path: str
    description: str = ""
    order: int = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class ProsePage:
    """A page that people wrote by hand below content/pages."""

    path: str
    """Relative to the folder of pages, with forward slashes."""
    source: str
    """The file, as it is named to people."""
    body: Prose
    title: str | None = None
    description: str | None = None
    hide: tuple[str, ...] = ()
    """Parts of the theme that the page does without: navigation, toc."""


@dataclass(frozen=True, kw_only=True)
class Bank:
    """All questions and topics of one content folder, with the indexes that the stages ask for.

    Questions and topics are kept as they were read, so two questions may share an id until the bank has been
    checked; the indexes then hold the first.
    """

    questions: tuple[Question, ...] = ()
    topics: tuple[Topic, ...] = ()
    pages: tuple[ProsePage, ...] = ()
    files: frozenset[str] = frozenset()
    """The files beside the pages, such as data to download, as they are named to people."""
    unread: frozenset[str] = frozenset()
    """The question files that are there but could not be read, so that nobody is told they are missing."""
    glossary: tuple[tuple[str, ...], ...] = ()
    """The forms of each term that search takes as equal, the term itself first."""

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Each question by its id."""
        return MappingProxyType({question.id: question for question in reversed(self.questions)})

    @cached_property
    def by_path(self) -> Mapping[str, Question]:
        """Each question by its file."""
        return MappingProxyType({question.path: question for question in self.questions})

    @cached_property
    def topic_by_id(self) -> Mapping[str, Topic]:
        """Each topic by the name of its folder."""
        return MappingProxyType({topic.id: topic for topic in self.topics})

    @cached_property
    def published(self) -> Bank:
        """The bank as readers see it: without drafts, and without topics that then stand empty."""
        questions = tuple(question for question in self.by_id.values() if question.published)
        questions = tuple(sorted(questions, key=lambda question: question.id))
        used = {question.topic for question in questions}
        topics = tuple(topic for topic in self.topics if topic.id in used)
        return replace(self, questions=questions, topics=topics, unread=frozenset())

    @cached_property
    def by_topic(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions of each topic, by the topic's id."""
        return MappingProxyType(_group((question.topic, question) for question in self.questions))

    @cached_property
    def by_tag(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions that bear each tag, by the tag, tags in alphabetical order."""
        groups = _group((tag, question) for question in self.questions for tag in question.tags)
        return MappingProxyType(dict(sorted(groups.items())))


def _group(pairs: Iterable[tuple[str, Question]]) -> dict[str, tuple[Question, ...]]:
    groups: dict[str, list[Question]] = {}
    for key, question in pairs:
        groups.setdefault(key, []).append(question)
    return {key: tuple(group) for key, group in groups.items()}
