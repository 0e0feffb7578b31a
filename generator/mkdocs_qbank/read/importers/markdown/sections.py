"""The text below a question as the parts of a draft: instruction, answer, sections, sources, tags and difficulty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mkdocs_qbank.model.bank import Source
from mkdocs_qbank.read.importers.html import html_to_text
from mkdocs_qbank.read.importers.markdown.answers import BOLD_LINE, HEADING, split_at_answer, with_answer
from mkdocs_qbank.read.importers.markdown.embedded import as_markdown
from mkdocs_qbank.read.importers.markdown.lines import In, line_kinds, trimmed
from mkdocs_qbank.read.importers.markdown.marks import Kind, Mark
from mkdocs_qbank.read.importers.markdown.references import References
from mkdocs_qbank.read.importers.markdown.wording import clean_title, plain, section_of

_MOST_WORDS_IN_SHORT = 80
_TOP = re.compile(
    r"(?:(?:go|jump|return|scroll)? ?back ?(?:to)? ?(?:the)? ?(?:top|contents?|table of contents?|index|menu|toc"
    r"|questions?|list|start|home)?"
    r"|(?:go )?to (?:the )?top|(?:return|go|jump) to (?:the )?(?:top|contents?|table of contents?|index|list)|top"
    r"|toc|up|table of contents)",
    re.IGNORECASE,
)
_TO_ANCHOR = re.compile(r"\]\((?:[^()\s]*\.md)?#[^()\s]*\)|href\s*=\s*[\"']?[^\"'\s>]*#", re.IGNORECASE)
_LINK_TEXT = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_META = re.compile(
    r"<!--\s*(?P<name>tags?|expertise|difficulty|level|topic|category|keywords?)\s*:\s*(?P<value>[^<>]*?)\s*-->",
    re.IGNORECASE,
)
_META_LINE = re.compile(
    r"\s*(?:[-*+]\s+)?(?:\*\*|__|_|\*|`)?(?P<name>tags?|difficulty(?: level)?|level|category|keywords?)\s*(?:\*\*"
    r"|__|_|\*|`)?\s*[:：]\s*(?:\*\*|__|_|\*|`)?\s*"
    r"(?P<value>[^<>]{1,120}?)\s*$",
    re.IGNORECASE,
)
_LEVELS = {
    "0": "beginner",
    "1": "beginner",
    "2": "intermediate",
    "3": "advanced",
    **dict.fromkeys(("beginner", "easy", "junior", "basic", "entry", "simple", "novice", "fundamental"), "beginner"),
    **dict.fromkeys(("intermediate", "medium", "mid", "middle", "moderate", "mid-level"), "intermediate"),
    **dict.fromkeys(("advanced", "hard", "senior", "expert", "difficult", "complex"), "advanced"),
}
_ONE_SOURCE = re.compile(
    r"\s*(?:(?:[-*+]|\d+[.)])\s+)?(?:(?P<before>[^\[\]<>]{0,120}?)\s*)"
    r"(?:\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\])+)\]\((?P<url>https?://[^\s<>]+?)(?:\s+[\"'][^\"']*[\"'])?\)"
    r"|<?(?P<bare>https?://[^\s<>]+)>?)"
    r"(?P<after>[^\[\]<>]{0,200})$"
)
_LONGEST_PLACEHOLDER = 200
_PLACEHOLDER = re.compile(
    r"\W*(?:to ?do|tbd|tba|wip|coming soon|n/?a|to be (?:added|done|written|continued)|answer(?: goes)? here"
    r"|pending|\.{3}|…)?\W*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Parts:
    """What a text holds."""

    texts: dict[str, str] = field(default_factory=dict)
    """The Markdown of each section, by field."""
    sources: list[Source] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    """The destinations of links in a section of related questions."""
    tags: list[str] = field(default_factory=list)
    difficulty: str = ""
    topic: str = ""
    lost: list[str] = field(default_factory=list)


def read_parts(lines: Sequence[str], references: References, mark: Mark | None = None, *, mdx: bool = False) -> Parts:
    """Return the parts of the text below a question."""
    parts = Parts()
    lines = list(with_answer(_without_comments(lines, parts)))
    lines, parts.lost = as_markdown(lines, references, mdx=mdx)
    lines = _compact(_without_top(lines))
    labelled = mark is not None and mark.kind is not Kind.HEADING
    asked, answer = split_at_answer(lines, labelled=labelled)
    parts.texts["instruction"] = "\n".join(asked)
    rest: list[str] = []
    for name, title, section in _sections(answer):
        if not _take(parts, name, section):
            rest += [*title, *section]
    parts.texts["answer"] = "\n".join(trimmed(rest))
    if len(parts.texts["answer"]) < _LONGEST_PLACEHOLDER and _PLACEHOLDER.fullmatch(parts.texts["answer"]):
        _answer_from_sections(parts)
    for name, text in parts.texts.items():
        parts.texts[name] = references.with_notes("\n".join(trimmed(text.split("\n"))))
    return parts


def _answer_from_sections(parts: Parts) -> None:
    """Give an answer to a question that has nothing but sections."""
    parts.texts["answer"] = ""
    for name in ("in_short", "key_points"):
        if parts.texts.get(name):
            parts.texts["answer"] = parts.texts.pop(name)
            return
    if parts.sources:
        links = [f"- [{source.title}]({source.url})" for source in parts.sources]
        parts.texts["answer"], parts.sources = "\n".join(links), []


def _without_comments(lines: Sequence[str], parts: Parts) -> Iterator[str]:
    """Yield lines without the comments that say what a question is about, which become fields, and other comments."""
    kinds = line_kinds(lines, whole=False)
    for line, kind in zip(lines, kinds, strict=True):
        if kind is In.COMMENT:
            before, after = line.split("<!--")[0] if "<!--" in line else "", line.rpartition("-->")
            rest = f"{before}{after[2] if after[1] else ''}".rstrip()
            yield from [rest] if rest else []
            continue
        if kind is In.PROSE and "<!--" in line:
            for comment in _META.finditer(line):
                _note(parts, comment["name"], comment["value"])
            yield _META.sub("", line)
            continue
        match = _META_LINE.fullmatch(line) if kind is In.PROSE and ":" in line else None
        if not (match and _note(parts, match["name"], match["value"])):
            yield line


def _note(parts: Parts, name: str, value: str) -> bool:
    """Take a value for a field, and return whether it is one."""
    words = [word.strip(" `*_#\"'()[]") for word in re.split(r"[,;|]", value.strip(" ()[]*_"))]
    words = [word for word in words if word]
    name = name.lower()
    if name.startswith(("tag", "keyword")):
        parts.tags += words
        return bool(words)
    if name in ("topic", "category"):
        parts.topic = parts.topic or (words[0] if words else "")
        return bool(words)
    level = _LEVELS.get(words[0].casefold()) if len(words) == 1 else None
    if level:
        parts.difficulty = parts.difficulty or level
    return bool(level)


def _without_top(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines without those that only lead back to the contents."""
    for line, kind in zip(lines, line_kinds(lines, whole=False), strict=True):
        if kind is not In.PROSE or len(line) > 300 or not _TO_ANCHOR.search(line):
            yield line
            continue
        words = re.sub(
            r"[^\w\s]",
            " ",
            plain(html_to_text(_LINK_TEXT.sub(r"\1", line)) if "<" in line else _LINK_TEXT.sub(r"\1", line)),
        )
        if not _TOP.fullmatch(" ".join(words.split())) and words.strip():
            yield line


