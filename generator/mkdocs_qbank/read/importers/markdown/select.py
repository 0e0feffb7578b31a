"""Which marks of a file begin a question, what belongs to it, and what it is about."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mkdocs_qbank.read.importers.markdown.lines import dedented, is_nothing
from mkdocs_qbank.read.importers.markdown.outline import Kind, Mark, Outline
from mkdocs_qbank.read.importers.markdown.wording import (
    answer_title,
    clean_title,
    is_boilerplate,
    is_numbered,
    is_section,
    plain,
    shows_answer,
)

_MOSTLY = 0.6
"""The share of headings of a level that ask something, from which the others of it are taken for questions too."""
_MANY = 3
"""How many times as many questions of another kind make a heading that asks one a heading around questions."""
_OF_LISTS = re.compile(
    r"\W*(?:\b(?:most )?(?:common|popular|frequently|asked|top|best|important|essential|advanced|basic|technical"
    r"|must[- ]know|\d{2,4}\+?)\b\s*)*"
    r"\b(?:(?:coding |job )?interview )?(?:questions?|q ?& ?a|faqs?)\b(?:(?:\s*(?:&|and|with|\+"
    r"|/)\s*)?(?:detailed )?answers?)?(?: list| \(faqs?\))?\W*",
    re.IGNORECASE,
)


_LONGEST_TOPIC = 8
"""The most words of a heading that names a topic."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a file, with the lines that belong to it."""

    mark: Mark
    lines: Sequence[str]
    topic: str


class _Choice:
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


def choose(outline: Outline) -> tuple[list[Asked], list[Mark]]:
    """Return the questions of a file in order, and the headings among them that ask nothing."""
    choice = _Choice(outline)
    _ask_above_answers(choice)
    for mark in _headings(choice):
        choice.questions.append(mark)
    _others(choice)
    if not choice.questions:
        choice.questions = _alike(outline.items()) or outline.paragraphs() or list(outline.bold)
    choice.questions.sort(key=lambda mark: mark.line)
    return list(_asked(choice)), choice.passed


def _ask_above_answers(choice: _Choice) -> None:
    """Let what stands above an answer ask, whatever its words; let headings of answers and sections not ask."""
    last: Mark | None = None
    for mark in choice.headings:
        if answer_title(mark.title)[0]:
            mark.asks = False
            choice.inside.add(mark.line)
            if last and (last.level < mark.level or choice.is_bare(last)) and not is_boilerplate(last.title):
                last.asks = True
        elif is_section(mark.title):
            mark.asks = False
        else:
            last = mark
    answers = [mark for mark in choice.folded if shows_answer(mark.title)]
    above = Counter(bisect_right(choice.starts, mark.line) - 1 for mark in answers)
    for index, count in above.items():
        if index >= 0 and count == 1 and not is_boilerplate(choice.headings[index].title):
            choice.headings[index].asks = True
    before = 0
    for mark in answers:
        index = bisect_right(choice.starts, mark.line) - 1
        if above[index] > 1 or index < 0:
            start = max(before, choice.headings[index].body if index >= 0 else 0)
            question = _paragraph(choice.outline, start, mark.line)
            choice.questions += [question] if question else []
        before = mark.end


def _paragraph(outline: Outline, start: int, end: int) -> Mark | None:
    """Return the first line with text between two lines as a question."""
    for number in range(start, end):
        line = outline.lines[number]
        if not is_nothing(line) and outline.prose[number]:
            item = re.match(r"\s*(?:[-*+]|\d{1,4}[.)])\s+", line)
            words = line[item.end() :] if item else line
            title = clean_title(words)
            mark = Mark(kind=Kind.PARAGRAPH, words=words, title=title, line=number, body=number + 1, asks=True)
            mark.column = item.end() if item else 0
            return mark if title else None
    return None


