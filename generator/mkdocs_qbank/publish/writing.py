"""Writes the many pages and data files of a site beside the engine, by several processes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs_qbank.model.addresses import output
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.publish.forks import share
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
    site_pages,
)
from mkdocs_qbank.render.view import SiteView

_FOLDERS = ("questions/", "topics/", "tags/")


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that was written."""

    path: str
    changed: str | None
    """The date of its last change, if it is known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Press:
    """How pages become files."""

    folder: Path
    finish: Callable[[Page], Page]
    """Returns a page with what only the engine's settings know."""
    engine_page: Callable[[Page], Any]
    """Returns a page as the engine's templates take it."""
    frames: Frames
    skip: frozenset[str] = frozenset()
    """The paths of pages that the engine writes itself."""


def engine_pages(view: SiteView, named: Collection[str], *, every: bool) -> tuple[Page, ...]:
    """Return the pages that the engine builds: those of kinds that do not grow with the bank, and those that its
    navigation names; or every page.
    """
    if every:
        return site_pages(view)
    few = site_pages(view, [kind for kind in KINDS if kind not in GROWING])
    if not any(path.startswith(_FOLDERS) for path in named):
        return few
    return (*(page for page in site_pages(view, GROWING) if page.path in named), *few)


def write_site(view: SiteView, press: Press) -> list[Entry]:
    """Write the data files of a site and all pages of kinds that grow with the bank, and return those pages."""
    cards = card_metas(view)
    made = batches(view)
    for batch in made[-1:]:  # templates are compiled, and frames rendered, once for all processes
        for page in list(batch_pages(view, batch, cards))[:2]:
            press.frames.render(press.engine_page(press.finish(page)))
    pieces: list[Callable[[], Sequence[Entry]]] = [
        *(partial(_write_data, view, press.folder, kinds) for kinds in data_batches()),
        *(partial(_write_pages, view, press, batch, cards) for batch in made),
    ]
    return [entry for entries in share(pieces, lambda _: None) for entry in entries]


def _write_data(view: SiteView, folder: Path, kinds: Sequence[str]) -> Sequence[Entry]:
    for path, content in data_files(view, kinds).items():
        _write(folder / path, content.encode() if isinstance(content, str) else content)
    return ()


def _write_pages(view: SiteView, press: Press, batch: Batch, cards: Any) -> Sequence[Entry]:
    entries = []
    for made in batch_pages(view, batch, cards):
        if made.path in press.skip:
            continue
        page = press.finish(made)
        html = press.frames.render(press.engine_page(page))
        _write(press.folder / output(page.path), html.encode("utf-8", "xmlcharrefreplace"))
        entries.append(Entry(page.path, page.meta.get("qbank", {}).get("changed")))
    return entries


def _write(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
