"""The question files that are in a bank before an import."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from mkdocs_qbank.model.bank import Reference, Status
from mkdocs_qbank.read.document import parse, split_front_matter
from mkdocs_qbank.read.fields import QUESTION_FIELDS, read_fields
from mkdocs_qbank.read.slugs import taken
from mkdocs_qbank.read.text import MOST_BYTES

_OWN = re.compile(r"(?:status|formerly)[ \t]*:")
"""The fields that people and commands change without editing the question."""
_HEADING = re.compile(r"^# .*$", re.MULTILINE)
_FIELDS = {name: QUESTION_FIELDS[name] for name in ("status", "formerly")}


@dataclass(frozen=True, kw_only=True, slots=True)
class PresentQuestion:
    """A question file, as far as an import has to know it."""

    id: str
    file: Path
    digest: str
    """The hash of its text without `status` and `formerly`."""
    heading: str
    """The line of its question, in a Markdown file."""
    status: Status
    formerly: tuple[str, ...]


def present_questions(content: Path) -> dict[str, PresentQuestion]:
    """Return the question files of a content folder by id."""
    return {identifier: _present(identifier, file) for identifier, file in taken(content).items()}


def former_ids(questions: Mapping[str, PresentQuestion]) -> dict[str, str]:
    """Return the id of each question by its former ids."""
    return {former: question.id for question in questions.values() for former in question.formerly}


def text_digest(text: str) -> str:
    """Return the hash of a question file without its fields `status` and `formerly`, and whatever its line ends."""
    return sha256("\n".join(_without_own(text.replace("\r\n", "\n"))).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def heading_of(text: str) -> str:
    """Return the line of the question in a Markdown file, or nothing."""
    match = _HEADING.search(text)
    return match[0].rstrip() if match else ""


def _present(identifier: str, file: Path) -> PresentQuestion:
    text = ""
    if file.is_file() and not file.is_symlink():
        with file.open("rb") as opened:
            text = opened.read(MOST_BYTES + 1).decode("utf-8-sig", "replace")
    status, formerly = _own_fields(text.replace("\r\n", "\n"), file)
    return PresentQuestion(
        id=identifier,
        file=file,
        digest=text_digest(text),
        heading=heading_of(text),
        status=status,
        formerly=formerly,
    )


def _own_fields(text: str, file: Path) -> tuple[Status, tuple[str, ...]]:
    """Return the status and the former ids of a question file."""
    name = file.as_posix()
    front = split_front_matter(text, name)[0] if file.suffix == ".md" else text
    if "formerly" not in front:
        match = re.search(r"^status:[ \t]*(\w+)[ \t]*$", front, re.MULTILINE)
        known = match is not None and match[1] in list(Status)
        return Status(match[1]) if match and known else Status.PUBLISHED, ()
    document, _ = parse(front, name)
    values, _ = read_fields(document, _FIELDS, name) if document else ({}, [])
    formers: tuple[Reference, ...] = values.get("formerly", ())
    return values.get("status", Status.PUBLISHED), tuple(former.id for former in formers)


def _without_own(text: str) -> Iterator[str]:
    lines = iter(text.split("\n"))
    first = next(lines)
    yield first
    if first.rstrip() != "---":
        yield from lines
        return
    own = False
    for line in lines:
        if line.rstrip() in ("---", "..."):
            yield line
            break
        own = bool(_OWN.match(line)) or (own and (not line.strip() or line[0] in " \t-#"))
        if not own:
            yield line
    yield from lines
