"""Hand-written pages below content/pages: MkDocs Markdown, rendered by Python-Markdown with the site's extensions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import escape, unescape
from importlib.metadata import entry_points
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from mkdocs_qbank.findings.edit import Edit
from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.markdown.characters import without_hidden, without_hidden_references
from mkdocs_qbank.markdown.clean import clean, disallowed_html
from mkdocs_qbank.markdown.events import Positions
from mkdocs_qbank.markdown.links import Destinations, moved_target
from mkdocs_qbank.markdown.maths import UnreadableError, framed, in_words, mathml
from mkdocs_qbank.markdown.parse import ParsedMarkdown, Section, Text
from mkdocs_qbank.markdown.rules import BAD_MATHS, MOVED_LINK, UNSAFE_HTML
from mkdocs_qbank.model.prose import ID_PREFIX, Heading, Link, Prose

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
_READING = frozenset(["pymdownx.snippets", "pymdownx.b64"])
"""The extensions of PyMdown that read files."""
_FORMULA = re.compile(r'<(span|div) class="arithmatex">\s*\\([(\[])(.*?)\\[)\]]\s*</\1>', re.DOTALL)
"""A formula as pymdownx.arithmatex writes it with `generic: true`."""
_IN_NAME = re.compile(r"\\\((.*?)\\\)")
"""The same in the name of a heading in the table of contents."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Engine:
    """The configuration of Python-Markdown for pages: its extensions with their options."""

    extensions: tuple[str, ...] = EXTENSIONS
    configs: Mapping[str, Any] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.extensions, repr(self.configs)))

    @property
    def reads_files(self) -> bool:
        """Whether what a page becomes may depend on more than its text, such as other files."""
        icons = "custom_icons" in repr(self.configs.get("pymdownx.emoji"))  # whatever their options are
        return icons or not all(map(_by_text_alone, self.extensions))


def _by_text_alone(extension: str) -> bool:
    """Return whether an extension is known to make the same of the same text."""
    name = extension.removeprefix("markdown.extensions.")
    return name in _built_in() or (name.startswith("pymdownx.") and name not in _READING)


@cache
def _built_in() -> frozenset[str]:
    """Return the names of the extensions that come with Python-Markdown."""
    named = entry_points(group="markdown.extensions")
    return frozenset(one.name for one in named if one.value.startswith("markdown.extensions."))


class _Pictures(Treeprocessor):
    """A processor that replaces each image by a link to it, because pages load nothing from other hosts."""

    def run(self, root: Element) -> None:
        for image in list(root.iter("img")):
            source, words = image.get("src", ""), image.get("alt", "") or "Picture"
            image.clear()
            image.tag, image.text = "a", words
            image.set("class", "qb-image")
            image.set("href", source)


@lru_cache(maxsize=4)
def _markdown(engine: Engine) -> Markdown:
    """Return the renderer of an engine, cached because constructing one costs as much as rendering a page."""
    markdown = Markdown(extensions=list(engine.extensions), extension_configs=dict(engine.configs))
    markdown.treeprocessors.register(_Pictures(markdown), "qbank-pictures", 0)
    return markdown


def parse_page(text: Text, path: str, destinations: Destinations, engine: Engine) -> ParsedMarkdown:
    """Return the parsed page `path`, as one section."""
    return _Page(text, path, destinations).parse(_markdown(engine))


