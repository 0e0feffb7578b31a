"""What question files gave when they were read, kept for the next reading of a bank."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, replace

from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.markdown.parse import ParsedMarkdown
from mkdocs_qbank.markdown.workers import Job
from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.compact import compact
from mkdocs_qbank.read.question import QuestionFile, close_question, open_question
from mkdocs_qbank.read.text import check_brackets


@compact
@dataclass(frozen=True, kw_only=True, slots=True)
class KeptFile:
    """A question file that was read."""

    digest: bytes
    """A hash of its text."""
    opened: QuestionFile | None
    problems: tuple[Finding, ...]
    """What is wrong with the file as far as it was opened."""
    parsed: ParsedMarkdown | None = None
    """Its Markdown, as it was parsed; another parsing gives another question."""
    question: Question | None = None
    found: tuple[Finding, ...] = ()
    """What is wrong with its Markdown."""


def opened_again(text: str, path: str, kept: KeptFile | None) -> KeptFile:
    """Return an opened question file: the kept one, if its text is the same."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    if kept is not None and kept.digest == digest:
        return kept
    deep = check_brackets(text, path, 1)
    opened, problems = (None, deep) if deep else open_question(text, path)
    return KeptFile(digest=digest, opened=opened, problems=tuple(problems))


def closing(files: MutableMapping[str, KeptFile]) -> Callable[[Job, ParsedMarkdown], None]:
    """Return a function that makes the question of an opened file once its Markdown is parsed, unless it is made."""

    def close(job: Job, parsed: ParsedMarkdown) -> None:
        file = files.get(job.path)
        if file is not None and file.opened is not None and file.parsed is not parsed:
            question, found = close_question(file.opened, parsed)
            files[job.path] = replace(file, parsed=parsed, question=question, found=tuple(found))

    return close
