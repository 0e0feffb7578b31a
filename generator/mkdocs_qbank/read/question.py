"""One question file, Markdown or YAML, into a Question."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from mkdocs_qbank.findings.edit import Edit
from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.markdown.events import paragraph_lines
from mkdocs_qbank.markdown.links import Destinations
from mkdocs_qbank.markdown.parse import Form, ParsedMarkdown, Section, Text, parse
from mkdocs_qbank.markdown.workers import Job
from mkdocs_qbank.model.bank import Question, Reference, Status
from mkdocs_qbank.model.compact import compact
from mkdocs_qbank.model.kinds import FIELDS
from mkdocs_qbank.model.prose import PROSE_SECTIONS, SECTION_IDS, SECTIONS, Link, Prose
from mkdocs_qbank.read.document import parse as parse_yaml
from mkdocs_qbank.read.document import split_front_matter
from mkdocs_qbank.read.fields import QUESTION_FIELDS, read_fields
from mkdocs_qbank.read.lists import Listed
from mkdocs_qbank.read.rules import (
    BAD_ID,
    GIVEN_TWICE,
    MISSING_ANSWER,
    MISSING_QUESTION,
    RELATED_LINK,
    STRAY_TEXT,
    UNKNOWN_SECTION,
)
from mkdocs_qbank.read.values import KEBAB

_BY_TITLE = {title.casefold(): field for field, title in SECTIONS.items()}
_PROSE = ("question", *PROSE_SECTIONS)
"""The fields that hold Markdown, in the order of a file."""
_RUN_TOGETHER = re.compile(r" {0,3}(#{1,2})([^\s#].*?)(?:\s+#+|(#+))?\s*$")
"""A heading of a file that lacks the space after its marks, and may lack the one before those at its end."""
_LEADING = re.compile(r"^[\s—–:\-.]+")


@compact
@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionFile:
    """A question file whose fields are read and whose Markdown is still to be parsed."""

    path: str
    values: Mapping[str, Any]
    """The fields as typed values; those that hold Markdown as it is written."""
    named: Mapping[str, int]
    """The line of each field that the file names, those that are wrong among them."""
    fields: tuple[str, ...]
    """The field that each text of the job is for; empty for the body of a Markdown file."""
    job: Job


def open_question(text: str, path: str) -> tuple[QuestionFile | None, list[Finding]]:
    """Return a question file before its Markdown is parsed, or None where its fields cannot be read, and findings."""
    file = PurePosixPath(path)
    findings = _check_id(file)
    markdown = file.suffix == ".md"
    front, body, offset, problems = split_front_matter(text, path) if markdown else (text, "", 0, [])
    findings += problems
    document, problems = parse_yaml(front, path, offset=1 if markdown else 0)
    findings += problems
    if document is None or (not body and offset == 0 and markdown and findings):
        return None, findings
    values, problems = read_fields(document, QUESTION_FIELDS, path)
    fields = [name for name in _PROSE if name in values]
    texts = [_text(name, values[name]) for name in fields]
    if markdown:
        fields.append("")
        texts.append(Text(text=body, form=Form.FILE, line=offset + 1))
    sections = {SECTION_IDS[name] for name in (*fields, "answer", "related") if name in SECTION_IDS}
    opened = QuestionFile(
        path=path,
        values=values,
        named=MappingProxyType({entry.name: entry.line for entry in document.entries}),
        fields=tuple(fields),
        job=Job(path=path, texts=tuple(texts), sections=frozenset(sections)),
    )
    return opened, findings + problems


def _text(name: str, value: Prose) -> Text:
    form = Form.HEADING if name == "question" else Form.FIELD
    places = value.places if isinstance(value, Listed) else ()
    return Text(text=value.text, form=form, line=value.line, column=value.column, places=places)


def _check_id(file: PurePosixPath) -> list[Finding]:
    if file.stem == "index":
        return [BAD_ID.at(str(file), 1, 1, "'index' is no id", help="Name the file after its question.")]
    if KEBAB.fullmatch(file.stem):
        return []
    better = "-".join(re.findall(r"[a-z0-9]+", file.stem.casefold()))
    cure = f"Rename the file to {better}{file.suffix}." if better else None
    return [BAD_ID.at(str(file), 1, 1, f"the file's name '{file.stem}' is not kebab-case", help=cure)]


def close_question(opened: QuestionFile, parsed: ParsedMarkdown) -> tuple[Question | None, list[Finding]]:
    """Return the question of a file whose Markdown is parsed, or None where it lacks its question or its answer.

    Fields that are wrong are left out of the question, so that the rest can still be checked.
    """
    file = PurePosixPath(opened.path)
    findings = list(parsed.findings)
    if opened.fields and not parsed.sections:
        return None, findings
    values, named = dict(opened.values), dict(opened.named)
    for field, sections in zip(opened.fields, parsed.sections, strict=True):
        if field == "question":
            values[field] = replace(sections[0].title, line=values[field].line, column=values[field].column)
        elif field:
            values[field] = sections[0].body
    if opened.fields and opened.fields[-1] == "":
        findings += _Body(opened.path, values, named, set()).take(parsed.sections[-1])
    if "question" not in values and "question" not in named:
        findings.append(MISSING_QUESTION.at(opened.path, 1, 1, "there is no question"))
    if "answer" not in values and "answer" not in named:
        findings.append(MISSING_ANSWER.at(opened.path, 1, 1, "there is no answer"))
    if "question" not in values or "answer" not in values:
        return None, findings
    values.setdefault("status", Status.PUBLISHED)
    values["tag_references"] = values.pop("tags", ())
    values["tags"] = tuple(tag.id for tag in values["tag_references"])
    declared = {kind: values.pop(field) for field, kind in FIELDS.items() if field in values}
    return Question(
        id=file.stem, topic=file.parent.name, path=opened.path, declared=MappingProxyType(declared), **values
    ), findings


def read_question(
    text: str, path: str, destinations: Destinations | None = None
) -> tuple[Question | None, list[Finding]]:
    """Return the question that a file holds, parsed in this process, or None where it has none, and all findings.

    Only for text that is trusted or bounded: `read_bank` parses in workers. Raises TooDeepError.
    """
    opened, findings = open_question(text, path)
    if opened is None:
        return None, findings
    parsed = parse(opened.job.texts, path, destinations or Destinations(), opened.job.sections)
    question, more = close_question(opened, parsed)
    return question, findings + more


def was_published(text: str, path: str) -> bool:
    """Whether a question file of the past, read without its Markdown, had a page."""
    opened, _ = open_question(text, path)
    return opened is not None and opened.values.get("status") is not Status.DRAFT


def _field_of(section: Section) -> str | None:
    """Return the field that a section of a Markdown file holds, or None if no section is named so."""
    return "question" if section.level == 1 else _BY_TITLE.get(section.title.plain.casefold())


@dataclass(slots=True)
class _Body:
    """The sections of a Markdown file on their way into fields."""

    path: str
    values: dict[str, Any]
    named: dict[str, int]
    explained: set[int]
    """The lines of headings that lack a space after their marks."""

    def take(self, sections: tuple[Section, ...]) -> list[Finding]:
        findings = self._run_together(sections)
        self.explained = {finding.line for finding in findings}
        for section, following in zip(sections, (*sections[1:], None), strict=True):
            body = section.body
            if section.level == 0:
                if body.text and not self._explained(body):
                    findings.append(STRAY_TEXT.at(self.path, body.line, body.column, "this text stands in no section"))
                continue
            title = section.title.plain
            field = _field_of(section)
            place = (self.path, section.title.line, section.title.column)
            if field is None:
                near = nearest(title, SECTIONS.values())
                cure = f"Did you mean '## {near}'? " if near else ""
                message = f"there is no section '{title}'"
                findings.append(UNKNOWN_SECTION.at(*place, message, help=cure + UNKNOWN_SECTION.help))
            elif field == "related":
                findings += self._relate(body)
            elif field in self.named:
                message = f"the {field} stands already in line {self.named[field]}"
                lead = f"{UNKNOWN_SECTION.help} " if section.level == 1 else ""
                findings.append(GIVEN_TWICE.at(*place, message, help=lead + GIVEN_TWICE.help))
            else:
                self.named[field] = section.title.line
                if section.level == 1 or body.text or following is None or not self._misplaced(following):
                    findings += self._take(field, place, section)
        return findings

    def _misplaced(self, section: Section) -> bool:
        """Return whether a section is a part of the one before it, under a heading of too high a level."""
        return (section.level == 1 and "question" in self.named) or _field_of(section) is None

    def _run_together(self, sections: tuple[Section, ...]) -> list[Finding]:
        """Return a finding for each line that begins as a heading of a part that is missing, but lacks a space."""
        given = {*self.named, *(_field_of(section) for section in sections if section.level)}
        findings = []
        for section in sections:
            lines = section.body.text.split("\n")
            matches = [(number, match) for number, line in enumerate(lines) if (match := _RUN_TOGETHER.match(line))]
            plain = paragraph_lines(section.body.text) if matches else frozenset()
            for number, match in matches:
                if number not in plain:
                    continue  # a line of code, of HTML or of a list
                marks, words = match[1], match[2]
                part = _BY_TITLE.get(words.casefold()) if marks == "##" or section.level else "question"
                if part is None or part in given:
                    continue
                given.add(part)
                self.named[part] = section.body.line + number
                message = f"a space is missing after '{marks}', so this is no heading"
                cure = f"Write '{marks} {words[:80]}'."
                edits = () if match[3] else (_space(self.named[part], match.end(1) + 1),)
                findings.append(STRAY_TEXT.at(self.path, self.named[part], 1, message, help=cure, edits=edits))
        return findings

    def _explained(self, body: Prose) -> bool:
        """Return whether a text outside of the sections has a heading that lacks a space."""
        return not self.explained.isdisjoint(range(body.line, body.line + body.text.count("\n") + 1))

    def _take(self, field: str, place: tuple[str, int, int], section: Section) -> list[Finding]:
        body = section.body
        if field == "question":
            self.values["question"] = section.title
            findings = [] if section.title.text else [MISSING_QUESTION.at(*place, "the question is empty")]
            if body.text and not self._explained(body):
                message = "this text stands between the question and the first section"
                findings.append(STRAY_TEXT.at(self.path, body.line, 1, message))
            return findings
        if body.text:
            self.values[field] = body
            return []
        empty = MISSING_ANSWER if field == "answer" else STRAY_TEXT
        cure = None if field == "answer" else "Write its text, or remove the heading."
        return [empty.at(*place, f"the section '{SECTIONS[field]}' is empty", help=cure)]

    def _relate(self, body: Prose) -> list[Finding]:
        """Add the links of a list, each with the words that follow it as its reason."""
        findings, references = [], []
        root = posixpath.dirname(posixpath.dirname(self.path))
        for link in body.links:
            if link.path is None or link.dead or posixpath.dirname(posixpath.dirname(link.path)) != root:
                message = f"'{link.target[:80]}' is no file of a question"
                findings.append(RELATED_LINK.at(self.path, link.line, link.column, message))
            else:
                references.append(_reference(link))
        self.values["related"] = (*self.values.get("related", ()), *references)
        if body.text and not body.links:
            cure = "Make each item a link to a question's file: - [words](../topic/id.md)."
            message = "these related questions are no links"
            findings.append(STRAY_TEXT.at(self.path, body.line, 1, message, help=cure))
        return findings


def _space(line: int, column: int) -> Edit:
    """Return the edit that inserts a space."""
    return Edit(line=line, column=column, end_line=line, end_column=column, text=" ", old="")


def _reference(link: Link) -> Reference:
    _, _, rest = link.sentence.partition(link.text)
    why = _LEADING.sub("", rest).strip() or None
    return Reference(id=PurePosixPath(link.path or "").stem, why=why, line=link.line, column=link.column)


def places_of(opened: Sequence[QuestionFile]) -> dict[str, str]:
    """Return the file of each question by its id and its former ids; an id takes precedence over a former one."""
    files = list(reversed(opened))
    places = {former.id: one.path for one in files for former in one.values.get("formerly", ())}
    return places | {PurePosixPath(one.path).stem: one.path for one in files}
