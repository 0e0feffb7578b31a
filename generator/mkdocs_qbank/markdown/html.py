"""Conversion of parser events to HTML, with formulas markup and raw HTML included, before cleaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, ClassVar

from mkdocs_qbank.markdown.characters import without_hidden, without_hidden_references
from mkdocs_qbank.markdown.code import highlight, language_of
from mkdocs_qbank.markdown.events import Event, footnote_label
from mkdocs_qbank.markdown.ids import Notes, Slugs
from mkdocs_qbank.markdown.links import permalink
from mkdocs_qbank.markdown.maths import UnreadableError, in_words, mathml, spelled_out
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
_ALERTS = {
    "Note": ("note", "Note"),
    "Tip": ("tip", "Tip"),
    "Important": ("info", "Important"),
    "Warning": ("warning", "Warning"),
    "Caution": ("danger", "Caution"),
}
"""GitHub's alerts as Material's admonitions: class and title."""
_DISALLOWED = re.compile(r"<(?=/?(?:title|textarea|style|xmp|iframe|noembed|noframes|script|plaintext)\b)", re.I)
"""Tags that GitHub shows as text, because they would swallow what follows (GFM, disallowed raw HTML)."""
_SAFE = frozenset(
    f"{mark}{name}"
    for name in ("BlockQuote", "List", "Table", "TableCell", "TableHead", "TableRow")
    for mark in ("+", "-")
) | {"Code"}
"""Events whose HTML has no attributes, or none that come from the text."""

Report = Callable[[str, int, str], None]
"""A function that reports a problem: its subject (`formula`, `diagram`), its byte offset, and what is wrong."""


class Writer:
    """The HTML of one part of a text, written event by event."""

    def __init__(self, slugs: Slugs, notes: Notes, shift: int, report: Report, *, plain: bool = False) -> None:
        self.slugs, self.notes, self.shift, self.report, self.plain = slugs, notes, shift, report, plain
        self._in_words: Callable[[str], str] = spelled_out if plain else in_words
        self.parts: list[str] = []
        self.headings: list[Heading] = []
        self.safe = True
        """Whether everything written is escaped text, and markup whose attributes do not come from the text."""
        self.raw = False
        """Whether raw HTML was copied from the text."""
        self._heading: tuple[int, int] | None = None
        self._code: tuple[str, int, list[str]] | None = None
        self._links: list[bool] = []
        self._alt: list[str] | None = None
        self._images = 0
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
            if self._alt is not None and name not in ("+Image", "-Image"):
                if name in ("Text", "Code", "InlineMath", "DisplayMath", "SoftBreak", "HardBreak"):
                    self._alt.append(self._in_words(value) if "Math" in name else value)
            elif self._code is not None and name == "Text":
                self._code[2].append(value)
            elif name == "Text":
                parts.append(escape(value, quote=False))
                if self._heading is not None:
                    self._words.append((value, value))
            elif name in _FIXED:
                parts.append(_FIXED[name])
                if value == " ":
                    self._words.append((value, value))
            elif name in self._HANDLERS:
                self.safe = self.safe and name in _SAFE
                self._HANDLERS[name](self, event)

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
        back = f' <a class="footnote-backref" href="#fnref:{number}" title="Back to the text">↩</a>'
        last = self.parts[-1] if self.parts else ""
        if last == "</p>\n":
            self.parts[-1] = f"{back}</p>\n"
        else:
            self.parts.append(back)
        self.parts.append("</li>\n")

    def _inline_code(self, event: Event) -> None:
        self._words.append((event[1], event[1]))
        self.parts.append(f"<code>{escape(event[1], quote=False)}</code>")

    def _html(self, event: Event) -> None:
        self.raw = True
        raw = without_hidden_references(without_hidden(event[1]))
        self.parts.append(_DISALLOWED.sub("&lt;", raw))

    def _formula(self, event: Event) -> None:
        if self._heading is not None:
            self._words.append((event[1], self._in_words(event[1])))
        self.parts.append(self._formula_html(event[1], event[2], display=event[0] == "DisplayMath"))

    def _formula_html(self, latex: str, start: int, *, display: bool) -> str:
        if not self.plain:
            try:
                markup = mathml(latex, display=display)
            except UnreadableError as error:
                self.report("formula", start, str(error))
            else:
                return f'<span class="qb-formula">{markup}</span>' if display else markup
        mark = "$$" if display else "$"
        return f'<code class="qb-latex">{escape(f"{mark}{latex}{mark}", quote=False)}</code>'

    def _start_heading(self, event: Event) -> None:
        level = int(event[1]["level"][1])
        self._heading = (min(max(level + self.shift, TOP), 6), len(self.parts))
        self.parts.append("")
        self._words = []

    def _end_heading(self, _: Event) -> None:
        if self._heading is None:
            return
        (level, at), self._heading = self._heading, None
        written, shown = (" ".join("".join(pair[at] for pair in self._words).split()) for at in (0, 1))
        identifier = self.slugs.slug(written)
        self.headings.append(Heading(level=level, id=ID_PREFIX + identifier, text=shown))
        self.parts[at] = f'<h{level} id="{escape(identifier)}">'
        self.parts.append(f"{permalink(identifier)}</h{level}>\n")

    def _start_list(self, event: Event) -> None:
        start = event[1]
        number = f' start="{start}"' if start not in (None, 1) else ""
        self.parts.append("<ul>\n" if start is None else f"<ol{number}>\n")

    def _end_list(self, event: Event) -> None:
        self.parts.append("</ol>\n" if event[1] else "</ul>\n")

    def _task(self, event: Event) -> None:
        checked, label = (" checked", "Done") if event[1] else ("", "To do")
        if self.parts and self.parts[-1] == "<li>":
            self.parts[-1] = '<li class="task-list-item">'
        self.parts.append(f'<input type="checkbox" disabled{checked} aria-label="{label}"> ')

    def _start_quote(self, event: Event) -> None:
        if event[1] in _ALERTS:
            name, title = _ALERTS[event[1]]
            self.parts.append(f'<div class="admonition {name}">\n<p class="admonition-title">{title}</p>\n')
        else:
            self.parts.append("<blockquote>\n")

    def _end_quote(self, event: Event) -> None:
        self.parts.append("</div>\n" if event[1] in _ALERTS else "</blockquote>\n")

    def _start_code(self, event: Event) -> None:
        self._code = (language_of(event[1].get("Fenced", "") if isinstance(event[1], dict) else ""), event[2], [])

    def _end_code(self, _: Event) -> None:
        if self._code is None:
            return
        language, start, pieces = self._code
        self._code = None
        code = "".join(pieces)
        if language == "math":
            self.parts.append(f"<p>{self._formula_html(code.strip(), start, display=True)}</p>\n")
            return
        if language == "mermaid":
            self.report("diagram", start, "")
        self.parts.append(highlight(code, language, plain=self.plain))

    def _start_link(self, event: Event) -> None:
        link = event[1]
        address = f"mailto:{link['dest_url']}" if link["link_type"] == "Email" else link["dest_url"]
        title = f' title="{escape(without_hidden(link["title"]))}"' if link["title"] else ""
        self._links.append(True)
        self.parts.append(f'<a href="{escape(address)}"{title}>')

    def _end_link(self, _: Event) -> None:
        self._links.pop()
        self.parts.append("</a>")

    def _start_image(self, event: Event) -> None:
        self._images += 1
        if self._images == 1:
            self._alt = []
            self.parts.append(escape(event[1]["dest_url"]))

    def _end_image(self, _: Event) -> None:
        self._images -= 1
        if self._images or self._alt is None:
            return
        address, shown = self.parts.pop(), escape("".join(self._alt).strip() or "Picture", quote=False)
        self._alt = None
        # Links cannot be nested, so an image inside a link becomes its alternative text.
        self.parts.append(shown if self._links else f'<a class="qb-image" href="{address}">{shown}</a>')

    def _start_table(self, event: Event) -> None:
        self._columns = event[1]
        self.parts.append("<table>\n")

    def _start_head(self, _: Event) -> None:
        self._cell, self._column = "th", 0
        self.parts.append("<thead>\n<tr>\n")

    def _end_head(self, _: Event) -> None:
        self._cell = "td"
        self.parts.append("</tr>\n</thead>\n<tbody>\n")

    def _start_row(self, _: Event) -> None:
        self._column = 0
        self.parts.append("<tr>\n")

    def _start_cell(self, _: Event) -> None:
        align = self._columns[self._column] if self._column < len(self._columns) else "None"
        self._column += 1
        style = f' style="text-align: {align.lower()}"' if align != "None" else ""
        self.parts.append(f"<{self._cell}{style}>")

    def _end_cell(self, _: Event) -> None:
        self.parts.append(f"</{self._cell}>\n")

    def _footnote_reference(self, event: Event) -> None:
        if (label := footnote_label(event[1])) not in self.notes.defined:
            self.parts.append(escape(f"[^{event[1]}]"))
            return
        number, new = self.notes.number(label)
        identifier = f' id="fnref:{number}"' if new else ""
        self.parts.append(f'<sup{identifier}><a class="footnote-ref" href="#fn:{number}">{number}</a></sup>')

    _HANDLERS: ClassVar[Mapping[str, Callable[[Writer, Event], Any]]] = {
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
        "-List": _end_list,
        "+BlockQuote": _start_quote,
        "-BlockQuote": _end_quote,
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
        "-TableCell": _end_cell,
    }
