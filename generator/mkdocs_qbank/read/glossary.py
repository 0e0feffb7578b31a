"""`glossary.yml`: forms of one term, such as an abbreviation and what it is short for, that search takes as equal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from mkdocs_qbank.findings.finding import Finding, Rule
from mkdocs_qbank.read.document import NAMELESS, Entry, parse, place
from mkdocs_qbank.read.rules import BAD_VALUE, HIDDEN_CHARACTER, REPEATED_FORM, WRONG_TYPE
from mkdocs_qbank.read.text import hidden
from mkdocs_qbank.read.values import Report, read_text

GLOSSARY_FILE = "glossary.yml"
MOST_CHARACTERS = 80

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Form:
    """One form of a term, with its place in the file."""

    text: str
    line: int
    column: int


def read_glossary(source: str, path: str) -> tuple[Groups, list[Finding]]:
    """Return the forms of each entry, its term first, with every finding about the file.

    Forms that are wrong are left out, and so are entries that then have a single form.
    """
    document, findings = parse(source, path)
    if document is None:
        return (), findings
    report = Report(path=path, offset=document.offset, findings=findings)
    first: dict[str, _Form] = {}
    groups = [tuple(_once(_forms(entry, report), first, report)) for entry in document.entries]
    return tuple(group for group in groups if len(group) > 1), findings


def _forms(entry: Entry, report: Report) -> Iterator[_Form]:
    """Return the forms of one entry: its term, then its synonyms."""
    term = _term(entry, report)
    if term is not None:
        yield from _sized(term, report)
    name = _shown(term.text if term else "this term")
    node = entry.value
    if isinstance(node, yaml.MappingNode) or (isinstance(node, yaml.SequenceNode) and not node.value):
        what = "a mapping" if isinstance(node, yaml.MappingNode) else "an empty list"
        cure = f"Write {name}: another form, or {name}: [one form, another form]."
        report.add(WRONG_TYPE, node, f"'{name}' must be text or a list of texts, not {what}", help=cure)
        return
    for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        form = read_text(item, name, report)
        if form is not None:
            line, column = place(item, report.offset)
            yield from _sized(_Form(text=form, line=line, column=column), report)


def _term(entry: Entry, report: Report) -> _Form | None:
    """Return an entry's term as it is written: YAML would make `NO` false, `1.0` a number and `~` nothing."""
    term = _Form(text=" ".join(entry.name.split()), line=entry.line, column=entry.column)
    unseen = hidden(term.text)
    if entry.name == NAMELESS:
        cure = "Write the term as text before the colon, and its other forms as a list after it."
        _add(WRONG_TYPE, term, "a term must be text, not a list or a mapping", report, help=cure)
    elif unseen:
        _add(HIDDEN_CHARACTER, term, f"there is {unseen[0][1]} in this term", report)
    elif not term.text:
        _add(WRONG_TYPE, term, "a term is empty", report, help="Write the term before the colon, or remove the entry.")
    else:
        return term
    return None


def _sized(form: _Form, report: Report) -> Iterator[_Form]:
    """Return the form if search can look for it."""
    if len(form.text) > MOST_CHARACTERS:
        message = f"'{_shown(form.text)}' has {len(form.text)} characters, more than {MOST_CHARACTERS}"
        _add(BAD_VALUE, form, message, report, help="Write only what people type into a search.")
    elif not any(char.isalnum() for char in form.text):
        message = f"'{form.text}' has neither a letter nor a digit"
        _add(BAD_VALUE, form, message, report, help="Write it in words, or leave it out: search passes over signs.")
    else:
        yield form


def _once(forms: Iterator[_Form], first: dict[str, _Form], report: Report) -> Iterator[str]:
    """Return the forms that are new; `first` holds all earlier ones, whatever their case or width."""
    for form in forms:
        other = first.setdefault(unicodedata.normalize("NFKC", form.text).casefold(), form)
        if other is form:
            yield form.text
        else:
            message = f"'{form.text}' stands already in line {other.line}, column {other.column}"
            _add(REPEATED_FORM, form, message, report)


def _shown(form: str) -> str:
    return form if len(form) <= MOST_CHARACTERS else f"{form[:40]}…"


def _add(rule: Rule, form: _Form, message: str, report: Report, *, help: str | None = None) -> None:
    report.findings.append(rule.at(report.path, form.line, form.column, message, help=help))
