"""Conversion of parser events to HTML, with formulas markup and raw HTML included, before cleaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import ClassVar, Protocol

from mkdocs_qbank.findings.finding import Rule
from mkdocs_qbank.markdown.characters import without_hidden, without_hidden_references
from mkdocs_qbank.markdown.code import highlight, language_of
from mkdocs_qbank.markdown.events import Event, footnote_label
from mkdocs_qbank.markdown.ids import Notes, Slugs
from mkdocs_qbank.markdown.images import FindImage, image_html
from mkdocs_qbank.markdown.links import permalink
from mkdocs_qbank.markdown.maths import UnreadableError, framed, in_words, mathml, spelled_out
from mkdocs_qbank.markdown.rules import BAD_CODE, BAD_MATHS, DIAGRAM, FENCE_LANGUAGE
from mkdocs_qbank.markdown.syntax import find_fault
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.prose import ID_PREFIX, Heading

TOP = 3
"""The level of the highest heading inside a section of a page."""
_FIXED = {
    "SoftBreak": "\n",
    "HardBreak": "<br>\n",
    "Rule": "<hr>\n",
    "+Paragraph": "<p>",
    "-Paragraph": "</p>\n",
    "+Item": "<li>",
    "-Item": "</li>\n",
    "+Emphasis": "<em>",
    "-Emphasis": "</em>",
    "+Strong": "<strong>",
    "-Strong": "</strong>",
    "+Strikethrough": "<del>",
    "-Strikethrough": "</del>",
    "-TableRow": "</tr>\n",
    "-Table": "</tbody>\n</table>\n",
    "+DefinitionList": "<dl>\n",
    "-DefinitionList": "</dl>\n",
    "+DefinitionListTitle": "<dt>",
    "-DefinitionListTitle": "</dt>\n",
    "+DefinitionListDefinition": "<dd>",
    "-DefinitionListDefinition": "</dd>\n",
}
"""The HTML of events without a value."""
_ALERTS = {"Note": "note", "Tip": "tip", "Important": "info", "Warning": "warning", "Caution": "danger"}
"""The classes of Material's admonitions, by GitHub's alerts."""
_DISALLOWED = re.compile(r"<(?=/?(?:title|textarea|style|xmp|iframe|noembed|noframes|script|plaintext)\b)", re.I)
"""Tags that GitHub shows as text, because they would swallow what follows (GFM, disallowed raw HTML)."""
_SAFE = frozenset(
    f"{mark}{name}"
    for name in ("BlockQuote", "List", "Table", "TableCell", "TableHead", "TableRow")
    for mark in ("+", "-")
) | {"Code"}
"""Events whose HTML has no attributes, or none that come from the text."""


class Report(Protocol):
    """A function that reports what breaks a rule at a byte offset, or some lines below."""

    def __call__(self, rule: Rule, start: int, message: str, help: str | None = None, *, below: int = 0) -> None:
        """Report it; `help` is more specific than the rule's own."""


