"""The neighbourhood of a question, widened to two steps."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest
from conftest import SCREENS
from selectolax.lexbor import LexborHTMLParser
from tabs import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request, Route
    from selectolax.lexbor import LexborNode

pytestmark = [pytest.mark.site, pytest.mark.browser]
QUESTION = "why-is-compost-useful"
CROWDED = "soil"
"""It has more neighbours than are drawn."""

# What is drawn, as plain values: a branch for each neighbour, with the cards beside it.
DRAWN = """() => {
    const card = item => {
        const box = item.querySelector(":scope > .qb-tree__card");
        const link = box.querySelector("a");
        const words = [...box.querySelectorAll(".qb-reason")].map(line => line.textContent);
        const also = words.find(line => line.startsWith("Also from "));
        return {
            id: link.pathname.split("/").at(-2),
            kind: item.dataset.kind,
            title: link.lastChild.textContent,
            words,
            described: (link.getAttribute("aria-describedby") || "").split(" ").filter(Boolean)
                .map(id => document.getElementById(id).textContent),
            also: also ? also.match(/[0-9]+/g).map(Number) : [],
        };
    };
    return [...document.querySelectorAll(".qb-tree > li[data-kind]")].map(item => ({
        ...card(item),
        number: parseInt(item.querySelector(".qb-tree__kind").textContent),
        next: [...item.querySelectorAll("ul > li[data-kind]")].map(card),
        more: parseInt((item.querySelector("ul > li:not([data-kind])")?.textContent || "0").replace("And ", "")),
    }));
}"""


def address(question: str) -> str:
    return f"questions/{question}/"


def widen(page: Page, question: str = QUESTION) -> None:
    page.goto(address(question))
    page.get_by_role("button", name="Show two steps").click()
    page.locator(".qb-tree").wait_for()


@pytest.fixture(scope="module", params=SCREENS)
def widened(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    """Two steps around a question with many neighbours, at each size and in each scheme; nobody may change it."""
    with watched(browser, served, request.param, console=True) as opened:
        widen(opened, CROWDED)
        yield opened


def relations(site: Path, question: str) -> dict[str, tuple[str, str]]:
    """The other questions that a built page lists, each with the kind and the reason that stand there first."""
    text = (site / "questions" / question / "index.html").read_text(encoding="utf-8")
    found: dict[str, tuple[str, str]] = {}
    for item in LexborHTMLParser(text).css(".qb-relations > li"):
        link, reason = item.css_first("a"), item.css_first(".qb-reason")
        assert link is not None
        other = urljoin(f"/{address(question)}", link.attributes["href"] or "").split("/")[-2]
        if other != question:
            found.setdefault(other, (_kind(item), reason.text().strip() if reason else ""))
    return found


def _kind(item: LexborNode) -> str:
    heading = item.parent.prev if item.parent else None
    while heading is not None and heading.tag != "h3":
        heading = heading.prev
    assert heading is not None
    return str(item.attributes.get("data-kind") or heading.attributes["data-kind"])


@pytest.mark.parametrize("question", [QUESTION, CROWDED, "water-temperature", "arch"])
def test_two_steps_hold_what_the_pages_of_the_neighbours_list_and_nothing_else(
    desktop: Page, site: Path, question: str
) -> None:
    widen(desktop, question)
    branches = desktop.evaluate(DRAWN)
    near = relations(site, question)
    cards = [card for branch in branches for card in (branch, *branch["next"])]
    ids = [card["id"] for card in cards]
    assert len(ids) == len(set(ids))
    assert question not in ids
    assert [branch["number"] for branch in branches] == list(range(1, len(branches) + 1))
    assert {branch["id"] for branch in branches} <= near.keys()
    assert len(branches) == min(len(near), 12) or question == CROWDED
    reached = set(near)
    for branch in branches:
        _shows(branch, branch["id"], near)
        theirs = {other: found for other, found in relations(site, branch["id"]).items() if other != question}
        reached |= theirs.keys()
        for card in branch["next"]:
            _shows(card, card["id"], theirs)
        noted = {card["id"] for card in cards if branch["number"] in card["also"]}
        assert noted <= theirs.keys()
        assert len(branch["next"]) <= 5
        assert len(branch["next"]) + len(noted) + branch["more"] == len(theirs)
        assert {other for other in theirs if other in ids} == noted | {card["id"] for card in branch["next"]}
    said = desktop.locator(".qb-graph [role=status]").inner_text()
    assert said == f"{'At least ' if len(near) > len(branches) else ''}{len(reached)} questions within two steps."


def _shows(card: dict[str, Any], other: str, listed: dict[str, tuple[str, str]]) -> None:
    kind, reason = listed[other]
    assert card["kind"] == kind
    assert card["words"][: 1 if reason else 0] == ([reason] if reason else [])
    assert card["described"] == card["words"]


def test_every_card_leads_to_its_question(desktop: Page, site: Path) -> None:
    widen(desktop)
    branches = desktop.evaluate(DRAWN)
    cards = [card for branch in branches for card in (branch, *branch["next"])]
    assert len(cards) > 10
    for card in cards:
        text = (site / "questions" / card["id"] / "index.html").read_text(encoding="utf-8")
        title = LexborHTMLParser(text).css_first("h1")
        assert title is not None
        assert title.text().startswith(card["title"].strip())
    last = desktop.locator(".qb-tree__item[data-kind] a").last
    last.click()
    desktop.wait_for_url(re.compile(f"/questions/{cards[-1]['id']}/"))


def test_what_has_no_room_is_counted_with_a_link_to_where_it_stands(desktop: Page, served: str) -> None:
    widen(desktop)
    branch = next(branch for branch in desktop.evaluate(DRAWN) if branch["more"])
    link = desktop.get_by_role("link", name=f"And {branch['more']} more around {branch['title'].strip()}")
    assert link.evaluate("link => link.href") == f"{served}{address(branch['id'])}"


def test_it_is_widened_read_and_followed_by_keyboard_alone(page: Page) -> None:
    page.goto(address(QUESTION))
    page.locator("svg a.qb-card").last.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Show two steps"
    page.keyboard.press("Enter")
    page.locator(".qb-tree").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Show one step"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "See it on the map"
    links = page.locator(".qb-tree a")
    for number in range(links.count()):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const here = document.activeElement, box = here.closest(".qb-tree__card").getBoundingClientRect();
                return {
                    number: [...document.querySelectorAll(".qb-tree a")].indexOf(here),
                    ring: getComputedStyle(here, "::after").outlineStyle,
                    inView: box.bottom > 0 && box.top < innerHeight,
                };
            }"""
        )
        assert seen == {"number": number, "ring": "solid", "inView": True}
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: QUESTION not in url)


