"""The header of an image file: its format, its size in pixels, and what else decides whether a page shows it.

No pixel is decoded. imagesize reads the sizes; what it does not tell is read here, in time linear in the size of the
file, whatever its bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from mkdocs_qbank.read.image_metadata import read_metadata

MOST_BYTES = 1024 * 1024
"""The size of the largest image, in bytes."""
SVG = "is an SVG drawing, which can contain scripts and load files of other hosts"
"""The reason why there is no header of such a file."""
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_TURNED = range(5, 9)
"""The orientations of Exif in which width and height change places."""
_TURNING = ("JPEG", "PNG")
"""The formats whose Exif orientation browsers obey."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImageHeader:
    """What the header of an image says."""

    format: str
    digest: str
    """The SHA-256 of the file, in hexadecimal digits."""
    width: int
    """The width in pixels as shown, after a rotation that the file asks for."""
    height: int
    moving: bool
    """Whether it is an animation."""
    located: bool
    """Whether its metadata contain the place where it was taken."""


def read_header(file: Path) -> ImageHeader | str:
    """Return the header of an image file, or the reason why there is none, in words that follow the file's name.

    Raises OSError if the file cannot be read.
    """
    with file.open("rb") as opened:
        data = opened.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        return f"has more than {MOST_BYTES:,} bytes"
    return parse_header(data)


def parse_header(data: bytes) -> ImageHeader | str:
    """Return the header of an image, or the reason why there is none."""
    import imagesize  # noqa: PLC0415 - slow to import, and only workers use it

    name = format_of(data)
    if name is None:
        return SVG if _SVG.search(data, 0, 4096) else "is no PNG, JPEG, WebP, GIF or AVIF image, whatever its name"
    complete, moving = _WALKS[name](data)
    if not complete:
        return "ends before the image does"
    width, height = imagesize.get(BytesIO(data), exif_rotation=False)
    if width < 1 or height < 1:
        return "has a header that cannot be read"
    metadata = read_metadata(data)
    if metadata.orientation in _TURNED and name in _TURNING:
        width, height = height, width
    return ImageHeader(
        format=name,
        digest=sha256(data).hexdigest(),
        width=width,
        height=height,
        moving=moving,
        located=metadata.located,
    )


def format_of(data: bytes) -> str | None:
    """Return the format of an image by its first bytes, or None if it is of none that pages show."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WebP"
    return "AVIF" if _brands(data) & {b"avif", b"avis"} else None


def _png(data: bytes) -> tuple[bool, bool]:
    """Return whether a PNG file is complete, and whether it is an animation."""
    at, moving = 8, False
    while at + 12 <= len(data):
        name = data[at + 4 : at + 8]
        at += 12 + int.from_bytes(data[at : at + 4], "big")
        moving = moving or name == b"acTL"
        if name == b"IEND":
            return at <= len(data), moving
    return False, moving


def _jpeg(data: bytes) -> tuple[bool, bool]:
    """Return whether a JPEG file is complete: whether its last scan ends. None is an animation."""
    return data.rfind(b"\xff\xd9") > data.rfind(b"\xff\xda") > 0, False


def _gif(data: bytes) -> tuple[bool, bool]:
    """Return whether a GIF file is complete, and whether it has more than one frame."""
    at, frames = 13 + _color_table(data[10:11]), 0
    while at < len(data):
        kind = data[at]
        if kind == 0x3B:
            return frames > 0, frames > 1
        if kind == 0x2C:
            frames += 1
            at += 11 + _color_table(data[at + 9 : at + 10])
        elif kind == 0x21:
            at += 2
        else:
            break
        while at < len(data) and data[at]:
            at += data[at] + 1
        at += 1
    return False, frames > 1


def _color_table(flags: bytes) -> int:
    """Return the size in bytes of the table of colours that a byte of flags announces."""
    return 3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0


def _webp(data: bytes) -> tuple[bool, bool]:
    """Return whether a WebP file is complete, and whether it is an animation."""
    complete = 8 + int.from_bytes(data[4:8], "little") <= len(data)
    return complete, data[12:16] == b"VP8X" and len(data) > 20 and bool(data[20] & 2)


def _avif(data: bytes) -> tuple[bool, bool]:
    """Return whether an AVIF file is complete, and whether it contains a sequence of images."""
    at, names = 0, set()
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        names.add(data[at + 4 : at + 8])
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        at = at + size if size >= 8 else len(data) + (size > 0)  # the last box may give no size
    pixels = b"mdat" in names or b"idat" in data
    return at == len(data) and pixels, b"avis" in _brands(data)


def _brands(data: bytes) -> frozenset[bytes]:
    """Return the brands of a file of the ISO base media format, of which AVIF is one."""
    if data[4:8] != b"ftyp":
        return frozenset()
    size = min(int.from_bytes(data[:4], "big"), 1024)
    return frozenset(data[at : at + 4] for at in range(8, size, 4) if at != 12)


_WALKS = {"PNG": _png, "JPEG": _jpeg, "GIF": _gif, "WebP": _webp, "AVIF": _avif}
