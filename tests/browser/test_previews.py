"""Previews of links to questions: for a mouse that rests on one, and for the keyboard."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tabs import let_through, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Route

pytestmark = [pytest.mark.site, pytest.mark.browser]
QUESTION = "questions/water-temperature/"
PREVIEW = ".qb-preview"
RESTS = 300
"""The milliseconds that a pointer rests before there is a preview."""


def open_question(page: Page) -> None:
    """Open the page of a question and wait for what its scripts add last."""
    page.goto(QUESTION)
    for name in ("Hide answers", "Show two steps"):
        page.get_by_role("button", name=name).wait_for()


@pytest.fixture
def opened(desktop: Page) -> Page:
    """The page of a question on a large screen, its scripts there."""
    open_question(desktop)
    return desktop


def previews(site: Path) -> dict[str, list[str]]:
    """Title, difficulty and summary of each question, by its id."""
    files = (site / "data/previews").iterdir()
    return {key: value for file in files for key, value in json.loads(file.read_text(encoding="utf-8")).items()}


def target(link: Locator) -> str:
    return str(link.evaluate("link => link.pathname")).split("/")[-2]


def point(page: Page, link: Locator) -> None:
    """Move a mouse to the middle of the last line of a link."""
    link.scroll_into_view_if_needed()
    line = link.evaluate("link => [...link.getClientRects()].at(-1).toJSON()")
    page.mouse.move(line["x"] + line["width"] / 2, line["y"] + line["height"] / 2)


@pytest.mark.parametrize(
    "selector",
    [".qb-answer p a", ".qb-tree a >> nth=3", ".qb-steps a[rel=next] >> nth=0", ".qb-beside a >> nth=0"],
)
def test_a_mouse_that_rests_on_a_link_to_a_question_is_shown_what_it_says(
    opened: Page, site: Path, selector: str
) -> None:
    link = opened.locator(selector).first
    point(opened, link)
    preview = opened.locator(PREVIEW)
    expect(preview).to_be_visible()
    title, difficulty, summary = previews(site)[target(link)]
    assert preview.locator("strong").inner_text() == title
    assert preview.locator("small").inner_text() == difficulty
    assert preview.locator("p").inner_text() == summary
    expect(link).to_have_attribute("aria-describedby", preview.get_attribute("id") or "")
    opened.mouse.move(5, 5)
    expect(preview).to_have_count(0)
    assert link.get_attribute("aria-describedby") is None


def test_lists_of_questions_have_previews_too(desktop: Page, site: Path) -> None:
    desktop.goto("topics/garden/")
    link = desktop.locator(".qb-entry > a").nth(1)
    point(desktop, link)
    expect(desktop.locator(f"{PREVIEW} strong")).to_have_text(previews(site)[target(link)][0])


def test_a_mouse_that_moves_on_is_shown_nothing(opened: Page) -> None:
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.evaluate(
        """async (pause) => {
            const pointer = (name, relatedTarget) =>
                new PointerEvent(name, { pointerType: "mouse", bubbles: true, relatedTarget });
            for (const link of document.querySelectorAll(".qb-tree a")) {
                link.dispatchEvent(pointer("pointerover"));
                await new Promise((done) => setTimeout(done, pause));
                link.dispatchEvent(pointer("pointerout", document.body));
            }
        }""",
        RESTS / 6,
    )
    opened.wait_for_timeout(2 * RESTS)
    assert asked == []
    assert opened.locator(PREVIEW).count() == 0


def test_a_mouse_that_moves_within_a_link_rests_on_it(opened: Page) -> None:
    link = opened.locator(".qb-tree a").nth(3)
    point(opened, link)
    point(opened, link.locator("small"))
    expect(opened.locator(PREVIEW)).to_be_visible()


def test_a_preview_stays_while_it_is_pointed_at(opened: Page) -> None:
    link = opened.locator(".qb-answer p a").first
    point(opened, link)
    preview = opened.locator(PREVIEW)
    expect(preview).to_be_visible()
    box, place = preview.bounding_box(), link.bounding_box()
    assert box is not None
    assert place is not None
    down = box["y"] > place["y"]
    x = place["x"] + place["width"] / 2
    gap = place["y"] + place["height"] + 3 if down else place["y"] - 3
    opened.mouse.move(x, gap)  # between the two there is something else
    opened.mouse.move(x, box["y"] + box["height"] / 2)
    opened.wait_for_timeout(3 * RESTS)
    expect(preview).to_be_visible()
    opened.mouse.move(x, gap)
    point(opened, link)
    opened.wait_for_timeout(3 * RESTS)
    expect(preview).to_be_visible()
    opened.mouse.move(5, 5)
    expect(preview).to_have_count(0)


def test_the_keyboard_has_it_at_once_and_it_goes_with_the_focus(opened: Page, site: Path) -> None:
    links = opened.locator(".qb-tree a")
    links.nth(2).focus()
    opened.keyboard.press("Tab")
    preview = opened.locator(PREVIEW)
    expect(preview.locator("strong")).to_have_text(previews(site)[target(links.nth(3))][0])
    expect(links.nth(3)).to_have_attribute("aria-describedby", preview.get_attribute("id") or "")
    opened.keyboard.press("Tab")
    expect(preview.locator("strong")).to_have_text(previews(site)[target(links.nth(4))][0])
    opened.get_by_role("button", name="Show two steps").focus()
    expect(preview).to_have_count(0)
    assert opened.locator("[aria-describedby=qb-preview]").count() == 0


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_escape_takes_it_away_and_nothing_else(opened: Page, way: str) -> None:
    links = opened.locator(".qb-tree a")
    if way == "mouse":
        point(opened, links.nth(3))
    else:
        links.nth(2).focus()
        opened.keyboard.press("Tab")
    expect(opened.locator(PREVIEW)).to_be_visible()
    opened.keyboard.press("Escape")
    expect(opened.locator(PREVIEW)).to_have_count(0)
    opened.wait_for_timeout(2 * RESTS)
    assert opened.locator(PREVIEW).count() == 0
    if way == "keyboard":
        expect(links.nth(3)).to_be_focused()


def test_a_link_that_was_reached_by_keyboard_keeps_its_preview_while_the_mouse_passes(opened: Page) -> None:
    links = opened.locator(".qb-tree a")
    links.nth(2).focus()
    opened.keyboard.press("Tab")
    expect(opened.locator(PREVIEW)).to_be_visible()
    opened.locator(".qb-tree__here").hover()
    opened.mouse.move(5, 300)
    opened.mouse.move(5, 5)
    opened.wait_for_timeout(2 * RESTS)
    expect(opened.locator(PREVIEW)).to_be_visible()


def test_a_preview_goes_when_the_page_scrolls_away_below_it(opened: Page) -> None:
    links = opened.locator(".qb-tree a")
    links.nth(2).focus()
    opened.keyboard.press("Tab")
    expect(opened.locator(PREVIEW)).to_be_visible()
    opened.mouse.move(5, 300)
    opened.mouse.wheel(0, 200)
    expect(opened.locator(PREVIEW)).to_have_count(0)
    expect(links.nth(3)).to_be_focused()


def test_a_link_that_scrolls_into_view_on_focus_has_its_preview(opened: Page) -> None:
    opened.evaluate("scrollTo(0, 0)")
    opened.locator(".qb-tree a").nth(2).focus()
    opened.keyboard.press("Tab")
    opened.wait_for_timeout(RESTS)
    expect(opened.locator(PREVIEW)).to_be_visible()


def test_all_of_a_preview_is_on_a_very_small_screen(opened: Page) -> None:
    opened.set_viewport_size({"width": 300, "height": 150})
    opened.locator(".qb-tree a").nth(2).focus()
    opened.keyboard.press("Tab")
    expect(opened.locator(PREVIEW)).to_be_visible()
    box = opened.locator(PREVIEW).bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 150


def test_touch_has_none(browser: Browser, served: str) -> None:
    with watched(browser, served, "phone light", has_touch=True) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        open_question(page)
        page.evaluate("document.addEventListener('click', (event) => event.preventDefault())")
        link = page.locator(".qb-tree a").nth(2)
        link.tap()
        page.wait_for_timeout(2 * RESTS)
        assert page.locator(PREVIEW).count() == 0
        assert [url for url in asked if "/previews/" in url] == []
        page.reload()
        link.tap()
        page.wait_for_url(lambda url: QUESTION not in url)


def test_a_preview_fetches_its_file_and_nothing_else_and_that_once(opened: Page) -> None:
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(urlsplit(request.url).path))
    links = opened.locator(".qb-tree a")
    for number in (1, 2, 3):
        point(opened, links.nth(number))
        expect(opened.locator(PREVIEW)).to_be_visible()
        opened.mouse.move(5, 5)
        expect(opened.locator(PREVIEW)).to_have_count(0)
    assert asked == ["/data/previews/0.json"]


def test_other_links_have_none(opened: Page) -> None:
    for selector in (".qb-eyebrow a >> nth=-1", ".qb-tag >> nth=0", ".qb-ways a", ".qb-sources a", "h1 .headerlink"):
        point(opened, opened.locator(selector))
        opened.wait_for_timeout(RESTS + 100)
        assert opened.locator(PREVIEW).count() == 0, selector


def test_where_the_file_does_not_come_there_is_no_preview_and_later_it_is_asked_for_again(opened: Page) -> None:
    opened.route("**/data/previews/*", lambda route: route.abort())
    link = opened.locator(".qb-tree a").nth(3)
    point(opened, link)
    opened.wait_for_timeout(2 * RESTS)
    assert opened.locator(PREVIEW).count() == 0
    let_through(opened)
    opened.mouse.move(5, 5)
    point(opened, link)
    expect(opened.locator(PREVIEW)).to_be_visible()


def test_a_file_that_comes_late_shows_nothing_to_who_has_moved_on(opened: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    opened.route("**/data/previews/*", hold)
    with opened.expect_request("**/data/previews/*"):
        point(opened, opened.locator(".qb-tree a").nth(3))
    opened.mouse.move(5, 5)
    with opened.expect_response("**/data/previews/*"):
        held[0].continue_()
    opened.wait_for_timeout(RESTS)
    assert opened.locator(PREVIEW).count() == 0


def test_words_of_strangers_are_shown_and_never_run(opened: Page, site: Path) -> None:
    attack = "<img src=x onerror='window.hit = 1'>"
    data = dict.fromkeys(previews(site), [attack] * 3)
    opened.route("**/data/previews/*", lambda route: route.fulfill(json=data))
    point(opened, opened.locator(".qb-tree a").nth(3))
    preview = opened.locator(PREVIEW)
    expect(preview).to_be_visible()
    assert preview.inner_text().count(attack) == 3
    assert preview.locator("img").count() == 0
    assert opened.evaluate("window.hit") is None


def test_each_is_on_the_screen_and_beside_its_link(page: Page) -> None:
    open_question(page)
    page.evaluate("document.querySelectorAll('article details').forEach(details => details.open = true)")
    links = page.locator("article a[href*='../']:not([href*=topics], [href*=tags], [href*=map], [href*=propose])")
    count = links.count()
    assert count > 10
    shown = 0
    for number in range(count):
        links.nth(number).evaluate("link => link.scrollIntoView({ block: 'center' })")
        page.keyboard.press("Shift")  # so that what is focused is focused by keyboard
        links.nth(number).focus()
        preview = page.locator(PREVIEW)
        expect(links.nth(number)).to_have_attribute("aria-describedby", "qb-preview")
        expect(preview).to_be_in_viewport(ratio=1)
        distance = page.evaluate(
            """() => {
                const one = document.querySelector(".qb-preview").getBoundingClientRect();
                const other = document.activeElement.getBoundingClientRect();
                return Math.max(one.top - other.bottom, other.top - one.bottom);
            }"""
        )
        assert 0 < distance < 10, number
        shown += 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert shown == count


def test_accessibility_rules_hold_while_one_is_shown(page: Page) -> None:
    open_question(page)
    links = page.locator(".qb-tree a")
    links.nth(2).focus()
    page.keyboard.press("Tab")
    expect(page.locator(PREVIEW)).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found] == []


def test_a_click_follows_the_link_as_without_a_preview(opened: Page) -> None:
    link = opened.locator(".qb-answer p a").first
    there = target(link)
    point(opened, link)
    expect(opened.locator(PREVIEW)).to_be_visible()
    link.click()
    opened.wait_for_url(re.compile(f"/questions/{there}/"))
