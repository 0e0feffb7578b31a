"""Edits of words in the fields of a file."""

from __future__ import annotations

from mkdocs_qbank.findings.edit import Edit
from mkdocs_qbank.model.bank import Reference

_NO_TEXT = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))
"""Words that YAML reads as something else than text."""


def rewrite(written: Reference, word: str) -> tuple[Edit, ...]:
    """Return what writes another word in kebab-case in the place of one, if the file holds that one as it is."""
    if not written.end:
        return ()
    old = written.former or written.id
    quote = (written.end - written.column - len(old)) // 2
    text = word if quote or (word[0].isalpha() and word not in _NO_TEXT) else f'"{word}"'
    line, start, end = written.line, written.column + quote, written.end - quote
    return (Edit(line=line, column=start, end_line=line, end_column=end, text=text, old=old),)
