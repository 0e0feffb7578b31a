"""The heading of a page that is generated, and the table of contents of any page."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from generator.prose import Heading


def page_heading(title: str, description: str = "") -> str:
    """Return the HTML of a title, and of a sentence below it where there is one."""
    sentence = f"<p>{escape(description, quote=False)}</p>\n" if description else ""
    return f"<h1>{escape(title, quote=False)}</h1>\n{sentence}"


def contents(headings: Iterable[Heading]) -> list[dict[str, Any]]:
    """Return a table of contents: entries of `id`, `level`, `name` as HTML, `url`, `title` and `children`.

    The keys are those that Python-Markdown's tokens have and those that Material's templates read.
    """
    top: list[dict[str, Any]] = []
    open_: list[dict[str, Any]] = []
    for heading in headings:
        name, identifier = escape(heading.text), escape(heading.id)
        entry = {
            "id": identifier,
            "level": heading.level,
            "name": name,
            "title": name,
            "url": f"#{identifier}",
            "children": [],
        }
        while open_ and open_[-1]["level"] >= heading.level:
            open_.pop()
        (open_[-1]["children"] if open_ else top).append(entry)
        open_.append(entry)
    return top
