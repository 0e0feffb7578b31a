"""Hiding answers, to think of one first: on request, on every page, and never where there is no way to show them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import serve
from playwright.sync_api import expect
from tabs import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.site, pytest.mark.browser]
SHORT, LONG = "questions/water-temperature/", "questions/soil/"
"""A question with a short answer, and one without."""
QUOTED = "questions/why-is-compost-useful/"
"""One whose related list quotes its own page."""
ANSWER = ".qb-answer"
# What is seen while a page comes: whether answers are hidden once there is a body, and the answers of each frame.
WATCH = """
window.painted = [];
new MutationObserver((_, watch) => {
  if (!document.body) return;
  window.atBody = document.documentElement.dataset.qbAnswers;
  watch.disconnect();
}).observe(document, { childList: true, subtree: true });
const look = () => {
  const answer = document.querySelector(".qb-answer");
  if (answer) window.painted.push(answer.checkVisibility());
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


def hide(page: Page, address: str = SHORT) -> None:
    page.goto(address)
    page.get_by_role("button", name="Hide answers").click()
    expect(page.locator(ANSWER)).to_be_hidden()


@pytest.mark.parametrize("address", [SHORT, LONG])
def test_a_hidden_answer_is_shown_by_its_button_and_stays_hidden_elsewhere(page: Page, address: str) -> None:
    hide(page, address)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#instruction")).to_be_visible()
    expect(page.locator(".qb-related")).to_be_visible()
    expect(page.locator(".qb-hidden")).to_contain_text("The answer is hidden.")
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator(ANSWER)).to_be_visible()
    expect(page.locator(f"{ANSWER} h2").first).to_be_in_viewport()
    expect(page.locator(".qb-hidden")).to_be_hidden()
    expect(page.get_by_role("button", name="Hide answers")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.locator(ANSWER)).to_be_hidden()
    page.locator(".qb-steps a[rel=next]").first.click()
    page.wait_for_url(lambda url: address not in url)
    expect(page.locator(ANSWER)).to_be_hidden()


def test_whoever_stops_hiding_answers_sees_them_everywhere(page: Page) -> None:
    hide(page)
    page.get_by_role("button", name="Stop hiding answers").click()
    expect(page.locator(ANSWER)).to_be_visible()
    expect(page.get_by_role("button", name="Hide answers")).to_have_attribute("aria-pressed", "false")
    page.goto(LONG)
    expect(page.locator(ANSWER)).to_be_visible()


def test_the_button_ends_it_as_it_began_it(desktop: Page) -> None:
    hide(desktop)
    desktop.get_by_role("button", name="Show the answer").click()
    desktop.get_by_role("button", name="Hide answers").click()
    expect(desktop.locator(ANSWER)).to_be_visible()
    desktop.goto(LONG)
    expect(desktop.locator(ANSWER)).to_be_visible()


def test_a_key_hides_answers_and_shows_one_after_the_other(page: Page) -> None:
    page.goto(SHORT)
    page.get_by_role("button", name="Hide answers").wait_for()
    for _ in range(2):
        page.keyboard.press("a")
        expect(page.locator(ANSWER)).to_be_hidden()
        page.keyboard.press("a")
        expect(page.locator(ANSWER)).to_be_visible()
    page.goto(LONG)
    expect(page.locator(ANSWER)).to_be_hidden()
    page.locator(".qb-hide").wait_for(state="attached")  # then the keys work
    page.keyboard.press("a")
    expect(page.locator(ANSWER)).to_be_visible()


@pytest.mark.parametrize("address", [SHORT, LONG])
def test_a_hidden_answer_is_never_painted_on_the_next_page(browser: Browser, served: str, address: str) -> None:
    with watched(browser, served, console=True, cold=True) as page:
        hide(page)
        page.add_init_script(WATCH)
        page.goto(address, wait_until="networkidle")
        assert page.evaluate("atBody") == "hidden"
        assert len(page.evaluate("painted")) > 0
        assert not any(page.evaluate("painted"))


def test_a_shown_answer_is_painted_at_once(browser: Browser, served: str) -> None:
    """What the test before looks at does see an answer."""
    with watched(browser, served, cold=True) as page:
        page.add_init_script(WATCH)
        page.goto(SHORT, wait_until="networkidle")
        assert page.evaluate("atBody") is None
        assert all(page.evaluate("painted"))