class _Page:
    def __init__(self, text: Text, path: str, destinations: Destinations) -> None:
        self.text, self.path, self.destinations = text, path, destinations
        self.data = text.text.encode()
        self.positions = Positions(self.data, text.line, text.column)
        self.ids: set[str] = set()
        self.links: dict[str, Link] = {}
        self.targets: dict[str, str | None] = {}
        self.findings: list[Finding] = []

    def parse(self, markdown: Markdown) -> ParsedMarkdown:
        for extension in markdown.registeredExtensions:
            if hasattr(extension, "unique_prefix"):  # footnotes would count the pages that this process rendered
                extension.unique_prefix = 0
        markdown.reset()
        raw = without_hidden_references(without_hidden(markdown.convert(self.text.text)))
        for _, piece in disallowed_html(raw):
            message = f"this produces HTML that is not allowed: {' '.join(piece.split())[:40]}"
            self.findings.append(UNSAFE_HTML.at(self.path, *self._find(piece), message))
        html = clean(_FORMULA.sub(self._formula, raw), self._change)
        prose = Prose(
            text=self.text.text,
            line=self.text.line,
            column=self.text.column,
            html=html,
            links=tuple(self.links.values()),
            headings=tuple(_headings(getattr(markdown, "toc_tokens", ()))),
            ids=frozenset(self.ids),
        )
        return ParsedMarkdown(
            sections=((Section(level=0, title=Prose(text=""), body=prose),),),
            findings=tuple(dict.fromkeys(self.findings)),
            targets=tuple(sorted(self.targets.items())),
        )

    def _formula(self, match: re.Match[str]) -> str:
        latex, display = unescape(match[3]).strip(), match[2] == "["
        try:
            markup = mathml(latex, display=display)
        except UnreadableError as error:
            message = f"this formula cannot be markup: {error}"
            self.findings.append(BAD_MATHS.at(self.path, *self._find(latex), message))
            return f'<code class="qb-latex">{escape(latex, quote=False)}</code>'
        return framed(markup, display=display)

    def _change(self, name: str, value: str) -> str | None:
        """Return the final form of an address or an id, and record it."""
        if name != "href":
            self.ids.add(ID_PREFIX + value)
            return ID_PREFIX + value
        target = self.destinations.target(value, self.path, frozenset())
        line, column = self._find(value)
        if target.path is not None:
            asked = target.asked or target.path
            self.targets[asked] = self.destinations.state(asked)
            if target.moved:
                self._report_moved(value, target.path, line, column)
        self.links[value] = Link(
            target=value,
            text="",
            sentence="",
            line=line,
            column=column,
            path=target.path,
            anchor=target.anchor,
            dead=target.dead,
        )
        return target.address

    def _report_moved(self, written: str, path: str, line: int, column: int) -> None:
        right = moved_target(written, path, self.path)
        once = self.text.text.count(written) == 1
        edit = Edit(line=line, column=column, end_line=line, end_column=column + len(written), text=right, old=written)
        message = f"the question of '{written[:80]}' has moved"
        cure = f"Write '{right[:80]}'."
        self.findings.append(MOVED_LINK.at(self.path, line, column, message, help=cure, edits=(edit,) if once else ()))

    def _find(self, piece: str) -> tuple[int, int]:
        """Return the line and column of a piece of HTML or a target: of the exact text, or else of its tag."""
        tag = re.match(r"</?\s*([a-zA-Z][\w:-]*)", piece)
        handler = re.search(r"\s(on\w+)\s*=", piece)
        patterns = [re.escape(piece[:24])]
        patterns += [r"<[/\s]*" + re.escape(tag.group(1))] if tag else []
        patterns += [re.escape(handler.group(1))] if handler else []
        for pattern in patterns:
            match = re.search(pattern.encode(), self.data, re.IGNORECASE)
            if match:
                return self.positions.at(match.start())
        return self.text.line, 1


def _headings(tokens: Iterable[Mapping[str, Any]]) -> Iterator[Heading]:
    """Yield the headings of a page in order, with their ids on the page."""
    for token in tokens:
        name = without_hidden(unescape(re.sub(r"<[^>]*>", "", str(token["name"]))))
        words = " ".join(_IN_NAME.sub(lambda match: in_words(match[1]), name).split())
        yield Heading(level=int(token["level"]), id=ID_PREFIX + str(token["id"]), text=words)
        yield from _headings(token["children"])
