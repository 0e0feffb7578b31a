"""Writes the many pages and data files of a site beside the engine, by several processes."""

from __future__ import annotations

import json
import logging
import marshal
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs_qbank.build.cache import Shelf, digest, put
from mkdocs_qbank.build.forks import Background, share
from mkdocs_qbank.build.former import Former
from mkdocs_qbank.build.stages import Stages
from mkdocs_qbank.build.summary import Summary, measure
from mkdocs_qbank.model.addresses import HOME, PAGES, output
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.publish.frames import Frames
from mkdocs_qbank.render.cards import card_metas
from mkdocs_qbank.render.site import (
    GROWING,
    KINDS,
    Batch,
    batch_pages,
    batches,
    data_batches,
    data_files,
    own_names,
    site_pages,
)
from mkdocs_qbank.render.view import SiteView

log = logging.getLogger("mkdocs.plugins.qbank")

Work = Callable[[], None]

_FOLDERS = ("questions/", "topics/", "tags/")


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that was written."""

    path: str
    changed: str | None
    """The date of its last change, if it is known."""
    key: str
    """A hash of all that it depends on; empty if it is not kept."""
    kept: bool
    """Whether it was kept from an earlier build."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Press:
    """How pages become files."""

    folder: Path
    engine_page: Callable[[Page], Any]
    """Returns a page as the engine's templates take it."""
    frames: Frames
    shelf: Shelf
    """The pages kept from earlier builds."""
    fingerprint: Callable[[tuple[str, ...]], str | None]
    """Returns a hash of all that pages depend on besides what they say, for the texts of a frame."""
    finish: Callable[[Page], Page] = lambda page: page
    """Returns a page with what only the engine's settings know."""
    skip: frozenset[str] = frozenset()
    """The paths of pages that the engine writes itself."""
    former: Former | None = None
    """The folders of pages of a former site."""


def engine_pages(view: SiteView, named: Collection[str], *, every: bool) -> tuple[Page, ...]:
    """Return the pages that the engine builds: those of kinds that do not grow with the bank, and those that its
    navigation names; or every page.
    """
    if every:
        return site_pages(view)
    many = any(path.startswith(_FOLDERS) for path in {*named} - {*PAGES.values()})
    grown = [kind for kind in GROWING if (PAGES[kind] in named if kind in PAGES else many)]
    few = site_pages(view, [kind for kind in KINDS if kind not in GROWING])
    return (*(page for page in site_pages(view, grown) if page.path in named), *few)


def unrelated(view: SiteView, folder: Path) -> list[Work]:
    """Return the work of writing all data files that need no relations, in pieces."""
    return [partial(_write_files, view, folder, *batch) for batch in data_batches(view, related=False)]


def work_until(enough: Callable[[], bool], waiting: Sequence[Work]) -> Sequence[Work]:
    """Do pieces of work until it is `enough`, and return those that are left."""
    for number, piece in enumerate(waiting):
        if enough():
            return waiting[number:]
        piece()
    return ()


def write_data(view: SiteView, folder: Path, waiting: Sequence[Work]) -> Background:
    """Begin to write the data files that need relations and no page, and to do what is left of other work."""
    related = (partial(_write_files, view, folder, *batch) for batch in data_batches(view, related=True))
    return Background([*waiting, *related])


def write_site(view: SiteView, press: Press, data: Background, done: Callable[[int, int], None]) -> list[Entry]:
    """Write all pages of kinds that grow with the bank, and the data files made with them, and return those pages.

    What is left of the other data files is written by the same processes. `done` is called now and then with the number
    of finished pieces of work, and of all.
    """
    cards = card_metas(view)
    site = _fingerprint(view, press, cards)
    first, *rest = (partial(_write_pages, view, press, batch, cards, site) for batch in batches(view))
    work: list[Callable[[], Sequence[Entry] | None]] = [first, data.help, *rest]
    entries = [entry for made in share(work, lambda count: done(count, len(work))) for entry in made or ()]
    data.finish()
    press.shelf.tidy([entry.key for entry in entries])
    return entries


def _fingerprint(view: SiteView, press: Press, cards: Any) -> str | None:
    """Return a hash of all that pages depend on besides what they say, or None if they cannot be kept.

    A first page is rendered for it, so that templates are compiled and frames made once for all processes.
    """
    first = next(batch_pages(view, Batch("question", slice(1)), cards), None)
    texts = press.frames.texts(press.engine_page(press.finish(first))) if first else None
    return None if texts is None else press.fingerprint(texts)


def _write_files(view: SiteView, folder: Path, kinds: Sequence[str], span: slice = slice(None)) -> None:
    for path, content in data_files(view, kinds, span).items():
        put(folder / path, content.encode() if isinstance(content, str) else content)


def _write_pages(view: SiteView, press: Press, batch: Batch, cards: Any, site: str | None) -> Sequence[Entry]:
    former = press.former and replace(press.former, beside=own_names(view))
    entries = []
    for made in batch_pages(view, batch, cards):
        if made.path in press.skip:
            continue
        page, file = press.finish(made), press.folder / output(made.path)
        key = _key(page, site, cards.get(HOME)) if site else ""
        kept = bool(key) and press.shelf.take(key, file, former)
        if not kept:
            data = press.frames.render(press.engine_page(page)).encode("utf-8", "xmlcharrefreplace")
            put(file, data)
            if key:
                press.shelf.keep(key, file, data)
        entries.append(Entry(page.path, page.meta.get("qbank", {}).get("changed"), key, kept))
    _write_files(view, press.folder, batch.data, batch.span)
    return entries


def _key(page: Page, site: str, card: Mapping[str, str] | None) -> str:
    """Return a hash of all that a page depends on; one without a card of its own has that of the site."""
    told = [dict(page.meta), None if "card" in page.meta.get("qbank", {}) else card]
    try:
        meta = marshal.dumps(told, 2)  # equal values are equal bytes in this version, whatever they share
    except ValueError:  # of types of our own
        meta = json.dumps(told, default=str).encode()
    return digest(site.encode(), page.path.encode(), meta, page.body.encode("utf-8", "surrogatepass"))


def write_questions(view: SiteView, press: Press, names: Iterable[str]) -> None:
    """Write the pages of some questions."""
    cards = card_metas(view)
    rows = {question.id: row for row, question in enumerate(view.bank.questions)}
    for name in names:
        _write_pages(view, press, Batch("question", slice(rows[name], rows[name] + 1)), cards, None)


def summarize(view: SiteView, entries: Collection[Entry], stages: Stages, folder: Path, timings: Path | None) -> None:
    """Log the summary of a site that was written to a folder, and write it to a file, if there is to be one."""
    pages, files, size = measure(folder)
    summary = Summary(
        questions=len(view.bank.questions),
        pages=pages,
        kept=sum(entry.kept for entry in entries),
        relations=sum(map(len, view.relations.outgoing.values())),
        files=files,
        bytes=size,
        seconds=stages.total,
        stages=stages.seconds,
    )
    log.info("%s", summary.line)
    if timings is not None:
        summary.write(timings)
