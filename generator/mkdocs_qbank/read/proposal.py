"""A proposed question: the texts of a form, as somebody typed them, into the draft of a question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from mkdocs_qbank.model.bank import Source
from mkdocs_qbank.model.forms import EMPTY, FORM
from mkdocs_qbank.read.draft import QuestionDraft, on_one_line
from mkdocs_qbank.read.slugs import as_tag, slug
from mkdocs_qbank.read.values import KEBAB

LONGEST_ID = 100
"""The longest id that somebody can choose, in characters: it names a file."""

_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>]+", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]]+)\]\(<?((?:https?://|mailto:)[^\s<>]+?)>?\)", re.IGNORECASE)
_PAGE = re.compile(r"(?:https?://[^\s?#]*)?/?questions/([a-z0-9-]+)/?(?:[?#]\S*)?")
_FILE = re.compile(r"(?:https?://[^\s?#]*|[^\s:]*)/([a-z0-9-]+)\.(?:md|yml)(?:[?#]\S*)?")
_BULLET = re.compile(r"^[-*+•][ \t]+")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)|[ \t]*(?:```|~~~)")


def read_proposal(title: str, texts: Mapping[str, str]) -> QuestionDraft:
    """Return the draft of a question from its title and the texts of the form, by the ids of the fields.

    The topic is not part of it: it names the folder. What is wrong stays as it was typed, for the check to report.
    """
    text = {field.id: _clean(texts.get(field.id, "")) for field in FORM}
    related = [_related_id(line) for line in _lines(text["related"])]
    return QuestionDraft(
        question=title,
        context=(text["context"],),
        in_short=(text["in_short"],),
        answer=(text["answer"],),
        key_points=(_as_list(text["key_points"]),),
        difficulty=on_one_line(text["difficulty"]),
        tags=tuple(dict.fromkeys(filter(None, map(_tag, re.split(r"[,;\n]", text["tags"]))))),
        aliases=tuple(dict.fromkeys(_lines(text["aliases"]))),
        sources=tuple(map(_source, _lines(text["sources"]))),
        related_ids=tuple(dict.fromkeys(related)),
    )


def proposed_id(title: str, texts: Mapping[str, str]) -> str:
    """Return the id that somebody chose, as it was typed, or the one made of the title."""
    return on_one_line(texts.get("id", "")) or slug(on_one_line(title))


def is_chosen_id(identifier: str) -> bool:
    """Return whether an id that somebody chose can be that of a question."""
    return len(identifier) <= LONGEST_ID and identifier != "index" and KEBAB.fullmatch(identifier) is not None


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _lines(text: str) -> list[str]:
    """Return the lines of a text that are not blank, without the marks of a list."""
    lines = (_BULLET.sub("", on_one_line(line)) for line in text.split("\n"))
    return [line for line in lines if line]


def _tag(text: str) -> str:
    """Return a tag in kebab-case where only case and spaces have to change; otherwise as it was typed."""
    typed = on_one_line(text)
    return as_tag(typed) or typed.lstrip("#").strip(" ")


def _as_list(text: str) -> str:
    """Return a text as a Markdown list: each line is an item, unless it holds a list already."""
    lines = text.split("\n")
    if any(map(_ITEM.match, lines)):
        return text
    return "\n".join(f"- {line}" for line in map(on_one_line, lines) if line)


def _source(line: str) -> Source:
    """Return the source on a line: `title | address`, a link, a title, or an address, which is then its own title.

    The scheme of an address is written in lower case, as the check wants it.
    """
    if link := _LINK.fullmatch(line):
        return Source(title=link[1].strip(" "), url=_lower_scheme(link[2]))
    found = list(_ADDRESS.finditer(line))
    if not found:
        return Source(title=line)
    address = _lower_scheme(found[-1][0])
    title = f"{line[: found[-1].start()]} {line[found[-1].end() :]}".strip(" |<>\t")
    return Source(title=on_one_line(title) or re.sub(r"^\w+:(?://)?", "", address).rstrip("/"), url=address)


def _lower_scheme(address: str) -> str:
    scheme, colon, rest = address.partition(":")
    return f"{scheme.lower()}{colon}{rest}"


def _related_id(line: str) -> str:
    """Return the id in the address of a page or file; otherwise what was typed."""
    match = _PAGE.fullmatch(line) or _FILE.fullmatch(line)
    return match[1] if match else line


def split_form(body: str) -> dict[str, str]:
    """Return the texts of an issue that a form made, by the ids of the fields; those left empty are left out.

    Each field is a heading with its label, and its text below. A text can hold such headings too: of all ways to read
    the issue, the one with the most fields in the order of the form is taken, and of equal ones that with the longest
    answer. Text before the first heading belongs to the answer, so that no word is lost.
    """
    lines = _clean(body).split("\n")
    marks = [(_LABELS[line.strip()], number) for number, line in enumerate(lines) if line.strip() in _LABELS]
    heads = [*_fields(marks), (-1, len(lines))]
    texts = {"answer": "\n".join(lines[: heads[0][1]]).strip("\n")}
    for (index, start), (_, end) in pairwise(heads):
        text = "\n".join(lines[start + 1 : end]).strip("\n")
        field = FORM[index].id
        if text.strip() != EMPTY:
            texts[field] = f"{texts.get(field, '')}\n\n{text}".strip("\n")
    return {field: text for field, text in texts.items() if text.strip()}


_LABELS = {f"### {field.label}": index for index, field in enumerate(FORM)}
_ANSWER = next(index for index, field in enumerate(FORM) if field.id == "answer")

_Marks = Sequence[tuple[int, int]]
"""Headings with the label of a field: its number in the form, and the number of the line."""


def _fields(marks: _Marks) -> _Marks:
    """Return those headings that begin a field."""
    answers = [at for at, (index, _) in enumerate(marks) if index == _ANSWER]
    if not answers:
        return _longest(marks)
    before = _lengths([index if index < _ANSWER else -1 for index, _ in marks])
    after = _lengths([len(FORM) - index if index > _ANSWER else -1 for index, _ in reversed(marks)])[::-1]
    at = max(answers, key=lambda answer: (before[answer] + after[answer], -answer))
    first = _longest([mark for mark in marks[:at] if mark[0] < _ANSWER])
    flipped = [(-index, line) for index, line in reversed(marks[at:]) if index > _ANSWER]
    last = [(-index, line) for index, line in reversed(_longest(flipped))]
    return [*first, marks[at], *last]


def _lengths(indices: Sequence[int]) -> list[int]:
    """Return, for each place, how many of the numbers before it can rise at most; -1 counts for nothing."""
    best = [0] * (len(FORM) + 2)
    """The most that can rise up to a number or a smaller one."""
    lengths = []
    for index in indices:
        lengths.append(best[-1])
        if index >= 0:
            longer = (best[index - 1] if index else 0) + 1
            best[index:] = [max(known, longer) for known in best[index:]]
    return lengths


def _longest(marks: _Marks) -> _Marks:
    """Return the longest run of marks whose numbers rise, of several the one that begins first."""
    best: dict[int, tuple[tuple[int, int], ...]] = {}
    for index, line in marks:
        before = max((run for last, run in best.items() if last < index), key=len, default=())
        if len(before) + 1 > len(best.get(index, ())):
            best[index] = (*before, (index, line))
    return max(best.values(), key=len, default=())
