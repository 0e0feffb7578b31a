"""Drafts of questions: what a source holds for one, before it becomes a file."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from mkdocs_qbank.model.bank import Status
from mkdocs_qbank.model.prose import PROSE_SECTIONS, SECTIONS
from mkdocs_qbank.read.slugs import slug

_STRUCTURE = re.compile(r"^( {0,3})(#{1,2}(?:\s|$)|=+\s*$|-+\s*$|---)", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionDraft:
    """The parts of a question, each a sequence of paragraphs as they stand in the source."""

    question: str
    answer: tuple[str, ...]
    instruction: tuple[str, ...] = ()
    in_short: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    key_points: tuple[str, ...] = ()
    common_mistakes: tuple[str, ...] = ()
    follow_up_questions: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


def write_question(draft: QuestionDraft, *, status: Status = Status.DRAFT, ids: Collection[str] = ()) -> str:
    """Return the text of a question file that keeps every paragraph; what would read as a section's heading is escaped.

    Related questions that are among `ids` become references; the others stay as text below their heading, for somebody
    to find their ids.
    """
    titles = [line.strip().lstrip("-*•0123456789. ") for part in draft.related for line in part.split("\n")]
    found = [slug(title) for title in titles if slug(title) in ids]
    rest = [title for title in titles if title and slug(title) not in ids]
    fields = [f"status: {status}", *([f"related: [{', '.join(dict.fromkeys(found))}]"] if found else [])]
    blocks = ["---\n" + "\n".join(fields) + "\n---", f"# {' '.join(draft.question.split())}"]
    for field in PROSE_SECTIONS:
        paragraphs: tuple[str, ...] = getattr(draft, field)
        if paragraphs:
            blocks += [f"## {SECTIONS[field]}", *(_STRUCTURE.sub(r"\1\\\2", paragraph) for paragraph in paragraphs)]
    if rest:
        blocks += [f"## {SECTIONS['related']}", "\n".join(f"- {title}" for title in rest)]
    return "\n\n".join(blocks) + "\n"
