"""A plain transcript of one interview question.

A transcript has the question on its first line, then paragraphs that begin `Instruction:` and `Context:`, then a line
`Official Answer` with the answer below it, and a line `Related Questions`, below which there may be nothing.
Parts other than the question and the answer may be missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mkdocs_qbank.model.prose import SECTIONS
from mkdocs_qbank.read.draft import QuestionDraft
from mkdocs_qbank.read.importers.importer import Found, Importer, Item, Skipped, Source

_ORDER = ("question", *SECTIONS)
_LABELS = {
    "question": "question",
    "answer": "answer",
    **{title.casefold(): field for field, title in SECTIONS.items()},
}
"""The field that each label introduces."""
_LABEL = re.compile(
    rf"({'|'.join(sorted(map(re.escape, _LABELS), key=len, reverse=True))})"
    r"[ \t]*(?::\s*(?P<words>.*)|(?P<below>\n.*)|$)",
    re.IGNORECASE | re.DOTALL,
)
_MARKUP = re.compile(r"---|\+\+\+|#|[{}\[|\\]|</?[a-z]|<[!?]|```|~~~|%[A-Z]+|[-*+] |[a-z][\w-]*:(?:\s|$)", re.ASCII)
"""How the first line of JSON, YAML, HTML, Markdown and other formats begins, and no question."""
_UNDERLINE = re.compile(r"^\s*(?:=+|-+)\s*$", re.MULTILINE)
_LONGEST_QUESTION = 400


def _is_transcript(source: Source) -> bool:
    """Return whether a source is a transcript: a question, and right after it a line with the label of another part.

    Labels begin with a capital: in lower case they are fields of YAML, or words.
    """
    pieces = list(_pieces(source.beginning))
    if pieces and _label(pieces[0]) == "question" and not _words(pieces[0]):
        del pieces[0]  # the label is a paragraph of its own
    if len(pieces) < 2 or _label(pieces[0]) not in (None, "question"):
        return False
    labelled = pieces[0].startswith("Question")
    question = (_words(pieces[0]) if labelled else pieces[0]).strip()
    return (
        _label(pieces[1]) not in (None, "question")
        and pieces[1].lstrip()[0].isupper()
        and 0 < len(question) <= _LONGEST_QUESTION
        and not _MARKUP.match(question)
        and not _UNDERLINE.search(question)
    )


def _read(source: Source) -> Iterator[Found]:
    """Yield the question of each file."""
    for file in source.files:
        text = source.text(file)
        if text is not None:
            yield _read_file(text, file)


def _read_file(text: str, file: str) -> Found:
    """Return the question of a transcript, unless it has no question or no answer."""
    parts: dict[str, list[str]] = {"question": []}
    current = "question"
    for piece in _pieces(text):
        label = _label(piece)
        if label and _ORDER.index(label) >= _ORDER.index(current):
            current = label
            parts.setdefault(current, [])
            words = _words(piece)
        else:
            words = piece
        if words.strip():
            if current == "question" and parts["question"]:
                current = "answer"
            parts.setdefault(current, []).append(words.strip("\n"))
    question = " ".join(" ".join(parts.pop("question")).split())
    if not question:
        return Skipped(file=file, line=1, title=file, reason="it has no question on its first line")
    if not parts.get("answer"):
        reason = "it has no answer; write a line 'Official Answer' and the answer below it"
        return Skipped(file=file, line=1, title=question, reason=reason)
    texts: dict[str, Any] = {name: tuple(paragraphs) for name, paragraphs in parts.items()}
    return Item(key=file, file=file, line=1, draft=QuestionDraft(question=question, **texts), places=(file,))


def _pieces(text: str) -> Iterator[str]:
    """Yield the paragraphs of a text that are not blank, split before each label."""
    for part in re.split(r"\n[ \t]*\n", text):
        if part.strip():
            yield from _split_labels(part.strip("\n").rstrip())


def _label(piece: str) -> str | None:
    match = _LABEL.match(piece.strip())
    if match is None or (match["below"] and match[0][0].islower()):  # a word that stands alone in a wrapped line
        return None
    return _LABELS[match[1].lower()]


def _words(piece: str) -> str:
    """Return the text after the label of a piece, or below it."""
    match = _LABEL.match(piece.strip())
    return (match["words"] or match["below"] or "") if match else piece


def _split_labels(paragraph: str) -> list[str]:
    """Split a paragraph where a line starts a part, since parts may follow without a blank line."""
    pieces: list[list[str]] = [[]]
    for line in paragraph.split("\n"):
        if _LABEL.fullmatch(line.strip()) and pieces[-1]:
            pieces.append([])
        pieces[-1].append(line)
    return ["\n".join(piece) for piece in pieces]


TRANSCRIPT = Importer(
    name="transcript",
    expected="the question on the first line, and after it a line that begins with 'Instruction:', 'Context:', "
    "'Official Answer' or 'Answer:'",
    recognises=_is_transcript,
    read=_read,
)
