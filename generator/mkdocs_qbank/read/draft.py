"""Drafts of questions: what a source holds for one, before it becomes a file."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from mkdocs_qbank.model.bank import Source, Status
from mkdocs_qbank.model.prose import PROSE_SECTIONS, SECTIONS
from mkdocs_qbank.read.slugs import slug
from mkdocs_qbank.read.structure import section_text

_SPACE = re.compile(r"[\t\n\v\f\r \x85\xa0\u2028\u2029]+")
_WORD = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_NOT_TEXT = frozenset(("false", "no", "null", "off", "on", "true", "n", "y", "yes"))
"""Words that YAML, in one version or another, reads as something else."""
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that JSON may hold as they are and YAML may not."""
_BULLET = "-*•0123456789. "


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionDraft:
    """The parts of a question, each of its texts a sequence of paragraphs as they stand in the source."""

    question: str
    answer: tuple[str, ...] = ()
    instruction: tuple[str, ...] = ()
    in_short: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    key_points: tuple[str, ...] = ()
    common_mistakes: tuple[str, ...] = ()
    follow_up_questions: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    """Paragraphs with the title of a related question on each line."""
    related_ids: tuple[str, ...] = ()
    difficulty: str = ""
    """As the source has it: the check of the file tells what it can be."""
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


def write_question(draft: QuestionDraft, *, status: Status = Status.DRAFT, ids: Collection[str] = ()) -> str:
    """Return the text of a question file that keeps every text; what would read as a section's heading is escaped.

    Related questions that are among `ids` become references; the others stay as text below their heading, for somebody
    to find their ids.
    """
    titles = [line.strip().lstrip(_BULLET) for part in draft.related for line in part.split("\n")]
    found = [slug(title) for title in titles if slug(title) in ids]
    rest = [title for title in titles if title and slug(title) not in ids]
    fields = _fields(draft, [*draft.related_ids, *found], status)
    blocks = ["\n".join(("---", *fields, "---")), f"# {_heading(draft.question)}".rstrip()]
    for field in PROSE_SECTIONS:
        text = _trim("\n\n".join(getattr(draft, field)))
        if text:
            blocks += [f"## {SECTIONS[field]}", section_text(text)]
    if rest:
        blocks += [f"## {SECTIONS['related']}", "\n".join(f"- {title}" for title in rest)]
    return "\n\n".join(blocks) + "\n"


def on_one_line(text: str) -> str:
    """Return a text with each run of white space made one space."""
    return _SPACE.sub(" ", text).strip(" ")


def _fields(draft: QuestionDraft, related: list[str], status: Status) -> Iterator[str]:
    """Yield the lines of the front matter, in the order of the README."""
    if draft.difficulty:
        yield f"difficulty: {scalar(draft.difficulty)}"
    for name, words in (("tags", draft.tags), ("related", related)):
        if words:
            yield f"{name}: [{', '.join(dict.fromkeys(map(scalar, words)))}]"
    if draft.aliases:
        yield "aliases:"
        yield from (f"  - {quoted(alias)}" for alias in draft.aliases)
    if draft.sources:
        yield "sources:"
        for source in draft.sources:
            yield f"  - title: {quoted(source.title)}"
            if source.url:
                yield f"    url: {quoted(source.url)}"
    yield f"status: {status}"


def scalar(text: str) -> str:
    """Return a word in YAML, quoted unless every reader of YAML takes it for text."""
    text = on_one_line(text)
    return text if _WORD.fullmatch(text) and text not in _NOT_TEXT else quoted(text)


def quoted(text: str) -> str:
    """Return a text on one line, in the double quotes that JSON and YAML share."""
    quoted = json.dumps(on_one_line(text), ensure_ascii=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def _heading(text: str) -> str:
    """Return a text as a heading that keeps the number signs at its end."""
    return re.sub(r"(?:^|(?<= ))(#+)$", r"\\\1", on_one_line(text))


def _trim(text: str) -> str:
    """Return a text without blank lines at its beginning, and white space at its end."""
    return re.sub(r"^(?:[ \t]*\n)+", "", text.rstrip(" \t\n"))
