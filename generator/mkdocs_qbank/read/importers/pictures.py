"""The images of a source that pages can show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from mkdocs_qbank.markdown.workers import call_each
from mkdocs_qbank.model.images import FORMATS
from mkdocs_qbank.read.image_header import MOST_BYTES, ImageHeader, parse_header
from mkdocs_qbank.read.images import MOST_PIXELS, MOST_SIDE

Load = Callable[[], bytes]
"""Returns the bytes of a file, at most one more than an image may have; raises OSError."""
_AT_ONCE = 32 * MOST_BYTES
"""The bytes of images that are in memory at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """An image of a source that pages can show."""

    digest: str
    ending: str
    load: Load


def read_pictures(loads: Mapping[tuple[str, str], Load]) -> dict[tuple[str, str], Picture | str]:
    """Return each image, or why pages cannot show it, in words that follow its name. Raises OSError without workers."""
    pictures: dict[tuple[str, str], Picture | str] = {}
    for batch in _batches(loads, pictures):
        headers = call_each(parse_header, list(batch.values()))
        for key, header in zip(batch, headers, strict=True):
            reason = header if isinstance(header, str) else _problem(header)
            if reason or isinstance(header, str):
                pictures[key] = reason
            else:
                ending = FORMATS[header.format][0]
                pictures[key] = Picture(digest=header.digest[:32], ending=ending, load=loads[key])
    return pictures


def _batches(
    loads: Mapping[tuple[str, str], Load], failed: dict[tuple[str, str], Picture | str]
) -> Iterator[dict[tuple[str, str], bytes]]:
    """Yield the bytes of images, as many as may be in memory; what cannot be read is added to `failed`."""
    batch: dict[tuple[str, str], bytes] = {}
    size = 0
    for key, load in loads.items():
        try:
            data = load()
        except OSError as error:
            failed[key] = f"cannot be read: {(error.strerror or 'it is missing').lower()}"
            continue
        if len(data) > MOST_BYTES:
            failed[key] = f"has more than {MOST_BYTES:,} bytes"
            continue
        batch[key] = data
        size += len(data)
        if size > _AT_ONCE:
            yield batch
            batch, size = {}, 0
    yield batch


def _problem(header: ImageHeader) -> str:
    if max(header.width, header.height) > MOST_SIDE or header.width * header.height > MOST_PIXELS:
        return f"is too large, {header.width:,} × {header.height:,} pixels"
    return "is an animation" if header.moving else ""