def _headings(choice: _Choice) -> Iterator[Mark]:
    """Yield the headings that are questions."""
    asking = [mark for mark in choice.headings if mark.asks]
    if not asking:
        return
    per_level = Counter(mark.level for mark in asking)
    main = max(per_level, key=lambda level: (per_level[level], -level))
    others = _others_that_ask(choice, asking, main, per_level)
    open_: list[tuple[int, bool]] = []
    """The levels of the questions around a heading, and whether one has an answer of its own."""
    for mark in choice.headings:
        while open_ and open_[-1][0] >= mark.level:
            open_.pop()
        if not (mark.asks or id(mark) in others):
            continue
        inner = any(has_answer for _, has_answer in open_)
        if inner and mark.level > main:
            continue
        if inner and per_level[mark.level] < _MANY * max(per_level[level] for level, _ in open_):
            continue
        holds = _holds(choice, mark, main)
        if holds and choice.is_bare(mark):
            mark.asks = False
            continue
        open_.append((mark.level, not choice.is_bare(mark) or not holds))
        yield mark


def _holds(choice: _Choice, mark: Mark, main: int) -> bool:
    """Return whether a heading holds headings that ask."""
    if mark.level >= main:
        return False
    for following in choice.headings[bisect_right(choice.starts, mark.line) :]:
        if following.level <= mark.level:
            return False
        if following.asks:
            return True
    return False


def _others_that_ask(choice: _Choice, asking: Sequence[Mark], main: int, per_level: Counter[int]) -> set[int]:
    """Return the headings of the level of questions that are questions too, though their words do not say so."""
    level = [mark for mark in choice.headings if mark.level == main]
    first = min(mark.line for mark in asking if mark.level == main)
    last = max(mark.line for mark in asking if mark.level == main)
    numbered = sum(is_numbered(mark.words) or bool(mark.column) for mark in asking if mark.level == main)
    if numbered >= _MOSTLY * per_level[main] and per_level[main] > 2:
        for mark in level:
            if not mark.asks and not is_numbered(mark.words) and not mark.column and not choice.is_bare(mark):
                choice.inside.add(mark.line)
        return {
            id(mark)
            for mark in level
            if (is_numbered(mark.words) or mark.column) and not choice.is_bare(mark) and not _is_part(mark)
        }
    candidates = [
        mark
        for mark in level
        if not mark.asks and first < mark.line < last and not _is_part(mark) and not choice.is_bare(mark)
    ]
    if per_level[main] < _MOSTLY * (per_level[main] + len(candidates)):
        choice.passed += candidates
        return set()
    return {id(mark) for mark in candidates}


def _is_part(mark: Mark) -> bool:
    return is_boilerplate(mark.title) or is_section(mark.title) or answer_title(mark.title)[0]


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


def _others(choice: _Choice) -> None:
    """Add the folded parts, labels and bold lines that are questions outside of the headings that are."""
    parts = [mark for mark in choice.folded if mark.title.strip() and not shows_answer(mark.title)]
    few = 1 if not choice.questions else 2
    for marks, fewest in ((parts, 1), (choice.outline.labels, few), (_alike(choice.outline.bold), 2)):
        asking = sorted(mark.line for mark in marks if mark.asks)
        spans = _spans(choice)
        outside = [line for line in asking if not _covers(spans, line)]
        groups = (
            []
            if len(asking) < _MANY * max(len(spans), 1)
            else [
                span
                for span in spans
                if bisect_left(asking, span[1]) - bisect_left(asking, span[0]) > 1 and span[2].kind is Kind.HEADING
            ]
        )
        if groups:
            dropped = {id(span[2]) for span in groups}
            choice.questions = [mark for mark in choice.questions if id(mark) not in dropped]
            for _, _, mark in groups:
                mark.asks = False
            spans = _spans(choice)
            outside = [line for line in asking if not _covers(spans, line)]
        if len(outside) < fewest:
            continue
        weak = [
            mark for mark in marks if not mark.asks and not _covers(spans, mark.line) and not is_boilerplate(mark.title)
        ]
        mostly = len(outside) >= _MOSTLY * (len(outside) + len(weak))
        choice.questions += [mark for mark in marks if mark.asks and not _covers(spans, mark.line)]
        if mostly:
            choice.questions += [mark for mark in weak if outside[0] < mark.line < outside[-1]]


