"""The whole road from a content folder to pages, as the commands, the plugin and the export all walk it."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from generator.check.rendered import Rendering, check_rendered
from generator.check.rules import check_bank
from generator.findings import Finding
from generator.model import Bank, Page, Prose, Relations
from generator.publish.history import read_history
from generator.publish.workers import Failure, Job, render_all
from generator.read.bank import Reading, read_bank
from generator.relate.likeness import Embeddings
from generator.relate.order import learning_order
from generator.relate.relations import relate
from generator.relate.suggested import THRESHOLD
from generator.relate.terms import passages
from generator.render.data import data_files
from generator.render.html import Engine, Html
from generator.render.listing import prose_body
from generator.render.prose import Body
from generator.render.question import question_body
from generator.render.setting import Setting, pages_of
from generator.render.site import site_extra, site_pages
from generator.render.vocabulary import vocabulary

Cache = Mapping[Job, Html | Failure]
Embed = Callable[[Sequence[Sequence[str]]], Embeddings]
"""Gives the meaning of each question, told by its own words and then by those of its parts."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What a bank's owner can choose."""

    suggestions: int = 3
    """How many suggested relations a question has at most."""
    threshold: float = THRESHOLD
    """How far two questions must stand out from their neighbourhoods for one to be suggested, from -1 to 1."""
    model: str = ""
    """A sentence-embedding model, by folder or by its name on the hub, to suggest by meaning too."""
    history: bool = True
    """Whether pages say when and by whom they were changed, as git knows it."""
    host_files: tuple[str, ...] = ()
    """The files that the host of the site reads and contributors may change, by their paths below content/pages."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """A content folder that has been read and looked at whole."""

    reading: Reading
    findings: tuple[Finding, ...]
    """Everything found, in the order of files and lines."""
    rendered: Cache = field(default_factory=dict)
    """The HTML of each body that strangers wrote."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """All that is published of a bank."""

    pages: tuple[Page, ...]
    html: Mapping[str, Html]
    """The clean HTML of each page, by its path."""
    files: Mapping[str, str]
    """The text of each data file, by its path from the root."""
    extra: Mapping[str, Any]


def check_content(
    content: Path, engine: Engine | None = None, known: Cache | None = None, *, host_files: Iterable[str] = ()
) -> Checked:
    """Reads a content folder, renders what stands in it, and gives it with every finding there is.

    `known` holds what was rendered before and need not be again.
    """
    reading = read_bank(content, host_files=frozenset(host_files))
    bank = reading.bank
    bodies = list(_bodies(bank))
    jobs = {body.source: _job(body.page, body.text, body.formulas) for body, _ in bodies}
    rendered = render_all(jobs.values(), engine or Engine(), known or {})
    shown = [
        Rendering(page=body.page, source=body.source, prose=prose, **_outcome(rendered[jobs[body.source]]))
        for body, prose in bodies
    ]
    found = {*reading.findings, *check_bank(bank), *check_rendered(shown)}
    return Checked(reading=reading, findings=tuple(sorted(found)), rendered=rendered)


def make_relations(bank: Bank, options: Options, embed: Embed | None = None) -> Relations:
    """Gives the relations of a published bank as its owner wants them; `embed` gives the meanings, if wanted."""
    found = meanings(bank, embed)
    return relate(bank, suggestions=options.suggestions, threshold=options.threshold, embeddings=found)


def meanings(bank: Bank, embed: Embed | None) -> Embeddings | None:
    """Gives the meaning of each question of a bank, in its order, if meanings are wanted."""
    return embed([passages(question) for question in bank.questions]) if embed else None


def make_site(
    checked: Checked, content: Path, options: Options, engine: Engine | None = None, embed: Embed | None = None
) -> Site:
    """Gives the pages of a bank that has been checked; what could not be rendered has none."""
    published = checked.reading.bank.published
    setting = Setting(
        bank=published,
        relations=make_relations(published, options, embed),
        order=learning_order(published),
        as_of=as_of(),
        changes=read_history(content) if options.history else {},
    )
    pages = site_pages(setting)
    jobs = {page.path: _job(page.path, page.body, page.formulas) for page in pages}
    rendered = render_all(jobs.values(), engine or Engine(), checked.rendered)
    html = {path: found for path, job in jobs.items() if isinstance(found := rendered[job], Html)}
    return Site(
        pages=tuple(page for page in pages if page.path in html),
        html=html,
        files={**data_files(setting), **vocabulary(_texts(published, html))},
        extra=site_extra(published),
    )


def _texts(bank: Bank, html: Mapping[str, Html]) -> Iterator[str]:
    """What search reads of each question."""
    for question in bank.questions:
        found = html.get(f"questions/{question.id}.md")
        yield (found.content if found else "") + " " + escape(" ".join(question.aliases))


def as_of() -> date:
    """Gives the day for which things are said to be out of date: SOURCE_DATE_EPOCH where it is set, or today."""
    try:
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).date()
    except (KeyError, ValueError, OverflowError, OSError):
        return datetime.now(UTC).date()


def with_edit_url(page: Page, *, repo_url: str, edit_uri: str, docs_dir: str) -> Page:
    """Gives a page with the address at which its source file is edited, where it has one.

    As in MkDocs, `edit_uri` is relative to `repo_url` and stands for the folder of pages, `docs_dir`.
    """
    if page.source is None or not repo_url or not edit_uri or "qbank" not in page.meta:
        return page
    path = posixpath.relpath(page.source, docs_dir)
    address = urljoin(repo_url.rstrip("/") + "/", edit_uri.rstrip("/") + "/" + path)
    return replace(page, meta={**page.meta, "qbank": {**page.meta["qbank"], "edit_url": address}})


def propose_url(repo_url: str) -> str:
    """Gives the address of the form on GitHub that proposes a question, or nothing for another host."""
    if not repo_url.startswith("https://github.com/"):
        return ""
    return repo_url.rstrip("/").removesuffix(".git") + "/issues/new?template=question.yml"


def _bodies(bank: Bank) -> Iterator[tuple[Body, tuple[Prose, ...]]]:
    pages = pages_of(bank)
    for question in bank.questions:
        yield question_body(question, pages), (question.question, *question.prose)
    for page in bank.pages:
        yield prose_body(page, pages), (page.body,)


def _job(path: str, text: str, formulas: Iterable[str]) -> Job:
    return Job(path=path, text=text, formulas=tuple(formulas))


def _outcome(result: Html | Failure) -> dict[str, Any]:
    if isinstance(result, Failure):
        return {"failure": result.reason}
    return {"offences": result.offences, "ids": result.ids, "anchors": result.anchors}
