"""Markdown files that hold questions: lists of many, files of one, and folders of either.

A question begins with a heading, a `<details>`, a label such as `Q:`, a bold line or an item of a list. What a file has
most of decides. A file with front matter is one question where its title asks one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from mkdocs_qbank.read.importers.importer import Found, Importer, Skipped, Source
from mkdocs_qbank.read.importers.markdown.folders import (
    INDEX,
    SAMPLE,
    TITLE,
    Folder,
    asking_name,
    field_names,
    field_title,
    folder_topic,
    head_of,
    markdown_files,
    spoken,
    stem_of,
    survey,
    translations,
)
from mkdocs_qbank.read.importers.markdown.front_matter import split_fields, text_of, texts
from mkdocs_qbank.read.importers.markdown.items import anchor_of, item_of
from mkdocs_qbank.read.importers.markdown.lines import is_nothing
from mkdocs_qbank.read.importers.markdown.marks import Kind, Mark
from mkdocs_qbank.read.importers.markdown.outline import Outline, outline
from mkdocs_qbank.read.importers.markdown.references import References, take_references
from mkdocs_qbank.read.importers.markdown.sections import read_parts
from mkdocs_qbank.read.importers.markdown.select import Asked, choose
from mkdocs_qbank.read.importers.markdown.topics import topic_title
from mkdocs_qbank.read.importers.markdown.wording import asks, clean_title, is_boilerplate, plain

_DATA = (".json", ".jsonl", ".csv", ".tsv", ".xml", ".apkg", ".yml", ".yaml")
_OTHER_FORMAT = re.compile(r"\s*(?:[{\[]\s*[{\"\[\]]|<\?xml|<!doctype|<html|PK\x03\x04)", re.IGNORECASE)
_ALIASES = ("alt_titles", "aliases", "alternatives", "alternate_titles", "also_asked", "redirect_from", "alt_title")
_TAGS = ("tags", "keywords", "tag", "labels")
_TOPIC = ("topic", "category", "categories", "section", "group", "sidebar_label_category")
_LEVEL = ("difficulty", "level", "expertise")
_NAMES = ("slug", "id", "permalink", "url", "anchor")
_LAYOUT = frozenset(
    (
        "layout",
        "weight",
        "order",
        "sort_order",
        "nav_order",
        "sidebar_position",
        "sidebar_label",
        "parent",
        "grand_parent",
        "toc",
        "type",
        "template",
        "draft",
        "published",
        "status",
        "hide",
        "pagination_next",
        "pagination_prev",
        "menu",
        "has_children",
        "nav_exclude",
    )
)
"""Fields that only say how and where a site shows a page; all that is imported is a draft."""


def _recognises(source: Source) -> bool:
    """Return whether a source has questions in Markdown."""
    if not source.is_folder:
        return _is_list(source.beginning) or (_is_long(source) and _is_list(source.text(source.files[0]) or ""))
    files = markdown_files(source)
    data = [
        file
        for file in source.files
        if file.lower().endswith(_DATA) and not PurePosixPath(file).name.startswith(("_", "mkdocs."))
    ]
    heads = ((file, head_of(source, file)) for file in islice(files, SAMPLE))
    return len(files) > len(data) and any(
        _is_list(head) or (head.strip() and asking_name(file)) for file, head in heads
    )


def _is_long(source: Source) -> bool:
    """Return whether a file goes on behind its beginning, which is Markdown: contents may come before all questions."""
    beginning = source.beginning
    return len(beginning.encode()) > 60_000 and len(re.findall(r"^#{1,6} |\]\(#", beginning[:65_536], re.MULTILINE)) > 1


def _is_list(beginning: str) -> bool:
    if not beginning.strip() or _OTHER_FORMAT.match(beginning) or "\0" in beginning:
        return False
    fields, text, _ = split_fields(beginning, "")
    if fields and asks(field_title(fields, {})) and text.strip():
        return True
    asked, _ = choose(outline(text.split("\n")))
    if fields and asked:
        return True
    marks = [one.mark for one in asked if any(not is_nothing(line) for line in one.lines)]
    sure = [mark for mark in marks if mark.kind in (Kind.HEADING, Kind.FOLDED)]
    return bool(sure) or len(marks) > 1


def _read(source: Source) -> Iterator[Found]:
    """Yield the questions of each Markdown file."""
    files = markdown_files(source) if source.is_folder else source.files
    folder = survey(source, files) if source.is_folder else Folder()
    translated = translations(files)
    for file in files:
        if file in translated:
            yield Skipped(file=file, line=1, title=file, reason="it is a translation of the file beside it in English")
            continue
        text = source.text(file)
        if text is not None:
            yield from _read_file(text, file, folder, source.columns)
    if source.is_folder:
        known = {PurePosixPath(file).parent for file in files}
        for file in source.files:
            path = PurePosixPath(file)
            if file.lower().endswith((".txt", *_DATA)) and path.parent not in known and not path.name.startswith("_"):
                yield Skipped(file=file, line=1, title=file, reason="it is not Markdown; import it by itself")


def _read_file(text: str, file: str, folder: Folder, columns: Mapping[str, str]) -> Iterator[Found]:
    """Yield the questions of a file, or why it has none."""
    fields, text, before = split_fields(text, file)
    lines, references = take_references(text.split("\n"))
    shape = outline(lines)
    title = field_title(fields, columns)
    if _is_one(fields, title, shape, folder, file, columns):
        yield _one(fields, title, lines, references, file, folder, before, columns)
        return
    asked, passed = choose(shape)
    if not asked and (question := asking_name(file)):
        start = (
            shape.headings[0] if shape.headings and not any(map(str.strip, lines[: shape.headings[0].line])) else None
        )
        body = start.body if start else 0
        asked = [Asked(Mark(kind=Kind.HEADING, words="", title=question, line=0, body=body, level=1), lines[body:], "")]
    top = next((mark for mark in shape.headings if mark.level == 1), None)
    if not asked and folder.of_questions and top and stem_of(file).casefold() not in INDEX:
        asked = [Asked(top, [top.first, *lines[top.body :]], "")]
    if not asked and stem_of(file) in ("index", "_index") and str(PurePosixPath(file).parent) in folder.titles:
        return  # it names the folder
    if not asked:
        name = title or (top.title if top else "") or file
        yield Skipped(
            file=file, line=1, title=name, reason="it has no question: no heading, title or label that asks one"
        )
        return
    subject = topic_title(title or (top.title if top and top not in [one.mark for one in asked] else ""))
    first = asked[0].mark
    alone = len(asked) == 1 and (first.level == 1 or folder.of_questions or all(map(is_nothing, lines[: first.line])))
    names = Counter(anchor_of(one.mark) for one in asked)
    for one in asked:
        parts = read_parts(one.lines, references, one.mark, mdx=file.endswith(".mdx"))
        topic = (
            parts.topic
            or folder_topic(file, folder)
            or (subject if folder.several and not alone else one.topic or subject)
        )
        if folder.several and not topic and not alone:
            topic = spoken(stem_of(file))
        name = anchor_of(one.mark)
        yield item_of(one.mark, parts, file, topic, before, alone=alone, key=name if names[name] == 1 else "")
    for mark in passed:
        reason = "its heading asks nothing, unlike those beside it"
        yield Skipped(file=file, line=mark.line + before + 1, title=plain(mark.title), reason=reason)


def _is_one(
    fields: Mapping[str, Any], title: str, shape: Outline, folder: Folder, file: str, columns: Mapping[str, str]
) -> bool:
    """Return whether a file with front matter is one question, with its title."""
    if not fields or not title:
        return False
    if text_of(fields.get(columns.get("question", "question"))):
        return True
    if not asks(title):
        named = not is_boilerplate(title) and stem_of(file).casefold() not in INDEX
        return folder.of_questions and named and len(choose(shape)[0]) < 2
    asked, _ = choose(shape)
    first = asked[0].mark.line if asked else len(shape.lines)
    return len(asked) < 3 or any(not is_nothing(line) and not line.startswith("#") for line in shape.lines[:first])


def _one(
    fields: Mapping[str, Any],
    title: str,
    lines: Sequence[str],
    references: References,
    file: str,
    folder: Folder,
    before: int,
    columns: Mapping[str, str],
) -> Found:
    """Return the question of a file with front matter."""
    top = next((mark for mark in outline(lines).headings if mark.level == 1), None)
    if top and plain(top.title).casefold() == plain(clean_title(title)).casefold():
        lines = [*lines[: top.line], *lines[top.body :]]
    parts = read_parts(lines, references, mdx=file.endswith(".mdx"))
    aliases = [text for name in (columns.get("aliases", ""), *_ALIASES) for text in texts_whole(fields.get(name))]
    addresses = [text for text in aliases if text.startswith("/") or ("/" in text and " " not in text)]
    parts.tags += [text for name in field_names(columns, "tags", _TAGS) for text in texts(fields.get(name))]
    parts.difficulty = next(
        (text for name in field_names(columns, "difficulty", _LEVEL) if (text := text_of(fields.get(name)))),
        parts.difficulty,
    )
    parts.topic = next(
        (text for name in field_names(columns, "topic", _TOPIC) for text in texts_whole(fields.get(name))), parts.topic
    )
    names = [text for name in _NAMES if (text := text_of(fields.get(name)))]
    known = {*TITLE, *_ALIASES, *_TAGS, *_TOPIC, *_LEVEL, *_NAMES, *_LAYOUT, *columns.values()}
    parts.lost += [f"the field '{name}'" for name in fields if name not in known]
    mark = Mark(kind=Kind.HEADING, words=title, title=clean_title(title), line=-before, body=0, level=1)
    item = item_of(
        mark, parts, file, parts.topic or folder_topic(file, folder), before, alone=True, names=[*names, *addresses]
    )
    if isinstance(item, Skipped):
        return item
    wordings = tuple(text for text in aliases if text not in addresses)
    return replace(item, draft=replace(item.draft, aliases=wordings))


def texts_whole(value: Any) -> list[str]:
    """Return the texts of a list, or the one text that a field holds; a comma does not end it."""
    return (
        texts(value) if isinstance(value, list) else [value.strip()] if isinstance(value, str) and value.strip() else []
    )


MARKDOWN = Importer(
    name="markdown",
    expected="Markdown in which headings, <details>, labels such as 'Q:' or front matter ask questions, each with its "
    "answer below",
    recognises=_recognises,
    read=_read,
)
