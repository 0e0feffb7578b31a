"""Text out of bytes, and the characters that no text may hold."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from mkdocs_qbank.findings.edit import Edit
from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.markdown.characters import HIDDEN
from mkdocs_qbank.read.rules import HIDDEN_CHARACTER, NOT_UTF8, TOO_DEEP, TOO_LARGE

MOST_BYTES = 256 * 1024
_MOST_BRACKETS = 64
_MARKS = re.compile("[\u061c\u200b\u202a-\u202e\u2060-\u206f\ufeff]+")
"""Hidden characters that neither stand for anything nor part words."""
_BRACKETS = re.compile(r"[\[(<{]|[\])>}\n]")


def read_bytes(file: Path) -> bytes:
    """Return the content of a file, of a large one enough to see that it is too large. Raises OSError."""
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def decode(data: bytes, path: str) -> tuple[str | None, list[Finding]]:
    """Return the text of a file with every line end made a newline, and findings about its bytes.

    Where it is not UTF-8 or too large there is no text; hidden characters are replaced by spaces, so that the rest can
    still be checked.
    """
    if len(data) > MOST_BYTES:
        return None, [TOO_LARGE.at(path, 1, 1, f"the file has {len(data):,} bytes, more than {MOST_BYTES:,}")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before) - (before.rfind(b"\n") + 1) + 1
        message = f"byte 0x{data[error.start]:02X} is not UTF-8"
        return None, [NOT_UTF8.at(path, line, column, message)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    findings = [_finding(text, path, at, name) for at, name in hidden(text)]
    return (HIDDEN.sub(" ", text) if findings else text), findings


def _finding(text: str, path: str, at: int, name: str) -> Finding:
    """Return the finding of hidden characters; those that only mark how text is shown can go without a trace."""
    line, column = _place(text, at)
    end = at
    while HIDDEN.match(text, end):
        end += 1
    edits: tuple[Edit, ...] = ()
    if _MARKS.fullmatch(text, at, end):
        last = column + end - at
        edits = (Edit(line=line, column=column, end_line=line, end_column=last, text="", old=text[at:end]),)
    return HIDDEN_CHARACTER.at(path, line, column, f"there is {name} here", edits=edits)


_UNNAMED = {"Cc": "a control character", "Co": "a private-use character", "Cs": "half a character"}
"""What a character without a name is, by its category in Unicode."""


def hidden(text: str) -> list[tuple[int, str]]:
    """Return the index and the name of hidden characters in a text, the first of each run."""
    found = []
    last = -2
    for match in HIDDEN.finditer(text):
        if match.start() != last + 1:
            char = match.group()
            unnamed = _UNNAMED.get(unicodedata.category(char), "a character without a name")
            found.append((match.start(), f"U+{ord(char):04X} ({unicodedata.name(char, unnamed).lower()})"))
        last = match.start()
    return found


def check_brackets(text: str, path: str, line: int) -> list[Finding]:
    """Return a finding where a paragraph opens more brackets than a person would; renderers choke on them."""
    if sum(map(text.count, "[(<{")) <= _MOST_BRACKETS:
        return []
    depth = 0
    for match in _BRACKETS.finditer(text):
        char = match.group()
        if char == "\n":
            depth = 0 if text.startswith("\n", match.end()) else depth
        else:
            depth = depth + 1 if char in "[(<{" else max(depth - 1, 0)
        if depth > _MOST_BRACKETS:
            place = (line + text.count("\n", 0, match.start()), match.start() - text.rfind("\n", 0, match.start()))
            return [TOO_DEEP.at(path, *place, f"more than {_MOST_BRACKETS} brackets are open here")]
    return []


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
