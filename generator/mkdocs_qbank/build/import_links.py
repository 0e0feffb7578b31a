"""Where the links of imported texts lead: to other items, to images, or nowhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from mkdocs_qbank.build.import_pictures import PictureChange, Pictures
from mkdocs_qbank.build.importing import Entry
from mkdocs_qbank.markdown.events import read_events
from mkdocs_qbank.markdown.ids import Slugs
from mkdocs_qbank.markdown.links import allowed_address, inner

_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_ENDINGS = ("", ".md", "/index.md", "/README.md", ".html", "/index.html")
"""What stands for a page in links between the pages of a site, and not in its file's name, or the other way round."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """The question that an item is or becomes."""

    id: str
    path: str
    """Its file below the folder of the questions."""
    draft: bool


class Links:
    """All places of the items of an import."""

    def __init__(self, entries: Sequence[Entry], pictures: Pictures) -> None:
        self.entries, self.pictures = entries, pictures
        self.places: dict[int, Place | None] = {}
        """The place of each item by its number; None for one that has no file any more."""
        self._numbers: dict[tuple[str, str], int] = {}
        for number, entry in enumerate(entries):
            for place in entry.item.places:
                for form in (place, place.casefold()):
                    self._numbers.setdefault(_key(entry.root, form), number)

    def resolver(self, number: int, *, draft: bool) -> Resolver:
        """Return what resolves the links of one item; that of a published question leads to no draft."""
        return Resolver(links=self, number=number, draft=draft)

    def find(self, root: str, place: str) -> int | None:
        """Return the number of the item at a place."""
        for form in (place, place.casefold()):
            number = self._numbers.get(_key(root, form))
            if number is not None:
                return number
        return None


def _key(root: str, place: str) -> tuple[str, str]:
    """Return what an item is found by: an address of the web is the same in every source."""
    if _WEB.match(place):
        return "", _WEB.sub("", place).rstrip("/")
    return root, place


@dataclass(kw_only=True, slots=True)
class Resolver:
    """The links of one item."""

    links: Links
    number: int
    draft: bool
    lost: list[str] = field(default_factory=list)
    pictures: list[PictureChange] = field(default_factory=list)
    _headings: frozenset[str] | None = None

    @property
    def entry(self) -> Entry:
        """The item."""
        return self.links.entries[self.number]

    def resolve(self, target: str, *, image: bool) -> tuple[str, str] | None:
        """Return the target of a link in the bank and words for it, or None where the bank has nothing for it."""
        bare = target.strip()
        if _WEB.match(bare) or not (bare.startswith("#") or inner(bare)):
            return self._outer(bare, image=image)
        if image or self.links.pictures.is_picture(self.entry, bare):
            picture = self._picture(bare)
            return (picture, "") if picture else None
        if bare.startswith("#") and not self.links.find(self.entry.root, bare) and self._has_heading(bare[1:]):
            return target, ""
        number = self._find(bare)
        if number == self.number:
            return None  # its own page, which is where the reader is
        if number is None or (found := self._to(number)) is None:
            self.lose(bare)
            return None
        return found

    def question(self, place: str) -> Place | None:
        """Return the question at a place that the source relates this one to."""
        number = self._find(place.strip())
        found = self.links.places.get(number) if number is not None else None
        return found if found and (self.draft or not found.draft) else None

    def lose(self, target: str, *, what: str = "link") -> None:
        """Count a link, or a relation, as lost."""
        self.lost.append(f"the {what} to '{target[:80]}'")

    def _outer(self, target: str, *, image: bool) -> tuple[str, str] | None:
        if not allowed_address(target):
            self.lose(target)
            return None
        if image:
            self.lost.append(f"the image '{target[:80]}', which another site has: pages link to it")
            return target, ""
        number = self._find_address(target) if _WEB.match(target) else None
        if number is None or number == self.number:
            return target, ""
        return self._to(number) or (target, "")

    def _find_address(self, target: str) -> int | None:
        whole = target.partition("#")[0]
        forms = (target, whole, whole.partition("?")[0])
        return next((number for form in forms if (number := self.links.find("", form)) is not None), None)

    def _find(self, target: str) -> int | None:
        """Return the number of the item that a relative link means."""
        if _WEB.match(target):
            return self._find_address(target)
        for place in self._places(target):
            number = self.links.find(self.entry.root, place)
            if number is not None:
                return number
        return None

    def _places(self, target: str) -> Iterator[str]:
        """Yield the places that a link may mean, the likeliest first."""
        path, _, anchor = target.partition("#")
        anchor = unquote(anchor)
        if not path:
            yield from (f"{self.entry.item.file}#{anchor}", f"#{anchor}")
            return
        file = self._file(path)
        if file is None:
            return
        for ending in _ENDINGS:
            if anchor:
                yield f"{file}{ending}#{anchor}"
        stem = file.removesuffix(".html")
        for ending in _ENDINGS:
            yield f"{stem}{ending}"

    def _file(self, path: str) -> str | None:
        """Return the path in the source that a relative link means, or None if it leads out of it."""
        bare = unquote(path.partition("?")[0])
        here = "" if bare.startswith("/") else posixpath.dirname(self.entry.item.file)
        file = posixpath.normpath(posixpath.join(here, bare.lstrip("/")))
        return None if file == ".." or file.startswith(("../", "/")) else file.rstrip("/")

    def _to(self, number: int) -> tuple[str, str] | None:
        place, own = self.links.places.get(number), self.links.places.get(self.number)
        if place is None or own is None or (place.draft and not self.draft):
            return None
        words = self.links.entries[number].item.draft.question
        return posixpath.relpath(place.path, posixpath.dirname(own.path)), words

    def _picture(self, target: str) -> str | None:
        own = self.links.places.get(self.number)
        found = self.links.pictures.place(self.entry, target, posixpath.dirname(own.path) if own else "")
        if isinstance(found, str):
            self.lost.append(f"the image '{target[:80]}', which {found}")
            return None
        if found not in self.pictures:
            self.pictures.append(found)
        return posixpath.relpath(found.name, posixpath.dirname(own.path) if own else "")

    def _has_heading(self, anchor: str) -> bool:
        """Return whether the texts of the item have a heading of this id."""
        if self._headings is None:
            self._headings = frozenset(_heading_ids(self.entry))
        return unquote(anchor) in self._headings


def _heading_ids(entry: Entry) -> Iterator[str]:
    slugs = Slugs()
    for text in entry.item.draft.answer:
        words: list[str] | None = None
        for name, value, _, _ in read_events(text):
            if name == "+Heading":
                words = []
            elif name == "-Heading":
                yield slugs.slug(" ".join("".join(words or ()).split()))
                words = None
            elif words is not None and name in ("Text", "Code", "SoftBreak"):
                words.append(value)
