"""The rules for a single Markdown text."""

from __future__ import annotations

from mkdocs_qbank.findings.finding import Rule, Severity

UNSAFE_HTML = Rule(
    id="unsafe-html",
    summary="HTML in a file is text: no scripts, styles, frames, forms, pictures or handlers.",
    why="What one contributor writes runs in every reader's browser, so HTML is limited to elements that only "
    "show text.",
    help="Write it in Markdown, or put it in backticks to show it as code. The page omits it.",
    fails="<script>alert(1)</script>",
    passes="`<script>alert(1)</script>`",
    severity=Severity.WARNING,
    alone=True,
)
BAD_MATHS = Rule(
    id="bad-maths",
    summary="A formula is LaTeX that can be rendered.",
    why="The formula cannot be drawn, so readers would see its source instead.",
    help="Use other commands, or write \\$ for a dollar sign. The page shows the formula as code.",
    fails="$\\fraction{1}{n}$",
    passes="$\\frac{1}{n}$",
    severity=Severity.WARNING,
    alone=True,
)
IMAGE = Rule(
    id="image",
    summary="An image is a file below a topic of the bank, shown in a section of a question.",
    why="A picture from another host tells that host who reads the page, and disappears or changes without notice.",
    help="Put the image beside the question: ![what it shows](name.png). The page links to it instead of showing it.",
    fails="![a curve](https://example.org/curve.png)",
    passes="![a curve](curve.png)",
    severity=Severity.WARNING,
)
DIAGRAM = Rule(
    id="diagram",
    summary="A diagram is readable as text.",
    why="Drawing it would need a large script in every reader's browser, and people who cannot see it would "
    "have nothing.",
    help="Explain it in words, a list or a table. The page shows the source of the diagram as code.",
    fails="```mermaid",
    passes="- Because it is so.",
    severity=Severity.WARNING,
    alone=True,
)
UNDRAWN = Rule(
    id="undrawn",
    summary="The formulas and code blocks of a file are rendered within five seconds.",
    why="Formulas and code are rendered when the site is built. One file must not hold up the build of all others.",
    help="Shorten the formulas and code blocks. The page shows them as written.",
    fails="$\\sqrt\\sqrt\\sqrt$",
    passes="$\\sqrt{2}$",
    severity=Severity.WARNING,
    alone=True,
)
UNRENDERABLE = Rule(
    id="unrenderable",
    summary="The Markdown of a file is rendered within five seconds.",
    why="One file must not hold up the build of all others; Markdown that takes this long is nested deeper than "
    "anybody would write it.",
    help="Simplify it: nest fewer brackets, quotations and lists.",
    fails="> > > > > > > > > > > > > > > > >",
    passes="> Because it is so.",
    alone=True,
)
MOVED_LINK = Rule(
    id="moved-link",
    summary="A link to a question names the file where the question is now.",
    why="GitHub and editors follow the path as it is written and find no file there, even though the site still "
    "knows the question.",
    help="Link to the question's file where it is now. The page links to it all the same.",
    fails="[overfitting](../evaluation/overfitting.md)",
    passes="[overfitting](../metrics/overfitting.md)",
    severity=Severity.WARNING,
    fixes=True,
)
SKIPPED_HEADING = Rule(
    id="skipped-heading",
    summary="Headings skip no level: those of a section start at ###, and below ### comes ####.",
    why="Screen readers and the table of contents show how headings depend on each other; a skipped level looks "
    "like a part that is missing.",
    help="Give the heading the level below the one it belongs to.",
    fails="#### How it works",
    passes="### How it works",
    severity=Severity.WARNING,
    alone=True,
    fixes=True,
)
FENCE_LANGUAGE = Rule(
    id="fence-language",
    summary="A fenced code block names its language, so that it can be highlighted and checked.",
    why="Without a language, code is not coloured, and nobody checks that it parses.",
    help="Write the language after the opening marks, such as ```python; ```text if it is in none.",
    fails="```",
    passes="```text",
    severity=Severity.ADVICE,
    alone=True,
)
BAD_CODE = Rule(
    id="bad-code",
    summary="Code in a fence named python, json, jsonc or yaml parses.",
    why="Readers copy code and expect that it runs; one missing bracket costs them more time than it saved the author.",
    help="Fix it, or name what the code is in: ```text takes anything.",
    fails='{"tags": ["validation", }',
    passes='{"tags": ["validation"]}',
    severity=Severity.WARNING,
    alone=True,
)

RULES = (
    UNSAFE_HTML,
    BAD_MATHS,
    IMAGE,
    DIAGRAM,
    UNDRAWN,
    UNRENDERABLE,
    MOVED_LINK,
    SKIPPED_HEADING,
    FENCE_LANGUAGE,
    BAD_CODE,
)
