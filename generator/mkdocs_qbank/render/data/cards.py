"""The pictures of social cards."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_qbank.model.addresses import card_file
from mkdocs_qbank.render.cards import drawn
from mkdocs_qbank.render.view import SiteView


def files(view: SiteView, span: slice = slice(None)) -> Mapping[str, str | bytes]:
    """Return the files of a span of the cards, by their paths from the root of the site."""
    paint = view.paint
    pictures = ((path, paint(card)) for path, card in drawn(view, span)) if paint else ()
    return {card_file(path): png for path, png in pictures if png is not None}
