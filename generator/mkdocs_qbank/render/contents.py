"""The body of generated pages, and the table of contents of any page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from mkdocs_qbank.markdown.ids import Slugs
from mkdocs_qbank.markdown.links import permalink
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.model.prose import ID_PREFIX, Heading


def generated_page(
    path: str, meta: Mapping[str, Any], title: str, description: str = "", source: str | None = None
) -> Page:
    """Return a page whose body is its title, followed by its description if there is one."""
    heading = Heading(level=1, id=ID_PREFIX + Slugs().slug(title), text=title)
    html = f'<h1 id="{escape(heading.id)}">{escape(title, quote=False)}{permalink(heading.id)}</h1>\n'
    html += f"<p>{escape(description, quote=False)}</p>\n" if description else ""
    return Page(path=path, meta=meta, body=html, headings=(heading,), ids=frozenset({heading.id}), source=source)


def contents(headings: Iterable[Heading]) -> list[dict[str, Any]]:
    """Return a table of contents as nested entries: `url`, `title`, `level` and `children`."""
    top: list[dict[str, Any]] = []
    open_: list[dict[str, Any]] = []
    for heading in headings:
        entry: dict[str, Any] = {"url": f"#{heading.id}", "title": heading.text, "level": heading.level, "children": []}
        while open_ and open_[-1]["level"] >= heading.level:
            open_.pop()
        (open_[-1]["children"] if open_ else top).append(entry)
        open_.append(entry)
    return top


def tokens(headings: Iterable[Heading]) -> list[Any]:
    """Return a table of contents as tokens of Python-Markdown, with names and ids escaped as HTML."""
    return [_token(entry) for entry in contents(headings)]


def _token(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "level": entry["level"],
        "id": escape(entry["url"].removeprefix("#")),
        "name": escape(entry["title"]),
        "children": [_token(child) for child in entry["children"]],
    }
