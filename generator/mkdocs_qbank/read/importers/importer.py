"""What an importer is: a format that is recognised, and read as drafts of questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.read.draft import QuestionDraft

Drafts = tuple[tuple[QuestionDraft, ...], list[Finding]]
"""The questions that can be made of a source, and what is wrong with the others."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Importer:
    """One format; its functions take a source's text and path, and open no file."""

    name: str
    """What `qbank import --from` calls it."""
    expected: str
    """What a source looks like, in words that complete 'expected'."""
    recognises: Callable[[str, str], bool]
    """Whether a source is of this format beyond doubt."""
    read: Callable[[str, str], Drafts]
