"""The index that search reads."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_qbank.render.view import SiteView
from mkdocs_qbank.search.files import index_files


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    return index_files(view.index, view.bank, view.order)
