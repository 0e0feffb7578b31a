"""Questions of Markdown files as items: their keys, and the places that links lead to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from mkdocs_qbank.markdown.ids import Slugs
from mkdocs_qbank.read.draft import QuestionDraft
from mkdocs_qbank.read.importers.importer import Found, Item, Link, Skipped
from mkdocs_qbank.read.importers.markdown.folders import (
    NUMBER_AHEAD,
    is_generic,
    stem_of,
)
from mkdocs_qbank.read.importers.markdown.marks import Mark
from mkdocs_qbank.read.importers.markdown.sections import Parts
from mkdocs_qbank.read.importers.markdown.wording import plain


def item_of(
    mark: Mark,
    parts: Parts,
    file: str,
    topic: str,
    before: int,
    *,
    alone: bool,
    key: str = "",
    names: Sequence[str] = (),
) -> Found:
    """Return a question, unless it has no answer."""
    line = mark.line + before + 1
    if not parts.texts["answer"]:
        return Skipped(file=file, line=line, title=plain(mark.title) or file, reason="it has no answer")
    stem = NUMBER_AHEAD.sub("", stem_of(file)) or stem_of(file)
    anchors = list(mark.anchors)
    if alone:
        key = NUMBER_AHEAD.sub("", PurePosixPath(file).parent.name) if is_generic(stem) else ""
        key = key or stem
        places = [file, *_pages(file), *(f"{file}#{anchor}" for anchor in anchors)]
        formerly = [name.strip("/").rsplit("/", 1)[-1].removesuffix(".html") for name in names]
        places += [name for name in names if "/" in name]
        formerly = [name for name in dict.fromkeys((*formerly, key)) if name]
    else:
        key = key or (anchors[0] if anchors else plain(mark.title))
        places = [f"{file}#{anchor}" for anchor in anchors]
        formerly = anchors
    texts = {name: (text,) for name, text in parts.texts.items() if text}
    draft = QuestionDraft(
        question=mark.title,
        difficulty=parts.difficulty,
        tags=tuple(dict.fromkeys(parts.tags)),
        sources=tuple(dict.fromkeys(parts.sources)),
        **texts,  # type: ignore[arg-type]
    )
    return Item(
        key=key,
        file=file,
        line=line,
        draft=draft,
        topic=topic,
        places=tuple(dict.fromkeys(places)),
        links=tuple(Link(place=_place(file, target)) for target in dict.fromkeys(parts.related)),
        formerly=tuple(formerly),
        lost=tuple(dict.fromkeys(parts.lost)),
    )


def anchor_of(mark: Mark) -> str:
    """Return the anchor that a heading with the words of a question has, without its number."""
    return Slugs().slug(plain(mark.title))


def _place(file: str, target: str) -> str:
    """Return the place that a relative link in a file leads to."""
    path, _, anchor = target.partition("#")
    parts: list[str] = [] if path.startswith("/") else list(PurePosixPath(file).parent.parts)
    for part in path.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    whole = "/".join(parts) if path else file
    return f"{whole}#{anchor}" if anchor else whole


def _pages(file: str) -> list[str]:
    """Return the addresses that sites give the page of a file."""
    path = PurePosixPath(file)
    return [str(path.with_suffix("")), f"{path.with_suffix('')}/", str(path.with_suffix(".html"))]
