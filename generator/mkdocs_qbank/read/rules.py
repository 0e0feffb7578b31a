"""The rules that the files of a content folder can break, each by itself or beside the others."""

from __future__ import annotations

from mkdocs_qbank.findings.finding import Rule, Severity

SYMLINK = Rule(
    id="symlink",
    summary="Below the content folder stand files and folders, no links to others.",
    help="Put the file itself here; what a link leads to is never read or published.",
    fails="questions/metrics/elsewhere.md",
    passes="questions/metrics/what-is-it.md",
)
UNSAFE_FILE = Rule(
    id="unsafe-file",
    summary="Beside pages stand only files that no browser runs: pictures, plain data, fonts.",
    help="Leave it out, or have a maintainer put it into theme_overrides/, where it is reviewed as code.",
    fails="pages/extra.html",
    passes="pages/index.md",
)
BAD_NAME = Rule(
    id="bad-name",
    summary="A file or folder is named with letters, digits, dots, hyphens, underscores and single spaces.",
    help="Rename it: letters of any script, digits, '.', '_', '-' and single spaces between them.",
    fails="pages/about & more.md",
    passes="pages/about and more.md",
)
HOST_FILE = Rule(
    id="host-file",
    summary="A file that the host of the site reads is published only if mkdocs.yml names it.",
    help="Remove it, or have a maintainer name its path below content/pages in mkdocs.yml, "
    "under the options of the plugin qbank: host_files: [CNAME].",
    fails="pages/robots.txt",
    passes="pages/index.md",
)
COLLIDING_NAME = Rule(
    id="colliding-name",
    summary="Each file and each page has an address of its own, also on disks that ignore case.",
    help="Rename one of the two.",
    fails="pages/about.md\npages/about/index.md",
    passes="pages/about.md",
)
NOT_UTF8 = Rule(
    id="not-utf8",
    summary="A file is text in UTF-8.",
    help="Save the file as UTF-8; editors offer it under 'Save with encoding'.",
    fails="café, saved as Latin-1",
    passes="café, saved as UTF-8",
)
HIDDEN_CHARACTER = Rule(
    id="hidden-character",
    summary="A file holds no characters that nobody sees: control characters, and marks that reorder what is read.",
    help="Remove the character; retype the words around it if it cannot be seen.",
    fails="It is\u202e so.",
    passes="It is so.",
)
TOO_LARGE = Rule(
    id="too-large",
    summary="A file is at most 256 KiB.",
    help="Split it into several questions, or leave out what is no text.",
    fails="x" * 80,
    passes="Because it is so.",
)
TOO_DEEP = Rule(
    id="too-deep",
    summary="Lists, mappings and brackets stand in each other only as deep as a person would write them.",
    help="Write it flatter.",
    fails="[[[[[[[[[[[[[[[[",
    passes="related: [overfitting]",
)
BAD_YAML = Rule(
    id="bad-yaml",
    summary="Front matter and .yml files are well-formed YAML.",
    help="Fix the YAML here; a value with ': ', '#', '[' or quotes in it belongs in double quotes.",
    fails="aliases: [What is it?",
    passes='aliases: ["What is it?"]',
)
DUPLICATE_KEY = Rule(
    id="duplicate-key",
    summary="A field stands once.",
    help="Keep one of the two; YAML would silently take the last.",
    fails="tags: [metrics]\ntags: [validation]",
    passes="tags: [metrics, validation]",
)
UNKNOWN_FIELD = Rule(
    id="unknown-field",
    summary="Only fields that QBank knows stand in a file.",
    help="Remove the field, or use one of the known ones.",
    fails="prerequisite: [overfitting]",
    passes="prerequisites: [overfitting]",
)
WRONG_TYPE = Rule(
    id="wrong-type",
    summary="Each field holds the type that it is defined with.",
    help="Give the field the type that it is defined with.",
    fails="tags: 5",
    passes="tags: [metrics]",
)
BAD_VALUE = Rule(
    id="bad-value",
    summary="A field that knows a fixed set or form of values holds one of them.",
    help="Use one of the known values.",
    fails="difficulty: easy",
    passes="difficulty: beginner",
)
REPEATED_TAG = Rule(
    id="repeated-tag",
    summary="A question has a tag once.",
    help="Keep one of the two.",
    fails="tags: [validation, validation]",
    passes="tags: [validation]",
    severity=Severity.WARNING,
)
BAD_DATE = Rule(
    id="bad-date",
    summary="A date is a day of the calendar, written YYYY-MM-DD.",
    help="Write the day as YYYY-MM-DD, such as 2026-11-23.",
    fails="reviewed: 2026-02-30",
    passes="reviewed: 2026-02-28",
)
FUTURE_REVIEW = Rule(
    id="future-review",
    summary="The date of a review is not in the future.",
    help="Write the day of the review. Until then pages show none.",
    fails="reviewed: 2206-11-23",
    passes="reviewed: 2026-11-23",
    severity=Severity.WARNING,
)
SOURCE_FORM = Rule(
    id="source-form",
    summary="A source has a title in words, and an address.",
    help="Write - {title: what it is called, url: where it is}.",
    fails='  - {title: "https://example.org/validation"}',
    passes='  - {title: "Validation in practice", url: "https://example.org/validation"}',
    severity=Severity.ADVICE,
)
STRAY_FILE = Rule(
    id="stray-file",
    summary="Below content/questions stand topics, and in each topic question files and their images.",
    help="Move it to content/questions/<topic>/<id>.md or .yml, or remove it.",
    fails="questions/metrics/notes.txt",
    passes="questions/metrics/what-is-it.md",
    severity=Severity.WARNING,
)
MISSING_TOPIC = Rule(
    id="missing-topic",
    summary="Each topic's folder has a _topic.yml with its title.",
    help="Write a _topic.yml there with the lines 'title: …' and 'description: …'.",
    fails="questions/metrics/what-is-it.md",
    passes="questions/metrics/what-is-it.md\nquestions/metrics/_topic.yml",
    severity=Severity.WARNING,
)
NO_BANK = Rule(
    id="no-bank",
    summary="A bank's content folder holds a folder questions/.",
    help="Name the content folder with --content, or make questions/<topic>/<id>.md in it.",
    fails="pages/index.md",
    passes="questions/metrics/what-is-it.md",
)
EMPTY_TOPIC = Rule(
    id="empty-topic",
    summary="A topic holds at least one question.",
    help="Add a question to its folder, or remove the folder.",
    fails="questions/empty/_topic.yml",
    passes="questions/metrics/what-is-it.md",
    severity=Severity.WARNING,
)
MISSING_QUESTION = Rule(
    id="missing-question",
    summary="Every file asks a question.",
    help="Write the question as a heading: # Why …?",
    fails="## Official Answer",
    passes="# Why does it matter?\n\n## Official Answer",
)
MISSING_ANSWER = Rule(
    id="missing-answer",
    summary="Every question has an answer.",
    help="Write the answer below a heading: ## Official Answer.",
    fails="# Why does it matter?",
    passes="# Why does it matter?\n\n## Official Answer\n\nBecause it is so.",
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
    summary="All text belongs to a section.",
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
RELATED_LINK = Rule(
    id="related-link",
    summary="Each link below Related Questions names the file of a question.",
    help="Write - [words](../topic/id.md), relative to this file; a web address belongs in 'sources'.",
    fails="- [validation](https://example.org/validation)",
    passes="- [validation](cross-validation.md)",
)
REPEATED_FORM = Rule(
    id="repeated-form",
    summary="A form occurs in the glossary once, whatever its case, so that it belongs to one entry.",
    help="Keep one of the two; if both entries mean the same, make them one.",
    fails="SGD: stochastic gradient descent\nmini-batch SGD: [sgd, minibatch SGD]",
    passes="SGD: [stochastic gradient descent, mini-batch SGD, minibatch SGD]",
)
BAD_IMAGE = Rule(
    id="bad-image",
    summary="An image beside a question is a complete PNG, JPEG, WebP, GIF or AVIF file, and named as one.",
    help="Export it again, as PNG or JPEG. Until then pages show its alternative text.",
    fails="questions/metrics/curve.svg",
    passes="questions/metrics/curve.png",
    severity=Severity.WARNING,
)
LARGE_IMAGE = Rule(
    id="large-image",
    summary="An image has at most 1 MiB, 10,000 pixels on a side and 40 million pixels in all.",
    help="Scale it down; a page needs no more than about 1,600 pixels. Until then pages show its alternative text.",
    fails="![A curve, 20,000 pixels wide](curve.png)",
    passes="![A curve, 64 pixels wide](curve.png)",
    severity=Severity.WARNING,
)
MOVING_IMAGE = Rule(
    id="moving-image",
    summary="An image does not move: nobody can stop it, and some people cannot read beside it.",
    help="Show the steps that matter as images of their own. Until then pages show its alternative text.",
    fails="![A wave that moves](wave.gif)",
    passes="![A wave at one moment](wave.gif)",
    severity=Severity.WARNING,
)
IMAGE_LOCATION = Rule(
    id="image-location",
    summary="An image does not contain the place where it was taken.",
    help="Remove the metadata before you commit the image: git keeps every version, and pages show it as it is.",
    fails="![A garden, with its place](garden.jpg)",
    passes="![A garden](garden.jpg)",
    severity=Severity.WARNING,
)

RULES = (
    SYMLINK,
    UNSAFE_FILE,
    BAD_NAME,
    HOST_FILE,
    COLLIDING_NAME,
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
    STRAY_FILE,
    MISSING_TOPIC,
    NO_BANK,
    EMPTY_TOPIC,
    MISSING_QUESTION,
    MISSING_ANSWER,
    UNKNOWN_SECTION,
    STRAY_TEXT,
    GIVEN_TWICE,
    BAD_ID,
    RELATED_LINK,
    REPEATED_FORM,
    BAD_IMAGE,
    LARGE_IMAGE,
    MOVING_IMAGE,
    IMAGE_LOCATION,
)
