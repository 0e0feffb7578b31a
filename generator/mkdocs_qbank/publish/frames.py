"""Pages whose frame is rendered once: the part of a template that is the same on all pages of one kind.

Most of a page is the theme's header, navigation and footer. They are rendered once for a page whose own texts are
placeholders, and then only the parts of a page are rendered. The first pages of each frame and a sample of the others
are rendered as a whole too; a frame that does not give the same is not used.
"""

from __future__ import annotations

import copy
import re
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, Environment, Template
from markupsafe import escape

BLOCKS = ("extrahead", "reading")
"""The blocks of templates that are rendered for each page."""
PARTIALS = ("partials/toc.html", "partials/qbank-beside.html")
"""The partial templates that are rendered for each page, where the frame includes them."""
_META = ("title", "description")
_ATTRIBUTES = ("canonical_url",)
_CARD = ("image", "alt")
"""What the theme prints of a page as it is."""
_SAMPLE, _FIRST = 97, 3
"""One page in so many, and the first pages of each frame, are also rendered as a whole, to compare."""

PageContext = Callable[[Any], Mapping[str, Any]]


@dataclass
class _Frame:
    """A rendered frame: texts, and between them the names of parts."""

    texts: tuple[str, ...]
    parts: tuple[str, ...]
    blocks: dict[str, list[Any]]
    """The blocks of the template and of those that it extends, as a rendering of the whole template found them."""
    variables: dict[str, Any]
    """What the templates assigned outside of blocks."""
    template: Template
    scripts: frozenset[str] = frozenset()
    """The scripts of the parts."""
    used: int = 0


