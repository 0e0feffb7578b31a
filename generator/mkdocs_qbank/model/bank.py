"""Questions, topics, hand-written pages and the bank that contains them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from mkdocs_qbank.model.compact import compact
from mkdocs_qbank.model.images import Image
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.linked import LinkedBank
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.prose import PROSE_SECTIONS, SECTION_IDS, Link, Prose
from mkdocs_qbank.model.versions import RemovedTerm


class Difficulty(StrEnum):
    """How hard a question is to answer."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"

    @property
    def rank(self) -> int:
        """The rank in the order beginner, intermediate, advanced: 0, 1 or 2."""
        return list(Difficulty).index(self)


class Status(StrEnum):
    """The publication status of a question."""

    DRAFT = "draft"
    PUBLISHED = "published"
    DEPRECATED = "deprecated"


@compact
@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """An id written in a question file, with its reason and its position."""

    id: str
    why: str | None = None
    line: int = 1
    column: int = 1
    end: int = 0
    """The column after the id and its quotes; 0 where the file does not hold it as it is."""
    former: str = ""
    """The former id that is written, where `id` is what the question is called now."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A source cited by an answer, with the position of its address, which does not tell it from another."""

    title: str
    url: str | None = None
    line: int = field(default=1, compare=False)
    column: int = field(default=1, compare=False)


