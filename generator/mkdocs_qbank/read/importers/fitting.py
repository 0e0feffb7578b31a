"""Drafts as question files can hold them: whatever the format, what would break a file is changed here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from mkdocs_qbank.markdown.events import TooDeepError
from mkdocs_qbank.model.bank import Difficulty, Source
from mkdocs_qbank.model.prose import PROSE_SECTIONS
from mkdocs_qbank.read.draft import QuestionDraft, on_one_line
from mkdocs_qbank.read.importers.markup import fit_heading, fit_section, is_closed, visible_text
from mkdocs_qbank.read.slugs import slug
from mkdocs_qbank.read.sources import ADDRESS, URL
from mkdocs_qbank.read.text import MOST_BYTES, check_brackets
from mkdocs_qbank.read.values import MOST_PAGES

_ROOM = 16 * 1024
"""The bytes that front matter and longer links may add to the texts of a file."""
_LEVELS: Mapping[str, Difficulty] = MappingProxyType(
    {
        word: level
        for level, words in {
            Difficulty.BEGINNER: "beginner easy basic basics junior novice simple entry fundamental foundation low 1",
            Difficulty.INTERMEDIATE: "intermediate medium mid middle moderate normal regular 2",
            Difficulty.ADVANCED: "advanced hard difficult senior expert high pro complex 3",
        }.items()
        for word in words.split()
    }
)
"""The difficulty that a word of a source means."""
_TAGS: Mapping[str, str] = MappingProxyType({"c#": "c-sharp", "f#": "f-sharp", "c++": "cpp", ".net": "dotnet"})
"""Names that have little left without their signs."""
_WORD = re.compile(r"[a-z0-9]+")


class UnfitError(ValueError):
    """A draft can be no question file; the message completes 'skipped:'."""


def fit_draft(draft: QuestionDraft) -> tuple[QuestionDraft, tuple[str, ...]]:
    """Return a draft that a question file can hold, and what of it could not be kept. Raises UnfitError."""
    lost: dict[str, None] = {}
    try:
        texts = _texts(draft, lost)
    except TooDeepError:
        raise UnfitError("its elements are nested too deep") from None
    if not texts["question"]:
        raise UnfitError("it has no question")
    if not texts["answer"]:
        raise UnfitError("it has no answer")
    own = on_one_line(str(texts["question"])).casefold()
    aliases = [alias for alias in _lines(draft.aliases) if alias.casefold() != own]
    fitted = replace(
        draft,
        **texts,
        difficulty=_difficulty(draft.difficulty, lost),
        tags=tuple(dict.fromkeys(filter(None, map(tag, draft.tags))))[:MOST_PAGES],
        aliases=tuple(aliases[:MOST_PAGES]),
        sources=tuple(source for given in draft.sources if (source := _source(given, lost))),
        related=tuple(visible_text(part)[0] for part in draft.related),
    )
    return fitted, tuple(lost)


def tag(text: str) -> str:
    """Return the tag for the name of a subject, or nothing."""
    name = text.strip().casefold()
    return _TAGS.get(name) or slug(name)


def _texts(draft: QuestionDraft, lost: dict[str, None]) -> dict[str, Any]:
    """Return the texts of a draft, each as one."""
    hidden = 0
    texts: dict[str, Any] = {}
    size = 0
    for field in ("question", *PROSE_SECTIONS):
        given = getattr(draft, field)
        text, count = visible_text(given if isinstance(given, str) else "\n\n".join(given))
        hidden += count
        size += len(text.encode())
        if size > MOST_BYTES - _ROOM:
            raise UnfitError(f"it has more than {(MOST_BYTES - _ROOM) // 1024} KiB of text")
        if check_brackets(text, "", 1):
            raise UnfitError("its brackets are nested too deep")
        text, gone = fit_heading(on_one_line(text)) if field == "question" else fit_section(text)
        if field != "question" and not is_closed(text):
            raise UnfitError("it has code or HTML that hides what follows")
        lost.update(dict.fromkeys(gone))
        texts[field] = text if field == "question" else (text,) if text.strip() else ()
    if hidden:
        lost["characters that nobody sees"] = None
    return texts


def _lines(texts: Iterable[str]) -> list[str]:
    """Return texts on one line each, without those that are empty or stand there already."""
    lines = [line for text in texts if (line := on_one_line(visible_text(text)[0]))]
    return list({line.casefold(): line for line in reversed(lines)}.values())[::-1]


def _difficulty(text: str, lost: dict[str, None]) -> str:
    """Return the difficulty that a source means, or nothing."""
    words = _WORD.findall(text.casefold())
    levels = {level for word in words if (level := _LEVELS.get(word))}
    if len(levels) == 1:
        return str(levels.pop())
    if words:
        lost[f"the difficulty '{on_one_line(text)[:40]}'"] = None
    return ""


def _source(given: Source, lost: dict[str, None]) -> Source | None:
    """Return a source with a title in words, or None if nothing is left of it."""
    title, address = on_one_line(visible_text(given.title)[0]), on_one_line(visible_text(given.url or "")[0])
    if not address and ADDRESS.fullmatch(title):
        title, address = "", title
    if address.startswith("//"):
        address = f"https:{address}"
    elif address.lower().startswith("www."):
        address = f"https://{address}"
    address = address.replace(" ", "%20")
    if address and not URL.fullmatch(address):
        lost[f"the address '{address[:80]}' of a source"] = None
        address = ""
    if not title or ADDRESS.fullmatch(title):
        title = _name(address or title)
    return Source(title=title, url=address or None) if title else None


def _name(address: str) -> str:
    """Return what to call the source at an address: its host and path."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "Source" if address else ""
    return f"{parts.netloc}{parts.path}".removeprefix("www.").rstrip("/")[:120]
