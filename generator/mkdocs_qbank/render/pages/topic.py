"""The page of a topic."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs_qbank.model.addresses import topic_page
from mkdocs_qbank.model.bank import Topic
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.contents import generated_page
from mkdocs_qbank.render.entries import levels, list_meta, question_entry
from mkdocs_qbank.render.view import SiteView


def pages(view: SiteView) -> Iterable[Page]:
    """Yield the pages `topics/<topic>/`: their questions in learning order."""
    for topic in view.bank.topics:
        yield _page(topic, view)


def _page(topic: Topic, view: SiteView) -> Page:
    listed = [question_entry(identifier, view) for identifier in view.topics[topic.id]]
    meta = list_meta("listing.html", topic.title, topic.description or message("lists.about_topic", topic=topic.title))
    meta["qbank"] = {
        "kind": message("lists.topic"),
        "questions": listed,
        "numbered": True,
        "count": message("lists.questions_in_order", count=len(listed)),
        **levels(listed),
    }
    return generated_page(topic_page(topic.id), meta, topic.title, topic.description, source=topic.path)