def _alike(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks that begin as most of them do: with a number, with a bullet, or with neither."""
    begins = Counter(_beginning(mark) for mark in marks)
    most = max(begins, key=lambda begin: (begins[begin], begin), default=("", 0))
    return [mark for mark in marks if _beginning(mark) == most or (_beginning(mark)[0] == "1" and most[0] == "")]


def _beginning(mark: Mark) -> tuple[str, int]:
    """Return what kind of mark a line begins with, and how far it is indented if it is an item of a list."""
    bare = mark.lead.strip()
    return (bare[:1] and ("1" if bare[0].isdigit() else "-"), len(mark.lead) - len(mark.lead.lstrip()) if bare else 0)


def _spans(choice: _Choice) -> list[tuple[int, int, Mark]]:
    """Return the lines that each question takes, in order."""
    questions = sorted(choice.questions, key=lambda mark: mark.line)
    ends = _ends(choice, questions)
    return [(mark.line, end, mark) for mark, end in zip(questions, ends, strict=True)]


def _covers(spans: Sequence[tuple[int, int, Mark]], line: int) -> bool:
    at = bisect_right(spans, line, key=lambda span: span[0]) - 1
    return at >= 0 and spans[at][0] < line < spans[at][1]


def _ends(choice: _Choice, questions: Sequence[Mark]) -> list[int]:
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


def _asked(choice: _Choice) -> Iterator[Asked]:
    """Yield the questions with the lines that belong to each."""
    lines = choice.outline.lines
    questions = choice.questions
    chosen = {id(mark) for mark in questions}
    topics = [
        mark
        for mark in choice.headings
        if id(mark) not in chosen and mark.line not in choice.inside and not is_section(mark.title)
    ]
    at = 0
    path: list[Mark] = []
    for mark, end in zip(questions, _ends(choice, questions), strict=True):
        while at < len(topics) and topics[at].line < mark.line:
            while path and path[-1].level >= topics[at].level:
                path.pop()
            path.append(topics[at])
            at += 1
        around = [
            topic
            for topic in path
            if mark.kind is not Kind.HEADING or topic.level < mark.level or choice.is_bare(topic)
        ]
        last = end
        if mark.kind is Kind.FOLDED and not mark.column:
            last = max(end - 1, mark.body)  # the line of the closing tag
        body = [mark.first, *lines[mark.body : last], mark.last]
        if mark.column:
            body = dedented(body, mark.column)
        yield Asked(mark, body, _topic(around))


def _topic(around: Sequence[Mark]) -> str:
    """Return what the headings around a question call its subject."""
    for mark in reversed(around):
        title = topic_title(mark.title)
        if title and not is_boilerplate(title) and len(title.split()) <= _LONGEST_TOPIC and "](http" not in mark.title:
            return title
    return ""


def topic_title(title: str) -> str:
    """Return the subject that a title names, without the words that every list of questions has in its title."""
    words = plain(title)
    short = re.sub(
        r"\W*\((?:updated|answered|with|in|for|\d{4})\b[^()]*\)|\bin 20\d\d\b", "", words, flags=re.IGNORECASE
    )
    short = re.sub(
        r"^(?:top |the |best )*\d{2,5}\+? (?=\S+ )", "", _OF_LISTS.sub(" ", short).strip(), flags=re.IGNORECASE
    )
    short = re.sub(
        r"^(?:(?:top|essential|best|common|popular|all|most|asked|frequently)\b\s*)+", "", short, flags=re.IGNORECASE
    )
    short = re.sub(
        r"^\W*\b(?:for|about|on|of)\b|\b(?:for|about|on|of|the|and)\b\W*$", "", short.strip(), flags=re.IGNORECASE
    )
    return " ".join(short.split()).strip(" :-–—|.,&")
