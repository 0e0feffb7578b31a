"""Images beside questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

FORMATS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "PNG": (".png",),
        "JPEG": (".jpg", ".jpeg"),
        "WebP": (".webp",),
        "GIF": (".gif",),
        "AVIF": (".avif",),
    }
)
"""The endings of files of each format that a page shows, the usual one first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Image:
    """An image file below the questions that pages may show."""

    path: str
    """The path of the file as shown in messages."""
    address: str
    """The address relative to the root of the site, which changes with the content."""
    width: int
    """The width in pixels as shown, after a rotation that the file asks for."""
    height: int
    """The height in pixels as shown."""
