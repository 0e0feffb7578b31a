"""Keys of one character, on the page of a question and everywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.site, pytest.mark.browser]
QUESTION = "questions/water-temperature/"
LAST = "questions/caffeine/"
"""The last question of its topic."""
KEYS = "apnr"
"""The keys that do something on the page of a question, besides those of dialogs."""


def ready(page: Page, address: str = QUESTION) -> None:
    page.goto(address)
    page.get_by_role("button", name="Hide answers").wait_for()


def untouched(page: Page, address: str = QUESTION) -> None:
    """Nothing has come of keys: neither another page nor a hidden answer, nor data for a random question."""
    page.wait_for_timeout(100)
    expect(page).to_have_url(re.compile(f"/{address}$"))
    expect(page.locator(".qb-answer")).to_have_css("display", "block")


@pytest.mark.parametrize("address", [QUESTION, LAST])
@pytest.mark.parametrize(("key", "way"), [("n", "next"), ("p", "prev")])
def test_keys_lead_to_the_next_and_the_previous_question_of_another_topic_too(
    desktop: Page, key: str, way: str, address: str
) -> None:
    ready(desktop, address)
    links = desktop.locator(f"a[rel={way}]")
    expect(links).to_have_count(2)
    there = urljoin(desktop.url, links.first.get_attribute("href") or "")
    desktop.keyboard.press(key)
    desktop.wait_for_url(there)
    back = {"n": "p", "p": "n"}[key]
    desktop.get_by_role("button", name="Hide answers").wait_for()
    desktop.keyboard.press(back)
    desktop.wait_for_url(re.compile(f"/{address}$"))


def test_the_last_question_of_a_topic_leads_to_the_next_topic(desktop: Page) -> None:
    ready(desktop, LAST)
    expect(desktop.locator("a[rel=next] small").first).to_have_text("Next topic: Garden")
    desktop.keyboard.press("n")
    desktop.wait_for_url(re.compile("/questions/soil/"))
    expect(desktop.locator(".qb-eyebrow")).to_contain_text("Garden")
    expect(desktop.locator("a[rel=prev] small").first).to_have_text("Previous topic: Tea")


@pytest.mark.parametrize("address", [QUESTION, "", "topics/tea/", "404.html", "search/"])
def test_a_key_opens_a_random_question_from_any_page(desktop: Page, address: str) -> None:
    desktop.goto(address, wait_until="networkidle")
    desktop.locator("h1").click()
    desktop.keyboard.press("r")
    desktop.wait_for_url(lambda url: "/questions/" in url and not (address and address in url))


def test_where_no_random_question_can_be_found_its_link_leads_to_the_topics(desktop: Page) -> None:
    desktop.route("**/data/previews/*", lambda route: route.abort())
    ready(desktop)
    desktop.keyboard.press("r")
    untouched(desktop)
    desktop.get_by_role("link", name="A random question").click()
    desktop.wait_for_url(re.compile("/topics/$"))


def test_keys_do_nothing_while_one_types(desktop: Page) -> None:
    ready(desktop)
    desktop.keyboard.press("/")
    desktop.keyboard.type(KEYS)
    expect(desktop.locator("#qb-words")).to_have_value(KEYS)
    untouched(desktop)
    desktop.goto("search/", wait_until="networkidle")
    field = desktop.locator("main [name=q]")
    field.press_sequentially(f"{KEYS}?")
    expect(field).to_have_value(f"{KEYS}?")
    assert desktop.locator("dialog[open]").count() == 0
    assert "/search/" in desktop.url


@pytest.mark.parametrize("opening", ["/", "?"])
def test_keys_do_nothing_beside_a_dialog_that_is_open(desktop: Page, opening: str) -> None:
    ready(desktop)
    desktop.keyboard.press(opening)
    dialog = desktop.locator("dialog[open]")
    dialog.get_by_role("button", name="Close").focus()
    for key in KEYS:
        desktop.keyboard.press(key)
    expect(dialog).to_be_visible()
    untouched(desktop)


def test_keys_do_nothing_with_a_modifier(desktop: Page) -> None:
    ready(desktop)
    for modifier in ("Control", "Alt", "Meta"):
        for key in KEYS.replace("p", "").replace("n", ""):  # some of which the browser takes for itself
            desktop.evaluate(
                """([key, modifier]) => document.body.dispatchEvent(new KeyboardEvent("keydown",
                    { key, bubbles: true, ctrlKey: modifier === "Control", altKey: modifier === "Alt",
                      metaKey: modifier === "Meta" }))""",
                [key, modifier],
            )
    untouched(desktop)


def test_keys_do_nothing_once_they_are_turned_off_on_any_page_until_they_are_turned_on(desktop: Page) -> None:
    ready(desktop)
    desktop.keyboard.press("?")
    keys = desktop.locator("#qb-keys")
    keys.get_by_label("These keys are on").uncheck()
    desktop.keyboard.press("Escape")
    for address in (QUESTION, LAST):
        ready(desktop, address)
        for key in f"{KEYS}?/":
            desktop.keyboard.press(key)
        untouched(desktop, address)
        assert desktop.locator("dialog[open]").count() == 0
    desktop.locator(".qb-open").click()
    desktop.locator("[data-keys]").click()
    keys.get_by_label("These keys are on").check()
    desktop.keyboard.press("Escape")
    desktop.keyboard.press("Escape")
    desktop.keyboard.press("a")
    expect(desktop.locator(".qb-answer")).to_be_hidden()


def test_the_list_of_keys_names_those_of_the_page_and_no_others(desktop: Page) -> None:
    heads = {QUESTION: "On the page of a question", "map/": "On the map"}
    for address in (QUESTION, "map/", "topics/"):
        desktop.goto(address, wait_until="networkidle")
        desktop.keyboard.press("?")
        told = desktop.locator("#qb-keys h3").all_inner_texts()
        assert told == ["On every page", *([heads["questions/water-temperature/"]] if address == QUESTION else []),
                        "In the search", *([heads["map/"]] if address == "map/" else [])]  # fmt: skip


def test_whoever_closes_the_list_is_where_they_were(desktop: Page) -> None:
    ready(desktop)
    link = desktop.locator(".qb-tree a").nth(2)
    link.focus()
    desktop.keyboard.press("?")
    expect(desktop.locator("#qb-keys")).to_be_visible()
    desktop.keyboard.press("Escape")
    expect(desktop.locator("#qb-keys")).to_be_hidden()
    expect(link).to_be_focused()


def test_dialogs_are_made_when_they_are_asked_for(desktop: Page) -> None:
    ready(desktop)
    assert desktop.locator("dialog").count() == 0
    desktop.keyboard.press("?")
    desktop.keyboard.press("Escape")
    desktop.keyboard.press("?")
    assert desktop.locator("dialog").count() == 1
