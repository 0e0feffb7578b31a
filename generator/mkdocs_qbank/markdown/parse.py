"""Parsing of the texts of a question file into clean HTML, words, links and headings, in one pass of the parser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.markdown.clean import INLINE, TAGS, Change, clean_heading, clean_section, disallowed_html
from mkdocs_qbank.markdown.events import Event, Positions, definitions, empty_items, read_events, split_footnotes
from mkdocs_qbank.markdown.html import TOP, Writer
from mkdocs_qbank.markdown.ids import Notes, Slugs
from mkdocs_qbank.markdown.links import Destinations, Target
from mkdocs_qbank.markdown.reporter import Reporter
from mkdocs_qbank.markdown.rules import UNSAFE_HTML
from mkdocs_qbank.markdown.words import Scan, WrittenLink
from mkdocs_qbank.model.compact import compact
from mkdocs_qbank.model.images import Image
from mkdocs_qbank.model.prose import ID_PREFIX, SECTION_IDS, Heading, Link, Prose

_WORDS = frozenset(("Text", "Code", "SoftBreak", "HardBreak"))
_WRITTEN = _WORDS | {"InlineMath", "DisplayMath"}
"""The events of which the id of a heading is made, as on GitHub."""
_FILE_TOP = 2
"""Headings down to this level begin a section of a file."""
_SCHEMES = "Begin the address with https://, http:// or mailto:."


class Form(StrEnum):
    """The form of a text in its file."""

    FILE = "file"
    """The body of a Markdown file, with a heading for each section."""
    FIELD = "field"
    """The value of one field."""
    HEADING = "heading"
    """A value that is parsed as a heading: the question itself."""


@compact
@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """One text to parse, with the position of its first character in the file."""

    text: str
    form: Form
    line: int = 1
    column: int = 1
    places: tuple[tuple[int, int], ...] = ()
    """The position of each line, if the lines do not follow one another in the file."""


@compact
@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A heading that begins a section, and the text below it; level 0 is the text before the first heading."""

    level: int
    title: Prose
    body: Prose


@compact
@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedMarkdown:
    """The parsed texts of one file."""

    sections: tuple[tuple[Section, ...], ...]
    """The sections of each text; a field has one of level 0, a heading one of level 1."""
    findings: tuple[Finding, ...] = ()
    targets: tuple[tuple[str, str | None], ...] = ()
    """Each file that a link points to, with its address when parsed, so that a cache can tell when it is stale."""


def parse(
    texts: Sequence[Text], path: str, destinations: Destinations, sections: frozenset[str], *, plain: bool = False
) -> ParsedMarkdown:
    """Return the parsed texts of the file `path`; `texts` are in the order of its page.

    `sections` are the ids of the page's own sections; those of the file's headings are added. With `plain`, formulas
    are shown as LaTeX and code is not highlighted. Raises TooDeepError if elements are nested too deep.
    """
    page = _Page(path=path, destinations=destinations, plain=plain)
    page.reserve(sections)
    parsed = tuple(tuple(_Parser(text, page).sections()) for text in texts)
    return ParsedMarkdown(sections=parsed, findings=tuple(page.findings), targets=tuple(sorted(page.targets.items())))


@dataclass(slots=True)
class _Page:
    """The state that the texts of one page share."""

    path: str
    destinations: Destinations
    plain: bool
    sections: frozenset[str] = frozenset()
    slugs: Slugs = field(default_factory=Slugs)
    findings: list[Finding] = field(default_factory=list)
    targets: dict[str, str | None] = field(default_factory=dict)
    notes: int = 0
    """The number of footnotes so far."""
    _resolved: dict[str, Target] = field(default_factory=dict)

    def target(self, written: str) -> Target:
        """Return the resolved target of a link on this page."""
        if written not in self._resolved:
            self._resolved[written] = self.destinations.target(written, self.path, self.sections)
        return self._resolved[written]

    def image(self, written: str) -> Image | None:
        """Return the image of the bank that the target of an image on this page means, or None."""
        return self.destinations.images.get(self.target(written).path or "")

    def reserve(self, sections: frozenset[str]) -> None:
        """Reserve the ids of the page's own sections."""
        for identifier in sorted(sections - self.sections):
            self.slugs.slug(identifier.removeprefix(ID_PREFIX))
        self.sections |= sections


