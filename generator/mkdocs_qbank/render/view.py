"""The data from which every page is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Protocol

from mkdocs_qbank.findings.levels import Levels
from mkdocs_qbank.graph.graph import Graph, graph
from mkdocs_qbank.graph.layout import Layout, lay_out
from mkdocs_qbank.markdown.events import TooDeepError
from mkdocs_qbank.markdown.targets import LinkPlace, WrittenTarget, link_places, plain_targets, written_targets
from mkdocs_qbank.model.addresses import DOWNLOADS, is_local, page_address, question_page
from mkdocs_qbank.model.bank import Bank, Question
from mkdocs_qbank.model.cards import TOPICS, Card
from mkdocs_qbank.model.images import Image
from mkdocs_qbank.model.pages import Change
from mkdocs_qbank.model.prose import Prose
from mkdocs_qbank.model.relations import Relations
from mkdocs_qbank.render.summary import summary
from mkdocs_qbank.search.index import Index, make_index
from mkdocs_qbank.search.texts import Texts, read_texts

WrittenLinks = tuple[Sequence[WrittenTarget], Sequence[LinkPlace]]

_UNRELATED = ("titles", "addresses", "summaries", "index", "topics", "sequence", "_positions", "_ranks")
"""The cached properties that do not depend on relations."""


def _made(_: str, make: Callable[[], bytes]) -> bytes:
    return make()


class Paint(Protocol):
    """What draws cards."""

    def draws(self, card: Card) -> bool:
        """Return whether a card can be drawn: its font may lack a letter."""

    def __call__(self, card: Card) -> bytes | None:
        """Return a card as a PNG file, or None if it cannot be drawn."""


@dataclass(frozen=True, kw_only=True)
class SiteView:
    """A published bank, or a preview with its drafts, with its relations, its learning order and its git history."""

    bank: Bank
    relations: Relations
    order: tuple[str, ...]
    """All ids in learning order."""
    as_of: date
    """The date against which pages decide what is out of date."""
    changes: Mapping[str, Change] = field(default_factory=dict)
    """The last change of each file in git, by path."""
    site_name: str = ""
    site_description: str = ""
    site_url: str = ""
    """The public address of the site, with a slash at its end, if mkdocs.yml names one."""
    bank_id: str = ""
    """What the bank's owner tells it apart from others by, whatever its address and name are."""
    changed: int = 0
    """The time of the last change of all, in seconds since 1970."""
    downloads: tuple[str, ...] = DOWNLOADS
    """The data files for people and programs elsewhere that the site has."""
    read_image: Callable[[Image], bytes] | None = None
    """Reads the file of an image; without it, decks have no images."""
    levels: Levels = field(default_factory=dict)
    """The levels that the bank's owner sets for rules of the check."""
    cards: str = TOPICS
    """Which pages have a social card of their own."""
    print_pages: bool = True
    """Whether topics have pages to print."""
    texts: Texts | None = None
    """The texts of the bank's questions that search reads, in the bank's order, if they have been read already."""
    paint: Paint | None = None
    """Draws cards; without it, no page has a card."""
    keep: Callable[[str, Callable[[], bytes]], bytes] = _made
    """Returns what an earlier build kept under a name that tells all that it depends on, or makes it."""

    def prepared(self) -> SiteView:
        """Return the view after computing what several pages and files need and no relation changes."""
        for name in _UNRELATED:
            getattr(self, name)
        return self

    def related_by(self, relations: Relations) -> SiteView:
        """Return the view with other relations; what does not depend on them is not computed again."""
        view = replace(self, relations=relations)
        view.__dict__.update({name: self.__dict__[name] for name in _UNRELATED if name in self.__dict__})
        return view

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of each question, by id."""
        return MappingProxyType({question.id: question.title for question in self.bank.questions})

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """The address of each question's page, by id."""
        return MappingProxyType(
            {question.id: page_address(question_page(question.id)) for question in self.bank.questions}
        )

    @cached_property
    def summaries(self) -> Mapping[str, str]:
        """What each question says in one sentence, by id."""
        return MappingProxyType({question.id: summary(question) for question in self.bank.questions})

    def link(self, identifier: str) -> dict[str, str]:
        """Return the title of a question and the address of its page."""
        return {"title": self.titles[identifier], "url": self.addresses[identifier]}

    def written_links(self, identifier: str, field: str, prose: Prose) -> WrittenLinks:
        """Return the targets and the images as they stand in one text of a question; several files want the same."""
        known = self._written_links.get((identifier, field))
        if known is None:
            known = self._written_links[identifier, field] = _written_links(prose)
        return known

    @cached_property
    def _written_links(self) -> dict[tuple[str, str], WrittenLinks]:
        return {}

    @property
    def key(self) -> str:
        """What tells the bank from others: its id, or its address, or its name."""
        return self.bank_id or self.address or self.site_name

    @cached_property
    def address(self) -> str:
        """The address of the site, if it leads there from elsewhere too, and not to the reader's own machine."""
        return "" if is_local(self.site_url) else self.site_url

    @cached_property
    def graph(self) -> Graph:
        """The relations as a graph."""
        return graph(self.relations)

    @cached_property
    def layout(self) -> Layout:
        """The layout of the map."""
        return lay_out(self.bank, self.relations)

    @cached_property
    def index(self) -> Index:
        """The search index; the number of a question is its rank in learning order."""
        rows = {question.id: row for row, question in enumerate(self.bank.questions)}
        texts = self.texts or read_texts(self.bank.questions)
        return make_index(self.bank.questions, texts, [rows[identifier] for identifier in self.order])

    @cached_property
    def topics(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of each topic in learning order, by the topic's id."""
        return MappingProxyType({topic: self.ordered(questions) for topic, questions in self.bank.by_topic.items()})

    @cached_property
    def sequence(self) -> tuple[str, ...]:
        """All ids, topic by topic, those of a topic in learning order."""
        return tuple(identifier for topic in self.bank.topics for identifier in self.topics[topic.id])

    def position(self, identifier: str) -> int:
        """Return the index of a question in `sequence`."""
        return self._positions[identifier]

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {identifier: number for number, identifier in enumerate(self.sequence)}

    def rank(self, identifier: str) -> int:
        """Return the rank of a question in the learning order of the whole bank, from 0."""
        return self._ranks[identifier]

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {identifier: number for number, identifier in enumerate(self.order)}

    def ordered(self, questions: Iterable[Question]) -> tuple[str, ...]:
        """Return the ids of questions in learning order."""
        return tuple(sorted((question.id for question in questions), key=self._ranks.__getitem__))


def _written_links(prose: Prose) -> WrittenLinks:
    """Return the targets of a text's links and its images, without those of a text that is nested too deep."""
    text = prose.text
    if "![" not in text and (plain := plain_targets(prose)) is not None:
        return plain, ()
    try:
        return written_targets(text), [place for place in link_places(text) if place.image] if "![" in text else ()
    except TooDeepError:  # a part may be nested deeper by itself than in its file
        return (), ()
