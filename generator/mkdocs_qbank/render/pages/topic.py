"""The pages of a topic."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs_qbank.model.addresses import PAGES, page_address, topic_page, topic_print_page
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.entries import beside, question_entry, topic_link
from mkdocs_qbank.render.listing import Listing, listing_pages
from mkdocs_qbank.render.view import SiteView


def pages(view: SiteView) -> Iterable[Page]:
    """Yield the pages `topics/<topic>/`: their questions in learning order."""
    every = {"title": message("search.all_topic", count=len(view.bank.topics)), "url": page_address(PAGES["topics"])}
    for number, topic in enumerate(view.bank.topics):
        ids = view.topics[topic.id]
        listing = Listing(
            path=topic_page(topic.id),
            kind=message("lists.topics"),
            title=topic.title,
            description=topic.description or message("lists.about_topic", topic=topic.title),
            lead=topic.description,
            section=page_address(PAGES["topics"]),
            beside=beside(message("lists.topics"), view.bank.topics, number, topic_link, every),
            filters={"topic": topic.title},
            numbered=True,
            print_url=page_address(topic_print_page(topic.id)) if view.print_pages else "",
            source=topic.path,
        )
        yield from listing_pages(listing, ids, [question_entry(identifier, view) for identifier in ids], view)
