"""The site of ./content in a real browser: every question fits a phone, and search finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from known import misspelt, rare
from mkdocs_qbank.model.bank import Bank

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.site, pytest.mark.browser]
_FIND = """async ([address, queries, first]) => {
    const { find } = await import(`${address}assets/javascripts/search/engine.js`);
    return Promise.all(queries.map(async query => (await (await find(query)).more(first)).map(({ id }) => id)));
}"""
Find = Callable[..., list[list[str]]]


@pytest.fixture(scope="module")
def tab(browser: Browser, served: str) -> Iterator[Page]:
    """A tab on a small phone."""
    opened = browser.new_page(viewport={"width": 360, "height": 740}, base_url=served)
    opened.goto("search/")
    yield opened
    opened.context.close()


@pytest.fixture
def find(tab: Page, served: str) -> Find:
    """Asks queries, and gives the ids of what is found first by each."""
    tab.goto("search/")
    return lambda *queries, first=3: tab.evaluate(_FIND, [served, queries, first])


def test_no_question_is_wider_than_a_phone(tab: Page, bank: Bank) -> None:
    wide = []
    for question in bank.questions:
        tab.goto(f"questions/{question.id}/")
        if tab.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(question.id)
    assert wide == []


def test_questions_are_found_by_their_rarest_words(find: Find, bank: Bank) -> None:
    queries = rare(bank.questions)
    answers = find(*(query.text for query in queries))
    missed = [query for query, ids in zip(queries, answers, strict=True) if query.meant not in ids]
    assert len(missed) <= 0.03 * len(queries), missed


def test_questions_are_found_with_one_letter_wrong(find: Find, bank: Bank) -> None:
    queries = [misspelt(query) for query in rare(bank.questions)]
    answers = find(*(query.text for query in queries))
    missed = [query for query, ids in zip(queries, answers, strict=True) if query.meant not in ids]
    assert len(missed) <= 0.15 * len(queries), missed


def test_a_question_comes_first_where_it_is_asked_in_one_of_its_own_wordings(find: Find, bank: Bank) -> None:
    asked = [(text, question.id) for question in bank.questions for text in (question.question.text, *question.aliases)]
    answers = find(*(text for text, _ in asked), first=1)
    assert [text for (text, meant), ids in zip(asked, answers, strict=True) if ids != [meant]] == []
