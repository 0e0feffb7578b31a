"""Values of data as Markdown: texts of any kind, lists, code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from mkdocs_qbank.markdown.characters import without_hidden
from mkdocs_qbank.read.importers.html import fenced, html_to_markdown
from mkdocs_qbank.read.importers.tags import is_html, with_tags_as_words

MOST_CHARACTERS = 200_000
"""The longest text that is converted; a question file may not be much longer."""

_INSIDE = ("text", "markdown", "md", "html", "rendered", "body", "content", "value", "answer", "title", "name", "en")
"""What an object that stands for a text calls it."""
_CODE = ("code", "snippet", "content", "source", "body", "text", "example")
_LANGUAGE = ("language", "lang", "syntax")
_LABEL = ("label", "title", "name", "caption", "description", "heading")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NO_WORDS = re.compile(r" {0,3}(?:```|~~~|[-*+] |\d{1,9}[.)] |\||!\[)| {4}|\t")
"""How a line begins that is code, a list, a table or an image."""


def clean(text: str) -> str:
    """Return a text with a newline at each line end, without the characters that no text may hold."""
    text = re.sub("\r\n?|[\u2028\u2029]", "\n", text)
    return re.sub(r"^(?:[ \t]*\n)*(?: {1,3}(?=\S))?", "", without_hidden(text), count=1).rstrip()


class Markdown(str):
    """A text that is known to be Markdown, whatever it looks like."""

    __slots__ = ()


def markdown(html: str) -> Markdown:
    """Return HTML as Markdown."""
    return Markdown(html_to_markdown(clean(html)))


def text_of(value: Any) -> str:
    """Return a value as a text: of an object, the text inside it; of a list, its items as a list; empty for others."""
    if isinstance(value, str):
        text = clean(value)
        if isinstance(value, Markdown):
            return text
        return markdown(text) if is_html(text) else with_tags_as_words(text)
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, Mapping):
        return next(
            (text for name in _INSIDE if isinstance(value.get(name), str) and (text := text_of(value[name]))), ""
        )
    if isinstance(value, list):
        items = [text for item in value if (text := text_of(item))]
        return items[0] if len(items) == 1 else bullets(items)
    return ""


def texts_of(value: Any, *, commas: bool = True) -> list[str]:
    """Return a value as a list of texts on one line each: the items of a list, or the parts of a text between marks."""
    if isinstance(value, list):
        found = [text_of(item) for item in value]
    else:
        text = text_of(value)
        within = re.findall(r"<([^<>\s]+)>", text)
        found = within or re.split(r"[;|\n]" if not commas or re.search(r"[;|\n]", text) else ",", text)
    return [" ".join(item.split()) for item in found if item.strip()]


def bullets(texts: Iterable[str]) -> str:
    """Return texts as the items of a Markdown list."""
    return "\n".join("- " + text.strip().replace("\n", "\n  ") for text in texts)


def list_of(value: Any) -> str:
    """Return a value as a Markdown list, unless it is a text that is one already or has several paragraphs."""
    if isinstance(value, list):
        return bullets(text for item in value if (text := text_of(item)))
    text = text_of(value)
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines or re.match(r" {0,3}(?:[-*+]|\d{1,9}[.)]) ", text) or "\n\n" in text:
        return text
    return bullets(lines)


def code_of(value: Any) -> str:
    """Return a code example, or a list of them, as fenced blocks, each below its label."""
    if isinstance(value, list):
        return "\n\n".join(block for item in value if (block := code_of(item)))
    if isinstance(value, Mapping):
        names = {str(name).casefold(): content for name, content in value.items()}
        code = next((names[name] for name in _CODE if isinstance(names.get(name), str) and names[name].strip()), "")
        label = next((text for name in _LABEL if name in names and (text := text_of(names[name])) and text != code), "")
        language = next((text_of(names[name]) for name in _LANGUAGE if name in names), "")
        block = code_of_text(code, language)
        return f"**{' '.join(label.split()).strip('*')}**\n\n{block}" if label and block else block
    return code_of_text(value, "") if isinstance(value, str) else ""


def code_of_text(code: str, language: str) -> str:
    """Return code as a fenced block, and Markdown that has one already as it is."""
    code = clean(code)
    if not code.strip():
        return ""
    return code if re.match(r"(?:```|~~~)", code.lstrip()) else fenced(code, language)


def split_question(text: str) -> tuple[str, str]:
    """Return the first lines of a text that are words, made one line, and the rest of the text."""
    first: list[str] = []
    rest: list[str] = []
    fence = ""
    ended = False
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        words = bool(line.strip()) and not fence and not _NO_WORDS.match(line)
        if mark and not fence:
            fence = mark[1]
        elif fence and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        ended = ended or (bool(first) and not words)
        (first if words and not ended else rest).append(line)
    asked, remains = " ".join(" ".join(first).split()).lstrip("# "), clean("\n".join(rest))
    code, _, last = remains.rpartition("\n\n")
    if asked.endswith(":") and last.rstrip().endswith("?") and "\n" not in last and not _NO_WORDS.match(last):
        return f"{asked} {last.strip()}", code  # the code that it speaks of stands in its middle
    return asked, remains
