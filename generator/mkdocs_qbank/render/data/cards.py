"""The pictures of social cards."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_qbank.model.addresses import card_file
from mkdocs_qbank.render.cards import pictures
from mkdocs_qbank.render.view import SiteView


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    return {card_file(path): png for path, _, png in pictures(view)}
