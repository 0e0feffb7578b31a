"""The sources of an answer: what each is called, and where it is."""

from __future__ import annotations

import re

import yaml

from mkdocs_qbank.model.bank import Source
from mkdocs_qbank.read.document import place
from mkdocs_qbank.read.rules import BAD_VALUE, SOURCE_FORM, WRONG_TYPE
from mkdocs_qbank.read.values import Report, items, mapping, read_text, type_of

URL = re.compile(r"(?:https?://|mailto:)\S+")
"""The address of a source."""
ADDRESS = re.compile(r"(?:https?://|mailto:|www\.)\S+", re.IGNORECASE)
"""A title that is no more than an address."""


def read_sources(node: yaml.Node, name: str, report: Report) -> tuple[Source, ...]:
    """Return a list of mappings of `title` and, where there is one, `url`."""
    found = []
    for item in items(node, name, report):
        if not isinstance(item, yaml.MappingNode):
            report.add(
                WRONG_TYPE,
                item,
                f"an item of '{name}' must be a mapping, not {type_of(item)}",
                help='Write - {title: "…", url: "https://…"}.',
            )
            continue
        parts = mapping(item, name, ("title", "url"), report)
        title = read_text(parts["title"], f"{name}: title", report) if "title" in parts else None
        url = read_text(parts["url"], f"{name}: url", report) if "url" in parts else None
        if "title" not in parts:
            report.add(
                WRONG_TYPE, item, f"an item of '{name}' lacks its 'title'", help="Say what the source is called."
            )
        if url and not URL.fullmatch(url):
            report.add(
                BAD_VALUE,
                parts["url"],
                f"'{url}' is no web address",
                help="Begin it with https:// and leave out spaces.",
            )
            url = None
        if title and ADDRESS.fullmatch(title):
            cure = "Say what it is called; the address belongs in 'url'."
            report.add(SOURCE_FORM, parts["title"], f"the title '{title[:80]}' is an address", help=cure)
        elif title and "url" not in parts:
            message = f"the source '{title[:80]}' has no address"
            report.add(SOURCE_FORM, item, message, help="Add its 'url': for a book, the page of its publisher.")
        if title:
            line, column = place(parts.get("url", item), report.offset)
            found.append(Source(title=title, url=url, line=line, column=column))
    return tuple(found)
