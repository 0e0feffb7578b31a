"""The page of a tag."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs_qbank.model.addresses import tag_page
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.contents import generated_page
from mkdocs_qbank.render.entries import levels, list_meta, question_entry, topic_link
from mkdocs_qbank.render.view import SiteView


def pages(view: SiteView) -> Iterable[Page]:
    """Yield the pages `tags/<tag>/`: the questions with the tag, in learning order, with their topics."""
    for tag in view.bank.by_tag:
        yield _page(tag, view)


def _page(tag: str, view: SiteView) -> Page:
    bank = view.bank
    order = view.ordered(bank.by_tag[tag])
    listed = [question_entry(identifier, view) for identifier in order]
    for item, identifier in zip(listed, order, strict=True):
        item["topic"] = topic_link(bank.topic_by_id[bank.by_id[identifier].topic])
    meta = list_meta("listing.html", tag, message("lists.about_tag", tag=tag))
    meta["qbank"] = {
        "kind": message("lists.tag"),
        "questions": listed,
        "count": message("lists.questions", count=len(listed)),
        **levels(listed),
    }
    return generated_page(tag_page(tag), meta, tag)