def test_one_step_comes_back(page: Page) -> None:
    widen(page)
    assert not page.locator(".qb-graph svg").is_visible()
    page.get_by_role("button", name="Show one step").click()
    assert page.locator(".qb-graph svg").is_visible()
    assert page.locator(".qb-tree").count() == 0
    assert page.get_by_role("button", name="Show two steps").is_visible()


def test_nothing_is_wider_than_the_screen(widened: Page) -> None:
    page = widened
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(
        """[...document.querySelectorAll(".qb-tree__card")].every(card => {
            const box = card.getBoundingClientRect();
            const words = [...card.querySelectorAll("a, span")].map(part => part.getBoundingClientRect());
            return [box, ...words].every(part => part.left >= 0 && part.right <= innerWidth)
                && words.every(part => part.left >= box.left && part.right <= box.right);
        })"""
    )


def test_cards_do_not_cover_one_another(widened: Page) -> None:
    assert widened.evaluate(
        """() => {
            const boxes = [...document.querySelectorAll(".qb-tree__card")].map(card => card.getBoundingClientRect());
            const apart = (desktop, other) => desktop.right <= other.left || other.right <= desktop.left
                || desktop.bottom <= other.top || other.bottom <= desktop.top;
            return boxes.every((desktop, at) => boxes.slice(at + 1).every(other => apart(desktop, other)));
        }"""
    )


