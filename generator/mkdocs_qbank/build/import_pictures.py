"""The images that come along with an import: what each is called in the bank, and what of them is to be written."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from mkdocs_qbank.build.importing import Entry
from mkdocs_qbank.markdown.links import inner
from mkdocs_qbank.read.image_header import MOST_BYTES
from mkdocs_qbank.read.images import is_image
from mkdocs_qbank.read.importers.linking import targets
from mkdocs_qbank.read.importers.naming import Numbers, image_name
from mkdocs_qbank.read.importers.opening import open_below
from mkdocs_qbank.read.importers.pictures import Load, Picture, read_pictures
from mkdocs_qbank.read.ledger import ImportedFile, Ledger

Key = tuple[str, str]
"""The source of an image, and what names it there."""
_NOT_THERE = "is not in the source"


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureChange:
    """An image file as it is to be."""

    key: Key
    path: Path
    name: str
    """Its path below the folder of the questions."""
    digest: str
    load: Load
    write: bool
    """Whether it is not so already."""

    @property
    def record(self) -> ImportedFile:
        """What the ledger says of it."""
        return ImportedFile(file=self.name, digest=self.digest)


class Pictures:
    """The images that the items of an import show."""

    def __init__(self, questions: Path, ledger: Ledger, entries: Sequence[Entry]) -> None:
        self._questions, self._ledger = questions, ledger
        loads: dict[Key, Load] = {}
        for entry in entries:
            if any("![" in text or "](" in text or "<a" in text for text in _texts(entry)):
                for target, image in targets(entry.item.draft):
                    if inner(target) and (image or self.is_picture(entry, target)):
                        key, load = _key_and_load(entry, target)
                        if key and load:
                            loads.setdefault(key, load)
        self._found = read_pictures(loads)
        self._placed: dict[Key, PictureChange] = {}
        self._by_digest: dict[str, str] = {}
        self._taken: set[str] = set()
        self._numbers: dict[tuple[str, str], Numbers] = {}

    @staticmethod
    def is_picture(entry: Entry, target: str) -> bool:
        """Return whether a link in an item is to an image."""
        return target in entry.item.attachments or is_image(Path(target.partition("?")[0].partition("#")[0]))

    def place(self, entry: Entry, target: str, topic: str) -> PictureChange | str:
        """Return the image that an item shows, or why there is none, in words that follow its name."""
        key, _ = _key_and_load(entry, target)
        found = self._found.get(key, _NOT_THERE) if key else _NOT_THERE
        if key is None or isinstance(found, str):
            return str(found)
        if key not in self._placed:
            self._placed[key] = self._change(key, found, topic)
        return self._placed[key]

    def _change(self, key: Key, picture: Picture, topic: str) -> PictureChange:
        known = self._ledger.files.get(key)
        name = known.file if known and Path(known.file).suffix == picture.ending else ""
        name = name or self._by_digest.get(picture.digest, "") or self._free_name(key, picture, topic)
        self._by_digest.setdefault(picture.digest, name)
        self._taken.add(name)
        path = self._questions / name
        present = _digest(path)
        ours = present is None or (known is not None and known.digest == present)
        write = present != picture.digest and ours
        return PictureChange(key=key, path=path, name=name, digest=picture.digest, load=picture.load, write=write)

    def _free_name(self, key: Key, picture: Picture, topic: str) -> str:
        stem = posixpath.splitext(posixpath.basename(key[1].rpartition("!")[2]))[0]

        def path_of(identifier: str) -> str:
            return posixpath.join(topic, f"{identifier}{picture.ending}")

        def is_free(identifier: str) -> bool:
            name = path_of(identifier)
            return name not in self._taken and _digest(self._questions / name) in (None, picture.digest)

        numbers = self._numbers.setdefault((topic, picture.ending), Numbers())
        return path_of(numbers.free(image_name(unquote(stem)), is_free))


def _key_and_load(entry: Entry, target: str) -> tuple[Key | None, Load | None]:
    """Return what names the image that a target means, and what reads it; None where it leads out of the source."""
    attachments: Mapping[str, Load] = entry.item.attachments
    for form in (target, unquote(target)):
        if form in attachments:
            return (entry.source, f"{entry.item.file}!{form}"), attachments[form]
    bare = unquote(target.partition("?")[0].partition("#")[0])
    here = "" if bare.startswith("/") else posixpath.dirname(entry.item.file)
    file = posixpath.normpath(posixpath.join(here, bare.lstrip("/")))
    if file in (".", "..") or file.startswith(("../", "/")):
        return None, None
    return (entry.folder, file), partial(_load, Path(entry.root), file)


def _load(root: Path, file: str) -> bytes:
    with open_below(root, file) as opened:
        return opened.read(MOST_BYTES + 1)


def _digest(path: Path) -> str | None:
    """Return the hash of a file, or None where there is none."""
    try:
        with path.open("rb") as opened:
            return sha256(opened.read(MOST_BYTES + 1)).hexdigest()[:32]
    except OSError:
        return None


def _texts(entry: Entry) -> tuple[str, ...]:
    draft = entry.item.draft
    return (
        *draft.answer,
        *draft.instruction,
        *draft.context,
        *draft.in_short,
        *draft.key_points,
        *draft.common_mistakes,
        *draft.follow_up_questions,
    )