class _Parser:
    """The parser of one text."""

    def __init__(self, text: Text, page: _Page) -> None:
        self.page, self.form = page, text.form
        lead = "# " if text.form is Form.HEADING else ""
        source = lead + " ".join(text.text.split()) if lead else text.text
        self.data = source.encode()
        self.positions = Positions(self.data, text.line, text.column - len(lead), text.places)
        self.reporter = Reporter(
            path=page.path,
            data=self.data,
            positions=self.positions,
            verbatim=text.form is Form.FILE,
            findings=page.findings,
        )
        self.events, notes = split_footnotes(read_events(source))
        self.definitions = definitions(source)
        self.notes = Notes(defined=notes, first=page.notes + 1)
        self.noted = 0

    def sections(self) -> Iterator[Section]:
        """Yield the sections in order."""
        heads = list(self._heads())
        titles = {_identifier(self.events[first:last]) for first, last in heads}
        self.page.reserve(frozenset(name for name in SECTION_IDS.values() if name.removeprefix(ID_PREFIX) in titles))
        ends = [(start, self.events[start][2]) for start, _ in heads] + [(len(self.events), len(self.data))]
        if self.form is not Form.HEADING:
            yield Section(level=0, title=Prose(text=""), body=self._prose(self.events[: ends[0][0]], 0, ends[0][1]))
        for (start, end), (following, below) in zip(heads, ends[1:], strict=True):
            head = self.events[start]
            title = self._title(self.events[start + 1 : end - 1], head)
            body = self._prose(self.events[end:following], head[3], below)
            yield Section(level=int(head[1]["level"][1]), title=title, body=body)
        self.page.notes += len(self.notes.numbers)

    def _heads(self) -> Iterator[tuple[int, int]]:
        """Yield the start and end, among the events, of each heading that begins a section."""
        if self.form is Form.FIELD:
            return
        depth, start = 0, -1
        for number, (name, value, _, _) in enumerate(self.events):
            if name[0] == "+":
                if depth == 0 and name == "+Heading" and int(value["level"][1]) <= _FILE_TOP:
                    start = number
                depth += 1
            elif name[0] == "-":
                depth -= 1
                if depth == 0 and start >= 0:
                    yield start, number + 1
                    start = -1

    def _title(self, events: Sequence[Event], head: Event) -> Prose:
        """Return the text of a heading; its HTML goes inside the heading of the page and contains no heading itself."""
        line, column = self.positions.at(head[2])
        if head[1]["level"] != "H1":
            words = " ".join("".join(event[1] for event in events if event[0] in _WORDS).split())
            return Prose(text=words, line=line, column=column, blocks=(words,))
        source = _heading_source(self.data[head[2] : head[3]].decode())
        prose = self._write(events, source, line, column, shift=0, title=True)
        written = " ".join("".join(event[1] for event in events if event[0] in _WRITTEN).split())
        heading = Heading(level=1, id=ID_PREFIX + self.page.slugs.slug(written), text=prose.plain)
        return replace(prose, headings=(heading,))

    def _prose(self, events: Sequence[Event], start: int, end: int) -> Prose:
        text = self.data[start:end].decode()
        lead = len(text) - len(text.lstrip("\n \t"))
        cut = text.rfind("\n", 0, lead) + 1
        line, column = self.positions.at(start + len(text[:cut].encode()))
        levels = [int(event[1]["level"][1]) for event in events if event[0] == "+Heading"]
        self.reporter.report_skips(events, _FILE_TOP if self.form is Form.FILE else None)
        return self._write(events, text[cut:].rstrip(), line, column, shift=max(TOP - min(levels, default=TOP), 0))

    def _write(
        self, events: Sequence[Event], text: str, line: int, column: int, *, shift: int, title: bool = False
    ) -> Prose:
        if not events:
            return Prose(text=text, line=line, column=column)
        find_image = _no_image if title else self.page.image
        writer = Writer(self.page.slugs, self.notes, shift, self.reporter.report, find_image, plain=self.page.plain)
        writer.write(events)
        new = writer.footnotes(self.noted)
        self.noted += len(new)
        scan = Scan(self.data, self.definitions, plain=self.page.plain)
        scan.read(events)
        for label in new:
            scan.read(self.notes.defined[label])
        if writer.raw:
            self._find_html(events, INLINE if title else TAGS)
        ids: set[str] = set()
        html = "".join(writer.parts)
        if not writer.safe:
            html = (clean_heading if title else clean_section)(html, self._change(ids))
        blocks, words = scan.words()
        return Prose(
            text=text,
            line=line,
            column=column,
            html=html,
            blocks=blocks,
            words=words,
            code=tuple(scan.code),
            formulas=tuple(writer.formulas),
            links=tuple(self._link(link) for link in sorted(scan.links, key=lambda link: link.start)),
            headings=tuple(writer.headings),
            ids=frozenset(ids),
            empty_items=tuple(self.positions.at(start) for start in empty_items(events)),
        )

    def _change(self, ids: set[str]) -> Change:
        """Return a function that returns the final form of addresses and ids, and adds the ids to `ids`."""

        def change(name: str, value: str) -> str | None:
            if name in ("href", "src"):
                return self.page.target(value).address
            ids.add(ID_PREFIX + value)
            return ID_PREFIX + value

        return change

    def _link(self, link: WrittenLink) -> Link:
        target = self.page.target(link.target)
        if target.path is not None:
            asked = target.asked or target.path
            self.page.targets[asked] = self.page.destinations.state(asked)
            if target.moved and not link.image:
                self.reporter.report_moved(link.start, link.target, target.path)
        line, column = self.positions.at(link.start)
        if target.address is None and not target.dead and not link.image and not link.raw:
            self.reporter.report(
                UNSAFE_HTML, link.start, f"links to '{link.target[:80]}' are not allowed", help=_SCHEMES
            )
        return Link(
            target=link.target,
            text=link.text,
            sentence=link.sentence,
            line=line,
            column=column,
            path=target.path,
            anchor=target.anchor,
            dead=target.dead,
            image=link.image,
            raw=link.raw,
        )

    def _find_html(self, events: Sequence[Event], tags: frozenset[str]) -> None:
        for event in events:
            if event[0] in ("Html", "InlineHtml"):
                for at, piece in disallowed_html(event[1], tags):
                    message = f"this HTML is not allowed: {' '.join(piece.split())[:40]}"
                    self.reporter.report(UNSAFE_HTML, event[2] + len(event[1][:at].encode()), message)


def _no_image(_: str) -> None:
    """Show no image: a heading contains none."""


def _identifier(events: Sequence[Event]) -> str:
    """Return the id of a section with these events as its heading."""
    return "-".join("".join(event[1] for event in events if event[0] in _WORDS).lower().split())


def _heading_source(source: str) -> str:
    """Return the Markdown of a heading on one line, without heading marks."""
    lines = source.strip().split("\n")
    if lines[0].lstrip().startswith("#"):
        return re.sub(r"\s+#+$", "", lines[0].strip().lstrip("#").strip())
    return " ".join(line.strip() for line in lines[:-1])
