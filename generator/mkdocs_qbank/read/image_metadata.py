"""What the metadata of an image, in Exif or XMP, say that matters to a page.

Exif metadata are a TIFF file without pixels, in every container as they are, so they are found by their first bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal

Order = Literal["little", "big"]

_TIFF = re.compile(rb"II\*\0|MM\0\*")
_ORDERS: Mapping[bytes, Order] = {b"II*\0": "little", b"MM\0*": "big"}
_ORIENTATION, _GPS = 0x0112, 0x8825
_PLACE = frozenset((2, 4))
"""The fields of a latitude and a longitude."""
_SHORT = (b"\x03\x00", b"\x00\x03")
"""The type of a 16-bit field, in either order of bytes."""
_MOST_FILES, _MOST_FIELDS = 32, 512


@dataclass(frozen=True, kw_only=True, slots=True)
class ImageMetadata:
    """The metadata of an image."""

    orientation: int = 0
    """How to turn and mirror the pixels, from 1 to 8 as in Exif, or another number if nothing says it."""
    located: bool = False
    """Whether there is the place where it was taken."""


def read_metadata(data: bytes) -> ImageMetadata:
    """Return the metadata of an image; what is no metadata is passed over."""
    found = list(islice(_exif(data), _MOST_FILES))
    return ImageMetadata(
        orientation=next((metadata.orientation for metadata in found if metadata.orientation), 0),
        located=any(metadata.located for metadata in found) or b"GPSLatitude" in data,  # the name in XMP
    )


def _exif(data: bytes) -> Iterator[ImageMetadata]:
    for match in _TIFF.finditer(data):
        start, order = match.start(), _ORDERS[match[0]]
        fields = _directory(data, start, int.from_bytes(data[start + 4 : start + 8], order), order)
        place = _directory(data, start, fields[_GPS], order) if _GPS in fields else {}
        yield ImageMetadata(orientation=fields.get(_ORIENTATION, 0), located=not _PLACE.isdisjoint(place))


def _directory(data: bytes, start: int, offset: int, order: Order) -> Mapping[int, int]:
    """Return the 16-bit and 32-bit values of a directory at an offset from the start of a TIFF file, by tag."""
    at = start + offset
    count = min(int.from_bytes(data[at : at + 2], order), _MOST_FIELDS)
    fields = (data[place : place + 12] for place in range(at + 2, at + 2 + 12 * count, 12))
    return {
        int.from_bytes(field[:2], order): int.from_bytes(field[8:10] if field[2:4] in _SHORT else field[8:12], order)
        for field in fields
        if len(field) == 12
    }
