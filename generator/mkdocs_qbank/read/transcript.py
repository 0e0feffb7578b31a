"""A plain transcript of one interview question into a question file.

A transcript has the question on its first line, then paragraphs that begin `Instruction:` and `Context:`, then a line
`Official Answer` with the answer below it, and a line `Related Questions`, below which there may be nothing.
Parts other than the question and the answer may be missing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.model.bank import Status
from mkdocs_qbank.read.rules import MISSING_ANSWER, MISSING_QUESTION
from mkdocs_qbank.read.slugs import slug

_LABEL = re.compile(
    r"(question|instruction|context|official answer|answer|related questions)"
    r"[ \t]*(?::\s*(?P<words>.*)|(?P<below>\n.*)|$)",
    re.IGNORECASE | re.DOTALL,
)
_ORDER = ("question", "instruction", "context", "answer", "related")
_LABELS = {**dict(zip(_ORDER, _ORDER, strict=True)), "official answer": "answer", "related questions": "related"}
_MARKUP = re.compile(r"---|\+\+\+|#|[{}\[|\\]|</?[a-z]|<[!?]|```|~~~|%[A-Z]+|[-*+] |[a-z][\w-]*:(?:\s|$)", re.ASCII)
"""How the first line of JSON, YAML, HTML, Markdown and other formats begins, and no question."""
_UNDERLINE = re.compile(r"^\s*(?:=+|-+)\s*$", re.MULTILINE)
_LONGEST_QUESTION = 400
EXPECTED = (
    "the question on the first line, and after it a line that begins with 'Instruction:', 'Context:', "
    "'Official Answer' or 'Answer:'"
)
_STRUCTURE = re.compile(r"^( {0,3})(#{1,2}(?:\s|$)|=+\s*$|-+\s*$|---)", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionDraft:
    """The parts of a transcript, each a sequence of paragraphs as they stand there."""

    question: str
    answer: tuple[str, ...]
    instruction: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


def is_transcript(text: str) -> bool:
    """Return whether a text is a transcript: a question, and right after it a line with the label of another part.

    Labels begin with a capital: in lower case they are fields of YAML, or words.
    """
    pieces = list(_pieces(text))
    if pieces and _label(pieces[0]) == "question" and not _words(pieces[0]):
        del pieces[0]  # the label stands in a paragraph of its own
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


def read_transcript(text: str, path: str) -> tuple[QuestionDraft | None, list[Finding]]:
    """Gives the parts of a transcript, or None and findings where it has no question or no answer."""
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
    findings = []
    if not parts["question"]:
        findings.append(
            MISSING_QUESTION.at(path, 1, 1, "there is no question", help="Write the question on the first line.")
        )
    if not parts.get("answer"):
        help_ = "Write a line 'Official Answer' and the answer below it."
        findings.append(MISSING_ANSWER.at(path, 1, 1, "there is no answer", help=help_))
    if findings:
        return None, findings
    question = " ".join(" ".join(parts.pop("question")).split())
    return QuestionDraft(question=question, **{name: tuple(found) for name, found in parts.items()}), []


def write_question(transcript: QuestionDraft, *, status: Status = Status.DRAFT, ids: Collection[str] = ()) -> str:
    """Gives the text of a question file that keeps every paragraph; what would read as a section's heading is escaped.

    Related questions that are among `ids` become references; the others stay as text below their heading, for somebody
    to find their ids.
    """
    titles = [line.strip().lstrip("-*•0123456789. ") for part in transcript.related for line in part.split("\n")]
    found = [slug(title) for title in titles if slug(title) in ids]
    rest = [title for title in titles if title and slug(title) not in ids]
    fields = [f"status: {status}", *([f"related: [{', '.join(dict.fromkeys(found))}]"] if found else [])]
    blocks = ["---\n" + "\n".join(fields) + "\n---", f"# {transcript.question}"]
    for heading, paragraphs in (
        ("Instruction", transcript.instruction),
        ("Context", transcript.context),
        ("Official Answer", transcript.answer),
    ):
        if paragraphs:
            blocks += [f"## {heading}", *(_STRUCTURE.sub(r"\1\\\2", paragraph) for paragraph in paragraphs)]
    if rest:
        blocks += ["## Related Questions", "\n".join(f"- {title}" for title in rest)]
    return "\n\n".join(blocks) + "\n"


def _pieces(text: str) -> Iterator[str]:
    """The paragraphs of a text that are not blank, cut before each label."""
    for part in re.split(r"\n[ \t]*\n", text):
        if part.strip():
            yield from _split_labels(part.strip("\n").rstrip())


def _label(piece: str) -> str | None:
    match = _LABEL.match(piece.strip())
    if match is None or (match["below"] and match[0][0].islower()):  # a word that stands alone in a wrapped line
        return None
    return _LABELS[match[1].lower()]


def _words(piece: str) -> str:
    """What stands behind the label of a piece, or below it."""
    match = _LABEL.match(piece.strip())
    return (match["words"] or match["below"] or "") if match else piece


def _split_labels(paragraph: str) -> list[str]:
    """A paragraph, cut where one of its lines begins a part, since parts may follow without a blank line."""
    pieces: list[list[str]] = [[]]
    for line in paragraph.split("\n"):
        if _LABEL.fullmatch(line.strip()) and pieces[-1]:
            pieces.append([])
        pieces[-1].append(line)
    return ["\n".join(piece) for piece in pieces]
