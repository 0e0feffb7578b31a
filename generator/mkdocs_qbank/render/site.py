"""All pages and data files of a site."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from mkdocs_qbank.model.addresses import DATA, DOWNLOADS, HOME, PAGES, markdown_file
from mkdocs_qbank.model.messages import catalogue
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.cards import card_count, card_metas, card_of, site_card
from mkdocs_qbank.render.contents import contents
from mkdocs_qbank.render.data.feed import has_feed
from mkdocs_qbank.render.data.ids import id_bounds
from mkdocs_qbank.render.data.previews import shard_count
from mkdocs_qbank.render.entries import topic_link
from mkdocs_qbank.render.view import SiteView

KINDS = ("question", "topic", "print", "tag", *PAGES, "moved", "home", "prose")
"""The kinds of pages, by the names of their modules in `render/pages`, in the order of rendering."""

GROWING = ("map", "health", "tag", "print", "topic", "question", "moved")
"""The kinds that take longer the more questions there are: more pages, or pages of the whole bank."""
_BATCH = 64
_DRAWN = ("graph", "map", "names")
"""The data files that are made with the map."""
_CARDS = 8
"""The number of cards that are drawn at once."""
_OWN = ("markdown",)
"""The data files of which each question has one, made with its page."""
_PICTURES = ("cards",)
"""The data files that take longest, each by itself."""
_RELATED = ("llms",)
"""The other data files that say how questions are related."""
_TEXTS = ("questions", "table")
"""The data files that contain the whole text of every question."""
_LONG = ("anki", "search")
"""The data files that take longest."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some pages of a site that can be made apart from all others."""

    kind: str
    span: slice
    """Which questions the pages belong to, for the pages of questions; for all other kinds every one."""
    data: tuple[str, ...] = ()
    """The kinds of data files that are made with them, since they share what is costly."""


def batches(view: SiteView) -> list[Batch]:
    """Return the batches of all pages of kinds that grow with the bank, those that take longest first."""
    spans = (slice(at, at + _BATCH) for at in range(0, len(view.bank.questions), _BATCH))
    drawn = Batch("map", slice(None), _DRAWN)
    lists = (Batch(kind, slice(None)) for kind in GROWING if kind not in (drawn.kind, "question"))
    return [drawn, *lists, *(Batch("question", span, _OWN) for span in spans)]


def data_batches(view: SiteView, *, related: bool) -> list[tuple[tuple[str, ...], slice]]:
    """Return the kinds of data files that say how questions are related, without those of other batches, or all that do
    not; those that take longest come first, and last many that can be shared.

    They are in groups that are made together, since they share what is costly, and of one kind in spans.
    """
    if related:
        return [((kind,), slice(None)) for kind in _RELATED]
    rest = (kind for kind in DATA if kind not in (*_LONG, *_TEXTS, *_OWN, *_PICTURES, *_RELATED, *_DRAWN))
    groups = [*((kind,) for kind in _LONG), _TEXTS, *((kind,) for kind in rest)]
    spans = (slice(at, at + _CARDS) for at in range(0, card_count(view), _CARDS))
    return [*((group, slice(None)) for group in groups), *((_PICTURES, span) for span in spans)]


def batch_pages(view: SiteView, batch: Batch, cards: Mapping[str, dict[str, str]]) -> Iterator[Page]:
    """Yield the pages of a batch, with their contents and cards; `cards` are those of the site."""
    module = _module("pages", batch.kind)
    made = module.pages(view, batch.span) if batch.kind == "question" else module.pages(view)
    return (_with_contents(page, card_of(page, cards, view.bank)) for page in made)


def site_pages(view: SiteView, kinds: Iterable[str] = KINDS) -> tuple[Page, ...]:
    """Return every page of a published bank, each path once, with its contents and its card in its front matter.

    With `kinds` only the pages of these are returned.
    """
    cards = card_metas(view)
    made = (page for kind in kinds for page in _module("pages", kind).pages(view))
    return tuple(_with_contents(page, card_of(page, cards, view.bank)) for page in made)


def data_files(view: SiteView, kinds: Iterable[str] = DATA, span: slice = slice(None)) -> Mapping[str, str | bytes]:
    """Return the data files of a site of these kinds, text or bytes, by path relative to the root.

    Of a kind of which each question has a file, it returns those of a span of the bank's questions, and of cards those
    of a span of all cards.
    """
    wanted = (kind for kind in kinds if kind not in DOWNLOADS or kind in view.downloads)
    made = ((_module("data", kind).files, (span,) if kind in (*_OWN, *_PICTURES) else ()) for kind in wanted)
    return {path: content for files, which in made for path, content in files(view, *which).items()}


def own_names(view: SiteView) -> frozenset[str]:
    """Return the names of the data files beside the page of each question."""
    return frozenset([posixpath.basename(markdown_file(HOME))] if "markdown" in view.downloads else [])


def _module(package: str, name: str) -> Any:
    return import_module(f"mkdocs_qbank.render.{package}.{name}")


def _with_contents(page: Page, card: Mapping[str, str] | None) -> Page:
    more = {**({"toc": contents(page.headings)} if page.headings else {}), **({"card": dict(card)} if card else {})}
    return replace(page, meta={**page.meta, "qbank": {**page.meta.get("qbank", {}), **more}}) if more else page


def site_extra(view: SiteView) -> dict[str, Any]:
    """Return data for every page, including those without front matter such as 404."""
    bank, card = view.bank, site_card(view)
    return {
        **({"card": card} if card else {}),
        "messages": dict(catalogue()),
        "topics": [topic_link(topic) for topic in bank.topics],
        "shards": shard_count(view),
        "ids": id_bounds(bank),
        "feed": DATA["feed"] if has_feed(view) else "",
        "markdown": "markdown" in view.downloads,
    }
