"""Markdown files that hold questions: lists of many, files of one, and folders of either.

A question begins with a heading, a `<details>`, a label such as `Q:`, a bold line or an item of a list. What a file has
most of decides. A file with front matter is one question where its title asks one.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from mkdocs_qbank.markdown.ids import Slugs
from mkdocs_qbank.read.draft import QuestionDraft
from mkdocs_qbank.read.importers.importer import Found, Importer, Item, Link, Skipped, Source
from mkdocs_qbank.read.importers.markdown.front_matter import split_fields, text_of, texts
from mkdocs_qbank.read.importers.markdown.lines import is_nothing
from mkdocs_qbank.read.importers.markdown.outline import Kind, Mark, Outline, outline
from mkdocs_qbank.read.importers.markdown.references import References, take_references
from mkdocs_qbank.read.importers.markdown.sections import Parts, read_parts
from mkdocs_qbank.read.importers.markdown.select import Asked, choose, topic_title
from mkdocs_qbank.read.importers.markdown.wording import asks, clean_title, is_boilerplate, plain

_SUFFIXES = (".md", ".markdown", ".mdx", ".mdown", ".mkd")
_DATA = (".json", ".jsonl", ".csv", ".tsv", ".xml", ".apkg", ".yml", ".yaml")
_OTHER_FORMAT = re.compile(r"\s*(?:[{\[]\s*[{\"\[\]]|<\?xml|<!doctype|<html|PK\x03\x04)", re.IGNORECASE)
_INDEX = frozenset(
    (
        "readme",
        "index",
        "_index",
        "contributing",
        "license",
        "changelog",
        "code_of_conduct",
        "security",
        "summary",
        "_sidebar",
    )
)
"""Files of a folder that are about it, and are questions only where they ask something."""
_GENERIC = frozenset(
    (
        "docs",
        "doc",
        "content",
        "contents",
        "questions",
        "_questions",
        "question",
        "faq",
        "faqs",
        "_faq",
        "_faqs",
        "src",
        "en",
        "_posts",
        "posts",
        "pages",
        "topics",
    )
)
"""Folders whose names say nothing of what is in them."""
_TITLE = ("question", "title", "q", "heading", "name")
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
_NUMBER_AHEAD = re.compile(r"^(?:\d{4}-\d{2}-\d{2}-|q?\d{1,4}(?:[-_. ]+[0-9a-f]{8,12}(?=_))?[-_. ]+)", re.IGNORECASE)
_LOCALE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")
"""The name of a file that holds one language of what its folder is named after."""
_SAMPLE = 60
"""How many files of a folder are looked at to tell what the folder holds."""


@dataclass(frozen=True, slots=True)
class _Folder:
    """What is known of the files around one."""

    of_questions: bool = False
    """Whether most files are one question each, so that the others are too."""
    several: bool = False
    """Whether there is more than one file."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """The titles of folders, by their paths."""
    repeated: frozenset[str] = frozenset()
    """Names that several folders have."""


def _recognises(source: Source) -> bool:
    """Return whether a source has questions in Markdown."""
    if not source.is_folder:
        return _is_list(source.beginning) or (_is_long(source) and _is_list(source.text(source.files[0]) or ""))
    files = _markdown_files(source)
    data = [
        file
        for file in source.files
        if file.lower().endswith(_DATA) and not PurePosixPath(file).name.startswith(("_", "mkdocs."))
    ]
    heads = ((file, _head(source, file)) for file in islice(files, _SAMPLE))
    return len(files) > len(data) and any(
        _is_list(head) or (head.strip() and _asking_name(file)) for file, head in heads
    )


def _is_long(source: Source) -> bool:
    """Return whether a file goes on behind its beginning, which is Markdown: contents may come before all questions."""
    beginning = source.beginning
    return len(beginning.encode()) > 60_000 and len(re.findall(r"^#{1,6} |\]\(#", beginning[:65_536], re.MULTILINE)) > 1


def _is_list(beginning: str) -> bool:
    if not beginning.strip() or _OTHER_FORMAT.match(beginning) or "\0" in beginning:
        return False
    fields, text, _ = split_fields(beginning, "")
    if fields and asks(_title(fields, {})) and text.strip():
        return True
    asked, _ = choose(outline(text.split("\n")))
    if fields and asked:
        return True
    marks = [one.mark for one in asked if any(not is_nothing(line) for line in one.lines)]
    sure = [mark for mark in marks if mark.kind in (Kind.HEADING, Kind.FOLDED)]
    return bool(sure) or len(marks) > 1


def _read(source: Source) -> Iterator[Found]:
    """Yield the questions of each Markdown file."""
    files = _markdown_files(source) if source.is_folder else source.files
    folder = _survey(source, files) if source.is_folder else _Folder()
    translations = _translations(files)
    for file in files:
        if file in translations:
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


def _markdown_files(source: Source) -> list[str]:
    return [file for file in source.files if file.lower().endswith(_SUFFIXES)]


def _translations(files: Sequence[str]) -> set[str]:
    """Return the files beside one in English that are named by their languages as it is."""
    by_folder: dict[PurePosixPath, list[str]] = {}
    for file in files:
        if _LOCALE.fullmatch(_stem(file)):
            by_folder.setdefault(PurePosixPath(file).parent, []).append(file)
    translations: set[str] = set()
    for names in by_folder.values():
        english = next((name for name in names if re.match(r"en\b", _stem(name))), None)
        translations.update(name for name in names if english and name != english)
    return translations


def _head(source: Source, file: str) -> str:
    """Return the beginning of a file, or nothing where it cannot be read."""
    try:
        with source.open(file) as opened:
            return opened.read(64 * 1024).decode("utf-8-sig", "ignore").replace("\r\n", "\n").replace("\r", "\n")
    except OSError:
        return ""


def _survey(source: Source, files: Sequence[str]) -> _Folder:
    """Return what a folder holds, judged by its first files."""
    ones = others = 0
    step = max(len(files) // _SAMPLE, 1)
    for file in files[::step][:_SAMPLE]:
        if _stem(file).casefold() in _INDEX:
            continue
        fields, text, _ = split_fields(_head(source, file), file)
        if text_of(fields.get("question")) or asks(_title(fields, source.columns)) or _asking_name(file):
            ones += 1
        else:
            asked, _ = choose(outline(text.split("\n")))
            top = next(iter(outline(text.split("\n")).headings), None)
            one = len(asked) == 1 and top is not None and asked[0].mark.line == top.line
            ones, others = ones + one, others + (not one)
    titles = {}
    for file in source.files:
        path = PurePosixPath(file)
        if path.name in ("_index.md", "index.md", "_category_.json"):
            head = _head(source, file)
            title = _label(head) if path.suffix == ".json" else _title(split_fields(head, file)[0], source.columns)
            if title and not asks(title):
                titles[str(path.parent)] = title
    names = Counter(folder.name for folder in {PurePosixPath(file).parent for file in files})
    repeated = frozenset(name for name, count in names.items() if count > 1)
    return _Folder(of_questions=ones > others, several=len(files) > 1, titles=titles, repeated=repeated)


def _asking_name(file: str) -> str:
    """Return the question that the name of a file asks, or an empty string."""
    name = _spoken(_stem(file))
    if not asks(name) or len(name.split()) < 3:
        return ""
    interrogative = re.match(r"(?:what|how|why|when|where|which|who|is|are|does|do|can|should)\b", name, re.IGNORECASE)
    return f"{name}?" if interrogative and not name.endswith("?") else name


def _label(text: str) -> str:
    """Return the label of a category of Docusaurus."""
    match = re.search(r'"label"\s*:\s*("(?:[^"\\\n]|\\.)*")', text)
    try:
        return text_of(json.loads(match[1])) if match else ""
    except ValueError:
        return ""


def _read_file(text: str, file: str, folder: _Folder, columns: Mapping[str, str]) -> Iterator[Found]:
    """Yield the questions of a file, or why it has none."""
    fields, text, before = split_fields(text, file)
    lines, references = take_references(text.split("\n"))
    shape = outline(lines)
    title = _title(fields, columns)
    if _is_one(fields, title, shape, folder, file, columns):
        yield _one(fields, title, lines, references, file, folder, before, columns)
        return
    asked, passed = choose(shape)
    if not asked and (question := _asking_name(file)):
        start = (
            shape.headings[0] if shape.headings and not any(map(str.strip, lines[: shape.headings[0].line])) else None
        )
        body = start.body if start else 0
        asked = [Asked(Mark(kind=Kind.HEADING, words="", title=question, line=0, body=body, level=1), lines[body:], "")]
    top = next((mark for mark in shape.headings if mark.level == 1), None)
    if not asked and folder.of_questions and top and _stem(file).casefold() not in _INDEX:
        asked = [Asked(top, [top.first, *lines[top.body :]], "")]
    if not asked and _stem(file) in ("index", "_index") and str(PurePosixPath(file).parent) in folder.titles:
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
    names = Counter(_anchor(one.mark) for one in asked)
    for one in asked:
        parts = read_parts(one.lines, references, one.mark, mdx=file.endswith(".mdx"))
        topic = (
            parts.topic
            or _folder_topic(file, folder)
            or (subject if folder.several and not alone else one.topic or subject)
        )
        if folder.several and not topic and not alone:
            topic = _spoken(_stem(file))
        name = _anchor(one.mark)
        yield _item(one.mark, parts, file, topic, before, alone=alone, key=name if names[name] == 1 else "")
    for mark in passed:
        reason = "its heading asks nothing, unlike those beside it"
        yield Skipped(file=file, line=mark.line + before + 1, title=plain(mark.title), reason=reason)


def _is_one(
    fields: Mapping[str, Any], title: str, shape: Outline, folder: _Folder, file: str, columns: Mapping[str, str]
) -> bool:
    """Return whether a file with front matter is one question, with its title."""
    if not fields or not title:
        return False
    if text_of(fields.get(columns.get("question", "question"))):
        return True
    if not asks(title):
        named = not is_boilerplate(title) and _stem(file).casefold() not in _INDEX
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
    folder: _Folder,
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
    parts.tags += [text for name in _named(columns, "tags", _TAGS) for text in texts(fields.get(name))]
    parts.difficulty = next(
        (text for name in _named(columns, "difficulty", _LEVEL) if (text := text_of(fields.get(name)))),
        parts.difficulty,
    )
    parts.topic = next(
        (text for name in _named(columns, "topic", _TOPIC) for text in texts_whole(fields.get(name))), parts.topic
    )
    names = [text for name in _NAMES if (text := text_of(fields.get(name)))]
    known = {*_TITLE, *_ALIASES, *_TAGS, *_TOPIC, *_LEVEL, *_NAMES, *_LAYOUT, *columns.values()}
    parts.lost += [f"the field '{name}'" for name in fields if name not in known]
    mark = Mark(kind=Kind.HEADING, words=title, title=clean_title(title), line=-before, body=0, level=1)
    item = _item(
        mark, parts, file, parts.topic or _folder_topic(file, folder), before, alone=True, names=[*names, *addresses]
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


def _named(columns: Mapping[str, str], field: str, names: Sequence[str]) -> tuple[str, ...]:
    return (columns[field].casefold(),) if field in columns else tuple(names)


def _title(fields: Mapping[str, Any], columns: Mapping[str, str]) -> str:
    """Return the title that the fields give a file."""
    return next((text for name in _named(columns, "question", _TITLE) if (text := text_of(fields.get(name)))), "")


def _item(
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
    stem = _NUMBER_AHEAD.sub("", _stem(file)) or _stem(file)
    anchors = list(mark.anchors)
    if alone:
        key = _NUMBER_AHEAD.sub("", PurePosixPath(file).parent.name) if _is_generic(stem) else ""
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


def _anchor(mark: Mark) -> str:
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


def _is_generic(stem: str) -> bool:
    """Return whether the folder of a file says what is in it, and the name of the file does not."""
    return stem.casefold() in _INDEX or bool(_LOCALE.fullmatch(stem))


def _folder_topic(file: str, folder: _Folder) -> str:
    """Return what the nearest folder around a file that says something is called."""
    parent = PurePosixPath(file).parent
    if folder.of_questions and _is_generic(_stem(file)):
        parent = parent.parent
    while str(parent) != ".":
        if str(parent) in folder.titles:
            return folder.titles[str(parent)]
        if parent.name.casefold() not in _GENERIC:
            above = parent.parent.name if parent.name in folder.repeated else ""
            within = f"{_spoken(above)}: " if above and above.casefold() not in _GENERIC else ""
            return f"{within}{_spoken(parent.name)}"
        parent = parent.parent
    return ""


def _spoken(name: str) -> str:
    """Return the name of a file or a folder as a title."""
    words = re.sub(r"[-_]+", " ", _NUMBER_AHEAD.sub("", name)).strip() or name
    return words[:1].upper() + words[1:] if words.islower() else words


def _stem(file: str) -> str:
    """Return the name of a file without all its suffixes of letters."""
    return re.sub(
        r"(?:\.(?:md|markdown|mdx|mdown|mkd|question|faq|en))+$", "", PurePosixPath(file).name, flags=re.IGNORECASE
    )


MARKDOWN = Importer(
    name="markdown",
    expected="Markdown in which headings, <details>, labels such as 'Q:' or front matter ask questions, each with its "
    "answer below",
    recognises=_recognises,
    read=_read,
)
