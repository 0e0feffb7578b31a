"""Folders of Markdown files: what they hold, and what the names of files and folders say."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from mkdocs_qbank.read.importers.importer import Source
from mkdocs_qbank.read.importers.markdown.front_matter import split_fields, text_of
from mkdocs_qbank.read.importers.markdown.outline import outline
from mkdocs_qbank.read.importers.markdown.select import choose
from mkdocs_qbank.read.importers.markdown.wording import asks

_SUFFIXES = (".md", ".markdown", ".mdx", ".mdown", ".mkd")
INDEX = frozenset(
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
TITLE = ("question", "title", "q", "heading", "name")
NUMBER_AHEAD = re.compile(r"^(?:\d{4}-\d{2}-\d{2}-|q?\d{1,4}(?:[-_. ]+[0-9a-f]{8,12}(?=_))?[-_. ]+)", re.IGNORECASE)
_LOCALE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")
"""The name of a file that holds one language of what its folder is named after."""
SAMPLE = 60
"""How many files of a folder are looked at to tell what the folder holds."""


@dataclass(frozen=True, slots=True)
class Folder:
    """What is known of the files around one."""

    of_questions: bool = False
    """Whether most files are one question each, so that the others are too."""
    several: bool = False
    """Whether there is more than one file."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """The titles of folders, by their paths."""
    repeated: frozenset[str] = frozenset()
    """Names that several folders have."""


def markdown_files(source: Source) -> list[str]:
    """Return the Markdown files of a folder."""
    return [file for file in source.files if file.lower().endswith(_SUFFIXES)]


def translations(files: Sequence[str]) -> set[str]:
    """Return the files beside one in English that are named by their languages as it is."""
    by_folder: dict[PurePosixPath, list[str]] = {}
    for file in files:
        if _LOCALE.fullmatch(stem_of(file)):
            by_folder.setdefault(PurePosixPath(file).parent, []).append(file)
    translations: set[str] = set()
    for names in by_folder.values():
        english = next((name for name in names if re.match(r"en\b", stem_of(name))), None)
        translations.update(name for name in names if english and name != english)
    return translations


def head_of(source: Source, file: str) -> str:
    """Return the beginning of a file, or nothing where it cannot be read."""
    try:
        with source.open(file) as opened:
            return opened.read(64 * 1024).decode("utf-8-sig", "ignore").replace("\r\n", "\n").replace("\r", "\n")
    except OSError:
        return ""


def survey(source: Source, files: Sequence[str]) -> Folder:
    """Return what a folder holds, judged by its first files."""
    ones = others = 0
    step = max(len(files) // SAMPLE, 1)
    for file in files[::step][:SAMPLE]:
        if stem_of(file).casefold() in INDEX:
            continue
        fields, text, _ = split_fields(head_of(source, file), file)
        if text_of(fields.get("question")) or asks(field_title(fields, source.columns)) or asking_name(file):
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
            head = head_of(source, file)
            title = _label(head) if path.suffix == ".json" else field_title(split_fields(head, file)[0], source.columns)
            if title and not asks(title):
                titles[str(path.parent)] = title
    names = Counter(folder.name for folder in {PurePosixPath(file).parent for file in files})
    repeated = frozenset(name for name, count in names.items() if count > 1)
    return Folder(of_questions=ones > others, several=len(files) > 1, titles=titles, repeated=repeated)


def asking_name(file: str) -> str:
    """Return the question that the name of a file asks, or an empty string."""
    name = spoken(stem_of(file))
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


def field_names(columns: Mapping[str, str], field: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return the names that a field of a question has in front matter."""
    return (columns[field].casefold(),) if field in columns else tuple(names)


def field_title(fields: Mapping[str, Any], columns: Mapping[str, str]) -> str:
    """Return the title that the fields give a file."""
    return next((text for name in field_names(columns, "question", TITLE) if (text := text_of(fields.get(name)))), "")


def is_generic(stem: str) -> bool:
    """Return whether the folder of a file says what is in it, and the name of the file does not."""
    return stem.casefold() in INDEX or bool(_LOCALE.fullmatch(stem))


def folder_topic(file: str, folder: Folder) -> str:
    """Return what the nearest folder around a file that says something is called."""
    parent = PurePosixPath(file).parent
    if folder.of_questions and is_generic(stem_of(file)):
        parent = parent.parent
    while str(parent) != ".":
        if str(parent) in folder.titles:
            return folder.titles[str(parent)]
        if parent.name.casefold() not in _GENERIC:
            above = parent.parent.name if parent.name in folder.repeated else ""
            within = f"{spoken(above)}: " if above and above.casefold() not in _GENERIC else ""
            return f"{within}{spoken(parent.name)}"
        parent = parent.parent
    return ""


def spoken(name: str) -> str:
    """Return the name of a file or a folder as a title."""
    words = re.sub(r"[-_]+", " ", NUMBER_AHEAD.sub("", name)).strip() or name
    return words[:1].upper() + words[1:] if words.islower() else words


def stem_of(file: str) -> str:
    """Return the name of a file without all its suffixes of letters."""
    return re.sub(
        r"(?:\.(?:md|markdown|mdx|mdown|mkd|question|faq|en))+$", "", PurePosixPath(file).name, flags=re.IGNORECASE
    )
