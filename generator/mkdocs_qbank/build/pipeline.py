"""The whole road from a content folder to pages, as the commands, the plugin and the export all walk it."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from mkdocs_qbank.build.cache import Made
from mkdocs_qbank.build.cards import Painter
from mkdocs_qbank.build.git import last_change, newest_file, read_history
from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.relating import Embed, Relating, make_relations
from mkdocs_qbank.build.stages import Stages
from mkdocs_qbank.check.checks import check_bank
from mkdocs_qbank.check.permalinks import with_edits
from mkdocs_qbank.check.references import REPEATED_ID, SELF_REFERENCE
from mkdocs_qbank.check.sections import EMPTY_ITEM
from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.findings.levels import Levels, with_levels
from mkdocs_qbank.graph.learning_order import learning_order
from mkdocs_qbank.markdown.pages import Engine
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.cards import NONE
from mkdocs_qbank.model.linked import Pin
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.model.relations import Relations
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.read.reading import Changes, Reading
from mkdocs_qbank.read.removals import EMPTY, ITSELF, REPEATED, with_removals
from mkdocs_qbank.read.rules import REPEATED_TAG
from mkdocs_qbank.relate.suggested import Given
from mkdocs_qbank.render.site import data_files, site_extra, site_pages
from mkdocs_qbank.render.view import SiteView
from mkdocs_qbank.search.duplicates import duplicates
from mkdocs_qbank.search.reader import Reader
from mkdocs_qbank.search.texts import Texts, read_texts

log = logging.getLogger("mkdocs.plugins.qbank")

_NO_RELATIONS = Relations(outgoing={}, incoming={})

_REMOVABLE = {
    REPEATED_TAG.id: REPEATED,
    REPEATED_ID.id: REPEATED,
    SELF_REFERENCE.id: ITSELF,
    EMPTY_ITEM.id: EMPTY,
}
"""Why the item of a list that a rule finds can be removed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """A content folder that has been read and checked as a whole."""

    reading: Reading
    findings: tuple[Finding, ...]
    """Everything found, in the order of files and lines."""


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """What mkdocs.yml says of a site."""

    folder: Path
    """The folder of mkdocs.yml, where social cards are cached."""
    name: str
    description: str = ""
    url: str = ""
    """Its public address, if there is one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """All that is published of a bank."""

    pages: tuple[Page, ...]
    files: Mapping[str, str | bytes]
    """Each data file, text or bytes, by its path from the root."""
    images: Mapping[str, Path]
    """The file of each image, by its address; equal images have one address."""
    extra: Mapping[str, Any]


def check_content(
    content: Path,
    engine: Engine | None = None,
    known: Reading | None = None,
    *,
    host_files: Iterable[str] = (),
    levels: Levels | None = None,
    banks: Mapping[str, Pin] = MappingProxyType({}),
    changed: Changes = MappingProxyType({}),
) -> Checked:
    """Read a content folder, and return it with every finding there is, at the levels that its owner sets.

    `engine` renders pages below content/pages; `known` is an earlier reading, whose results are used again. `banks` are
    other banks that it links to, by name. `changed` are files to read as they would be, not as they are.
    """
    reading = read_bank(content, engine, known, host_files=frozenset(host_files), banks=banks, changed=changed)
    return check_reading(reading, levels or {})


def check_and_relate(
    content: Path, engine: Engine, known: Reading | None, options: Options, stages: Stages, *, drafts: bool
) -> tuple[Checked, Relating]:
    """Read and check a content folder, as `check_content` does, and begin to relate its questions meanwhile."""
    given = options.checking
    with stages.stage("reading"):
        host_files = frozenset(given["host_files"])
        reading = read_bank(content, engine, known, host_files=host_files, banks=given["banks"])
    bank = reading.bank.preview if drafts else reading.bank.published
    with stages.stage("relating"):
        relating = Relating(bank, options)
    try:
        with stages.stage("checking"):
            checked = check_reading(reading, given["levels"])
            relating.compare()
    except BaseException:
        relating.cancel()
        raise
    return checked, relating


def check_reading(reading: Reading, levels: Levels) -> Checked:
    """Return a bank that was read with every finding there is, at the levels that its owner sets."""
    findings = with_levels({*reading.findings, *check_bank(reading.bank)}, levels)
    edited = with_edits(sorted(findings), reading.texts)
    return Checked(reading=reading, findings=with_removals(edited, _REMOVABLE, reading.texts))


def sources(bank: Bank, content: Path) -> dict[str, str]:
    """Return the file below content/pages of each page and file that is published from there, by its path."""
    written = {page.path: page.source for page in bank.pages} | {file: file for file in bank.files}
    return {path: Path(file).relative_to(content / "pages").as_posix() for path, file in written.items()}


def make_site(
    checked: Checked,
    content: Path,
    options: Options,
    embed: Embed | None = None,
    about: About | None = None,
    *,
    drafts: bool = False,
) -> Site:
    """Return the pages and data files of a bank that has been checked; without `about`, without social cards.

    With `drafts` it is a preview, in which drafts are marked and otherwise like all other questions.
    """
    view = make_view(checked, content, options, about, drafts=drafts)
    texts = view.texts or read_texts(view.bank.questions)
    given = Given(texts=lambda: texts, pairs=lambda: duplicates(view.bank.questions))
    view = view.related_by(make_relations(view.bank, options, embed, given))
    site = Site(pages=site_pages(view), files=data_files(view), images=images_of(view), extra=site_extra(view))
    tidy(view)
    return site


def make_view(
    checked: Checked,
    content: Path,
    options: Options,
    about: About | None = None,
    *,
    drafts: bool = False,
    texts: Texts | None = None,
) -> SiteView:
    """Return what the pages and data files of a site are made from, as `make_site` takes it, still without relations.

    `texts` are those of its questions, if they have been read already.
    """
    published = checked.reading.bank.published
    if less := options.left_out(len(published.questions)):
        log.info("%s", less)
    options = options.at(len(published.questions))
    bank = checked.reading.bank.preview if drafts else published
    return SiteView(
        bank=bank,
        texts=texts or read_texts(bank.questions),
        order=learning_order(bank),
        as_of=as_of(),
        changes=read_history(content) if options.history else {},
        site_name=about.name if about else "",
        site_description=about.description if about else "",
        site_url=_public(about.url) if about else "",
        bank_id=options.bank_id,
        changed=changed_at(content),
        downloads=tuple(options.downloads),
        read_image=lambda image: Path(image.path).read_bytes(),
        levels=options.rules,
        cards=options.cards,
        print_pages=options.print_pages is True,
        paint=Painter(about.folder) if about and options.cards != NONE else None,
        **({"keep": Made(about.folder)} if about else {}),
        relations=_NO_RELATIONS,
    )


def images_of(view: SiteView) -> dict[str, Path]:
    """Return the file of each image of a site, by its address; equal images have one address."""
    return {image.address: Path(image.path) for image in view.bank.used_images}


def tidy(view: SiteView) -> None:
    """Forget what is kept on disk and the site did not ask for."""
    for kept in (view.paint, view.keep):
        if isinstance(kept, Painter | Made):
            kept.tidy()


def search_files(bank: Bank) -> Mapping[str, str | bytes]:
    """Return the files that search reads of a published bank, by path relative to the root of its site."""
    view = SiteView(bank=bank, relations=_NO_RELATIONS, order=learning_order(bank), as_of=as_of())
    return data_files(view, ("search", "words", "glossary"))


def bank_reader(bank: Bank) -> Reader:
    """Return what searches a published bank."""
    files = search_files(bank)

    def fetch(path: str) -> bytes:
        content = files[path]
        return content.encode() if isinstance(content, str) else content

    return Reader(fetch)


def changed_at(content: Path) -> int:
    """Return the time of a bank in seconds: SOURCE_DATE_EPOCH, or its newest commit, or that of its newest file."""
    try:
        return int(os.environ["SOURCE_DATE_EPOCH"])
    except (KeyError, ValueError):
        newest = last_change(content)
        return newest_file(content) if newest is None else newest


def _public(url: str) -> str:
    """Return the address of a site with a slash at its end, or nothing for what is no address on the web."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna")
    except ValueError:
        return ""
    return f"{url.rstrip('/')}/" if parts.scheme in ("http", "https") and host else ""


def as_of() -> date:
    """Return the date of the build: SOURCE_DATE_EPOCH where it is set, or today."""
    try:
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).date()
    except (KeyError, ValueError, OverflowError, OSError):
        return datetime.now(UTC).date()
