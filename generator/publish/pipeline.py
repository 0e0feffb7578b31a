"""The whole road from a content folder to pages, as the plugin and the export both walk it."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from generator.check.rules import check_bank
from generator.findings import Finding
from generator.model import Bank, Page
from generator.publish.history import read_history
from generator.read.bank import Reading, read_bank
from generator.relate.order import learning_order
from generator.relate.relations import relate
from generator.relate.suggested import THRESHOLD
from generator.render.setting import Setting
from generator.render.site import site_extra, site_pages


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What a bank's owner can choose."""

    suggestions: int = 3
    """How many suggested relations a question has at most."""
    threshold: float = THRESHOLD
    """How alike two questions must be for one to be suggested, from 0 to 1."""
    history: bool = True
    """Whether pages say when and by whom they were changed, as git knows it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """All that is published of a bank."""

    pages: tuple[Page, ...]
    extra: Mapping[str, Any]


def check_content(content: Path) -> tuple[Reading, tuple[Finding, ...]]:
    """Reads a content folder and gives it with every finding there is, in the order of files and lines."""
    reading = read_bank(content)
    return reading, tuple(sorted({*reading.findings, *check_bank(reading.bank)}))


def make_site(bank: Bank, content: Path, options: Options) -> Site:
    """Gives the pages of a bank that has been checked."""
    published = bank.published
    relations = relate(published, suggestions=options.suggestions, threshold=options.threshold)
    order = learning_order(published)
    changes = read_history(content) if options.history else {}
    setting = Setting(bank=published, relations=relations, order=order, content=content.as_posix(), changes=changes)
    return Site(pages=site_pages(setting), extra=site_extra(published))


def with_edit_url(page: Page, *, repo_url: str, edit_uri: str, docs_dir: str) -> Page:
    """Gives a page with the address at which its source file is edited, where it has one.

    As in MkDocs, `edit_uri` is relative to `repo_url` and stands for the folder of pages, `docs_dir`.
    """
    if page.source is None or not repo_url or not edit_uri or "qbank" not in page.meta:
        return page
    path = posixpath.relpath(page.source, docs_dir)
    address = urljoin(repo_url.rstrip("/") + "/", edit_uri.rstrip("/") + "/" + path)
    return replace(page, meta={**page.meta, "qbank": {**page.meta["qbank"], "edit_url": address}})
