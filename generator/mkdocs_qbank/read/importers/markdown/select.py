"""Which marks of a file begin a question, what belongs to it, and what it is about."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mkdocs_qbank.read.importers.markdown.choice import Choice, covers, ends_of, spans_of
from mkdocs_qbank.read.importers.markdown.lines import dedented, is_nothing
from mkdocs_qbank.read.importers.markdown.marks import Kind, Mark
from mkdocs_qbank.read.importers.markdown.outline import Outline
from mkdocs_qbank.read.importers.markdown.topics import topic_of
from mkdocs_qbank.read.importers.markdown.wording import (
    answer_title,
    begins_to_ask,
    clean_title,
    is_boilerplate,
    is_numbered,
    is_section,
    shows_answer,
)

_MOSTLY = 0.6
"""The share of headings of a level that ask something, from which the others of it are taken for questions too."""
_MANY = 3
"""How many times as many questions of another kind make a heading that asks one a heading around questions."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a file, with the lines that belong to it."""

    mark: Mark
    lines: Sequence[str]
    topic: str


def choose(outline: Outline) -> tuple[list[Asked], list[Mark]]:
    """Return the questions of a file in order, and the headings among them that ask nothing."""
    choice = Choice(outline)
    _ask_above_answers(choice)
    for mark in _headings(choice):
        choice.questions.append(mark)
    _others(choice)
    if not choice.questions:
        choice.questions = _alike(outline.items()) or outline.paragraphs() or list(outline.bold)
    choice.questions.sort(key=lambda mark: mark.line)
    return list(_asked(choice)), choice.passed


def _ask_above_answers(choice: Choice) -> None:
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


def _headings(choice: Choice) -> Iterator[Mark]:
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


def _holds(choice: Choice, mark: Mark, main: int) -> bool:
    """Return whether a heading holds headings that ask."""
    if mark.level >= main:
        return False
    for following in choice.headings[bisect_right(choice.starts, mark.line) :]:
        if following.level <= mark.level:
            return False
        if following.asks:
            return True
    return False


def _others_that_ask(choice: Choice, asking: Sequence[Mark], main: int, per_level: Counter[int]) -> set[int]:
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
        if not (mark.asks or _is_part(mark) or choice.is_bare(mark))
        and (first < mark.line < last or begins_to_ask(mark.title))
    ]
    found = set(map(id, candidates))
    choice.passed += [
        mark for mark in level if not (mark.asks or id(mark) in found or _is_part(mark) or choice.is_bare(mark))
    ]
    if per_level[main] < _MOSTLY * (per_level[main] + len(candidates)):
        choice.passed += candidates
        return set()
    return {id(mark) for mark in candidates}


def _is_part(mark: Mark) -> bool:
    return is_boilerplate(mark.title) or is_section(mark.title) or answer_title(mark.title)[0]


def _others(choice: Choice) -> None:
    """Add the folded parts, labels and bold lines that are questions outside of the headings that are."""
    parts = [mark for mark in choice.folded if mark.title.strip() and not shows_answer(mark.title)]
    few = 1 if not choice.questions else 2
    for marks, fewest in ((parts, 1), (choice.outline.labels, few), (_alike(choice.outline.bold), 2)):
        asking = sorted(mark.line for mark in marks if mark.asks)
        spans = spans_of(choice)
        outside = [line for line in asking if not covers(spans, line)]
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
            spans = spans_of(choice)
            outside = [line for line in asking if not covers(spans, line)]
        if len(outside) < fewest:
            continue
        weak = [
            mark for mark in marks if not mark.asks and not covers(spans, mark.line) and not is_boilerplate(mark.title)
        ]
        mostly = len(outside) >= _MOSTLY * (len(outside) + len(weak))
        choice.questions += [mark for mark in marks if mark.asks and not covers(spans, mark.line)]
        if mostly:
            choice.questions += [
                mark for mark in weak if outside[0] < mark.line < outside[-1] or begins_to_ask(mark.title)
            ]
        if marks is parts:
            spans = spans_of(choice)
            chosen = {id(mark) for mark in choice.questions}
            choice.passed += [mark for mark in weak if id(mark) not in chosen and not covers(spans, mark.line)]


def _alike(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks that begin as most of them do: with a number, with a bullet, or with neither."""
    begins = Counter(_beginning(mark) for mark in marks)
    most = max(begins, key=lambda begin: (begins[begin], begin), default=("", 0))
    return [mark for mark in marks if _beginning(mark) == most or (_beginning(mark)[0] == "1" and most[0] == "")]


def _beginning(mark: Mark) -> tuple[str, int]:
    """Return what kind of mark a line begins with, and how far it is indented if it is an item of a list."""
    bare = mark.lead.strip()
    return (bare[:1] and ("1" if bare[0].isdigit() else "-"), len(mark.lead) - len(mark.lead.lstrip()) if bare else 0)


def _asked(choice: Choice) -> Iterator[Asked]:
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
    for mark, end in zip(questions, ends_of(choice, questions), strict=True):
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
        yield Asked(mark, body, topic_of(around))
