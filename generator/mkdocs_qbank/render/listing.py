"""Pages that list questions; a long list goes on on further pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mkdocs_qbank.model.addresses import page_address, page_number
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.render.contents import generated_page
from mkdocs_qbank.render.entries import levels, list_meta
from mkdocs_qbank.render.view import SiteView

MOST = 100
"""The largest number of questions on one page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """A list of questions with a page of its own."""

    path: str
    """The path of its first page."""
    kind: str
    title: str
    description: str
    """The description for search engines."""
    lead: str = ""
    """The sentence below the title."""
    section: str
    """The address of the page in the navigation that it belongs to."""
    beside: Mapping[str, Any]
    """What is listed beside it."""
    filters: Mapping[str, str]
    """What the search page filters by to show the same questions."""
    numbered: bool = False
    print_url: str = ""
    """The address of the page that prints it, if there is one."""
    source: str | None = None


def listing_pages(
    listing: Listing, ids: Sequence[str], entries: Sequence[Mapping[str, Any]], view: SiteView
) -> Iterator[Page]:
    """Yield the pages of a list, 100 questions on each; `entries` describe the questions with these ids, in order."""
    count = max(1, -(-len(ids) // MOST))
    counted = message("lists.questions_in_order" if listing.numbered else "lists.questions", count=len(ids))
    for number in range(1, count + 1):
        path = page_number(listing.path, number)
        meta = list_meta("listing.html", listing.title, listing.description)
        meta["qbank"] = {
            "kind": listing.kind,
            "section": listing.section,
            "beside": listing.beside,
            "questions": list(entries[(number - 1) * MOST : number * MOST]),
            "numbered": listing.numbered,
            "first": (number - 1) * MOST + 1,
            "count": counted,
            **levels([view.bank.by_id[identifier] for identifier in ids], listing.filters),
            **pager(listing.path, number, count),
            **({"print": listing.print_url} if listing.print_url else {}),
        }
        yield generated_page(path, meta, listing.title, listing.lead if number == 1 else "", source=listing.source)


def pager(path: str, number: int, count: int) -> dict[str, Any]:
    """Return the links to the pages before and after one of several."""
    if count == 1:
        return {}
    links: dict[str, Any] = {"text": message("lists.page", number=number, count=count)}
    if number > 1:
        links["previous"] = page_address(page_number(path, number - 1))
    if number < count:
        links["next"] = page_address(page_number(path, number + 1))
    return {"pager": links}