def test_kinds_are_told_apart_by_words_and_strokes(widened: Page) -> None:
    page = widened
    strokes = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".qb-tree__item[data-kind]")].map(item => {
            const line = getComputedStyle(item.querySelector(".qb-tree__card"), "::before");
            return [item.dataset.kind, line.borderTopStyle + " " + line.borderTopWidth];
        }))"""
    )
    assert len(strokes) >= 3
    assert len(set(strokes.values())) == len(strokes)
    assert all(page.locator(".qb-tree .qb-tree__kind").all_text_contents())


def test_accessibility_rules_hold_while_it_is_open(widened: Page) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(widened).response["violations"]
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found] == []


def test_no_script_or_message_is_wrong(browser: Browser, served: str) -> None:
    with watched(browser, served, console=True) as page:
        widen(page)


def test_without_script_there_is_the_drawing_and_the_way_to_the_map(scriptless: Page, served: str) -> None:
    page = scriptless
    page.goto(address(QUESTION))
    assert page.locator("svg a.qb-card").first.is_visible()
    link = page.get_by_role("link", name="See it on the map")
    assert urljoin(page.url, link.get_attribute("href") or "") == f"{served}map/?question={QUESTION}"
    assert page.locator(".qb-graph button").count() == 0


def test_without_the_module_nothing_else_is_lost(desktop: Page) -> None:
    desktop.route("**/relations.js", lambda route: route.abort())
    desktop.goto(address(QUESTION))
    assert desktop.locator(".qb-graph button").count() == 0
    desktop.locator("svg a.qb-card").first.click()
    desktop.wait_for_url(lambda url: QUESTION not in url)


def test_a_page_that_cannot_be_fetched_is_told_and_the_rest_is_shown(desktop: Page, site: Path) -> None:
    lost = next(iter(relations(site, QUESTION)))
    desktop.route(f"**/questions/{lost}/", lambda route: route.abort())
    widen(desktop)
    said = desktop.locator(".qb-graph [role=status]").inner_text()
    assert said.startswith("At least ")
    assert said.endswith("What is related to 1 of them could not be loaded.")
    branches = {branch["id"]: branch for branch in desktop.evaluate(DRAWN)}
    assert branches.keys() == relations(site, QUESTION).keys()
    assert branches[lost]["next"] == []
    assert "What is related to it could not be loaded." in branches[lost]["words"]
    assert any(branch["next"] for branch in branches.values())


def test_when_nothing_can_be_fetched_the_drawing_stays_and_it_can_be_tried_again(desktop: Page) -> None:
    desktop.goto(address(QUESTION))
    desktop.route("**/questions/*/", lambda route: route.abort())
    desktop.get_by_role("button", name="Show two steps").click()
    desktop.get_by_text("The questions around this one could not be loaded.").wait_for()
    assert desktop.locator(".qb-graph svg").is_visible()
    desktop.unroute("**/questions/*/")
    desktop.get_by_role("button", name="Show two steps").click()
    desktop.locator(".qb-tree").wait_for()


def test_a_reader_who_goes_back_while_it_loads_is_left_alone(desktop: Page, site: Path) -> None:
    held: list[Route] = []
    slow = next(iter(relations(site, QUESTION)))

    def hold(route: Route) -> None:
        held.append(route)

    desktop.route(f"**/questions/{slow}/", hold)
    desktop.goto(address(QUESTION))
    with desktop.expect_request(f"**/questions/{slow}/"):
        desktop.get_by_role("button", name="Show two steps").click()
    assert desktop.locator(".qb-graph [role=status]").inner_text() == "Loading…"
    assert desktop.locator(".qb-graph [aria-busy=true]").count() == 1
    desktop.get_by_role("button", name="Show one step").click()
    with desktop.expect_event("requestfinished", lambda seen: seen.url.endswith(f"/{slow}/")):
        held[0].continue_()
    assert desktop.evaluate("fetch('.').then(() => document.querySelectorAll('.qb-tree').length)") == 0
    assert desktop.locator(".qb-graph [role=status]").inner_text() == ""
    assert desktop.locator(".qb-graph svg").is_visible()


def test_at_most_six_pages_are_asked_for_at_once(desktop: Page) -> None:
    desktop.goto(address(CROWDED))
    waiting: set[str] = set()
    most: list[int] = []

    def asked(seen: Request) -> None:
        waiting.add(seen.url)
        most.append(len(waiting))

    desktop.on("request", asked)
    desktop.on("requestfinished", lambda seen: waiting.discard(seen.url))
    desktop.get_by_role("button", name="Show two steps").click()
    desktop.locator(".qb-tree").wait_for()
    assert len(most) > 7
    assert max(most) <= 6


def test_words_of_strangers_are_shown_and_never_run(desktop: Page, site: Path) -> None:
    attack = "&lt;img src=x onerror=&quot;window.hit = 1&quot;&gt;"
    asked = next(iter(relations(site, QUESTION)))
    text = (site / "questions" / asked / "index.html").read_text(encoding="utf-8")
    item = f'<li data-kind="related"><a href="../strange/">{attack}</a> <span class="qb-reason">{attack}</span></li>'
    text = text.replace('<ul class="qb-relations">', f'<ul class="qb-relations">{item}', 1)
    desktop.route(f"**/questions/{asked}/", lambda route: route.fulfill(body=text, content_type="text/html"))
    widen(desktop)
    card = desktop.locator(".qb-tree__card", has=desktop.locator("a[href$='/questions/strange/']"))
    assert card.inner_text().count('<img src=x onerror="window.hit = 1">') == 2
    assert desktop.locator(".qb-graph img").count() == 0
    assert desktop.evaluate("window.hit") is None


def test_the_script_is_small_as_it_is_published(site: Path) -> None:
    scripts = [site / "assets/javascripts" / name for name in ("neighbourhood.js", "two-steps.js")]
    assert sum(len(gzip.compress(script.read_bytes(), 9)) for script in scripts) < 3000
