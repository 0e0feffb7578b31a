"""The body of a question's page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from mkdocs_qbank.markdown.links import permalink
from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.prose import SECTION_IDS, SECTIONS, Heading, Prose

_FOLDED = ("context", "key_points")
_BELOW = ("answer", "common_mistakes", "follow_up_questions")


def question_body(question: Question) -> tuple[str, tuple[Heading, ...]]:
    """Return the HTML of a question's page, assembled from clean parts, and its headings.

    What answers the question is in elements of the class `qb-answer`, which readers can hide.
    """
    identifier = next((heading.id for heading in question.question.headings), "")
    headings = [Heading(level=1, id=identifier, text=question.question.plain)]
    parts = [f'<h1 id="{escape(identifier)}">{question.question.html}{permalink(identifier)}</h1>']
    texts = question.texts
    if "instruction" in texts:
        parts.append(f'<div class="qb-lead" id="{SECTION_IDS["instruction"]}">{texts["instruction"].html}</div>')
        headings += texts["instruction"].headings
    parts.append('<div class="qb-answer">')
    if "in_short" in texts:
        parts += [
            '<section class="qb-short">',
            *_section("in_short", texts["in_short"], headings),
            "</section>",
        ]
        parts += _folds(question, texts, headings)
    for field in _BELOW:
        if field in texts:
            parts += _section(field, texts[field], headings)
    if "in_short" not in texts:  # an answer comes before all that is folded
        parts += _folds(question, texts, headings)
    parts.append("</div>")
    headings.append(Heading(level=2, id=SECTION_IDS["related"], text=SECTIONS["related"]))
    return "\n".join(parts) + "\n", tuple(headings)


def _section(field: str, prose: Prose, headings: list[Heading]) -> Iterator[str]:
    """Yield the HTML of a section below its heading; its headings are added to those of the page."""
    name, title = SECTION_IDS[field], SECTIONS[field]
    headings.append(Heading(level=2, id=name, text=title))
    headings += prose.headings
    yield f'<h2 id="{name}">{escape(title)}{permalink(name)}</h2>'
    yield prose.html


def _folds(question: Question, texts: dict[str, Prose], headings: list[Heading]) -> Iterator[str]:
    """Yield what is folded above the answer: what the question is to find out, and its other wordings."""
    folded = [field for field in _FOLDED if field in texts]
    if folded:
        yield _fold(message("question.looks_for"))
        for field in folded:
            yield f'<div id="{SECTION_IDS[field]}">{texts[field].html}</div>'
            headings += texts[field].headings
        yield "</details>"
    if question.aliases:
        yield _fold(message("question.asked_as", count=len(question.aliases))) + "<ul>"
        yield from (f"<li>{escape(alias)}</li>" for alias in question.aliases)
        yield "</ul></details>"


def _fold(title: str) -> str:
    return f'<details class="qb-fold"><summary>{escape(title)}</summary>'
