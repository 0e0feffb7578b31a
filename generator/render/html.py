"""Markdown of a page into clean HTML, by Python-Markdown with the site's own extensions."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markdown import Markdown

from generator.read.links import inner
from generator.render.clean import allowed_address, clean, offences
from generator.render.prose import FORMULA

PREFIX = "q-"
"""Stands before every id that a contributor makes, so that it cannot take one of the theme's."""
SECTIONS = frozenset(("instruction", "context", "official-answer", "related-questions"))
_SECTION = re.compile(r'<h2 id="([^"]*)"')
EXTENSIONS = (
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.superfences",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Engine:
    """How Markdown is rendered: Python-Markdown's extensions with their options."""

    extensions: tuple[str, ...] = EXTENSIONS
    configs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Html:
    """A rendered page."""

    content: str
    toc: tuple[Mapping[str, Any], ...]
    """Python-Markdown's tokens of the table of contents."""
    ids: frozenset[str]
    anchors: tuple[tuple[str, str, str], ...]
    """Each link to a place on a page: the page's path, the place's id, and the link's target as it was written."""
    offences: tuple[str, ...]
    """What was taken out because it is not allowed."""


class Renderer:
    """Renders one page after another with the same engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.markdown = Markdown(extensions=list(engine.extensions), extension_configs=dict(engine.configs))

    def render(self, path: str, text: str, formulas: tuple[str, ...]) -> Html:
        """Gives the clean HTML of a page; `formulas` are the MathML that its tokens stand for."""
        self.markdown.reset()
        raw = self.markdown.convert(text)
        links = _Links(path, frozenset(_SECTION.findall(raw)) & SECTIONS)
        content = clean(raw, links.change)
        content = FORMULA.sub(lambda match: _formula(formulas, int(match.group(1))), content)
        return Html(
            content=content,
            toc=tuple(_token(token, formulas) for token in getattr(self.markdown, "toc_tokens", [])),
            ids=frozenset(links.ids),
            anchors=tuple(links.anchors),
            offences=offences(raw),
        )


class _Links:
    """Gives ids their prefix, and leads links from Markdown files to pages."""

    def __init__(self, path: str, sections: frozenset[str]) -> None:
        self.path, self.sections = path, sections
        self.ids: set[str] = set()
        self.anchors: list[tuple[str, str, str]] = []

    def change(self, tag: str, name: str, value: str) -> str | None:
        if name in ("id", "name"):
            changed = value if tag == "h2" and value in SECTIONS else PREFIX + value
            self.ids.add(changed)
            return changed
        return self._href(value) if name == "href" else value

    def _href(self, target: str) -> str | None:
        if not allowed_address(target):
            return None
        bare, mark, anchor = target.partition("#")
        if mark and not bare:
            return f"#{self._anchor(self.path, anchor, target)}"
        if not inner(target):
            return target
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), bare))
        page = path.endswith(".md")
        base = posixpath.dirname(_url(self.path))
        url = posixpath.relpath((_url(path) if page else path) or ".", base or ".")
        slash = "/" if page else ""
        return url + slash + (f"#{self._anchor(path, anchor, target)}" if anchor and page else "")

    def _anchor(self, path: str, anchor: str, target: str) -> str:
        # A heading in an answer may be called like a section that this page does not have.
        plain = self.sections if path == self.path else SECTIONS
        changed = anchor if anchor in plain or not anchor else PREFIX + anchor
        if anchor:
            self.anchors.append((path, changed, target))
        return changed


def _url(path: str) -> str:
    """The address of a page from the root of the site."""
    stem = path.removesuffix(".md")
    return posixpath.join(posixpath.dirname(stem), "") if posixpath.basename(stem) == "index" else f"{stem}/"


def _formula(formulas: tuple[str, ...], number: int) -> str:
    return formulas[number] if number < len(formulas) else ""


def _token(token: Mapping[str, Any], formulas: tuple[str, ...]) -> dict[str, Any]:
    """A token of the table of contents with the id as the page has it."""
    name = clean(str(token.get("html") or token["name"]), lambda *_: None)
    name = FORMULA.sub(lambda match: _formula(formulas, int(match.group(1))), re.sub(r"</?a\b[^>]*>", "", name))
    own = token["level"] == 2 and token["id"] in SECTIONS
    children = [_token(child, formulas) for child in token["children"]]
    return {
        **token,
        "id": token["id"] if own else PREFIX + token["id"],
        "name": name,
        "html": name,
        "children": children,
    }
