"""The text below a question as the parts of a draft: instruction, answer, sections, sources, tags and difficulty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mkdocs_qbank.model.bank import Source
from mkdocs_qbank.read.importers.html import html_to_text
from mkdocs_qbank.read.importers.markdown.embedded import as_markdown
from mkdocs_qbank.read.importers.markdown.lines import In, is_nothing, line_kinds, trimmed
from mkdocs_qbank.read.importers.markdown.outline import Kind, Mark, outline
from mkdocs_qbank.read.importers.markdown.references import References
from mkdocs_qbank.read.importers.markdown.wording import answer_title, clean_title, plain, section_of, shows_answer

_ANSWER = "\ue004answer"
"""A line that stands where the answer begins."""
_MOST_WORDS_IN_SHORT = 80
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*?)(?:[ \t]+#+)?[ \t]*$")
_BOLD_LINE = re.compile(r" {0,3}(\*\*|__)(?=\S)(?P<words>(?:(?!\1).)+)\1[ \t]*(?P<after>[:：]?)[ \t]*(?P<rest>.*)$")
_ANSWER_LABEL = re.compile(
    r"[ \t]*(?:[-*+][ \t]+)?(?:>[ \t]?)?(?:\*\*|__)?(?P<label>A|Ans|Answer|Solution|ANSWER|ANS|R|Réponse"
    r"|Respuesta|Antwort|Ответ|答案?|答え|解答)"
    r"[ \t]*\d{0,4}[ \t]*(?:\*\*|__)?[ \t]*(?:[:：]|[.)](?=\s)|[-–—](?=\s)|:-)[ \t]*(?:\*\*|__)?[ \t]*(?P<rest>.*)$"
)
_CHOICE = re.compile(r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*)?[B-D][ \t]*[:.)]", re.MULTILINE)
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
_TASK = re.compile(r"(?P<lead>[ ]{0,3}(?:[-*+]|\d+[.)])[ \t]+)\[[ xX]\][ \t]+")
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
    lines = list(_with_answer(_without_comments(lines, parts)))
    lines, parts.lost = as_markdown(lines, references, mdx=mdx)
    lines = _compact(_without_top(lines))
    labelled = mark is not None and mark.kind is not Kind.HEADING
    asked, answer = _split_at_answer(lines, labelled=labelled)
    parts.texts["instruction"] = "\n".join(asked)
    rest: list[str] = []
    for name, title, section in _sections(answer):
        if not _take(parts, name, section):
            rest += [*title, *section]
    parts.texts["answer"] = "\n".join(trimmed(rest))
    if _PLACEHOLDER.fullmatch(parts.texts["answer"]):
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


def _with_answer(lines: Iterator[str]) -> Iterator[str]:
    """Yield lines in which a folded answer is open, below a line that says so."""
    written = list(lines)
    if not any("<details" in line.lower() or "???" in line for line in written):
        yield from written
        return
    at = 0
    for mark in outline(written).folded:
        if not shows_answer(mark.title) or mark.line < at:
            continue
        yield from written[at : mark.line]
        before = re.split(r"<details\b", written[mark.line], maxsplit=1, flags=re.IGNORECASE)[0]
        yield from ([before] if before.strip() else [])
        yield _ANSWER
        end = mark.end if mark.column else max(mark.end - 1, mark.body)
        inner = [mark.first, *written[mark.body : end], mark.last]
        yield from ([line.removeprefix(" " * mark.column) for line in inner] if mark.column else inner)
        tail = re.split(r"</details\s*>", written[mark.end - 1], flags=re.IGNORECASE)[-1] if not mark.column else ""
        yield tail if "</details" in written[mark.end - 1].lower() else ""
        at = mark.end
    yield from written[at:]


def _without_top(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines without those that only lead back to the contents."""
    for line in lines:
        if not line or len(line) > 300 or not _TO_ANCHOR.search(line):
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


