"""A plain transcript of one interview question into a question file.

A transcript has the question on its first line, then paragraphs that begin `Instruction:` and `Context:`, then a line
`Official Answer` with the answer below it, and a line `Related Questions`, below which there may be nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from generator.findings import Finding
from generator.read.question import MISSING_ANSWER, MISSING_QUESTION
from generator.read.slugs import slug

_LABEL = re.compile(
    r"(question|instruction|context|official answer|answer|related questions)\s*(?::\s*(.*)|$)",
    re.IGNORECASE | re.DOTALL,
)
_ORDER = ("question", "instruction", "context", "answer", "related")
_LABELS = {**dict(zip(_ORDER, _ORDER, strict=True)), "official answer": "answer", "related questions": "related"}
_STRUCTURE = re.compile(r"^( {0,3})(#{1,2}(?:\s|$)|=+\s*$|-+\s*$|---)", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Transcript:
    """The parts of a transcript, each a sequence of paragraphs as they stand there."""

    question: str
    answer: tuple[str, ...]
    instruction: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


def read_transcript(text: str, path: str) -> tuple[Transcript | None, list[Finding]]:
    """Gives the parts of a transcript, or None and findings where it has no question or no answer."""
    paragraphs = [part.strip("\n").rstrip() for part in re.split(r"\n[ \t]*\n", text)]
    parts: dict[str, list[str]] = {"question": []}
    current = "question"
    for paragraph in (part for part in paragraphs if part.strip()):
        for piece in _split_labels(paragraph):
            match = _LABEL.match(piece.strip())
            label = _LABELS.get(match.group(1).lower()) if match else None
            if match and label and _ORDER.index(label) >= _ORDER.index(current):
                current = label
                parts.setdefault(current, [])
                words = match.group(2) or ""
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
    return Transcript(question=question, **{name: tuple(found) for name, found in parts.items()}), []


def write_question(transcript: Transcript, *, status: str = "published", ids: Collection[str] = ()) -> str:
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


def _split_labels(paragraph: str) -> list[str]:
    """A paragraph, cut where one of its lines begins a part, since parts may follow without a blank line."""
    pieces: list[list[str]] = [[]]
    for line in paragraph.split("\n"):
        if _LABEL.fullmatch(line.strip()) and pieces[-1]:
            pieces.append([])
        pieces[-1].append(line)
    return ["\n".join(piece) for piece in pieces]
