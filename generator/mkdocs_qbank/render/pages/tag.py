"""The pages of a tag."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs_qbank.model.addresses import PAGES, page_address, tag_page
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.entries import beside, question_entry, tag_link, topic_link
from mkdocs_qbank.render.listing import Listing, listing_pages
from mkdocs_qbank.render.view import SiteView


def pages(view: SiteView) -> Iterable[Page]:
    """Yield the pages `tags/<tag>/`: the questions with the tag, in learning order, with their topics."""
    bank = view.bank
    tags = list(bank.by_tag)
    every = {"title": message("search.all_tag", count=len(tags)), "url": page_address(PAGES["tags"])}
    for number, (tag, questions) in enumerate(bank.by_tag.items()):
        ids = view.ordered(questions)
        topics = [topic_link(bank.topic_by_id[bank.by_id[identifier].topic]) for identifier in ids]
        entries = [
            {**question_entry(identifier, view), "topic": topic} for identifier, topic in zip(ids, topics, strict=True)
        ]
        listing = Listing(
            path=tag_page(tag),
            kind=message("lists.tags"),
            title=tag,
            description=message("lists.about_tag", tag=tag),
            section=page_address(PAGES["tags"]),
            beside=beside(message("lists.tags"), tags, number, tag_link, every),
            filters={"tag": tag},
        )
        yield from listing_pages(listing, ids, entries, view)
