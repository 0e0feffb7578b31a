"""The data files of a bank as a site has them, without a build."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.pipeline import About, Site, check_content, make_site
from mkdocs_qbank.model.addresses import DOWNLOADS

URL = "https://example.org/bank/"


def made(content: Path, *, url: str = URL, name: str = "A bank", downloads: tuple[str, ...] = DOWNLOADS) -> Site:
    """All that is published of a bank, with these files to take along, and without social cards."""
    about = About(folder=content.parent, name=name, description="Of *tea*.", url=url)
    return make_site(check_content(content), content, Options(cards="none", downloads=downloads), None, about)


def taken(content: Path, *, url: str = URL, name: str = "A bank") -> Mapping[str, str | bytes]:
    """The data files of a bank, by path."""
    return made(content, url=url, name=name).files


def text(files: Mapping[str, str | bytes], path: str) -> str:
    """One of them that is text."""
    content = files[path]
    assert isinstance(content, str)
    return content
