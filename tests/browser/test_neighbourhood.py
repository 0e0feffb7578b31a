"""The questions related to one: a list drawn as a tree, widened to two steps."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser
from tabs import SCREENS, let_through, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request, Route

pytestmark = [pytest.mark.site, pytest.mark.browser]
QUESTION = "why-is-compost-useful"
LONG = "water-temperature"
"""Some of its related questions are folded, and it has more of them than pages are fetched at once."""
CROWDED = "soil"
"""Two steps from it are more questions than are shown."""

# What is listed, as plain values: a branch for each related question, with those below it.
LISTED = """() => {
    const card = item => {
        const link = item.querySelector(":scope > a");
        const texts = selector => [...item.querySelectorAll(`:scope > ${selector}`)].map(line => line.textContent);
        const also = texts(".qb-also").find(line => line.startsWith("Also from "));
        return {
            id: link.pathname.split("/").at(-2),
            kind: item.dataset.kind,
            title: link.lastChild.textContent.trim(),
            reason: texts("span:not(.qb-also)").join(),
            noted: texts(".qb-also"),
            also: also ? also.match(/[0-9]+/g).map(Number) : [],
        };
    };
    return [...document.querySelectorAll(".qb-tree > li[data-kind]")].map(item => ({
        ...card(item),
        number: item.querySelector("small").dataset.number,
        next: [...item.querySelectorAll(":scope > ul > li[data-kind]")].map(card),
    }));
}"""
SAID = ".qb-related [role=status]"


def address(question: str) -> str:
    return f"questions/{question}/"


def widen(page: Page, question: str = QUESTION) -> None:
    page.goto(address(question))
    page.get_by_role("button", name="Show two steps").click()
    page.locator(".qb-tree [data-number]").first.wait_for()


@pytest.fixture(scope="module", params=SCREENS)
def widened(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    """Two steps around a question with folded relations, at each size and in each scheme; nobody may change it."""
    with watched(browser, served, request.param, console=True) as opened:
        widen(opened, LONG)
        yield opened


def relations(site: Path, question: str) -> dict[str, tuple[str, str]]:
    """The other questions that a built page lists, in its order, each with the kind and the reason that stand there."""
    text = (site / "questions" / question / "index.html").read_text(encoding="utf-8")
    found: dict[str, tuple[str, str]] = {}
    for item in LexborHTMLParser(text).css(".qb-tree [data-kind]"):
        link, reason = item.css_first("a"), item.css_first("span")
        assert link is not None
        assert reason is not None
        other = urljoin(f"/{address(question)}", link.attributes["href"] or "").split("/")[-2]
        found[other] = (str(item.attributes["data-kind"]), reason.text().strip())
    return found


@pytest.mark.parametrize("question", [QUESTION, LONG, "arch", "commit"])
def test_two_steps_hold_what_the_pages_of_the_neighbours_list_and_nothing_else(
    desktop: Page, site: Path, question: str
) -> None:
    widen(desktop, question)
    branches = desktop.evaluate(LISTED)
    near = relations(site, question)
    cards = [card for branch in branches for card in (branch, *branch["next"])]
    ids = [card["id"] for card in cards]
    assert len(ids) == len(set(ids))
    assert question not in ids
    assert [branch["id"] for branch in branches] == list(near)
    assert [branch["number"] for branch in branches] == [str(number) for number in range(1, len(branches) + 1)]
    for number, branch in enumerate(branches, 1):
        assert (branch["kind"], branch["reason"]) == near[branch["id"]]
        theirs = {other: found for other, found in relations(site, branch["id"]).items() if other != question}
        for card in branch["next"]:
            assert (card["kind"], card["reason"]) == theirs[card["id"]]
        noted = {card["id"] for card in cards if number in card["also"]}
        assert noted | {card["id"] for card in branch["next"]} == theirs.keys()
        assert not noted & {card["id"] for card in branch["next"]}
    assert desktop.locator(SAID).inner_text() == f"{len(ids)} questions within two steps."


def test_every_card_leads_to_its_question(desktop: Page, site: Path) -> None:
    widen(desktop)
    branches = desktop.evaluate(LISTED)
    cards = [card for branch in branches for card in (branch, *branch["next"])]
    assert len(cards) > 10
    for card in cards:
        text = (site / "questions" / card["id"] / "index.html").read_text(encoding="utf-8")
        title = LexborHTMLParser(text).css_first("h1")
        assert title is not None
        assert title.text() == card["title"] + "¶"
    below = [card["id"] for branch in branches for card in branch["next"]]
    desktop.locator(".qb-tree [data-kind] [data-kind] a").last.click()
    desktop.wait_for_url(re.compile(f"/questions/{below[-1]}/"))


def test_where_two_steps_are_too_many_the_map_shows_them(desktop: Page, served: str) -> None:
    desktop.goto(address(CROWDED), wait_until="networkidle")
    assert desktop.get_by_role("button", name="Show two steps").count() == 0
    link = desktop.get_by_role("link", name="See it on the map")
    assert link.evaluate("link => link.href") == f"{served}map/?question={CROWDED}"


def test_it_is_widened_read_and_followed_by_keyboard_alone(page: Page) -> None:
    page.goto(address(QUESTION))
    page.get_by_role("button", name="Show two steps").wait_for()
    page.locator(".qb-tree a").last.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Show two steps"
    page.keyboard.press("Enter")
    page.locator(".qb-tree [data-number]").first.wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Show one step"
    links = page.locator(".qb-tree a")
    count = links.count()
    assert count > 10
    for number in reversed(range(count)):
        page.keyboard.press("Shift+Tab")
        seen = page.evaluate(
            """() => {
                const here = document.activeElement, box = here.getBoundingClientRect();
                return {
                    number: [...document.querySelectorAll(".qb-tree a")].indexOf(here),
                    ring: getComputedStyle(here).outlineStyle,
                    line: getComputedStyle(here).textDecorationLine,
                    inView: box.bottom > 0 && box.top < innerHeight,
                };
            }"""
        )
        assert seen == {"number": number, "ring": "auto", "line": "underline", "inView": True}
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: QUESTION not in url)


def test_one_step_comes_back(page: Page) -> None:
    page.goto(address(QUESTION))
    before = page.locator(".qb-tree").first.inner_html()
    page.get_by_role("button", name="Show two steps").press("Enter")
    page.locator(".qb-tree [data-number]").first.wait_for()
    assert page.locator(".qb-tree ul").count() > 0
    page.get_by_role("button", name="Show one step").press("Enter")
    assert page.locator(".qb-tree").first.inner_html() == before
    assert page.locator(SAID).inner_text() == ""
    assert page.get_by_role("button", name="Show two steps").is_visible()


def test_what_is_folded_is_unfolded_when_it_is_widened(widened: Page) -> None:
    assert widened.locator(".qb-related details .qb-tree ul").count() > 0
    assert all(link.is_visible() for link in widened.locator(".qb-tree a").all())


def test_nothing_is_wider_than_the_screen(widened: Page) -> None:
    page = widened
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(
        """[...document.querySelectorAll(".qb-tree li")].every(item => {
            const box = item.getBoundingClientRect();
            const words = [...item.querySelectorAll("a, span")].map(part => part.getBoundingClientRect());
            return [box, ...words].every(part => part.left >= 0 && part.right <= innerWidth)
                && words.every(part => part.left >= box.left && part.right <= box.right);
        })"""
    )


def test_titles_and_reasons_do_not_cover_one_another(widened: Page) -> None:
    assert widened.evaluate(
        """() => {
            const parts = [...document.querySelectorAll(".qb-tree :is(a, span)")].flatMap(
                part => [...part.getClientRects()].map(box => ({ part, box })));
            const apart = (one, other) => one.right <= other.left + 1 || other.right <= one.left + 1
                || one.bottom <= other.top + 1 || other.bottom <= one.top + 1;
            return parts.every(({ part, box }, at) =>
                parts.slice(at + 1).every(other => part === other.part || apart(box, other.box)));
        }"""
    )


def test_kinds_are_told_apart_by_words_and_strokes(widened: Page) -> None:
    page = widened
    strokes = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".qb-tree [data-kind]")].map(item => {
            const line = getComputedStyle(item.querySelector("a"), "::before");
            return [item.dataset.kind, line.borderTopStyle + " " + line.borderTopWidth];
        }))"""
    )
    assert len(strokes) >= 3
    assert len(set(strokes.values())) == len(strokes)
    assert all(page.locator(".qb-tree [data-kind] > a > small").all_text_contents())


