"""All pages of a site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.model import Bank, Change, Page, Relations
from generator.read.markdown import plain
from generator.render import listing
from generator.render.question import Setting, question_page

_NO_CHANGES: Mapping[str, Change] = {}


def site_pages(
    bank: Bank,
    relations: Relations,
    order: tuple[str, ...],
    *,
    content: str = "content",
    changes: Mapping[str, Change] = _NO_CHANGES,
) -> tuple[Page, ...]:
    """Gives every page of a published bank, each path once.

    `content` is the name of the content folder, as the paths of questions begin; `order` holds all ids in learning
    order; `changes` what git knows, by path.
    """
    titles = {question.id: plain(question.question.text) for question in bank.questions}
    pages = {question.path: f"questions/{question.id}.md" for question in bank.questions}
    pages |= {f"{content}/pages/{page.path}": page.path for page in bank.pages}
    rank = {identifier: number for number, identifier in enumerate(order)}

    def ordered(questions: tuple[Any, ...]) -> list[str]:
        return sorted((question.id for question in questions), key=rank.__getitem__)

    by_topic = {topic.id: ordered(bank.by_topic[topic.id]) for topic in bank.topics}
    made = [
        question_page(
            question,
            Setting(
                bank=bank,
                relations=relations,
                order=by_topic[question.topic],
                titles=titles,
                pages=pages,
                changes=changes,
            ),
        )
        for question in bank.questions
    ]
    made += [listing.topic_page(topic, by_topic[topic.id], bank, titles) for topic in bank.topics]
    made += [listing.tag_page(tag, ordered(found), bank, titles) for tag, found in bank.by_tag.items()]
    made += [listing.topics_page(bank), listing.tags_page(bank)]
    made += [
        listing.redirect_page(former.id, question, titles) for question in bank.questions for former in question.formerly
    ]
    for page in bank.pages:
        source = f"{content}/pages/{page.path}"
        if page.path == "index.md":
            made.append(listing.home_page(page, source, bank, relations, order, pages, titles))
        else:
            made.append(listing.prose_page(page, source, bank, pages))
    return tuple(made)


def site_extra(bank: Bank) -> dict[str, Any]:
    """Gives what pages without front matter of their own, such as 404, show: the topics."""
    return {"topics": [{"title": topic.title, "url": f"topics/{topic.id}/"} for topic in bank.topics]}
