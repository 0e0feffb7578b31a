"""The HTML of images in the text of a question."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from mkdocs_qbank.markdown.characters import without_hidden
from mkdocs_qbank.markdown.clean import MARK
from mkdocs_qbank.model.images import Image

FindImage = Callable[[str], Image | None]
"""A function from the target of an image to the image of the bank, or to None if it is shown as a link."""
_FIXED = {"loading": "lazy", "decoding": "async"}
"""The attributes of every image; the last one has search index the alternative text."""

_ALTERNATIVE = re.compile(r'<img src="[^"]*" alt="([^"]*)"')


def image_html(target: str, text: str, title: str, image: Image | None, *, linked: bool) -> str:
    """Return the HTML, before cleaning, of an image with its alternative text; without `image`, of a link to it.

    `linked` is true inside a link, where links cannot be nested.
    """
    if image is not None:
        size = {"width": str(image.width), "height": str(image.height)}
        named = {"title": without_hidden(title)} if title else {}
        values = {"src": target, "alt": text, **named, **size, **_FIXED}
        return "<img" + "".join(f' {name}="{MARK}{escape(value)}"' for name, value in values.items()) + ">"
    shown = escape(text or "Picture", quote=False)
    return shown if linked else f'<a class="qb-image" href="{escape(target)}">{shown}</a>'


def alternative_texts(html: str) -> list[str]:
    """Return the alternative texts, as HTML, of the images in clean HTML."""
    return _ALTERNATIVE.findall(html)
