"""The page that prints a topic, on a screen and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page
from tabs import SCREENS, watched

pytestmark = [pytest.mark.site, pytest.mark.browser]
ADDRESS = "topics/garden/print/"


@pytest.mark.parametrize("screen", SCREENS)
def test_the_page_to_print_is_no_wider_than_a_screen(browser: Browser, served: str, screen: str) -> None:
    with watched(browser, served, screen, console=True) as page:
        page.goto(ADDRESS)
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.locator(".qb-ref:visible").count() == 0


def test_paper_is_white_to_its_edges_and_says_where_links_lead(browser: Browser, served: str) -> None:
    with watched(browser, served, "desktop dark") as page:
        page.goto(ADDRESS)
        page.emulate_media(media="print")
        look = "element => [getComputedStyle(element).colorScheme, getComputedStyle(element).backgroundColor]"
        assert page.locator("html").evaluate(look)[1] == "rgb(255, 255, 255)"
        assert page.locator("body").evaluate(look) == ["light", "rgb(255, 255, 255)"]
        assert page.locator("a .qb-ref, .qb-printed .qb-ref:visible").first.inner_text().startswith("(")
        assert page.locator(".qb-about:visible, .md-header:visible, .md-footer:visible").count() == 0
        page.emulate_media(media="null")


def test_a_reader_without_script_comes_from_the_topic_and_jumps_to_a_question(scriptless: Page) -> None:
    scriptless.goto("topics/garden/")
    scriptless.get_by_role("link", name="All questions to print").click()
    scriptless.wait_for_url("**/topics/garden/print/")
    link = scriptless.locator(".qb-contents a").last
    link.click()
    assert scriptless.url.endswith(link.get_attribute("href") or "?")
    assert scriptless.locator(".qb-printed h2").last.is_visible()
