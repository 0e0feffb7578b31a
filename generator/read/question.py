"""One question file, Markdown or YAML, into a Question."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from generator.findings import Finding, Rule, nearest
from generator.model import Prose, Question, Reference, Status
from generator.read.document import parse, split_front_matter
from generator.read.fields import QUESTION_FIELDS, read_fields
from generator.read.markdown import Outline, outline, place
from generator.read.values import KEBAB

MISSING_QUESTION = Rule(
    id="missing-question",
    summary="Every file asks a question.",
    help="Write the question as a heading: # Why …?",
    fails="## Official Answer",
    passes="# Why does it matter?",
)
MISSING_ANSWER = Rule(
    id="missing-answer",
    summary="Every question has an answer.",
    help="Write the answer below a heading: ## Official Answer.",
    fails="# Why does it matter?",
    passes="## Official Answer",
)
UNKNOWN_SECTION = Rule(
    id="unknown-section",
    summary="A question file holds only the sections that QBank knows.",
    help="Sub-headings inside an answer start at ###.",
    fails="## Offical Answer",
    passes="## Official Answer",
)
STRAY_TEXT = Rule(
    id="stray-text",
    summary="All text stands in a section.",
    help="Put this text below a heading: ## Instruction, ## Context or ## Official Answer.",
    fails="Because it is so.",
    passes="## Official Answer",
)
GIVEN_TWICE = Rule(
    id="given-twice",
    summary="A part of a question is given once.",
    help="Keep one of the two.",
    fails="answer: Because it is so.",
    passes="## Official Answer",
)
BAD_ID = Rule(
    id="bad-id",
    summary="A question's id, its file's stem, is kebab-case.",
    help="Use small letters, digits and single hyphens in the file's name.",
    fails="questions/metrics/What_Is_It.md",
    passes="questions/metrics/what-is-it.md",
)

SECTIONS = {
    "instruction": "Instruction",
    "context": "Context",
    "answer": "Official Answer",
    "related": "Related Questions",
}
_BY_TITLE = {title.casefold(): field for field, title in SECTIONS.items()}
_LEADING = re.compile(r"^[\s—–:\-.]+")


def read_question(text: str, path: str) -> tuple[Question | None, list[Finding]]:
    """Gives the question that a file holds, or None where it lacks its question or its answer, and all findings.

    Fields that are wrong are left out of the question, so that the rest can still be checked.
    """
    file = PurePosixPath(path)
    findings = _check_id(file)
    front, body, offset, problems = (text, "", 0, []) if file.suffix != ".md" else split_front_matter(text, path)
    findings += problems
    document, problems = parse(front, path, offset=1 if file.suffix == ".md" else 0)
    findings += problems
    if document is None or (not body and offset == 0 and file.suffix == ".md" and findings):
        return None, findings
    values, problems = read_fields(document, QUESTION_FIELDS, path)
    findings += problems
    named = {entry.name for entry in document.entries}
    if file.suffix == ".md":
        findings += _read_body(Prose(text=body, line=offset + 1), path, values, named)
    elif isinstance(values.get("question"), str):
        line = next(entry.line for entry in document.entries if entry.name == "question")
        values["question"] = Prose(text=values["question"], line=line)
    findings += (
        [] if "question" in values or "question" in named else [MISSING_QUESTION.at(path, 1, 1, "there is no question")]
    )
    findings += [] if "answer" in values or "answer" in named else [MISSING_ANSWER.at(path, 1, 1, "there is no answer")]
    if "question" not in values or "answer" not in values:
        return None, findings
    values.setdefault("status", Status.PUBLISHED)
    return Question(id=file.stem, topic=file.parent.name, path=path, **values), findings


def _check_id(file: PurePosixPath) -> list[Finding]:
    if file.stem == "index":
        return [BAD_ID.at(str(file), 1, 1, "'index' is no id", help="Name the file after its question.")]
    if KEBAB.fullmatch(file.stem):
        return []
    better = "-".join(re.findall(r"[a-z0-9]+", file.stem.casefold()))
    cure = f"Rename the file to {better}{file.suffix}." if better else None
    return [BAD_ID.at(str(file), 1, 1, f"the file's name '{file.stem}' is not kebab-case", help=cure)]


def _read_body(body: Prose, path: str, values: dict[str, Any], named: set[str]) -> list[Finding]:
    """Puts the sections of a Markdown body into `values`, and gives the findings."""
    findings: list[Finding] = []
    found = outline(body.text)
    if isinstance(values.get("question"), str):
        values["question"] = Prose(text=values["question"], line=1)
    for title, level, at, section in _sections(found, body):
        line, column = (section.line, 1) if at is None else place(body, found.data, at)
        if title is None:
            if section.text:
                findings.append(STRAY_TEXT.at(path, section.line, 1, "this text stands in no section"))
            continue
        field = "question" if level == 1 else _BY_TITLE.get(title.casefold())
        if field is None:
            near = nearest(title, SECTIONS.values())
            cure = f"Did you mean '## {near}'? " if near else ""
            message = f"there is no section '{title}'"
            findings.append(UNKNOWN_SECTION.at(path, line, column, message, help=cure + UNKNOWN_SECTION.help))
        elif field == "related":
            related = _related(section)
            values["related"] = (*values.get("related", ()), *related)
            if section.text and not related:
                cure = "Make each item a link to a question's file: - [words](../topic/id.md)."
                findings.append(STRAY_TEXT.at(path, section.line, 1, "these related questions are no links", help=cure))
        elif field in named:
            findings.append(GIVEN_TWICE.at(path, line, column, f"the {field} stands twice"))
        else:
            named.add(field)
            findings += _take(field, title, (path, line, column), section, values)
    return findings


def _take(field: str, title: str, where: tuple[str, int, int], section: Prose, values: dict[str, Any]) -> list[Finding]:
    """Puts one section into its field."""
    if field == "question":
        path, line, column = where
        values["question"] = Prose(text=title, line=line, column=column)
        nothing = MISSING_QUESTION.at(path, line, column, "the question is empty")
        stray = STRAY_TEXT.at(path, section.line, 1, "this text stands between the question and the first section")
        return ([] if title else [nothing]) + ([stray] if section.text else [])
    if section.text:
        values[field] = section
        return []
    empty = MISSING_ANSWER if field == "answer" else STRAY_TEXT
    cure = None if field == "answer" else "Write its text, or remove the heading."
    return [empty.at(*where, f"the section '{SECTIONS[field]}' is empty", help=cure)]


def _sections(found: Outline, body: Prose) -> list[tuple[str | None, int, int | None, Prose]]:
    """The text before the first heading, then title, level, place and text below each heading of level 1 or 2."""
    heads = [heading for heading in found.headings if heading.level <= 2]
    first = heads[0].start if heads else len(found.data)
    sections: list[tuple[str | None, int, int | None, Prose]] = [(None, 0, None, _piece(found.data, 0, first, body))]
    for index, head in enumerate(heads):
        end = heads[index + 1].start if index + 1 < len(heads) else len(found.data)
        source = found.data[head.start : head.end].decode()
        title = _inline(source) if head.level == 1 else head.text
        sections.append((title, head.level, head.start, _piece(found.data, head.end, end, body)))
    return sections


def _inline(source: str) -> str:
    """The Markdown of a heading on one line, without the marks that make it one."""
    lines = source.strip().split("\n")
    if lines[0].lstrip().startswith("#"):
        return re.sub(r"\s+#+$", "", lines[0].strip().lstrip("#").strip())
    return " ".join(line.strip() for line in lines[:-1])


def _piece(data: bytes, start: int, end: int, body: Prose) -> Prose:
    text = data[start:end].decode()
    lead = len(text) - len(text.lstrip("\n \t"))
    newlines = text.count("\n", 0, lead)
    line = body.line + data.count(b"\n", 0, start) + newlines
    kept = text[text.rfind("\n", 0, lead) + 1 :] if newlines else text
    return Prose(text=kept.rstrip(), line=line)


def _related(section: Prose) -> tuple[Reference, ...]:
    """The links of a list, each with the words that follow it as its reason."""
    found = outline(section.text)
    references = []
    for link in found.links:
        target = PurePosixPath(link.target.partition("#")[0])
        line, column = place(section, found.data, link.start)
        _, _, rest = link.sentence.partition(link.text)
        why = _LEADING.sub("", rest).strip() or None
        references.append(Reference(id=target.stem, why=why, line=line, column=column))
    return tuple(references)
