"""Addresses outside a site's pages: where a page is edited, a question proposed, and a rule explained."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from mkdocs_qbank.findings.report import Explain, explain_command
from mkdocs_qbank.model.addresses import page_address, rule_page
from mkdocs_qbank.model.pages import Page

_HERE = ("localhost", "127.0.0.1", "::1", "0.0.0.0")  # noqa: S104 - compared, not bound
"""The hosts of sites that are only served while somebody works on them."""


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


def rule_url(site_url: str, rule: str) -> str | None:
    """Return the address of the page of a rule on a site, or None where the site has no public address."""
    try:
        host = urlsplit(site_url).hostname
    except ValueError:
        return None
    return None if not host or host in _HERE else f"{site_url.rstrip('/')}/{page_address(rule_page(rule))}"


def explanations(site_url: str) -> Explain:
    """Return what gives the address of the page of each rule, or the command that explains it."""
    return lambda rule: rule_url(site_url, rule) or explain_command(rule)
