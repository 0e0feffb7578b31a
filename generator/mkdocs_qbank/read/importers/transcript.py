"""Plain transcripts of interview questions, one after the other.

A transcript has the question on its first line, then paragraphs that begin `Instruction:` and `Context:`, then a line
`Official Answer` with the answer below it, and a line `Related Questions`, below which there may be nothing.
Parts other than the question and the answer may be missing. The next transcript begins where, after an answer, a label
`Question:` comes, or a paragraph that asks and has a label of an answer right after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
    pieces = [piece for _, piece in _pieces(source.beginning)]
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
    """Yield the questions of each file."""
    for file in source.files:
        text = source.text(file)
        if text is not None:
            for number, (line, pieces) in enumerate(_transcripts(list(_pieces(text)))):
                yield _read_one(pieces, file, line, first=not number)


def _transcripts(pieces: Sequence[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield the line and the pieces of each transcript."""
    begin, answered = 0, False
    for at, (_, piece) in enumerate(pieces):
        if answered and _begins(piece, pieces[at + 1][1] if at + 1 < len(pieces) else ""):
            yield pieces[begin][0], [piece for _, piece in pieces[begin:at]]
            begin, answered = at, False
        answered = answered or _label(piece) == "answer"
    yield pieces[begin][0] if pieces else 1, [piece for _, piece in pieces[begin:]]


def _begins(piece: str, following: str) -> bool:
    """Return whether a piece after an answer is the next question."""
    label = _label(piece)
    asks = piece.rstrip().endswith("?") and len(piece) <= _LONGEST_QUESTION
    return label == "question" or (label is None and asks and _label(following) == "answer")


def _read_one(pieces: Sequence[str], file: str, line: int, *, first: bool) -> Found:
    """Return the question of a transcript, unless it has no question or no answer."""
    parts: dict[str, list[str]] = {"question": []}
    current = "question"
    for piece in pieces:
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
        return Skipped(file=file, line=line, title=file, reason="it has no question on its first line")
    if not parts.get("answer"):
        reason = "it has no answer; write a line 'Official Answer' and the answer below it"
        return Skipped(file=file, line=line, title=question, reason=reason)
    texts: dict[str, Any] = {name: tuple(paragraphs) for name, paragraphs in parts.items()}
    key, places = (file, (file,)) if first else (f"{file}#{question}", ())
    return Item(key=key, file=file, line=line, draft=QuestionDraft(question=question, **texts), places=places)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs of a text that are not blank, split before each label, each with its line."""
    lines: list[str] = []
    for number, line in enumerate((*text.split("\n"), ""), 1):
        if line.strip():
            lines.append(line)
        elif lines:
            yield from _split_labels("\n".join(lines).rstrip(), number - len(lines))
            lines = []


def _label(piece: str) -> str | None:
    match = _LABEL.match(piece.strip())
    if match is None or (match["below"] and match[0][0].islower()):  # a word that stands alone in a wrapped line
        return None
    return _LABELS[match[1].lower()]


def _words(piece: str) -> str:
    """Return the text after the label of a piece, or below it."""
    match = _LABEL.match(piece.strip())
    return (match["words"] or match["below"] or "") if match else piece


def _split_labels(paragraph: str, first: int) -> Iterator[tuple[int, str]]:
    """Split a paragraph where a line starts a part, since parts may follow without a blank line."""
    piece: list[str] = []
    for number, line in enumerate(paragraph.split("\n"), first):
        if _LABEL.fullmatch(line.strip()) and piece:
            yield number - len(piece), "\n".join(piece)
            piece = []
        piece.append(line)
    yield first + paragraph.count("\n") + 1 - len(piece), "\n".join(piece)


TRANSCRIPT = Importer(
    name="transcript",
    expected="the question on the first line, and after it a line that begins with 'Instruction:', 'Context:', "
    "'Official Answer' or 'Answer:'",
    recognises=_is_transcript,
    read=_read,
)
