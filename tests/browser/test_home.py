"""The home page: the ways in that it offers, and what it remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import until
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.site, pytest.mark.browser]
CONTINUE = ".qb-continue"


def test_who_comes_first_is_offered_a_question_a_path_and_topics(page: Page) -> None:
    page.goto("")
    expect(page.locator(CONTINUE)).to_be_hidden()
    expect(page.locator(".qb-ask a")).to_be_visible()
    assert 1 <= page.locator(".qb-path li").count() <= 12
    assert page.locator(".qb-card").count() > 1
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


def test_the_box_opens_the_search(page: Page) -> None:
    page.goto("")
    page.locator(".qb-ask a").click()
    expect(page.locator("#qb-words")).to_be_focused()


def test_without_script_the_box_leads_to_the_search_page(scriptless: Page) -> None:
    scriptless.goto("")
    scriptless.locator(".qb-ask a").click()
    scriptless.wait_for_url("**/search/")


def test_who_comes_back_goes_on_where_they_were(page: Page) -> None:
    page.goto("")
    steps = page.locator(".qb-path li")
    first = steps.nth(0).locator("a").inner_text()
    steps.nth(0).locator("a").click()
    page.wait_for_url("**/questions/**")
    until(page, "Object.keys(localStorage).some(key => key.endsWith('.qb.recent'))")
    page.goto("")
    expect(page.locator(CONTINUE)).to_contain_text(first)
    expect(page.locator(CONTINUE)).to_contain_text(steps.nth(1).locator("a").inner_text())
    assert [step.get_attribute("data-done") for step in steps.all()[:2]] == ["", None]


def test_what_is_kept_bears_the_path_of_the_site(desktop: Page) -> None:
    desktop.goto("questions/soil/")
    until(desktop, "localStorage.length > 1")
    base = desktop.evaluate("new URL('../..', location).pathname")
    assert all(key.startswith(f"{base}.") for key in desktop.evaluate("Object.keys(localStorage)"))


def test_a_random_question_is_another_one_each_time_it_is_asked_for(desktop: Page) -> None:
    desktop.goto("questions/soil/")
    desktop.locator(".qb-hide").wait_for()
    desktop.locator("[data-random]").click()
    desktop.wait_for_url(lambda url: "/questions/" in url and "/soil/" not in url)
    desktop.locator(".qb-hide").wait_for()  # then the keys work
    here = desktop.url
    desktop.locator("body").press("r")
    desktop.wait_for_url(lambda url: "/questions/" in url and url != here)
