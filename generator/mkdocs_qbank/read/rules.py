"""The rules that the files of a content folder can break, each by itself or beside the others."""

from __future__ import annotations

from mkdocs_qbank.findings.finding import Rule, Severity
from mkdocs_qbank.read import folder_rules, image_rules

NOT_UTF8 = Rule(
    id="not-utf8",
    summary="A file is text in UTF-8.",
    why="In any other encoding, letters with accents and other scripts turn into the wrong characters, and the "
    "file cannot be compared or searched.",
    help="Save the file as UTF-8; editors offer it under 'Save with encoding'.",
    fails="café, saved as Latin-1",
    passes="café, saved as UTF-8",
    alone=True,
)
HIDDEN_CHARACTER = Rule(
    id="hidden-character",
    summary="A file contains no invisible characters: control characters, and marks that reorder text.",
    why="A reviewer sees other words than a program reads: marks that reorder text can hide what a change does, "
    "and control characters break terminals and feeds.",
    help="Remove the character; retype the words around it if it cannot be seen.",
    fails="It is\u202e so.",
    passes="It is so.",
    alone=True,
    fixes=True,
)
TOO_LARGE = Rule(
    id="too-large",
    summary="A file is at most 256 KiB.",
    why="No answer needs that much text. The limit bounds what one file can cost everybody who checks, builds or "
    "downloads the bank.",
    help="Split it into several questions, or leave out what is no text.",
    fails="x" * 80,
    passes="Because it is so.",
    alone=True,
)
TOO_DEEP = Rule(
    id="too-deep",
    summary="Lists, mappings and brackets are nested no deeper than a person would write them.",
    why="Parsers need memory and time for each level; a few kilobytes of brackets can stall one. Nobody reads "
    "text that is nested so deep.",
    help="Write it flatter.",
    fails="[[[[[[[[[[[[[[[[",
    passes="related: [overfitting]",
    alone=True,
)
BAD_YAML = Rule(
    id="bad-yaml",
    summary="Front matter and .yml files are well-formed YAML.",
    why="The fields cannot be read at all, so the question would lose its tags, its relations and its redirects.",
    help="Fix the YAML here; a value with ': ', '#', '[' or quotes in it belongs in double quotes.",
    fails="aliases: [What is it?",
    passes='aliases: ["What is it?"]',
    alone=True,
)
DUPLICATE_KEY = Rule(
    id="duplicate-key",
    summary="A field is given once.",
    why="YAML keeps only one of the two and says nothing, so half of what was written is lost.",
    help="Keep one of the two; YAML would silently take the last.",
    fails="tags: [metrics]\ntags: [validation]",
    passes="tags: [metrics, validation]",
    alone=True,
)
UNKNOWN_FIELD = Rule(
    id="unknown-field",
    summary="A file has only fields that QBank knows.",
    why="A misspelt field has no effect, which nobody notices: 'prerequisite' instead of 'prerequisites' leaves "
    "the question without any.",
    help="Remove the field, or use one of the known ones.",
    fails="prerequisite: [overfitting]",
    passes="prerequisites: [overfitting]",
    alone=True,
)
WRONG_TYPE = Rule(
    id="wrong-type",
    summary="Each field has a value of the type that it is defined with.",
    why="The value cannot be used as what it is meant for, so the page would lack it.",
    help="Give the field the type that it is defined with.",
    fails="tags: 5",
    passes="tags: [metrics]",
    alone=True,
    fixes=True,
)
BAD_VALUE = Rule(
    id="bad-value",
    summary="A field with a fixed set or format of values uses a valid one.",
    why="Filters, addresses and counts rely on one spelling: 'easy' beside 'beginner' would be a level of its "
    "own with one question.",
    help="Use one of the known values.",
    fails="difficulty: easy",
    passes="difficulty: beginner",
    alone=True,
    fixes=True,
)
REPEATED_TAG = Rule(
    id="repeated-tag",
    summary="A question has a tag once.",
    why="The second one has no effect, and a reader of the file wonders whether another tag was meant.",
    help="Keep one of the two.",
    fails="tags: [validation, validation]",
    passes="tags: [validation]",
    severity=Severity.WARNING,
    alone=True,
    fixes=True,
)
BAD_DATE = Rule(
    id="bad-date",
    summary="A date is a day of the calendar, written YYYY-MM-DD.",
    why="Pages and 'Gaps in this bank' compare dates. 03/04/2026 is March for some readers and April for others.",
    help="Write the day as YYYY-MM-DD, such as 2026-11-23.",
    fails="reviewed: 2026-02-30",
    passes="reviewed: 2026-02-28",
    alone=True,
    fixes=True,
)
FUTURE_REVIEW = Rule(
    id="future-review",
    summary="The date of a review is not in the future.",
    why="Readers trust an answer by its last review, and 'Gaps in this bank' waits for that day before it asks for "
    "another.",
    help="Write the day of the review. Until then pages show none.",
    fails="reviewed: 2206-11-23",
    passes="reviewed: 2026-11-23",
    severity=Severity.WARNING,
    alone=True,
)
SOURCE_FORM = Rule(
    id="source-form",
    summary="A source has a title in words, and an address.",
    why="Readers judge a source by its title and check it by its address. A bare address says nothing once it is "
    "dead, and a title alone cannot be followed.",
    help="Write - {title: what it is called, url: where it is}.",
    fails='  - {title: "https://example.org/validation"}',
    passes='  - {title: "Validation in practice", url: "https://example.org/validation"}',
    severity=Severity.ADVICE,
    alone=True,
)
MISSING_QUESTION = Rule(
    id="missing-question",
    summary="Every file asks a question.",
    why="The page needs a title, and search needs something to find it by.",
    help="Write the question as a heading: # Why …?",
    fails="## Official Answer",
    passes="# Why does it matter?\n\n## Official Answer",
    alone=True,
)
MISSING_ANSWER = Rule(
    id="missing-answer",
    summary="Every question has an answer.",
    why="Readers come for the answer. A question without one looks like a fault of the site.",
    help="Write the answer below a heading: ## Official Answer.",
    fails="# Why does it matter?",
    passes="# Why does it matter?\n\n## Official Answer\n\nBecause it is so.",
    alone=True,
)
UNKNOWN_SECTION = Rule(
    id="unknown-section",
    summary="A question file has only sections that QBank knows.",
    why="A page shows each section in its place. A misspelt heading would put its text in no place at all.",
    help="Sub-headings inside an answer start at ###.",
    fails="## Offical Answer",
    passes="## Official Answer",
    alone=True,
)
STRAY_TEXT = Rule(
    id="stray-text",
    summary="All text belongs to a section.",
    why="A page shows only sections, so text outside them would be lost without notice.",
    help="Put this text below a heading: ## Instruction, ## Context or ## Official Answer.",
    fails="Because it is so.",
    passes="## Official Answer",
    alone=True,
    fixes=True,
)
GIVEN_TWICE = Rule(
    id="given-twice",
    summary="A part of a question is given once.",
    why="The page shows one of the two, and the other one goes out of date unseen.",
    help="Keep one of the two.",
    fails="answer: Because it is so.",
    passes="## Official Answer",
    alone=True,
)
BAD_ID = Rule(
    id="bad-id",
    summary="A question's id, its file's stem, is kebab-case.",
    why="The file's name becomes the permanent address of the page. Capital letters, spaces and underscores get "
    "lost or changed where people copy addresses.",
    help="Use small letters, digits and single hyphens in the file's name.",
    fails="questions/metrics/What_Is_It.md",
    passes="questions/metrics/what-is-it.md",
    alone=True,
)
RELATED_LINK = Rule(
    id="related-link",
    summary="Each link below Related Questions names the file of a question.",
    why="The list relates questions to each other. Any other link in it would be on no map and in no list of "
    "related questions.",
    help="Write - [words](../topic/id.md), relative to this file; a web address belongs in 'sources'.",
    fails="- [validation](https://example.org/validation)",
    passes="- [validation](cross-validation.md)",
)
REPEATED_FORM = Rule(
    id="repeated-form",
    summary="A form occurs in the glossary once, whatever its case, so that it belongs to one entry.",
    why="Search reads each form as its entry's term. A form in two entries would mean either, and search would "
    "find the wrong questions.",
    help="Keep one of the two; if both entries mean the same, make them one.",
    fails="SGD: stochastic gradient descent\nmini-batch SGD: [sgd, minibatch SGD]",
    passes="SGD: [stochastic gradient descent, mini-batch SGD, minibatch SGD]",
)

RULES = (
    *folder_rules.RULES,
    NOT_UTF8,
    HIDDEN_CHARACTER,
    TOO_LARGE,
    TOO_DEEP,
    BAD_YAML,
    DUPLICATE_KEY,
    UNKNOWN_FIELD,
    WRONG_TYPE,
    BAD_VALUE,
    REPEATED_TAG,
    BAD_DATE,
    FUTURE_REVIEW,
    SOURCE_FORM,
    MISSING_QUESTION,
    MISSING_ANSWER,
    UNKNOWN_SECTION,
    STRAY_TEXT,
    GIVEN_TWICE,
    BAD_ID,
    RELATED_LINK,
    REPEATED_FORM,
    *image_rules.RULES,
)