class Writer:
    """The HTML of one part of a text, written event by event."""

    def __init__(
        self, slugs: Slugs, notes: Notes, shift: int, report: Report, find_image: FindImage, *, plain: bool
    ) -> None:
        self.slugs, self.notes, self.shift, self.report, self.plain = slugs, notes, shift, report, plain
        self._in_words: Callable[[str], str] = spelled_out if plain else in_words
        self.find_image = find_image
        self.parts: list[str] = []
        self.headings: list[Heading] = []
        self.formulas: list[str] = []
        self.safe = True
        """Whether everything written is escaped text, and markup whose attributes do not come from the text."""
        self.raw = False
        """Whether raw HTML was copied from the text."""
        self._headings: list[tuple[int, int]] = []
        self._code: list[tuple[str, int, list[str]]] = []
        self._links = 0
        self._images: list[Event] = []
        self._alt: list[str] = []
        self._columns: Sequence[str] = ()
        self._column = 0
        self._cell = "td"
        self._words: list[tuple[str, str]] = []
        """The words of a heading as written, from which its id is made as on GitHub, and as shown."""

    def write(self, events: Sequence[Event]) -> None:
        """Append the HTML of events."""
        parts = self.parts
        for event in events:
            name, value, _, _ = event
            if self._images and name not in ("+Image", "-Image"):
                if name in ("Text", "Code", "InlineMath", "DisplayMath", "SoftBreak", "HardBreak"):
                    self._alt.append(self._in_words(value) if "Math" in name else value)
            elif self._code and name == "Text":
                self._code[-1][2].append(value)
            elif name == "Text":
                parts.append(escape(value, quote=False))
                self._words.append((value, value))
            elif name in _FIXED:
                parts.append(_FIXED[name])
                if value == " ":
                    self._words.append((value, value))
            elif name in self._HANDLERS:
                self.safe = self.safe and name in _SAFE
                parts.append(self._HANDLERS[name](self, event))

    def footnotes(self, written: int) -> list[str]:
        """Append the referenced footnotes after the first `written` ones, and return their labels."""
        added = self.notes.order[written:]
        if not added:
            return added
        self.parts.append(f'<div class="footnote">\n<hr>\n<ol start="{self.notes.numbers[added[0]]}">\n')
        for label in added:  # grows when a footnote refers to others
            self._footnote(label)
            added += self.notes.order[written + len(added) :]
        self.parts.append("</ol>\n</div>\n")
        return added

    def _footnote(self, label: str) -> None:
        number = self.notes.numbers[label]
        self.parts.append(f'<li id="fn:{number}">\n')
        self.write(self.notes.defined.get(label, ()))
        end = self.parts.pop() if self.parts[-1] == "</p>\n" else ""
        title = escape(message("page.footnote_back"))
        back = f' <a class="footnote-backref" href="#fnref:{number}" title="{title}">↩</a>'
        self.parts.append(f"{back}{end}</li>\n")

    def _inline_code(self, event: Event) -> str:
        self._words.append((event[1], event[1]))
        return f"<code>{escape(event[1], quote=False)}</code>"

    def _html(self, event: Event) -> str:
        self.raw = True
        return _DISALLOWED.sub("&lt;", without_hidden_references(without_hidden(event[1])))

    def _formula(self, event: Event) -> str:
        if self._headings:
            self._words.append((event[1], self._in_words(event[1])))
        return self._formula_html(event[1], event[2], display=event[0] == "DisplayMath")

    def _formula_html(self, latex: str, start: int, *, display: bool) -> str:
        if not self.plain:
            try:
                markup = mathml(latex, display=display)
            except UnreadableError as error:
                self.report(BAD_MATHS, start, f"this formula cannot be rendered: {str(error)[:200]}")
            else:
                self.formulas.append(latex)
                return framed(markup, display=display)
        mark = "$$" if display else "$"
        return f'<code class="qb-latex">{escape(f"{mark}{latex}{mark}", quote=False)}</code>'

    def _start_heading(self, event: Event) -> str:
        level = int(event[1]["level"][1])
        self._headings.append((min(max(level + self.shift, TOP), 6), len(self.parts)))
        self._words = []
        return ""

    def _end_heading(self, _: Event) -> str:
        level, at = self._headings.pop()
        written, shown = (" ".join("".join(pair[form] for pair in self._words).split()) for form in (0, 1))
        identifier = self.slugs.slug(written)
        self.headings.append(Heading(level=level, id=ID_PREFIX + identifier, text=shown))
        self.parts[at] = f'<h{level} id="{escape(identifier)}">'
        return f"{permalink(identifier)}</h{level}>\n"

    def _start_list(self, event: Event) -> str:
        number = f' start="{event[1]}"' if event[1] != 1 else ""
        return "<ul>\n" if event[1] is None else f"<ol{number}>\n"

    def _task(self, event: Event) -> str:
        checked = " checked" if event[1] else ""
        label = escape(message("page.task_done" if event[1] else "page.task_open"))
        if self.parts[-1] == "<li>":
            self.parts[-1] = '<li class="task-list-item">'
        return f'<input type="checkbox" disabled{checked} aria-label="{label}"> '

    def _start_quote(self, event: Event) -> str:
        if event[1] not in _ALERTS:
            return "<blockquote>\n"
        title = escape(message(f"page.alert_{event[1].lower()}"))
        return f'<div class="admonition {_ALERTS[event[1]]}">\n<p class="admonition-title">{title}</p>\n'

    def _start_code(self, event: Event) -> str:
        info = event[1].get("Fenced") if isinstance(event[1], dict) else None
        language = language_of(info or "")
        if info is not None and not info.strip():
            self.report(FENCE_LANGUAGE, event[2], "this fence names no language")
        self._code.append((language, event[2], []))
        return ""

    def _end_code(self, _: Event) -> str:
        language, start, pieces = self._code.pop()
        code = "".join(pieces)
        if language == "math":
            return f"<p>{self._formula_html(code.strip(), start, display=True)}</p>\n"
        if language == "mermaid":
            self.report(DIAGRAM, start, "this diagram is shown as its source")
        fault = None if self.plain else find_fault(code, language)
        if fault is not None:
            message = f"this {language} does not parse: {fault.reason}"
            self.report(BAD_CODE, start, message, fault.help, below=fault.line)
        return highlight(code, language, plain=self.plain)

    def _start_link(self, event: Event) -> str:
        link = event[1]
        address = f"mailto:{link['dest_url']}" if link["link_type"] == "Email" else link["dest_url"]
        title = f' title="{escape(without_hidden(link["title"]))}"' if link["title"] else ""
        self._links += 1
        return f'<a href="{escape(address)}"{title}>'

    def _end_link(self, _: Event) -> str:
        self._links -= 1
        return "</a>"

    def _start_image(self, event: Event) -> str:
        self._images.append(event)
        return ""

    def _end_image(self, _: Event) -> str:
        image = self._images.pop()[1]
        if self._images:
            return ""
        target, text = image["dest_url"], "".join(self._alt).strip()
        self._alt = []
        return image_html(target, text, image["title"], self.find_image(target), linked=bool(self._links))

    def _start_table(self, event: Event) -> str:
        self._columns = event[1]
        return "<table>\n"

    def _start_head(self, _: Event) -> str:
        self._cell, self._column = "th", 0
        return "<thead>\n<tr>\n"

    def _end_head(self, _: Event) -> str:
        self._cell = "td"
        return "</tr>\n</thead>\n<tbody>\n"

    def _start_row(self, _: Event) -> str:
        self._column = 0
        return "<tr>\n"

    def _start_cell(self, _: Event) -> str:
        align = self._columns[self._column] if self._column < len(self._columns) else "None"
        self._column += 1
        style = f' style="text-align: {align.lower()}"' if align != "None" else ""
        return f"<{self._cell}{style}>"

    def _footnote_reference(self, event: Event) -> str:
        if (label := footnote_label(event[1])) not in self.notes.defined:
            return escape(f"[^{event[1]}]")
        number, new = self.notes.number(label)
        identifier = f' id="fnref:{number}"' if new else ""
        return f'<sup{identifier}><a class="footnote-ref" href="#fn:{number}">{number}</a></sup>'

    _HANDLERS: ClassVar[Mapping[str, Callable[[Writer, Event], str]]] = {
        "Code": _inline_code,
        "Html": _html,
        "InlineHtml": _html,
        "InlineMath": _formula,
        "DisplayMath": _formula,
        "TaskListMarker": _task,
        "FootnoteReference": _footnote_reference,
        "+Heading": _start_heading,
        "-Heading": _end_heading,
        "+List": _start_list,
        "-List": lambda _, event: "</ol>\n" if event[1] else "</ul>\n",
        "+BlockQuote": _start_quote,
        "-BlockQuote": lambda _, event: "</div>\n" if event[1] in _ALERTS else "</blockquote>\n",
        "+CodeBlock": _start_code,
        "-CodeBlock": _end_code,
        "+Link": _start_link,
        "-Link": _end_link,
        "+Image": _start_image,
        "-Image": _end_image,
        "+Table": _start_table,
        "+TableHead": _start_head,
        "-TableHead": _end_head,
        "+TableRow": _start_row,
        "+TableCell": _start_cell,
        "-TableCell": lambda self, _: f"</{self._cell}>\n",
    }