@compact
@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question with its answer and metadata, as read from its file."""

    id: str
    topic: str
    path: str
    """The path of the file as shown in messages, which begins with the name of the content folder."""
    question: Prose
    answer: Prose
    instruction: Prose | None = None
    in_short: Prose | None = None
    context: Prose | None = None
    key_points: Prose | None = None
    common_mistakes: Prose | None = None
    follow_up_questions: Prose | None = None
    difficulty: Difficulty | None = None
    tags: tuple[str, ...] = ()
    tag_references: tuple[Reference, ...] = ()
    """The tags with their positions."""
    declared: Mapping[Kind, tuple[Reference, ...]] = field(default_factory=dict)
    """References to other questions, by kind of relation; see `named`."""
    aliases: tuple[str, ...] = ()
    formerly: tuple[Reference, ...] = ()
    sources: tuple[Source, ...] = ()
    status: Status = Status.PUBLISHED
    applies_to: tuple[str, ...] = ()
    """The versions that the answer was checked against, each a product and a number."""
    reviewed: date | None = None

    def named(self, kind: Kind) -> tuple[Reference, ...]:
        """Return the references that declare relations of one kind."""
        return self.declared.get(kind, ())

    @property
    def published(self) -> bool:
        """Whether readers see the question: a draft has a page only in a preview."""
        return self.status is not Status.DRAFT

    @property
    def title(self) -> str:
        """The question without markup, as pages and lists name it; that of a draft says so."""
        plain = self.question.plain
        return plain if self.published else message("drafts.title", title=plain)

    @property
    def sections(self) -> frozenset[str]:
        """The ids of the sections of the question's page."""
        return frozenset(SECTION_IDS[field] for field in (*self.texts, "related"))

    @property
    def texts(self) -> dict[str, Prose]:
        """The Markdown text of each section that the question has, by field, in the order of a file."""
        return {field: prose for field in PROSE_SECTIONS if (prose := getattr(self, field)) is not None}

    @property
    def prose(self) -> tuple[Prose, ...]:
        """The Markdown texts of all sections, in the order of a file."""
        return tuple(self.texts.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """A folder of questions, described by its `_topic.yml`."""

    id: str
    title: str
    path: str
    description: str = ""
    order: int = 1000
    owners: tuple[str, ...] = ()
    """Who reviews its questions, as CODEOWNERS names them: people, teams and mail addresses."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProsePage:
    """A page written by hand, below content/pages."""

    path: str
    """Relative to the folder of pages, with forward slashes."""
    source: str
    """The path of the file as shown in messages."""
    body: Prose
    title: str | None = None
    description: str | None = None
    hide: tuple[str, ...] = ()
    """Parts of the theme that the page hides: navigation, toc."""


@dataclass(frozen=True, kw_only=True)
class Bank:
    """All questions, topics and pages of one content folder, with indexes.

    Questions and topics are kept as read, so two questions may share an id until the bank has been checked; the indexes
    then contain the first.
    """

    questions: tuple[Question, ...] = ()
    topics: tuple[Topic, ...] = ()
    pages: tuple[ProsePage, ...] = ()
    files: frozenset[str] = frozenset()
    """Paths of the other files beside the pages, such as data to download, as shown in messages."""
    images: Mapping[str, Image] = field(default_factory=dict)
    """The images below the questions, by path."""
    unread: frozenset[str] = frozenset()
    """Paths of files that exist but cannot be used, so that links to them are not reported as broken."""
    strays: frozenset[str] = frozenset()
    """Paths of files below the questions that no page shows or links to."""
    glossary: tuple[tuple[str, ...], ...] = ()
    """The forms of each term that search treats as equal, the term itself first."""
    removed: tuple[RemovedTerm, ...] = ()
    """Terms that a version of a product removed."""
    linked: tuple[LinkedBank, ...] = ()
    """The other banks whose questions links are checked against."""

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Each question by its id."""
        return MappingProxyType({question.id: question for question in reversed(self.questions)})

    @cached_property
    def formers(self) -> Mapping[str, str]:
        """The id of the question that had an id before, by each former id that no question has now."""
        formers = {former.id: question.id for question in reversed(self.questions) for former in question.formerly}
        return MappingProxyType({former: now for former, now in formers.items() if former not in self.by_id})

    @cached_property
    def by_path(self) -> Mapping[str, Question]:
        """Each question by its file."""
        return MappingProxyType({question.path: question for question in self.questions})

    @cached_property
    def topic_by_id(self) -> Mapping[str, Topic]:
        """Each topic by the name of its folder."""
        return MappingProxyType({topic.id: topic for topic in self.topics})

    @cached_property
    def ids(self) -> Mapping[str, frozenset[str]]:
        """Every id of the page of each file."""
        ids = {
            question.path: question.sections.union(
                *(
                    part.ids.union(heading.id for heading in part.headings)
                    for part in (question.question, *question.prose)
                )
            )
            for question in self.questions
        }
        return MappingProxyType(ids | {page.source: page.body.ids for page in self.pages})

    def has_heading(self, link: Link, path: str) -> bool:
        """Return whether the page that a link in the file `path` leads to has the id that the link requires."""
        return not link.anchor or link.anchor in self.ids.get(link.path or path, {link.anchor})

    @cached_property
    def used_images(self) -> tuple[Image, ...]:
        """The images that questions and pages of the bank show or link to, in the order of their paths."""
        texts = (prose for question in self.questions for prose in (question.question, *question.prose))
        links = (link for text in (*texts, *(page.body for page in self.pages)) for link in text.links)
        used = {link.path for link in links}
        return tuple(image for path, image in sorted(self.images.items()) if path in used)

    @cached_property
    def published(self) -> Bank:
        """The bank as readers see it: without drafts, and without topics that are then empty."""
        return self._with(question for question in self.by_id.values() if question.published)

    @cached_property
    def preview(self) -> Bank:
        """The bank as readers would see it if its drafts were published."""
        return self._with(self.by_id.values())

    def _with(self, some: Iterable[Question]) -> Bank:
        questions = tuple(sorted(some, key=lambda question: question.id))
        used = {question.topic for question in questions}
        topics = tuple(topic for topic in self.topics if topic.id in used)
        return replace(self, questions=questions, topics=topics, unread=frozenset())

    @cached_property
    def by_topic(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions of each topic, by the topic's id."""
        return MappingProxyType(_group((question.topic, question) for question in self.questions))

    @cached_property
    def by_tag(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions with each tag, by tag, in alphabetical order of tags."""
        groups = _group((tag, question) for question in self.questions for tag in question.tags)
        return MappingProxyType(dict(sorted(groups.items())))


def _group(pairs: Iterable[tuple[str, Question]]) -> dict[str, tuple[Question, ...]]:
    groups: dict[str, list[Question]] = {}
    for key, question in pairs:
        groups.setdefault(key, []).append(question)
    return {key: tuple(group) for key, group in groups.items()}