def _split_at_answer(lines: Sequence[str], *, labelled: bool) -> tuple[list[str], list[str]]:
    """Return what is asked beside the question, and the answer: all, without a sign of where it begins."""
    kinds = line_kinds(lines, whole=False)
    choices = bool(_CHOICE.search("\n".join(lines)))
    for number, line in enumerate(lines):
        if kinds[number] is not In.PROSE:
            continue
        first = _answer_line(line, labelled=labelled, choices=choices)
        if first is not None:
            answer = [*first, *(other for other in lines[number + 1 :] if other != _ANSWER)]
            asked = trimmed(lines[:number])
            if any(not is_nothing(other) for other in answer):
                return asked, _without_second_title(answer)
            return [], asked
    return _split_choices([line for line in lines if line != _ANSWER], kinds)


def _split_choices(lines: list[str], kinds: Sequence[In]) -> tuple[list[str], list[str]]:
    """Return the choices of a question without ticks, and the ticked ones with what follows.

    Lines that offer no choice are all the answer.
    """
    tasks = [number for number, line in enumerate(lines) if kinds[number] is In.PROSE and _TASK.match(line)]
    ticked = [number for number in tasks if "[x]" in lines[number].lower()[:12]]
    if len(tasks) < 2 or not ticked or len(ticked) == len(tasks):
        if len(tasks) > 1 and not ticked:
            return lines, []
        return [], lines
    ends = {number: _end_of_item(lines, number) for number in tasks}
    last = ends[tasks[-1]]
    asked = [_TASK.sub(r"\g<lead>", line) if number in ends else line for number, line in enumerate(lines[:last])]
    right = [
        line for number in ticked for line in (_TASK.sub(r"\g<lead>", lines[number]), *lines[number + 1 : ends[number]])
    ]
    return trimmed(asked), [*trimmed(right), "", *trimmed(lines[last:])]


def _end_of_item(lines: Sequence[str], at: int) -> int:
    """Return the line after an item of a list and what is indented below it."""
    end = at + 1
    while end < len(lines) and (
        lines[end].startswith(("  ", "\t"))
        or (not lines[end].strip() and lines[end + 1 : end + 2] and lines[end + 1].startswith(("  ", "\t")))
    ):
        end += 1
    return end


def _without_second_title(lines: list[str]) -> list[str]:
    """Return an answer in which a heading that says "Answer: D" again is a line in bold."""
    at = next((number for number, line in enumerate(lines) if not is_nothing(line)), 0)
    heading = _HEADING.match(lines[at])
    if heading:
        begins, rest = answer_title(heading[2])
        if begins:
            title = clean_title(heading[2])
            return [*lines[:at], *([f"**{title}**"] if rest else []), *lines[at + 1 :]]
    return lines


def _answer_line(line: str, *, labelled: bool, choices: bool) -> list[str] | None:
    """Return the beginning of an answer that a line introduces, or None."""
    if line == _ANSWER:
        return []
    heading = _HEADING.match(line)
    if heading:
        begins, rest = answer_title(heading[2])
        return ([f"**{clean_title(heading[2])}**", ""] if rest else []) if begins else None
    label = _ANSWER_LABEL.match(line) if len(line) < 100_000 else None
    if (
        label
        and (len(label["label"]) > 1 or "**" in line[:8] or (labelled and not choices))
        and not (label["label"] == "R" and not labelled)
    ):
        if len(label["label"]) == 1 and choices and "**" not in line[:8]:
            return None
        rest = label["rest"]
        rest = re.sub(r"\*\*\s*$", "", rest) if rest.count("**") % 2 else rest
        return [rest] if rest.strip() else []
    bold = _BOLD_LINE.match(line) if "**" in line or "__" in line else None
    if bold and not bold["rest"]:
        begins, rest = answer_title(bold["words"])
        return ([f"**{bold['words'].strip()}**", ""] if rest else []) if begins else None
    return None


def _sections(lines: Sequence[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield the sections of an answer: the field, empty for none, the lines of the title, and those of the text."""
    kinds = line_kinds(lines, whole=False)
    name, title, text = "", list[str](), list[str]()
    depth = 0
    for number, line in enumerate(lines):
        heading = _HEADING.match(line) if kinds[number] is In.PROSE and "#" in line else None
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
    bold = _BOLD_LINE.match(line)
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