@dataclass
class Frames:
    """Renders pages of a theme, each with the frame of its kind where that gives the same as its whole template."""

    environment: Environment
    context: PageContext
    """Returns the variables of a page's template."""
    finish: Callable[[str, Collection[str]], str]
    """Returns a rendered page with what the scripts of its templates require."""
    take_scripts: Callable[[], frozenset[str]]
    """Returns the scripts of templates rendered since the last call."""
    framed: bool = True
    """Whether frames may be used; a site whose own templates print what pages say has none."""
    _frames: dict[tuple[Any, ...], _Frame | None] = field(default_factory=dict)
    _partials: dict[str, Template] = field(default_factory=dict)
    _mark: str = field(default_factory=lambda: f"qb{secrets.token_hex(16)}")
    _bare: Environment | None = None

    def render(self, page: Any) -> str:
        """Return the HTML of a page."""
        key = _key(page)
        if not self.framed:
            return self._whole(page)[0]
        if key not in self._frames:
            self._frames[key] = None  # a single page has no use for a frame
            return self._whole(page)[0]
        frame = self._frames[key] = self._frames[key] or self._make(page)
        if frame is _NONE:
            return self._whole(page)[0]
        frame.used += 1
        if frame.used > _FIRST and frame.used % _SAMPLE:
            filled = self._filled(frame, page)
            return self._whole(page)[0] if filled is None else filled
        whole, _ = self._whole(page)
        if self._filled(frame, page) != whole:
            self._frames[key] = _NONE
        return whole

    def texts(self, page: Any) -> tuple[str, ...] | None:
        """Return the texts of the frame of a page, without its parts; None if that of its kind failed."""
        if not self.framed:
            self._whole(page)  # compiles the templates for all processes
            return ()
        self.render(page)
        self.render(page)  # the frame is made for the second page of a kind
        frame = self._frames[_key(page)]
        return frame.texts if frame and frame is not _NONE else None

    def _whole(self, page: Any) -> tuple[str, Any]:
        """Return a page rendered by its whole template, and the context after that."""
        template = self.environment.get_template(_template(page))
        context = template.new_context(dict(self.context(page)))
        html = "".join(template.root_render_func(context))
        return self.finish(html, self.take_scripts()), context

    def _make(self, page: Any) -> _Frame:
        """Return the frame of a page's kind, or `_NONE` if the parts of its template cannot be told apart."""
        name = _template(page)
        template = self.environment.get_template(name)
        _, context = self._whole(page)
        blocks = {block: chain for block, chain in context.blocks.items() if block in BLOCKS}
        if "reading" not in blocks:
            return _NONE
        bare = self._bare = self._bare or self._without_partials()
        holes = "".join(f"{{% block {block} %}}{self._hole(block)}{{% endblock %}}" for block in blocks)
        framed = bare.from_string(f'{{% extends "{name}" %}}{holes}')
        html = framed.render(dict(self.context(self._placeholder(page))))
        scripts = self.take_scripts()
        frame = _Frame(*self._split(html), blocks, dict(context.vars), template)
        self._fill(frame, page)
        frame.scripts = self.take_scripts()
        frame.texts, frame.parts = self._split(self.finish(html, scripts | frame.scripts))
        return frame

    def _split(self, html: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the texts of a page with holes, and the parts between them."""
        pieces = re.split(f"{self._mark}-([a-z0-9_/.-]+?)-{self._mark}", html)
        return tuple(pieces[::2]), tuple(pieces[1::2])

    def _filled(self, frame: _Frame, page: Any) -> str | None:
        """Return a frame filled with the parts of a page; None if their scripts are not those that it allows."""
        html = self._fill(frame, page)
        return html if self.take_scripts() == frame.scripts else None

    def _fill(self, frame: _Frame, page: Any) -> str:
        context = frame.template.new_context(dict(self.context(page)))
        context.vars.update({name: value for name, value in frame.variables.items() if name not in context.vars})
        context.blocks = frame.blocks
        every, made = context.get_all(), dict[str, str]()
        for part in frame.parts:
            if part not in made:
                made[part] = self._part(part, frame, page, context, every)
        texts = (*(made[part] for part in frame.parts), "")
        return "".join(piece for pair in zip(frame.texts, texts, strict=True) for piece in pair)

    def _part(self, part: str, frame: _Frame, page: Any, context: Any, every: dict[str, Any]) -> str:
        if part in frame.blocks:
            return "".join(frame.blocks[part][0](context))
        if part in PARTIALS:
            template = self._partials.get(part) or self._partials.setdefault(part, self.environment.get_template(part))
            return "".join(template.root_render_func(template.new_context(every, shared=True)))
        if part.startswith("card."):
            return str(escape(page.meta["qbank"]["card"][part.removeprefix("card.")]))
        if part in _META:
            return str(page.meta.get(part, ""))
        return str(getattr(page, part, None) or (_skip(page) if part == "skip" else ""))

    def _without_partials(self) -> Environment:
        loader = DictLoader({name: self._hole(name) for name in PARTIALS})
        return self.environment.overlay(loader=ChoiceLoader([loader, self.environment.loader]))  # type: ignore[list-item]

    def _hole(self, part: str) -> str:
        return f"{self._mark}-{part}-{self._mark}"

    def _placeholder(self, page: Any) -> Any:
        """Return a page like another, with holes in place of what it says."""
        empty = copy.copy(page)
        empty.meta = {**page.meta, **{name: self._hole(name) for name in _META if page.meta.get(name)}}
        if ours := page.meta.get("qbank", {}).get("card"):
            card = {**ours, **{name: self._hole(f"card.{name}") for name in _CARD}}
            empty.meta["qbank"] = {**page.meta["qbank"], "card": card}
        for name in _ATTRIBUTES:
            if getattr(page, name, None):
                setattr(empty, name, self._hole(name))
        if page.toc and (first := next(iter(page.toc), None)):
            empty.toc = [SimpleNamespace(url=f"#{self._hole('skip')}", title="", level=first.level, children=[])]
        return empty


_NONE = _Frame((), (), {}, {}, Template(""))
"""Stands for a frame that gave another page than the whole template."""


def _template(page: Any) -> str:
    return str(page.meta.get("template", "main.html"))


def _skip(page: Any) -> str:
    return next((str(item.url).removeprefix("#") for item in page.toc), "")


def _key(page: Any) -> tuple[Any, ...]:
    """Return what the frame of a page depends on."""
    folders = page.url.rstrip("/").split("/")
    ours = page.meta.get("qbank", {})
    present = tuple(bool(page.meta.get(name)) for name in _META)
    return (
        _template(page),
        folders[0],
        len(folders),
        ours.get("section"),
        bool(ours.get("card")),
        tuple(page.meta.get("hide", ())),
        present,
        bool(page.toc),
    )