def test_an_arrow_leads_to_what_this_question_names_and_comes_from_what_names_it(widened: Page) -> None:
    ends = widened.evaluate(
        """() => [...document.querySelectorAll(".qb-tree [data-kind]")].map(item => {
            const head = getComputedStyle(item.querySelector("a"), "::after");
            return ["backlink" in item.dataset, head.transform === "matrix(-1, 0, 0, 1, 0, 0)"];
        })"""
    )
    assert {True, False} == {backlink for backlink, _ in ends}
    assert all(backlink == turned for backlink, turned in ends)


def test_accessibility_rules_hold_while_it_is_open(widened: Page) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(widened).response["violations"]
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found] == []


def test_without_script_there_is_the_list_and_the_way_to_the_map(scriptless: Page, served: str) -> None:
    page = scriptless
    page.goto(address(LONG))
    assert page.locator(".qb-tree a").first.is_visible()
    page.locator(".qb-related summary").click()
    assert page.locator(".qb-tree a").last.is_visible()
    link = page.get_by_role("link", name="See it on the map")
    assert urljoin(page.url, link.get_attribute("href") or "") == f"{served}map/?question={LONG}"
    assert page.locator(".qb-related button").count() == 0


@pytest.mark.parametrize("module", ["relations.js", "question.js"])
def test_without_a_module_nothing_else_is_lost(desktop: Page, module: str) -> None:
    desktop.route(f"**/{module}", lambda route: route.abort())
    desktop.goto(address(QUESTION), wait_until="networkidle")
    assert desktop.locator(".qb-related button").count() == 0
    desktop.locator(".qb-tree a").first.click()
    desktop.wait_for_url(lambda url: QUESTION not in url)