@pytest.fixture(scope="module")
def neighbours(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of two sites on one host."""
    folder = tmp_path_factory.mktemp("host")
    for name in ("one", "two"):
        (folder / name).symlink_to(site)
    with serve(folder) as address:
        yield address


def test_answers_hidden_on_a_site_are_shown_on_another_of_the_same_host(browser: Browser, neighbours: str) -> None:
    with watched(browser, neighbours) as page:
        hide(page, f"one/{SHORT}")
        page.goto(f"two/{SHORT}")
        expect(page.locator(ANSWER)).to_be_visible()
        page.goto(f"one/{LONG}")
        expect(page.locator(ANSWER)).to_be_hidden()


def test_a_printed_page_has_the_answer_even_if_it_is_hidden(desktop: Page) -> None:
    hide(desktop)
    desktop.emulate_media(media="print")
    expect(desktop.locator(ANSWER)).to_be_visible()
    for selector in (".qb-hide", ".qb-hidden", ".qb-steps >> nth=0", ".qb-ways"):
        expect(desktop.locator(selector)).to_be_hidden()
    desktop.emulate_media(media="null")
    expect(desktop.locator(ANSWER)).to_be_hidden()


def test_without_script_the_answer_is_there_and_no_button_that_does_nothing(scriptless: Page) -> None:
    for address in (SHORT, LONG):
        scriptless.goto(address)
        assert scriptless.locator(ANSWER).is_visible()
        assert scriptless.locator("article button:visible").count() == 0


def test_where_nothing_may_be_stored_an_answer_is_hidden_and_shown_all_the_same(browser: Browser, served: str) -> None:
    with watched(browser, served, console=True, cold=True) as page:
        page.add_init_script(
            "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
        )
        hide(page)
        page.get_by_role("button", name="Show the answer").click()
        expect(page.locator(ANSWER)).to_be_visible()
        page.keyboard.press("a")
        expect(page.locator(ANSWER)).to_be_hidden()


@pytest.mark.parametrize("address", [SHORT, LONG])
def test_the_button_covers_no_words(page: Page, address: str) -> None:
    page.goto(address)
    button = page.get_by_role("button", name="Hide answers")
    button.wait_for()
    apart = page.evaluate(
        """() => {
            const button = document.querySelector(".qb-hide").getBoundingClientRect();
            const words = document.createRange();
            words.selectNodeContents(document.querySelector(".qb-answer h2").firstChild);
            const next = document.querySelector(".qb-answer h2").nextElementSibling.getBoundingClientRect();
            return words.getBoundingClientRect().right <= button.left && button.bottom <= next.top + 1;
        }"""
    )
    assert apart


def test_the_focus_goes_where_the_reader_goes_on_and_the_change_is_said(desktop: Page) -> None:
    desktop.goto(SHORT)
    said = desktop.locator(".qb-unseen[role=status]")
    desktop.get_by_role("button", name="Hide answers").press("Enter")
    expect(desktop.get_by_role("button", name="Show the answer")).to_be_focused()
    expect(said).to_have_text("Answers are hidden.")
    desktop.keyboard.press("Enter")
    expect(desktop.locator(f"{ANSWER} h2").first).to_be_focused()
    expect(said).to_have_text("The answer is shown.")
    desktop.keyboard.press("a")
    expect(desktop.get_by_role("button", name="Show the answer")).to_be_focused()
    desktop.get_by_role("button", name="Stop hiding answers").press("Enter")
    expect(desktop.locator(f"{ANSWER} h2").first).to_be_focused()


def test_a_hidden_answer_is_not_quoted_below_it(desktop: Page) -> None:
    desktop.goto(QUOTED)
    quotes = desktop.locator(".qb-tree span", has_text="This page says")
    assert quotes.count() > 0
    expect(quotes.first).to_be_visible()
    hide(desktop, QUOTED)
    for quote in quotes.all():
        expect(quote).to_be_hidden()
    assert desktop.locator(".qb-tree span:visible").count() > 0


def test_what_leads_into_a_hidden_answer_shows_it(desktop: Page) -> None:
    hide(desktop)
    entry = desktop.locator(".md-nav--secondary a[href='#official-answer']")
    entry.click()
    expect(desktop.locator(f"{ANSWER} #official-answer")).to_be_in_viewport()
    desktop.keyboard.press("a")
    expect(desktop.locator(ANSWER)).to_be_hidden()
    entry.click()  # the address has this fragment already
    expect(desktop.locator(ANSWER)).to_be_visible()
    desktop.goto("about:blank")
    desktop.goto(f"{SHORT}#official-answer")
    expect(desktop.locator(f"{ANSWER} #official-answer")).to_be_in_viewport()
    desktop.keyboard.press("a")
    desktop.evaluate("location.hash = '#instruction'")
    expect(desktop.locator(ANSWER)).to_be_hidden()
    desktop.evaluate("location.hash = '#official-answer'")
    expect(desktop.locator(ANSWER)).to_be_visible()


def test_accessibility_rules_hold_while_answers_are_hidden(page: Page) -> None:
    hide(page)
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found] == []


def test_it_is_done_by_keyboard_alone(desktop: Page) -> None:
    desktop.goto(SHORT)
    desktop.get_by_role("button", name="Hide answers").press("Enter")
    desktop.get_by_role("button", name="Show the answer").press("Enter")
    expect(desktop.locator(ANSWER)).to_be_visible()
    desktop.goto(LONG)
    desktop.get_by_role("button", name="Stop hiding answers").press("Enter")
    expect(desktop.locator(ANSWER)).to_be_visible()
    desktop.goto(SHORT)
    expect(desktop.locator(ANSWER)).to_be_visible()
    expect(desktop).to_have_url(re.compile(SHORT))
