"""The links in the texts of a draft, each changed to what it leads to in the bank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Protocol

from mkdocs_qbank.markdown.targets import Notation, as_written, bare_links, link_places, written_targets
from mkdocs_qbank.model.prose import PROSE_SECTIONS
from mkdocs_qbank.read.draft import QuestionDraft


class Resolve(Protocol):
    """What finds out where a link leads in the bank."""

    def __call__(self, target: str, *, image: bool) -> tuple[str, str] | None:
        """Return the target in the bank and words for it, or None where the bank has nothing for it."""


_HREF = re.compile(r"\s+href\s*=\s*[\"']?\Z", re.IGNORECASE)
_QUOTE = re.compile(r"[\"']?")
_LINKS = re.compile(r"\]\s*[(\[:]|<a\s|://", re.IGNORECASE)
"""What every text with a link or an image has."""


def relinked(draft: QuestionDraft, resolve: Resolve) -> QuestionDraft:
    """Return a draft whose links lead where `resolve` says; of those that lead nowhere the words stay."""
    texts: dict[str, Any] = {"question": relinked_text(draft.question, resolve)}
    for field in PROSE_SECTIONS:
        texts[field] = tuple(relinked_text(text, resolve) for text in getattr(draft, field))
    return replace(draft, **texts)


def targets(draft: QuestionDraft) -> Iterator[tuple[str, bool]]:
    """Yield the target of each link and image of a draft, and whether it is of an image."""
    found: list[tuple[str, bool]] = []

    def note(target: str, *, image: bool) -> tuple[str, str]:
        found.append((target, image))
        return target, ""

    relinked(draft, note)
    return iter(found)


def relinked_text(text: str, resolve: Resolve) -> str:
    """Return a Markdown text with its links changed."""
    if not _LINKS.search(text):
        return text
    spans: list[tuple[int, int, str]] = []
    images: dict[str, bool] = {}
    dead: set[str] = set()
    for place in link_places(text):
        images[place.target] = place.image
        if resolve(place.target, image=place.image) is None:
            dead.add(place.target)
            spans += [(place.start, place.words[0], ""), (place.words[1], place.end, "")]
    for written in written_targets(text):
        resolved = None if written.target in dead else resolve(written.target, image=images.get(written.target, False))
        if resolved is None:
            spans += _without_address(text, written.start, written.end) if written.notation is Notation.HTML else ()
        elif resolved[0] != written.target:
            spans.append((written.start, written.end, as_written(resolved[0], written.notation)))
    for target, start, end in bare_links(text):
        resolved = resolve(target, image=False)
        if resolved is not None and resolved[0] != target:
            words = re.sub(r"([\[\]\\])", r"\\\1", resolved[1] or target)
            spans.append((start, end, f"[{words}]({resolved[0]})"))
    return _applied(text, spans)


def _without_address(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return the change that removes the attribute that a target in HTML is the value of."""
    match = _HREF.search(text, max(start - 40, 0), start)
    quote = _QUOTE.match(text, end)
    return [(match.start(), quote.end() if quote else end, "")] if match else []


def _applied(text: str, spans: list[tuple[int, int, str]]) -> str:
    pieces, at = [], 0
    for start, end, new in sorted(spans):
        if start < at:
            continue  # it goes with what is around it
        pieces += [text[at:start], new]
        at = end
    return "".join([*pieces, text[at:]])
