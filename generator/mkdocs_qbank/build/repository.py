"""Addresses outside a site: where a page is edited, a question proposed, a mistake reported, and a rule explained."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from mkdocs_qbank.findings.report import Explain, explain_command
from mkdocs_qbank.model.addresses import page_address, rule_page
from mkdocs_qbank.model.pages import Page

_HERE = ("localhost", "127.0.0.1", "::1", "0.0.0.0")  # noqa: S104 - compared, not bound
"""The hosts of sites that are only served while somebody works on them."""
_GITHUB = "https://github.com/"
_EDITED = re.compile(r"(https://github\.com/[^/]+/[^/]+)/edit/(.+)")


def with_edit_url(page: Page, *, repo_url: str, edit_uri: str, docs_dir: str) -> Page:
    """Return a page with the URL that edits its source file, where it has one.

    As in MkDocs, `edit_uri` is relative to `repo_url` and stands for the folder of pages, `docs_dir`.
    """
    if page.source is None or not repo_url or not edit_uri or "qbank" not in page.meta:
        return page
    address = _edit_url(page.source, repo_url, edit_uri, docs_dir)
    return replace(page, meta={**page.meta, "qbank": {**page.meta["qbank"], "edit_url": address}})


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


def proposals(*, repo_url: str, edit_uri: str, docs_dir: str, content: str) -> dict[str, str]:
    """Return the addresses of a repository on GitHub by which strangers contribute; of another host there are none.

    `new` is followed by a topic and makes a file in its folder; `form` opens the issue form for a question, `mistake`
    that for a mistake.
    """
    if not repo_url.startswith(_GITHUB):
        return {}
    issues = repo_url.rstrip("/").removesuffix(".git") + "/issues/new?template="
    addresses = {"form": f"{issues}question.yml", "mistake": f"{issues}mistake.yml"}
    folder = _edit_url(posixpath.join(content, "questions"), repo_url, edit_uri, docs_dir) if edit_uri else ""
    if edited := _EDITED.fullmatch(folder):
        addresses["new"] = f"{edited[1]}/new/{posixpath.normpath(edited[2])}/"
    return addresses


def _edit_url(path: str, repo_url: str, edit_uri: str, docs_dir: str) -> str:
    relative = posixpath.relpath(path, docs_dir)
    return urljoin(f"{repo_url.rstrip('/')}/", f"{edit_uri.rstrip('/')}/{relative}")