def test_a_page_that_cannot_be_fetched_is_told_and_the_rest_is_shown(desktop: Page, site: Path) -> None:
    lost = next(iter(relations(site, QUESTION)))
    desktop.route(f"**/questions/{lost}/", lambda route: route.abort())
    widen(desktop)
    said = desktop.locator(SAID).inner_text()
    assert said.startswith("At least ")
    assert said.endswith("What is related to 1 of them could not be loaded.")
    branches = {branch["id"]: branch for branch in desktop.evaluate(LISTED)}
    assert branches.keys() == relations(site, QUESTION).keys()
    assert branches[lost]["next"] == []
    assert "What is related to it could not be loaded." in branches[lost]["noted"]
    assert any(branch["next"] for branch in branches.values())


def test_when_nothing_can_be_fetched_the_list_stays_and_it_can_be_tried_again(desktop: Page) -> None:
    desktop.goto(address(QUESTION))
    before = desktop.locator(".qb-tree").first.inner_html()
    desktop.route("**/questions/*/", lambda route: route.abort())
    desktop.get_by_role("button", name="Show two steps").click()
    desktop.get_by_text("The questions around this one could not be loaded.").wait_for()
    assert desktop.locator(".qb-tree").first.inner_html() == before
    let_through(desktop)
    desktop.get_by_role("button", name="Show two steps").click()
    desktop.locator(".qb-tree ul").first.wait_for()


def test_a_reader_who_goes_back_while_it_loads_is_left_alone(desktop: Page, site: Path) -> None:
    held: list[Route] = []
    slow = next(iter(relations(site, QUESTION)))

    def hold(route: Route) -> None:
        held.append(route)

    desktop.route(f"**/questions/{slow}/", hold)
    desktop.goto(address(QUESTION))
    before = desktop.locator(".qb-tree").first.inner_html()
    with desktop.expect_request(f"**/questions/{slow}/"):
        desktop.get_by_role("button", name="Show two steps").click()
    assert desktop.locator(SAID).inner_text() == "Loading…"
    desktop.get_by_role("button", name="Show one step").click()
    with desktop.expect_event("requestfinished", lambda seen: seen.url.endswith(f"/{slow}/")):
        held[0].continue_()
    assert desktop.evaluate("fetch('.').then(() => document.querySelectorAll('.qb-tree ul').length)") == 0
    assert desktop.locator(SAID).inner_text() == ""
    assert desktop.locator(".qb-tree").first.inner_html() == before


def test_at_most_six_pages_are_asked_for_at_once(desktop: Page) -> None:
    desktop.goto(address(LONG))
    button = desktop.get_by_role("button", name="Show two steps")
    button.wait_for()
    waiting: set[str] = set()
    most: list[int] = []

    def asked(seen: Request) -> None:
        waiting.add(seen.url)
        most.append(len(waiting))

    desktop.on("request", asked)
    desktop.on("requestfinished", lambda seen: waiting.discard(seen.url))
    button.click()
    desktop.locator(".qb-tree ul").first.wait_for()
    assert len(most) > 7
    assert max(most) <= 6


def test_words_of_strangers_are_shown_and_never_run(desktop: Page, site: Path) -> None:
    attack = "&lt;img src=x onerror=&quot;window.hit = 1&quot;&gt;"
    asked = next(iter(relations(site, QUESTION)))
    text = (site / "questions" / asked / "index.html").read_text(encoding="utf-8")
    link = f'<a href="../strange/"><small>{attack}</small> {attack}</a>'
    item = f'<li data-kind="related">{link} <span>{attack}</span></li>'
    text = text.replace('<ul class="qb-tree" role="list">', f'<ul class="qb-tree" role="list">{item}', 1)
    desktop.route(f"**/questions/{asked}/", lambda route: route.fulfill(body=text, content_type="text/html"))
    widen(desktop)
    card = desktop.locator(".qb-tree li:has(> a[href$='/questions/strange/'])")
    assert card.inner_text().count('<img src=x onerror="window.hit = 1">') == 3
    assert desktop.locator(".qb-related img").count() == 0
    assert desktop.evaluate("window.hit") is None


def test_the_script_is_small_as_it_is_published(site: Path) -> None:
    scripts = [site / "assets/javascripts" / name for name in ("neighbourhood.js", "two-steps.js")]
    assert sum(len(gzip.compress(script.read_bytes(), 9)) for script in scripts) < 3000
