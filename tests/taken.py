"""The data files of a bank as a site has them, without a build."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.pipeline import About, Site, check_content, make_site

URL = "https://example.org/bank/"


def made(content: Path, *, url: str = URL, name: str = "A bank", **options: Any) -> Site:
    """All that is published of a bank with these options, without social cards."""
    about = About(folder=content.parent, name=name, description="Of *tea*.", url=url)
    return make_site(check_content(content), content, Options(cards="none", **options), None, about)


def taken(content: Path, *, url: str = URL, name: str = "A bank", **options: Any) -> Mapping[str, str | bytes]:
    """The data files of a bank, by path."""
    return made(content, url=url, name=name, **options).files


def text(files: Mapping[str, str | bytes], path: str) -> str:
    """One of them that is text."""
    content = files[path]
    assert isinstance(content, str)
    return content
