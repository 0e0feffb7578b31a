"""A walk through the site by keyboard alone: home, a topic, a question, a related one, the map, back, and on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.site, pytest.mark.browser]
STOPS = 120
"""The largest number of stops of the Tab key before what is wanted."""


def go(page: Page, selector: str) -> None:
    """Tab to the first element of a selector, which must be seen to have the focus, and press Enter."""
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            break
    else:
        raise AssertionError(f"no stop at {selector}")
    assert page.evaluate("document.activeElement.matches(':focus-visible') && document.activeElement.checkVisibility()")
    page.keyboard.press("Enter")


def test_the_site_is_walked_by_keyboard_alone(desktop: Page) -> None:
    page = desktop
    page.goto("")
    page.locator(".qb-card").first.wait_for()
    go(page, ".qb-card > a")
    page.wait_for_url("**/topics/*/")
    go(page, ".qb-entry > a:first-child")
    page.wait_for_url("**/questions/*/")
    first = page.url
    go(page, ".qb-tree a")
    page.wait_for_url(lambda url: "/questions/" in url and url != first)
    related = page.url
    go(page, ".qb-ways a")
    page.wait_for_url("**/map/?question=*")
    until(page, "document.querySelector('.qb-map__canvas:not([hidden])') !== null")
    page.go_back()  # its key is the browser's own, which a headless one does not have
    page.wait_for_url(related)  # not before: the map may just be writing its own address, which ends go_back's wait
    page.locator(".qb-hide").wait_for(state="attached")  # then the keys work
    wanted = page.locator("a[rel=next]").first.evaluate("link => link.href")
    page.keyboard.press("n")
    page.wait_for_url(wanted)
