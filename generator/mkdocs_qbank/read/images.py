"""The images below a topic: those that pages may show, and what is wrong with the others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.markdown.workers import call_each
from mkdocs_qbank.model.addresses import image_file
from mkdocs_qbank.model.images import FORMATS, Image
from mkdocs_qbank.read.image_header import MOST_BYTES, SVG, ImageHeader, read_header
from mkdocs_qbank.read.image_rules import BAD_IMAGE, IMAGE_LOCATION, LARGE_IMAGE, MOVING_IMAGE

MOST_SIDE, MOST_PIXELS = 10_000, 40_000_000
"""The longest side of an image, and the most pixels that a browser has to decode: 160 MB of memory."""
FileState = tuple[str, int, int, int]
"""What changes when a file does: its absolute path, its inode, its size, and the time of its last change."""
Headers = Mapping[FileState, ImageHeader]
_SHOWN = {ending: name for name, endings in FORMATS.items() for ending in endings}
_VECTOR = frozenset((".svg", ".svgz"))
_OTHER = frozenset((".apng", ".bmp", ".heic", ".heif", ".ico", ".jfif", ".jp2", ".jxl", ".tif", ".tiff"))


@dataclass(frozen=True, kw_only=True, slots=True)
class ImagesReading:
    """What reading images gave: those that pages may show, the paths of the others, and all findings."""

    images: dict[str, Image] = field(default_factory=dict)
    """Each image by its path."""
    unusable: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()
    headers: Headers = field(default_factory=dict)
    """The header of each image that has one, for the next reading."""


def is_image(file: Path) -> bool:
    """Return whether a file is named as an image, of whatever format."""
    return file.suffix.lower() in _SHOWN.keys() | _VECTOR | _OTHER


def read_images(files: Iterable[Path], known: Headers) -> ImagesReading:
    """Return the images among files that are named as images, read in worker processes unless `known` has the header.

    Raises OSError if a file cannot be read.
    """
    listed = list(files)
    findings = {file: finding for file in listed if (finding := _check_file(file)) is not None}
    states = {_state(file): file for file in listed if file not in findings}
    new = [state for state in states if state not in known]
    read = dict(zip(new, call_each(read_header, [Path(state[0]) for state in new]), strict=True))
    headers = {state: read[state] if state in read else known[state] for state in states}
    images: dict[str, Image] = {}
    warnings: list[Finding] = []
    for state, header in headers.items():
        file, path = states[state], states[state].as_posix()
        if isinstance(header, str):
            findings[file] = BAD_IMAGE.at(path, 1, 1, f"this file {header}")
        elif (finding := _check_header(file, header)) is not None:
            findings[file] = finding
        else:
            if header.located:
                message = "the metadata of this image contain the place where it was taken"
                warnings.append(IMAGE_LOCATION.at(path, 1, 1, message))
            address = image_file(header.digest, FORMATS[header.format][0])
            images[path] = Image(path=path, address=address, width=header.width, height=header.height)
    unusable = frozenset(file.as_posix() for file in findings)
    kept = {state: header for state, header in headers.items() if isinstance(header, ImageHeader)}
    return ImagesReading(images=images, unusable=unusable, findings=(*findings.values(), *warnings), headers=kept)


def _state(file: Path) -> FileState:
    status = file.stat()
    return os.path.abspath(file), status.st_ino, status.st_size, status.st_ctime_ns


def _check_file(file: Path) -> Finding | None:
    """Return what is wrong with a file by its ending or its size."""
    ending, size = file.suffix.lower(), file.stat().st_size
    if ending in _VECTOR:
        return BAD_IMAGE.at(file.as_posix(), 1, 1, f"this file {SVG}", help="Export it as PNG.")
    if ending not in _SHOWN:
        return BAD_IMAGE.at(file.as_posix(), 1, 1, f"not every browser shows files of the kind '{file.suffix}'")
    if size > MOST_BYTES:
        return LARGE_IMAGE.at(file.as_posix(), 1, 1, f"the file has {size:,} bytes, more than {MOST_BYTES:,}")
    return None


def _check_header(file: Path, header: ImageHeader) -> Finding | None:
    """Return what in the header of an image keeps pages from showing it."""
    path, size = file.as_posix(), f"{header.width:,} × {header.height:,} pixels"
    if header.format != _SHOWN[file.suffix.lower()]:
        message = f"this is a {header.format} image, and its name ends with '{file.suffix}'"
        cure = f"Rename it to {file.stem}{FORMATS[header.format][0]}, also where it is linked."
        return BAD_IMAGE.at(path, 1, 1, message, help=cure)
    if max(header.width, header.height) > MOST_SIDE:
        return LARGE_IMAGE.at(path, 1, 1, f"the image has {size}, more than {MOST_SIDE:,} on a side")
    if header.width * header.height > MOST_PIXELS:
        return LARGE_IMAGE.at(path, 1, 1, f"the image has {size}, more than {MOST_PIXELS // 10**6} million in all")
    return MOVING_IMAGE.at(path, 1, 1, "this image is an animation") if header.moving else None
