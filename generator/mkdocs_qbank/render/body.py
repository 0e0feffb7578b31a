"""The body of a question's page."""

from __future__ import annotations

from html import escape

from mkdocs_qbank.markdown.links import permalink
from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.prose import SECTION_IDS, SECTIONS, Heading


def question_body(question: Question) -> tuple[str, tuple[Heading, ...]]:
    """Return the HTML of a question's page, assembled from clean parts, and its headings."""
    identifier = next((heading.id for heading in question.question.headings), "")
    title = f'<h1 id="{escape(identifier)}">{question.question.html}{permalink(identifier)}</h1>'
    parts, headings = [title], [Heading(level=1, id=identifier, text=question.question.plain)]
    if question.aliases:
        aliases = message("question.aliases", aliases=" · ".join(question.aliases))
        parts.append(f'<p class="qb-aliases">{escape(aliases)}</p>')
    for field, heading in SECTIONS.items():
        prose = question.texts.get(field)
        if prose is None and field != "related":
            continue
        name = SECTION_IDS[field]
        parts.append(f'<h2 id="{name}">{escape(heading)}{permalink(name)}</h2>')
        headings.append(Heading(level=2, id=name, text=heading))
        if prose is not None:
            parts.append(prose.html)
            headings += prose.headings
    return "\n".join(parts) + "\n", tuple(headings)
