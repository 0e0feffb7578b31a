"""Resolution of link targets: web addresses, files of the bank, and headings."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote, unquote

from mkdocs_qbank.model.images import Image
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.prose import ID_PREFIX, SECTION_IDS

SCHEMES = frozenset(("http", "https", "mailto"))
_OUTER = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|\Z", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0]")


def inner(target: str) -> bool:
    """Return whether a target is a file of the bank rather than a web address or a heading on the same page."""
    return not _OUTER.match(target.strip())


def resolve(target: str, path: str) -> str:
    """Return the path of a target in the file `path`, without query and anchor.

    A target that begins with a slash is relative to the root of the repository, as on GitHub.
    """
    bare = unquote(re.split(r"[?#]", target.strip(), maxsplit=1)[0])
    if bare.startswith("/"):
        return posixpath.normpath(bare.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), bare))


def allowed_address(address: str) -> bool:
    """Return whether links to an address are allowed: to the web, to a mailbox, or within this site."""
    bare = _UNSEEN.sub("", address).lower()
    scheme, colon, _ = bare.partition(":")
    if colon and re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme):
        return scheme in SCHEMES
    return not (colon and not re.search(r"[/?#]", scheme))


def permalink(identifier: str) -> str:
    """Return the link that a heading shows to itself."""
    return f'<a class="headerlink" href="#{escape(identifier)}" title="{escape(message("page.permalink"))}">¶</a>'


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """The resolved target of a link."""

    address: str | None
    """The address as the page links to it, or None if the link is broken or not allowed."""
    path: str | None = None
    """The path of the target if it is a file of the bank."""
    anchor: str = ""
    """The id that the link requires on the target page."""
    asked: str | None = None
    """The path as written, which differs from `path` if the question has moved."""
    dead: bool = False
    """Whether the target is a missing file, or empty."""

    @property
    def moved(self) -> bool:
        """Whether the target is a question that stands elsewhere now."""
        return self.path != self.asked


@dataclass(frozen=True, kw_only=True, slots=True)
class Destinations:
    """Every file that links can point to, with its address on the site."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    """The address of each file relative to the root of the site, by its path as shown in messages."""
    images: Mapping[str, Image] = field(default_factory=dict)
    """The files among them that are images which questions show."""
    questions: Mapping[str, str] = field(default_factory=dict)
    """The file of each question by its id, and by each of its former ids."""

    def found(self, path: str) -> str | None:
        """Return the file that a path means: itself, or the file of the question that once stood there."""
        if path in self.addresses:
            return path
        stem, suffix = posixpath.splitext(posixpath.basename(path))
        file = self.questions.get(stem) if suffix in (".md", ".yml") else None
        return file if file and _root(file) == _root(path) and file in self.addresses else None

    def state(self, path: str) -> str | None:
        """Return what links to a path depend on: the address of its file, or the file of a question that moved."""
        return self.addresses.get(path) or self.found(path)

    def target(self, target: str, source: str, sections: frozenset[str]) -> Target:
        """Return the resolved target of a link in the file `source`, whose page has these sections."""
        target = target.strip()
        if not target:
            return Target(address=None, dead=True)
        if target.startswith("#"):
            anchor = _anchor(target[1:], sections)
            return Target(address=f"#{anchor}", anchor=anchor)
        if not inner(target):
            return Target(address=target if allowed_address(target) else None)
        asked = resolve(target, source)
        path = self.found(asked)
        if path is None:
            return Target(address=None, path=asked, asked=asked, dead=True)
        address = self.addresses[path]
        own = sections if path == source else frozenset(SECTION_IDS.values())
        anchor = _anchor(target.partition("#")[2], own) if path.endswith((".md", ".yml")) else ""
        final = relative(address, self.addresses.get(source, "")) + (f"#{anchor}" if anchor else "")
        return Target(address=final if allowed_address(final) else None, path=path, asked=asked, anchor=anchor)


def moved_target(target: str, path: str, source: str) -> str:
    """Return a link's target in the file `source` as it leads to the file `path`, its query and anchor kept."""
    bare = re.split(r"[?#]", target.strip(), maxsplit=1)[0]
    return quote(posixpath.relpath(path, posixpath.dirname(source))) + target.strip()[len(bare) :]


def _root(path: str) -> str:
    """Return the folder of the topics, if a path is that of a question."""
    return posixpath.dirname(posixpath.dirname(path))


def _anchor(written: str, sections: frozenset[str]) -> str:
    """Return the id on a page for a heading's id on GitHub; sections of the page have no prefix."""
    return written if not written or written in sections else ID_PREFIX + written


def without_anchors(html: str, addresses: Iterable[str]) -> str:
    """Return clean HTML in which links to these addresses lead to the pages alone, and nowhere within their own page.

    Nothing is added: what remains of an address is the part before the anchor.
    """
    for address in addresses:
        shown = address.replace("&", "&amp;").replace('"', "&quot;").replace("\xa0", "&nbsp;")
        page = shown.partition("#")[0]
        link = re.compile(rf'(<a(?: [\w-]+="[^"]*")*?) href="{re.escape(shown)}"')
        kept = f' href="{page}"' if page else ""
        html = link.sub(lambda match, kept=kept: match[1] + kept, html)  # type: ignore[misc]
    return html


def relative(address: str, here: str) -> str:
    """Return an address relative to the page at `here`; both are given relative to the root of the site."""
    parts, base = address.split("/"), here.split("/")[:-1]
    shared = len(posixpath.commonprefix([parts[:-1], base]))
    return "../" * (len(base) - shared) + "/".join(parts[shared:]) or "./"
