"""What a question says in one sentence or a few, for lists, previews and search engines."""

from __future__ import annotations

import re

from mkdocs_qbank.model.bank import Question, Status
from mkdocs_qbank.model.messages import message

_SENTENCE = re.compile(r"(?s)(.{24,}?[.!?])[\"')\]”’]*(?=\s+[\"'(\[“‘]?[A-Z0-9À-Þ]|\s*\Z)")
_LONGEST = 240


def shorten(text: str, most: int) -> str:
    """Return a text cut, with an ellipsis, to at most `most` characters, between words unless one is as long."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    words = cut.rpartition(" ")[0]
    return (words if len(words) > most // 2 else cut).rstrip(",;:.–—- ") + "…"


def facts(question: Question) -> list[str]:
    """Return in words how hard a question is, if that is known, and that it is out of date, if it is."""
    found = [message(f"difficulty.{question.difficulty}")] if question.difficulty else []
    return found + ([message(f"status.{question.status}")] if question.status is Status.DEPRECATED else [])


def gist(question: Question) -> str:
    """Return the short answer of a question as plain text, or the whole answer if it has none."""
    return (question.in_short or question.answer).plain


def summary(question: Question) -> str:
    """Return the first sentence of a question's short answer, or of its answer, in at most 240 characters."""
    text = gist(question)
    match = _SENTENCE.match(text)
    return shorten(match[0] if match else text, _LONGEST)
