"""Pages where a reader is not at a common screen: on paper, with large letters, from right to left, in a long list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import chromium, commit, make_once, question, run, serve, small_project
from tabs import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.site, pytest.mark.browser]
QUESTION = "questions/why-is-compost-useful/"
TAG = "a" * 63
ARABIC = "هذا نص عربي عن الشاي"
PAGES = ("questions/long/", "tags/", "health/", "topics/", "topics/tea/", "")
LIGHT = "color => { const [r, g, b] = color.match(/[0-9.]+/g).map(Number); return r + g + b; }"


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a bank with a long tag, Arabic, and a topic of many questions."""

    def make(folder: Path) -> None:
        small_project(folder, *(f"tea-{n:02}" for n in range(40)))
        tea = folder / "content/questions/tea"
        long = question("Why is internationalization hard?", f"tags: [{TAG}]", "Because of [it](tea-01.md).")
        (tea / "long.md").write_text(long, encoding="utf-8")
        (tea / "arabic.md").write_text(question(f"{ARABIC}?", "", f"{ARABIC}.\n\n- {ARABIC}"), encoding="utf-8")
        commit(folder, "All at once", "Ann", "2025-03-01")
        run("mkdocs", "build", "--strict", cwd=folder, check=True)

    with serve(make_once(tmp_path_factory, "odd", make) / "site") as address:
        yield address


def ink(page: Page, selector: str, name: str = "color") -> float:
    """The sum of red, green and blue of what an element is drawn in; of black 0, of white 765."""
    look = page.locator(selector).first.evaluate("(element, name) => getComputedStyle(element)[name]", name)
    return float(page.evaluate(LIGHT, look))


def test_paper_is_printed_in_light_colours_in_the_dark_scheme_too(browser: Browser, served: str) -> None:
    with watched(browser, served, "desktop dark") as page:
        page.goto("questions/water-temperature/")
        assert ink(page, ".qb-label, .qb-facts") > 400
        page.emulate_media(media="print")
        for selector in (".qb-answer a", ".qb-short > h2", ".qb-facts", ".qb-tree small", ".qb-level", ".qb-eyebrow"):
            assert ink(page, selector) < 400, selector
        assert ink(page, ".qb-short", "backgroundColor") > 650
        page.emulate_media(media="null")


def test_a_printed_page_has_no_separator_of_what_is_not_printed(desktop: Page) -> None:
    desktop.goto(QUESTION)
    desktop.emulate_media(media="print")
    assert not desktop.locator(".qb-facts").inner_text().strip().endswith("·")
    desktop.goto("map/?question=soil")
    desktop.locator(".qb-map[data-ready]").wait_for()
    assert desktop.locator(".qb-map :is(.qb-map__close, input):visible").count() == 0
    desktop.emulate_media(media="null")


@pytest.mark.parametrize("letters", [16, 32])
def test_long_words_and_large_letters_make_no_page_wider_than_a_phone(browser: Browser, odd: str, letters: int) -> None:
    with chromium(browser.browser_type, f"--blink-settings=defaultFontSize={letters}") as opened:
        page = opened.new_page(viewport={"width": 360, "height": 740}, base_url=odd)
        for address in PAGES:
            page.goto(address, wait_until="networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


def test_the_button_covers_no_words_of_large_letters(browser: Browser, served: str) -> None:
    with chromium(browser.browser_type, "--blink-settings=defaultFontSize=32") as opened:
        page = opened.new_page(viewport={"width": 360, "height": 740}, base_url=served)
        for address in ("questions/water-temperature/", "questions/soil/"):
            page.goto(address)
            button = page.get_by_role("button", name="Hide answers").bounding_box()
            heading = page.locator(".qb-answer h2").first.bounding_box()
            assert button is not None
            assert heading is not None
            assert button["y"] + button["height"] <= heading["y"] + 1


def test_words_from_right_to_left_begin_at_the_right(browser: Browser, odd: str) -> None:
    edge = """selector => {
        const element = document.querySelector(selector), words = document.createRange();
        const text = [...element.childNodes].find((node) => node.nodeType === 3 && node.data.trim());
        words.selectNodeContents(text);
        const style = getComputedStyle(element);
        const right = element.getBoundingClientRect().right - parseFloat(style.paddingRight);
        return Math.abs(right - words.getBoundingClientRect().right);
    }"""
    with watched(browser, odd, "desktop light") as page:
        page.goto("questions/arabic/")
        for selector in ("h1", ".qb-answer p", ".qb-answer li"):
            assert page.evaluate(edge, selector) < 2, selector
        for selector in (".qb-beside span", ".qb-tree a", ".md-header__topic .md-ellipsis"):
            direction = page.locator(selector).first.evaluate("element => getComputedStyle(element).unicodeBidi")
            assert direction == "plaintext", selector


def test_the_list_beside_a_page_shows_where_it_is(browser: Browser, odd: str) -> None:
    with watched(browser, odd, "desktop light") as page:
        page.set_viewport_size({"width": 1366, "height": 650})
        page.goto("questions/tea-30/", wait_until="networkidle")
        here, shown = page.locator(".qb-beside [aria-current]").bounding_box(), 650
        assert here is not None
        assert 0 < here["y"] < shown - here["height"]
        assert page.evaluate("scrollY") == 0


def test_where_all_questions_changed_on_one_day_the_home_page_does_not_list_some_of_them(
    browser: Browser, odd: str, served: str
) -> None:
    for address, sections in ((odd, 0), (served, 1)):
        with watched(browser, address) as page:
            page.goto("")
            assert page.locator("#recent").count() == sections


def test_the_button_that_copies_is_seen(browser: Browser, served: str) -> None:
    for screen in ("desktop light", "desktop dark"):
        with watched(browser, served, screen) as page:
            page.goto(QUESTION)
            page.evaluate(
                "document.querySelector('article').append(Object.assign(document.createElement('button'),"
                " { className: 'md-code__button' }))"
            )
            assert ink(page, ".md-code__button") == ink(page, ".qb-facts")


def test_the_header_of_a_phone_has_the_whole_name_of_the_site(browser: Browser, served: str) -> None:
    with watched(browser, served, "phone light") as page:
        page.goto("")
        name = page.locator(".md-header__topic .md-ellipsis").first
        name.evaluate("name => { name.textContent = 'Machine learning interviews'; }")
        assert name.evaluate(
            "name => name.scrollWidth <= name.clientWidth && name.scrollHeight <= name.clientHeight + 1"
        )