def _compact(lines: Iterator[str]) -> list[str]:
    """Return lines with at most one blank line in a row outside of code."""
    written = list(lines)
    kinds = line_kinds(written, whole=False)
    kept: list[str] = []
    for line, kind in zip(written, kinds, strict=True):
        if kind is In.PROSE and not line.strip():
            if kept and kept[-1]:
                kept.append("")
        else:
            kept.append(line)
    return kept


def _sections(lines: Sequence[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield the sections of an answer: the field, empty for none, the lines of the title, and those of the text."""
    kinds = line_kinds(lines, whole=False)
    name, title, text = "", list[str](), list[str]()
    depth = 0
    for number, line in enumerate(lines):
        heading = HEADING.match(line) if kinds[number] is In.PROSE and "#" in line else None
        found, level, first = "", 0, ""
        if heading:
            level, found = len(heading[1]), section_of(clean_title(heading[2]))
        elif kinds[number] is In.PROSE and ("**" in line or line.rstrip().endswith(":")):
            found, first = _section_label(line)
            level = 7
        if found or (name and heading and level <= depth):
            yield name, title, text
            name, title, text, depth = found, [line], [first] if first else [], level
            if not found:
                name, title, text = "", [], [line]
        else:
            text.append(line)
    yield name, title, text


def _section_label(line: str) -> tuple[str, str]:
    """Return the field of the section that a line begins by words in bold or a colon, and the text behind them."""
    bold = BOLD_LINE.match(line)
    if bold:
        name = section_of(bold["words"])
        colon = bold["after"] or bold["words"].rstrip().endswith((":", "："))
        return (name, bold["rest"]) if not bold["rest"] or colon else ("", "")
    words = line.strip().rstrip(":").lstrip("_*")
    return (
        (section_of(words), "") if len(words) < 40 and line.rstrip().endswith(":") and line[:1].isalpha() else ("", "")
    )


def _take(parts: Parts, name: str, section: Sequence[str]) -> bool:
    """Put a section where it belongs, and return whether it could be."""
    lines = trimmed(section)
    text = "\n".join(lines)
    if not name or not text or parts.texts.get(name):
        return False
    if name == "sources":
        sources = [_source(line) for line in lines if line.strip()]
        if any(source is None for source in sources):
            return False
        parts.sources += [source for source in sources if source is not None]
        return True
    if name == "related":
        links = [
            re.fullmatch(r"\s*(?:[-*+]|\d+[.)])\s+\[[^\[\]]+\]\(([^()\s]+)\)\s*", line)
            for line in lines
            if line.strip()
        ]
        if any(link is None or "://" in link[1] for link in links):
            return False
        parts.related += [link[1] for link in links if link]
        return True
    if name == "in_short" and (
        len(text.split()) > _MOST_WORDS_IN_SHORT or any("#" in line[:1] or "```" in line for line in lines)
    ):
        return False
    if name in ("key_points", "common_mistakes", "follow_up_questions") and not re.match(
        r"\s*(?:[-*+]|\d+[.)])\s", lines[0]
    ):
        return False
    parts.texts[name] = text
    return True


def _source(line: str) -> Source | None:
    """Return the source that a line of a list names with one link, or None."""
    match = _ONE_SOURCE.match(line) if len(line) < 2_000 else None
    if not match:
        return None
    url = match["url"] or match["bare"]
    words = plain(match["words"]) if match["words"] else ""
    around = (match["before"].strip(" :-–—*_"), words, match["after"].strip(" :-–—*_."))
    title = " – ".join(part for part in around if part)
    return Source(title=title or url, url=url)
