"""An Atom feed (RFC 4287) of the questions that are new or were changed last, dated by git."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mkdocs_qbank.model.addresses import DATA, page_address, question_page
from mkdocs_qbank.model.bank import Status
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Change
from mkdocs_qbank.render.summary import gist, shorten
from mkdocs_qbank.render.view import SiteView

MOST = 50
"""The most entries: readers of feeds ask for the whole file every time."""
_SUMMARY = 600
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SINCE = 2026
"""The year in the ids of entries. RFC 4151 asks for a date at which the name of the host was the site's; ids are for
ever, so it never changes."""


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site."""
    return {DATA["feed"]: feed(view)} if has_feed(view) else {}


def has_feed(view: SiteView) -> bool:
    """Return whether the site has a feed: it needs a public address, and dates from git."""
    return "feed" in view.downloads and bool(view.site_url) and bool(_dated(view))


def feed(view: SiteView) -> str:
    """Return the feed, the newest change first; it names no language, since that of the questions is not known."""
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    changes = _dated(view)
    newest = sorted(changes, key=lambda identifier: (-changes[identifier].date.toordinal(), view.rank(identifier)))
    _text(root, "title", view.site_name or message("downloads.bank"))
    _text(root, "subtitle", message("downloads.feed.about"))
    _text(root, "id", _tag(view.site_url, "feed"))
    _text(root, "updated", _time(changes[newest[0]].date))
    SubElement(root, "link", rel="self", type="application/atom+xml", href=f"{view.site_url}{DATA['feed']}")
    SubElement(root, "link", rel="alternate", type="text/html", href=view.site_url)
    _text(SubElement(root, "author"), "name", view.site_name or message("downloads.bank"))
    for identifier in newest[:MOST]:
        _add_entry(root, identifier, changes[identifier], view)
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def _add_entry(root: Element, identifier: str, change: Change, view: SiteView) -> None:
    question = view.bank.by_id[identifier]
    address = page_address(question_page(identifier))
    entry = SubElement(root, "entry")
    _text(entry, "title", view.titles[identifier])
    _text(entry, "id", _tag(view.site_url, address))
    _text(entry, "updated", _time(change.date))
    if change.first:
        _text(entry, "published", _time(min(change.first, change.date)))
    SubElement(entry, "link", rel="alternate", type="text/html", href=f"{view.site_url}{address}")
    facts = [message("question.deprecated")] if question.status is Status.DEPRECATED else []
    _text(entry, "summary", " ".join([*facts, shorten(gist(question), _SUMMARY)]))
    SubElement(entry, "category", term=question.topic, label=_legal(view.bank.topic_by_id[question.topic].title))
    for tag in question.tags:
        SubElement(entry, "category", term=_legal(tag))


def _dated(view: SiteView) -> dict[str, Change]:
    """Return the last change of each question that git knows, by id."""
    return {
        question.id: view.changes[question.path] for question in view.bank.questions if question.path in view.changes
    }


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _legal(text)


def _legal(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _NO_XML.sub("", text)


def _time(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _tag(site_url: str, name: str) -> str:
    parts = urlsplit(site_url)
    host = (parts.hostname or "").encode("idna").decode("ascii")
    return f"tag:{host},{_SINCE}:{parts.path.strip('/')}/{name}"
