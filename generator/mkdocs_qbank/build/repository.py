"""Addresses at the host of a site's repository: where a page is edited, and a question proposed."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from urllib.parse import urljoin

from mkdocs_qbank.model.pages import Page


def with_edit_url(page: Page, *, repo_url: str, edit_uri: str, docs_dir: str) -> Page:
    """Return a page with the URL that edits its source file, where it has one.

    As in MkDocs, `edit_uri` is relative to `repo_url` and stands for the folder of pages, `docs_dir`.
    """
    if page.source is None or not repo_url or not edit_uri or "qbank" not in page.meta:
        return page
    path = posixpath.relpath(page.source, docs_dir)
    address = urljoin(f"{repo_url.rstrip('/')}/", f"{edit_uri.rstrip('/')}/{path}")
    return replace(page, meta={**page.meta, "qbank": {**page.meta["qbank"], "edit_url": address}})


def propose_url(repo_url: str) -> str:
    """Return the URL of the GitHub form that proposes a question, or an empty text for another host."""
    if not repo_url.startswith("https://github.com/"):
        return ""
    return repo_url.rstrip("/").removesuffix(".git") + "/issues/new?template=question.yml"
