"""The choice among the marks of one file, and the lines that those chosen take."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from mkdocs_qbank.read.importers.markdown.lines import is_nothing
from mkdocs_qbank.read.importers.markdown.marks import Kind, Mark
from mkdocs_qbank.read.importers.markdown.outline import Outline
from mkdocs_qbank.read.importers.markdown.wording import shows_answer


class Choice:
    """The choice among the marks of one file."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.folded = [part for mark in outline.folded for part in _opened(mark, outline.headings)]
        self.headings = list(_outside(outline.headings, self.folded))
        self.starts = [mark.line for mark in self.headings]
        self.questions: list[Mark] = []
        self.passed: list[Mark] = []
        """Headings among the questions that ask nothing."""
        self.inside: set[int] = set()
        """The lines of headings that belong to the answer above them."""

    def next_heading(self, line: int) -> int:
        """Return the line of the next heading after a line, or the end."""
        at = bisect_right(self.starts, line)
        return self.starts[at] if at < len(self.starts) else len(self.outline.lines)

    def is_bare(self, mark: Mark) -> bool:
        """Return whether nothing stands between a heading and the next, or the first folded question."""
        return self.is_blank(mark, self.next_heading(mark.line))

    def is_blank(self, mark: Mark, end: int) -> bool:
        """Return whether nothing that says something stands between a heading and a line."""
        return not mark.first and all(is_nothing(line) for line in self.outline.lines[mark.body : end])


def _opened(mark: Mark, headings: Sequence[Mark]) -> Iterator[Mark]:
    """Yield a folded part, or the parts in it where it only groups questions."""
    if not mark.asks and not shows_answer(mark.title):
        if any(part.asks for part in mark.parts):
            for part in mark.parts:
                yield from _opened(part, headings)
            return
        first = bisect_right(headings, mark.line, key=lambda heading: heading.line)
        last = bisect_left(headings, mark.end, key=lambda heading: heading.line)
        if sum(heading.asks for heading in headings[first:last]) > 1:
            return
    yield mark


def _outside(headings: Sequence[Mark], folded: Sequence[Mark]) -> Iterator[Mark]:
    """Yield the headings that stand in no folded part."""
    starts = [mark.line for mark in folded]
    for heading in headings:
        at = bisect_right(starts, heading.line) - 1
        if at < 0 or not (folded[at].line <= heading.line < folded[at].end):
            yield heading


def spans_of(choice: Choice) -> list[tuple[int, int, Mark]]:
    """Return the lines that each question takes, in order."""
    questions = sorted(choice.questions, key=lambda mark: mark.line)
    ends = ends_of(choice, questions)
    return [(mark.line, end, mark) for mark, end in zip(questions, ends, strict=True)]


def covers(spans: Sequence[tuple[int, int, Mark]], line: int) -> bool:
    """Return whether a line stands in one of some spans, not as its first."""
    at = bisect_right(spans, line, key=lambda span: span[0]) - 1
    return at >= 0 and spans[at][0] < line < spans[at][1]


def ends_of(choice: Choice, questions: Sequence[Mark]) -> list[int]:
    """Return the line after each question: the next one, or a heading that does not belong to it."""
    total = len(choice.outline.lines)
    closing: list[int] = [total] * 8
    """For each level, the next heading that ends a question of that level."""
    ends: list[int] = []
    headings = list(choice.headings)
    following = total
    for mark in reversed(questions):
        while headings and headings[-1].line > mark.line:
            heading = headings.pop()
            if heading.line not in choice.inside:
                closing[heading.level :] = [heading.line] * (8 - heading.level)
        if mark.kind is Kind.FOLDED:
            end = mark.end
        elif mark.kind is Kind.HEADING:
            end = closing[mark.level]
        else:
            end = closing[6]
        ends.append(min(end, following) if mark.kind is not Kind.FOLDED else end)
        following = mark.line
    return ends[::-1]
