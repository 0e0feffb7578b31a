"""The marks that questions of a Markdown file can begin with, such as headings, folded parts and labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mkdocs_qbank.markdown.ids import Slugs
from mkdocs_qbank.read.importers.html import html_to_text
from mkdocs_qbank.read.importers.markdown.folded import folded_admonitions, folded_parts
from mkdocs_qbank.read.importers.markdown.lines import MASK, In, line_kinds, masked
from mkdocs_qbank.read.importers.markdown.marks import ANCHOR, Kind, Mark
from mkdocs_qbank.read.importers.markdown.wording import LONGEST_TITLE, asks, clean_number, clean_title

_HEADING = re.compile(
    r"(?P<lead> {0,3}(?:(?:[-*+]|\d{1,4}[.)])[ \t]+)?)(?P<marks>#{1,6})(?P<space>[ \t]+|(?=[^\s#\d!]))(?P<words>\S.*)$"
)
_DIGITS = re.compile(r"\d{1,4}")
_SETEXT = re.compile(r" {0,3}(=+|-{3,})[ \t]*$")
_NO_PARAGRAPH = re.compile(r"\s*(?:[-*+>|#]|\d+[.)]\s|<|```|~~~|\[[^\]]+\]:)|.*[.:;,]\s*$")
_HTML_HEADING = re.compile(r"\s*<h([1-6])\b[^<>]*>(.*)", re.IGNORECASE)
_BOLD = re.compile(
    r" {0,3}(?:(?:[-*+]|\d{1,4}[.)])[ \t]+)?(?:>[ \t]?)?(\*\*|__)(?=\S)(?P<words>.+?)(?:\1)(?P<after>.*)$"
)
_LABEL = re.compile(
    r" {0,3}(?:(?:[-*+]|\d{1,4}[.)])[ \t]+)?(?:\*\*|__)?(?:Q|Que|Ques|Question"
    r"|QUESTION)[ \t]*\.?[ \t]*[#№]?\d{0,4}[ \t]*"
    r"(?:[:：.)]|[-–—](?=\s))[ \t]*(?:\*\*|__)?[ \t]*(?P<words>.*)$"
)
_ITEM = re.compile(r" {0,3}(?P<lead>(?:[-*+]|\d{1,4}[.)])[ \t]+)(?P<words>\S.*)$")
_ONLY_LINK = re.compile(r"(?:\*\*)?\[[^\]]*\]\([^)]*\)(?:\*\*)?[.,;]?\s*$")
_ATTRIBUTE_ID = re.compile(r"\{:?\s*#(?P<name>[\w:.-]+)[^{}]*\}\s*$")
_MARKUP = re.compile(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|\[(?=[^\]]*\]\()|<[^<>]*>|[*`]|\{:?\s*#[^{}]*\}\s*$")


@dataclass(frozen=True, slots=True)
class Outline:
    """The lines of a file, and the marks among them."""

    lines: Sequence[str]
    prose: Sequence[bool]
    headings: Sequence[Mark]
    folded: Sequence[Mark]
    """The outermost folded parts."""
    labels: Sequence[Mark]
    bold: Sequence[Mark]

    def items(self) -> list[Mark]:
        """Return the items of lists that ask something, and nothing that only leads elsewhere."""
        marks = []
        for number, line in enumerate(self.lines):
            item = _ITEM.match(line) if self.prose[number] else None
            if item and len(line) <= LONGEST_TITLE and not _ONLY_LINK.fullmatch(item["words"]):
                title = clean_title(item["words"])
                if asks(title):
                    column = len(item.group(0)) - len(item["words"])
                    marks.append(
                        Mark(
                            kind=Kind.ITEM,
                            words=item["words"],
                            title=title,
                            line=number,
                            body=number + 1,
                            column=column,
                            lead=line[:column],
                            asks=True,
                        )
                    )
        return marks

    def paragraphs(self) -> list[Mark]:
        """Return the lines that are a question and a paragraph of their own."""
        marks = []
        for number, line in enumerate(self.lines):
            alone = (
                self.prose[number]
                and 0 < len(line) <= LONGEST_TITLE
                and (not number or not self.lines[number - 1].strip())
            )
            if alone and line.rstrip(" *_")[-1:] in ("?", "？", "؟") and not line.startswith((" ", "\t", "|", "<")):
                title = clean_title(line)
                marks.append(
                    Mark(kind=Kind.PARAGRAPH, words=line, title=title, line=number, body=number + 1, asks=True)
                )
        return marks


def outline(lines: Sequence[str]) -> Outline:
    """Return the outline of the lines of a file."""
    prose = [kind is In.PROSE for kind in line_kinds(lines)]
    headings = list(_headings(lines, prose))
    _level(headings)
    _give_anchors(lines, headings)
    labels, bold = [], []
    for number, line in enumerate(lines):
        if prose[number] and "<" not in line[:1] and 3 < len(line) <= LONGEST_TITLE:
            if line.lstrip(" -*+_0123456789.)")[:1] in ("Q", "q") and (label := _label(lines, number)):
                labels.append(label)
            elif ("**" in line or "__" in line) and (mark := _bold(lines, number)):
                bold.append(mark)
    folded = [*folded_parts(lines, prose, [mark.line for mark in headings]), *folded_admonitions(lines, prose)]
    folded.sort(key=lambda mark: mark.line)
    return Outline(lines, prose, headings, folded, labels, bold)


def _headings(lines: Sequence[str], prose: Sequence[bool]) -> Iterator[Mark]:
    for number, line in enumerate(lines):
        if not prose[number]:
            continue
        match = _HEADING.match(line) if "#" in line else None
        if match and (match["space"] or len(match["marks"]) > 1):
            mark = _heading(
                match["words"],
                len(match["marks"]),
                number,
                number + 1,
                len(match["lead"].lstrip()) and len(match["lead"]),
            )
            digits = _DIGITS.match(match["lead"].strip() or clean_number(match["words"]))
            mark.number = int(digits[0]) if digits else 0
            yield mark
        elif number + 1 < len(lines) and _SETEXT.match(lines[number + 1]) and _is_title(lines, number):
            level = 1 if "=" in lines[number + 1] else 2
            yield _heading(line.strip(), level, number, number + 2, 0)
        elif "<h" in line.lower() and (tag := _HTML_HEADING.match(line)):
            yield from _html_heading(lines, number, tag)


def _level(headings: Sequence[Mark]) -> None:
    """Give a question that continues the numbers of those before it their level, whatever it was given by mistake."""
    last: Mark | None = None
    for mark in headings:
        if mark.number and mark.asks:
            if (
                last
                and mark.number == last.number + 1
                and mark.level > last.level
                and bool(mark.column) == bool(last.column)
            ):
                mark.level = last.level
            last = mark


def _heading(words: str, level: int, line: int, body: int, column: int) -> Mark:
    title = clean_title(words)[:LONGEST_TITLE]
    return Mark(
        kind=Kind.HEADING, words=words, title=title, level=level, line=line, body=body, column=column, asks=asks(title)
    )


def _html_heading(lines: Sequence[str], number: int, tag: re.Match[str]) -> Iterator[Mark]:
    """Yield a heading in HTML over at most five lines."""
    end = f"</h{tag[1]}>"
    words = tag[2]
    for last in range(number, min(number + 5, len(lines))):
        words = words if last == number else f"{words} {lines[last].strip()}"
        at = words.lower().find(end)
        if at >= 0:
            mark = _heading(words[:at].strip(), int(tag[1]), number, last + 1, 0)
            mark.first = words[at + len(end) :].strip()
            if mark.title:
                yield mark
            return


def _is_title(lines: Sequence[str], number: int) -> bool:
    """Return whether a line is a paragraph by itself that can be a heading."""
    line = lines[number]
    alone = number == 0 or not lines[number - 1].strip()
    return alone and 0 < len(line.strip()) < 200 and not _NO_PARAGRAPH.match(line)


def _give_anchors(lines: Sequence[str], headings: Sequence[Mark]) -> None:
    """Give headings the anchors that GitHub makes, and those written in them or right above them."""
    slugs = Slugs()
    for mark in headings:
        explicit = [match["name"] for match in ANCHOR.finditer(mark.words)]
        above = mark.line - 1
        for _ in range(3):
            if above >= 0 and (not lines[above].strip() or _is_anchor_line(lines[above])):
                explicit += [match["name"] for match in ANCHOR.finditer(lines[above])]
                above -= 1
        attribute = _ATTRIBUTE_ID.search(mark.words)
        if attribute:
            explicit.append(attribute["name"])
        mark.anchors = tuple(dict.fromkeys((*explicit, slugs.slug(_MARKUP.sub("", mark.words).strip()))))


def _is_anchor_line(line: str) -> bool:
    return bool(ANCHOR.search(line)) and not html_to_text(line)


def _label(lines: Sequence[str], number: int) -> Mark | None:
    """Return the question that a line labels, itself in the line or in the next one with text."""
    match = _LABEL.match(lines[number])
    if not match:
        return None
    words, body = match["words"], number + 1
    if not words.strip(" *_"):
        body = next((at for at in range(number + 1, min(number + 4, len(lines))) if lines[at].strip()), -1) + 1
        if not body:
            return None
        words = lines[body - 1]
    title = clean_title(
        re.sub(r"(\*\*|__)\s*$", "", words) if words.count("**") % 2 or words.count("__") % 2 else words
    )
    indent = len(lines[number]) - len(lines[number].lstrip(" "))
    column = len(item[0]) - len(item["words"]) if (item := _ITEM.match(lines[number])) else indent
    mark = Mark(kind=Kind.LABEL, words=words, title=title, line=number, body=body, column=column, asks=True)
    return mark if title else None


def _bold(lines: Sequence[str], number: int) -> Mark | None:
    """Return the question that a line in bold asks, with the words that follow it in the line."""
    line = lines[number]
    match = _BOLD.match(line)
    if not match or MASK in masked(line)[: match.start("words")]:
        return None
    words, after = match["words"], match["after"]
    if after.strip(" :.") and not words.rstrip().endswith(("?", "？", "؟")):
        longer = f"{words} {after.strip()}"
        if not (re.fullmatch(r"\d{1,4}[.):]?", words.strip()) and asks(clean_title(longer))):
            return None
        words, after = longer, ""
    title = clean_title(words)
    if not asks(title):
        return None
    column = len(item[0]) - len(item["words"]) if (item := _ITEM.match(line)) else 0
    first = after.strip().lstrip(":–—- ")
    return Mark(
        kind=Kind.BOLD,
        words=words,
        title=title,
        line=number,
        body=number + 1,
        lead=line[:column],
        column=column,
        first=first,
        asks=True,
    )
