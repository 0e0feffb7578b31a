"""What else stands in Markdown files, as Markdown: HTML, admonitions, and the tags of site generators."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import unescape

from mkdocs_qbank.read.importers.html import code_span, html_to_markdown
from mkdocs_qbank.read.importers.markdown.generators import attributes_of, image, plain_blocks, without_modules
from mkdocs_qbank.read.importers.markdown.lines import In, line_kinds
from mkdocs_qbank.read.importers.markdown.references import References

_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)((?:(?!\n[ \t]*\n).)+?)(?<!`)\1(?!`)", re.DOTALL)
_SUMMARY = re.compile(r"<summary\b[^<>]*>((?:(?!<summary\b).)*?)</summary\s*>\s*", re.IGNORECASE | re.DOTALL)
_KEPT = "\ue000{}\ue001"
_KEPT_AGAIN = re.compile("\ue000(\\d+)\ue001")
_BLOCK = re.compile(r"<(?P<end>/?)(?P<name>table|ul|ol|dl|pre)\b[^<>]*>", re.IGNORECASE)
_MARKDOWN_INSIDE = re.compile(r"\n[ \t]*\n[ \t]*(?!<)\S|\*\*|\]\(")
_DROPPED = re.compile(
    r"<(?P<name>iframe|script|style|object|video|audio|embed|canvas|form"
    r"|svg)\b[^<>]*>(?:(?:(?!<(?P=name)\b).)*?</(?P=name)\s*>)?",
    re.IGNORECASE | re.DOTALL,
)
_WRAPPER = re.compile(
    r"[ \t]*</?(?:p|div|center|section|article|header|footer|main|figure|figcaption|nav|picture|source)\b[^<>]*>[ \t]*",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"</?(?:span|font|big|abbr|label|button|o:p)\b[^<>]*>", re.IGNORECASE)
_IMAGE = re.compile(r"<img\b(?P<attributes>[^<>]*)>", re.IGNORECASE)
_LINK = re.compile(
    r"<a\b(?P<attributes>[^<>]*)>(?P<words>(?:(?!</?a\b|\n[ \t]*\n).)*)</a\s*>", re.IGNORECASE | re.DOTALL
)
_LONE_ANCHOR = re.compile(r"</?a\b[^<>]*>", re.IGNORECASE)
_HEADING = re.compile(r"[ \t]*<h([1-6])\b[^<>]*>((?:(?!<h[1-6]\b).)*?)</h\1\s*>[ \t]*", re.IGNORECASE | re.DOTALL)
_MARKED = re.compile(
    r"<(?P<name>b|strong|i|em|s|del|strike|code|tt)(?:\s[^<>]*)?>(?P<words>(?:(?!</?(?P=name)\b"
    r"|\n[ \t]*\n).)*)</(?P=name)\s*>",
    re.IGNORECASE | re.DOTALL,
)
_UNMARKED = re.compile(r"</?(?:b|strong|i|em|s|del|strike|code|tt|u)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~", "strike": "~~"}
_STARTS_BLOCK = re.compile(r"^\s*(?:[-*+]|\d+[.)]|#{1,6}|>|\|)\s", re.MULTILINE)
_DETAILS = re.compile(r"[ \t]*<(/?)details\b([^<>]*)>[ \t]*", re.IGNORECASE)
_JSX = re.compile(r"</?[A-Z][A-Za-z]*(?:\.[A-Z]\w*)?(?:\s[^<>]*)?/?>")


def as_markdown(lines: Sequence[str], references: References, *, mdx: bool = False) -> tuple[list[str], list[str]]:
    """Return lines as Markdown that questions may hold, and what of them is lost, as phrases."""
    lost: list[str] = []
    lines = list(plain_blocks(without_modules(lines, lost) if mdx else lines, lost))
    kinds = line_kinds(lines, whole=False)
    parts: list[str] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and kinds[end] == kinds[at]:
            end += 1
        if kinds[at] in (In.PROSE, In.PRE):
            while end < len(lines) and kinds[end] in (In.PROSE, In.PRE):
                end += 1
            parts += _run("\n".join(lines[at:end]), references, lost, jsx=mdx).split("\n")
        elif kinds[at] is In.CODE:
            parts += lines[at:end]
        at = end
    return parts, list(dict.fromkeys(lost))


def _run(text: str, references: References, lost: list[str], *, jsx: bool) -> str:
    """Return lines between blocks of code without HTML that Markdown has marks for, and with resolved links."""
    if "<" not in text and not references.links:
        return text
    kept: list[str] = []

    def keep(words: str) -> str:
        kept.append(words)
        return _KEPT.format(len(kept) - 1)

    text = _SPAN.sub(lambda match: keep(match[0]), text.replace("\ue000", "").replace("\ue001", ""))
    text = references.resolved(text)
    if "<" in text:
        text = without_comments(text)
        text = _converted_blocks(text)
        lost += [f"an element <{match['name'].lower()}>" for match in _DROPPED.finditer(text)]
        text = _DROPPED.sub("", text)
        if jsx and _JSX.search(text):
            lost.append("a component of MDX")
            text = _JSX.sub("", text)
        text = _SUMMARY.sub(lambda match: keep(f"<summary>{_bare(match[1])}</summary>") + "\n\n", text)
        text = _DETAILS.sub(_details, text)
        text = _HEADING.sub(lambda match: f"\n\n{'#' * int(match[1])} {' '.join(match[2].split())}\n\n", text)
        text = _IMAGE.sub(lambda match: image(match["attributes"]), text)
        text = _LINK.sub(_link, _EMPTY.sub("", text))
        text = _LONE_ANCHOR.sub("", text)
        text = _WRAPPER.sub(_gap, text)
        for _ in range(3):  # one inside another
            text = _MARKED.sub(lambda match: _marked(match, keep), text)
        text = _UNMARKED.sub("", text)
    while _KEPT_AGAIN.search(text):
        text = _KEPT_AGAIN.sub(lambda match: kept[int(match[1])], text)
    return text


def without_comments(text: str) -> str:
    """Return a text without the comments of HTML that end."""
    parts = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts.append(text[at:start])
        at = end + 3
    return "".join((*parts, text[at:]))


def _converted_blocks(text: str) -> str:
    """Return a text whose tables and lists in HTML are Markdown, unless Markdown stands in them."""
    parts = []
    at = 0
    depth, start, outer = 0, 0, ""
    for tag in _BLOCK.finditer(text):
        name = tag["name"].lower()
        if not depth:
            if tag["end"] or tag.start() < at:
                continue
            outer, start, depth = name, tag.start(), 1
        elif name == outer:
            depth += -1 if tag["end"] else 1
            if not depth:
                html = text[start : tag.end()]
                if outer == "pre" or not _MARKDOWN_INSIDE.search(html):
                    line = text.rfind("\n", 0, start) + 1
                    lead = text[line:start] if not text[line:start].strip() else ""
                    markdown = html_to_markdown(html).replace("\n", f"\n{lead}")
                    parts += [text[at:start].rstrip(" "), f"\n\n{lead}{markdown}\n\n"]
                    at = tag.end()
    return "".join((*parts, text[at:]))


def _details(match: re.Match[str]) -> str:
    if match[1]:
        return "\n\n</details>\n\n"
    return "\n\n<details open>\n" if re.search(r"\bopen\b", match[2]) else "\n\n<details>\n"


def _gap(match: re.Match[str]) -> str:
    """Return what stands for a tag around blocks: the end of a paragraph, unless it is in a row of a table."""
    text, start = match.string, match.start()
    line = text[text.rfind("\n", 0, start) + 1 : (text.find("\n", match.end()) + 1 or len(text) + 1) - 1]
    if line.lstrip().startswith("|"):
        return " "
    if line.strip() == match[0].strip():
        return ""
    indent = line[: len(line) - len(line.lstrip())]
    return "\n\n" if "</" in match[0] else f"\n\n{indent}"


def _bare(words: str) -> str:
    """Return the words of a summary without attributes and links."""
    words = re.sub(r"</?(?:a|img|font|span|h[1-6]|p|div)\b[^<>]*>", "", " ".join(words.split()), flags=re.IGNORECASE)
    return re.sub(r"<(\w+)\s[^<>]*>", r"<\1>", words).strip()


def _link(match: re.Match[str]) -> str:
    attributes = attributes_of(match["attributes"])
    address = attributes.get("href", "").strip().replace(" ", "%20")
    words = " ".join(match["words"].split())
    if not address or not words:
        return words
    balanced = address.count("(") == address.count(")")
    return f"[{words}]({address if balanced else address.replace('(', '%28').replace(')', '%29')})"


def _marked(match: re.Match[str], keep: Callable[[str], str]) -> str:
    """Return text between the marks that mean the same as its tags."""
    name, words = match["name"].lower(), match["words"]
    if not words.strip() or words[0] == "\n" or words[-1] == "\n" or _STARTS_BLOCK.search(words):
        return words
    lead, trail = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    if name in ("code", "tt"):
        if "\ue000" in words or "<" in words:
            return words
        return f"{lead}{keep(code_span(' '.join(unescape(words).split())))}{trail}"
    before, after = match.string[: match.start()][-1:], match.string[match.end() : match.end() + 1]
    inner = words.strip()
    blunt = (before.isalnum() and not lead and not inner[0].isalnum()) or (
        after.isalnum() and not trail and not inner[-1].isalnum()
    )
    if blunt or (before == "*" or after == "*"):
        return f"{lead}{keep(f'<{name}>')}{inner}{keep(f'</{name}>')}{trail}"
    return f"{lead}{_MARKS[name]}{inner}{_MARKS[name]}{trail}"
