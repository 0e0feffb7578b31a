"""The page that finds and narrows questions, in a real browser."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import until
from playwright.sync_api import expect
from tabs import hold, let_through, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.site, pytest.mark.browser]
HOSTILE = "<img src=x onerror=alert(1)>"
AT_ONCE = 10
Questions = list[dict[str, Any]]
_SHIFTS = """window.shifted = 0;
new PerformanceObserver(seen => seen.getEntries().forEach(({ value }) => (shifted += value)))
    .observe({ type: "layout-shift", buffered: true });"""


@pytest.fixture(scope="module")
def bank(site: Path) -> Questions:
    """All questions in learning order, each with the title of its topic."""
    data = json.loads((site / "data/graph.json").read_text(encoding="utf-8"))
    topics = {topic["id"]: topic["title"] for topic in data["topics"]}
    for question in data["questions"]:
        question["topic"] = topics[question["topic"]]
    return sorted(data["questions"], key=lambda question: int(question["order"]))


def settled(page: Page) -> None:
    expect(page.locator(".qb-find__results")).to_have_attribute("aria-busy", "false")


def open_search(page: Page, query: str = "") -> None:
    page.goto(f"search/{query}")
    settled(page)


def ask(page: Page, words: str) -> None:
    page.get_by_label("Words of a question or its answer").fill(words)
    until(page, "words => (new URLSearchParams(location.search).get('q') ?? '') === words", words)
    settled(page)


def box(page: Page, facet: str, value: str) -> Any:
    return page.locator(f".qb-find__facets input[name={facet}][value='{value}']")


def narrow(page: Page, facet: str, value: str) -> None:
    box(page, facet, value).click()
    settled(page)


def counts(page: Page, facet: str) -> dict[str, int]:
    """What stands beside the boxes of a facet, without the zeros."""
    numbers: dict[str, str] = page.locator(f".qb-find__facets input[name={facet}]").evaluate_all(
        "boxes => Object.fromEntries(boxes.map(box => [box.value, box.parentElement.lastElementChild.textContent]))"
    )
    return {value: int(number) for value, number in numbers.items() if number != "0"}


def total(page: Page) -> int:
    return int(page.locator(".qb-find__total").inner_text().split()[0])


def ids(page: Page) -> list[str]:
    links = page.locator(".qb-find__results > li > a")
    return [urlsplit(link.get_attribute("href") or "").path.split("/")[-2] for link in links.all()]


def all_ids(page: Page) -> list[str]:
    """The ids of everything found, ten more at a time."""
    more = page.locator(".qb-find__next")
    while more.is_visible():
        shown = len(ids(page))
        more.click()
        expect(page.locator(".qb-find__results > li")).not_to_have_count(shown)
    return ids(page)


def seen(page: Page) -> dict[str, Any]:
    """All that one sees of a view."""
    return {
        "total": page.locator(".qb-find__total").inner_text(),
        "words": page.locator("#find-q").input_value(),
        "sorting": page.locator("#find-sort").input_value(),
        "chips": page.locator(".qb-find__chosen button").all_inner_texts(),
        "ticked": page.locator(".qb-find input:checked").evaluate_all("boxes => boxes.map(box => box.value)"),
        "counts": [counts(page, facet) for facet in ("topic", "difficulty", "tag")],
        "found": ids(page),
    }


def test_without_words_all_questions_are_there_in_learning_order(desktop: Page, bank: Questions) -> None:
    open_search(desktop)
    assert total(desktop) == len(bank)
    assert desktop.locator("#find-sort").input_value() == "order"
    assert len(ids(desktop)) == AT_ONCE
    assert all_ids(desktop) == [question["id"] for question in bank]


INTENTS: dict[str, Callable[[Page], object]] = {
    "the field has the focus": lambda page: page.locator("#find-q").focus(),
    "words are typed": lambda page: ask(page, "water"),
    "a box is ticked": lambda page: narrow(page, "difficulty", "beginner"),
    "a sorting is chosen": lambda page: page.locator("#find-sort").select_option("newest"),
    "more are wanted": lambda page: page.locator(".qb-find__next").click(),
    "an address has words": lambda page: open_search(page, "?q=water"),
    "an address has a filter": lambda page: open_search(page, "?difficulty=beginner"),
    "an address has a sorting": lambda page: open_search(page, "?sort=newest"),
}


@pytest.mark.parametrize("intent", INTENTS)
def test_nothing_to_search_in_is_loaded_until(intent: str, browser: Browser, served: str) -> None:
    with watched(browser, served, cold=True) as tab:
        loaded: list[str] = []
        tab.on("request", lambda request: loaded.append(urlsplit(request.url).path))
        open_search(tab)
        tab.wait_for_load_state("networkidle")
        assert [path for path in loaded if re.search(r"/data/|/engine\.js", path)] == []
        with tab.expect_response("**/data/search/index.json"):
            INTENTS[intent](tab)
        settled(tab)


def test_the_list_before_anything_is_asked_is_that_of_a_search_without_the_passages(desktop: Page) -> None:
    def listed() -> list[str]:
        items: list[str] = desktop.locator(".qb-find__results > li").evaluate_all(
            """items => items.map(item => {
                item.querySelector(".qb-result__passage")?.remove();
                const link = item.querySelector("a");
                link.href = new URL(link.href).href;
                return item.outerHTML;
            })"""
        )
        return items

    open_search(desktop)
    before, said = listed(), seen(desktop)
    assert len(before) == AT_ONCE
    open_search(desktop, "?sort=order")
    assert listed() == before
    assert seen(desktop) == said


def test_more_of_the_list_is_there_at_the_click_and_the_first_new_one_has_the_focus(desktop: Page) -> None:
    open_search(desktop)
    first = ids(desktop)
    desktop.locator(".qb-find__next").click()
    expect(desktop.locator(".qb-find__results > li")).to_have_count(2 * AT_ONCE)
    assert ids(desktop)[:AT_ONCE] == first
    expect(desktop.locator(".qb-find__results > li > a").nth(AT_ONCE)).to_be_focused()


def test_without_an_index_the_list_says_so_only_once_somebody_asks(desktop: Page) -> None:
    desktop.route("**/data/search/**", lambda route: route.abort())
    open_search(desktop)
    assert total(desktop) > AT_ONCE
    desktop.locator(".qb-find__next").click()
    expect(desktop.get_by_role("button", name="Try again")).to_be_visible()
    assert "try again" in desktop.locator(".qb-find__total").inner_text()
    let_through(desktop)


def test_the_address_of_a_filtered_view_opens_to_the_same_view(desktop: Page) -> None:
    open_search(desktop)
    ask(desktop, "water & what’s new?")
    ask(desktop, "water")
    narrow(desktop, "difficulty", "intermediate")
    narrow(desktop, "difficulty", "beginner")
    narrow(desktop, "tag", "soil")
    desktop.locator("#find-sort").select_option("order")
    settled(desktop)
    view = seen(desktop)
    assert view["found"]
    assert parse_qs(urlsplit(desktop.url).query) == {
        "q": ["water"],
        "difficulty": ["beginner", "intermediate"],
        "tag": ["soil"],
        "sort": ["order"],
    }
    open_search(desktop, f"?{urlsplit(desktop.url).query}")
    assert seen(desktop) == view


def test_counts_follow_the_words_and_the_filters(desktop: Page, bank: Questions) -> None:
    open_search(desktop)
    assert counts(desktop, "tag") == Counter(tag for question in bank for tag in question["tags"])
    topic = bank[0]["topic"]
    narrow(desktop, "topic", topic)
    inside = [question for question in bank if question["topic"] == topic]
    assert counts(desktop, "difficulty") == Counter(question["difficulty"] for question in inside)
    assert counts(desktop, "tag") == Counter(tag for question in inside for tag in question["tags"])
    assert counts(desktop, "topic") == Counter(question["topic"] for question in bank), "the others can still be chosen"
    desktop.get_by_role("button", name="Clear all").click()
    ask(desktop, "rainwater")
    found = [question for question in bank if question["id"] in all_ids(desktop)]
    assert 0 < len(found) == total(desktop) < len(bank)
    assert counts(desktop, "topic") == Counter(question["topic"] for question in found)
    empty = desktop.locator(".qb-find__facets label", has=desktop.locator("span.qb-where", has_text=re.compile("^0$")))
    assert empty.count() > 0
    assert empty.locator("input:enabled").count() == 0


def test_any_value_of_a_facet_will_do_but_each_facet_must_hold(desktop: Page, bank: Questions) -> None:
    first, second = list(Counter(question["topic"] for question in bank))[:2]
    open_search(desktop)
    narrow(desktop, "topic", first)
    narrow(desktop, "topic", second)
    narrow(desktop, "difficulty", "beginner")
    wanted = [q["id"] for q in bank if q["topic"] in {first, second} and q["difficulty"] == "beginner"]
    assert {q["topic"] for q in bank if q["id"] in wanted} == {first, second}
    assert all_ids(desktop) == wanted
    assert total(desktop) == len(wanted)


def test_a_filter_that_leaves_nothing_can_be_taken_back(desktop: Page, bank: Questions) -> None:
    open_search(desktop, "?q=rainwater&topic=Bridges&difficulty=beginner&difficulty=advanced")
    assert desktop.locator(".qb-find__total").inner_text() == "Nothing found with these filters."
    assert box(desktop, "topic", "Bridges").is_enabled()
    desktop.get_by_role("button", name="Remove Bridges").click()
    settled(desktop)
    assert total(desktop) > 0
    assert not box(desktop, "topic", "Bridges").is_checked()
    assert desktop.evaluate("document.activeElement.textContent") == "Remove beginner ×"
    desktop.get_by_role("button", name="Clear all").click()
    expect(desktop.locator(".qb-find__chosen")).to_be_hidden()
    assert urlsplit(desktop.url).query == "q=rainwater"
    assert desktop.evaluate("document.activeElement.matches('.qb-find__facets > summary')")


def test_sorting_by_learning_order_is_the_order_of_the_bank(desktop: Page, bank: Questions) -> None:
    place = {question["id"]: question["order"] for question in bank}
    open_search(desktop, "?q=water")
    by_relevance = all_ids(desktop)
    open_search(desktop, "?q=water&sort=order")
    by_order = all_ids(desktop)
    assert by_order == sorted(by_relevance, key=place.__getitem__)
    assert by_order != by_relevance


def test_sorting_by_newest_is_by_the_day_that_each_page_says(desktop: Page, bank: Questions, site: Path) -> None:
    open_search(desktop)
    open_search(desktop, "?sort=newest")
    found = all_ids(desktop)
    pages = [(site / "questions" / name / "index.html").read_text(encoding="utf-8") for name in found]
    days = [match[1] if (match := re.search(r'Last changed <time datetime="([^"]+)"', text)) else "" for text in pages]
    assert any(days)
    assert days == sorted(days, reverse=True)
    assert sorted(found) == sorted(question["id"] for question in bank)


def test_back_undoes_a_facet_and_a_sorting_but_no_letter(desktop: Page) -> None:
    desktop.goto("")
    open_search(desktop)
    for words in ("r", "ra", "rainwater"):
        ask(desktop, words)
    words_alone = seen(desktop)
    narrow(desktop, "difficulty", "intermediate")
    narrowed = seen(desktop)
    desktop.locator("#find-sort").select_option("order")
    settled(desktop)
    for before in (narrowed, words_alone):
        desktop.go_back()
        settled(desktop)
        assert seen(desktop) == before
    desktop.go_forward()
    settled(desktop)
    assert seen(desktop) == narrowed
    desktop.go_back()
    desktop.go_back()
    desktop.wait_for_url(lambda url: urlsplit(url).path == "/")


def test_somebody_who_comes_back_from_a_question_finds_as_many_results_as_before(desktop: Page) -> None:
    open_search(desktop, "?difficulty=intermediate&difficulty=beginner")
    desktop.locator(".qb-find__next").click()
    expect(desktop.locator(".qb-find__results > li")).to_have_count(2 * AT_ONCE)
    desktop.locator(".qb-find__results > li > a").last.click()
    desktop.wait_for_url(re.compile("/questions/"))
    desktop.go_back()
    settled(desktop)
    assert len(ids(desktop)) == 2 * AT_ONCE


def tab_to(page: Page, selector: str) -> None:
    """Goes on by Tab to what a selector names, which must then show that it has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            break
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert page.evaluate("selector => document.activeElement.matches(selector)", selector), selector
    assert style != "none", selector


def test_a_reader_narrows_sorts_and_opens_by_keyboard_alone_and_axe_finds_nothing(page: Page) -> None:
    open_search(page)
    tab_to(page, "#find-q")
    page.keyboard.type("water")
    page.wait_for_url("**/search/?q=water")
    settled(page)
    if page.viewport_size == {"width": 360, "height": 740}:
        assert page.locator(".qb-find__facets fieldset").first.is_hidden()
        tab_to(page, ".qb-find__facets > summary")
        page.keyboard.press("Enter")
    tab_to(page, "[name=difficulty][value=intermediate]")
    page.keyboard.press("Space")
    settled(page)
    tab_to(page, ".qb-find__more > summary")
    page.keyboard.press("Enter")
    tab_to(page, ".qb-find__more input:enabled")
    tab_to(page, "#find-sort")
    page.keyboard.press("ArrowDown")
    page.wait_for_url(re.compile("sort=order"))
    settled(page)
    _axe_finds_nothing(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    tab_to(page, ".qb-find__next")
    page.keyboard.press("Enter")
    expect(page.locator(".qb-find__results > li").nth(AT_ONCE)).to_be_visible()
    first_new = page.locator(".qb-find__results > li > a").nth(AT_ONCE)
    expect(first_new).to_be_focused()
    address = first_new.get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(urlsplit(address).path)))


def _axe_finds_nothing(page: Page) -> None:
    browser, served = page.context.browser, page.url.partition("search/")[0]
    assert browser
    size = "phone" if page.evaluate("innerWidth") == 360 else "desktop"
    scheme = "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
    with watched(browser, served, f"{size} {scheme}", bypass_csp=True) as other:  # for the script of axe
        other.goto(page.url)
        settled(other)
        other.evaluate("document.querySelectorAll('.qb-find details').forEach(fold => fold.open = true)")
        found = Axe().run(other).response["violations"]
    assert [(item["id"], node["html"]) for item in found for node in item["nodes"]] == []


def test_how_many_are_found_is_told_politely(desktop: Page) -> None:
    open_search(desktop)
    ask(desktop, "rainwater")
    assert re.fullmatch(r"\d+ questions? found", desktop.locator(".qb-find__total[role=status]").inner_text())


def test_where_nothing_is_found_there_is_a_way_on(desktop: Page, bank: Questions) -> None:
    open_search(desktop, "?q=rainwater")
    assert desktop.locator(".qb-find__lists").is_hidden()
    open_search(desktop, "?q=zzqqzz+%26+qqz%3F")
    assert ids(desktop) == []
    link = desktop.locator(".qb-find__propose a")
    assert link.inner_text() == "Propose “zzqqzz & qqz?”"
    address = urlsplit(link.get_attribute("href") or "")
    assert address.path == "/propose/"
    assert parse_qs(address.query)["question"] == ["zzqqzz & qqz?"]
    topics = desktop.locator(".qb-find__lists a[href*='topics/']")
    assert topics.all_inner_texts() == list(dict.fromkeys(topics.all_inner_texts()))
    assert set(topics.all_inner_texts()) == {question["topic"] for question in bank}
    topics.first.click()
    desktop.wait_for_url(re.compile("/topics/"))


def test_a_hostile_address_runs_nothing_and_names_nothing(desktop: Page, bank: Questions) -> None:
    open_search(desktop, f"?q={HOSTILE}&topic={HOSTILE}&tag=__proto__&status=constructor&sort={HOSTILE}")
    assert desktop.locator("#find-q").input_value() == HOSTILE
    assert desktop.locator(".qb-find img").count() == 0
    assert seen(desktop)["ticked"] == []
    assert desktop.locator("#find-sort").evaluate("select => select.value") == "relevance"
    open_search(desktop, f"?topic={HOSTILE}&difficulty=beginner")
    assert seen(desktop)["ticked"] == ["beginner"]
    assert total(desktop) == sum(question["difficulty"] == "beginner" for question in bank)


def test_what_strangers_wrote_stays_text_in_the_results(desktop: Page) -> None:
    engine = f"""
        const found = {{
            id: "strange", url: new URL("../questions/strange/", location), title: "{HOSTILE}",
            topic: "{HOSTILE}", difficulty: "{HOSTILE}",
            passage: [{{text: "{HOSTILE}", marked: true}}, {{text: "{HOSTILE}", marked: false}}],
        }};
        export const words = (query) => query.split(" ");
        export const prepare = async () => {{}};
        export const find = async (query) => ({{
            query, total: 1, near: true, corrections: [{{from: "{HOSTILE}", to: "{HOSTILE}"}}], facets: {{}},
            more: async () => [found],
        }});
    """
    desktop.route("**/search/engine.js", lambda route: route.fulfill(body=engine, content_type="text/javascript"))
    open_search(desktop, "?q=strange")
    assert desktop.locator(".qb-find__found").inner_text().count(HOSTILE) == 7
    assert desktop.locator(".qb-find__found img").count() == 0


def test_a_missing_index_is_told_and_can_be_tried_again(desktop: Page) -> None:
    desktop.route("**/data/search/**", lambda route: route.abort())
    open_search(desktop, "?q=rainwater")
    assert "try again" in desktop.locator(".qb-find__total").inner_text()
    assert desktop.locator(".qb-find__lists a").first.is_visible()
    let_through(desktop)
    desktop.get_by_role("button", name="Try again").click()
    expect(desktop.locator(".qb-find__total")).to_have_text(re.compile("found"))
    expect(desktop.get_by_role("button", name="Try again")).to_be_hidden()


@pytest.mark.parametrize("way", ["nothing", "pointer", "focus"])
def test_a_better_answer_that_comes_later_leaves_what_the_reader_is_about_to_choose(desktop: Page, way: str) -> None:
    release = hold(desktop, "**/data/search/meanings.bin*")
    open_search(desktop, "?q=rain")
    assert ids(desktop) == ["worms", "tea-leaves", "rainwater", "hard-water"]
    first = desktop.locator(".qb-find__results > li > a").first
    if way == "pointer":
        first.hover()
    elif way == "focus":
        first.focus()
    release()
    expect(desktop.locator(".qb-find__results > li").nth(2)).to_contain_text("green, oolong and black tea")
    assert ids(desktop)[:2] == (["rainwater", "worms"] if way == "nothing" else ["worms", "rainwater"])
    assert total(desktop) == len(ids(desktop)) == 4
    if way == "focus":
        expect(first).to_be_focused()


def test_a_part_of_the_index_that_is_lost_is_told_beside_what_the_rest_finds(desktop: Page) -> None:
    desktop.route("**/data/search/meanings.bin*", lambda route: route.abort())
    open_search(desktop, "?q=rainwater")
    expect(desktop.locator(".qb-find__total")).to_have_text(re.compile("^2 questions found A part of the search index"))
    assert ids(desktop)[0] == "rainwater"
    let_through(desktop)
    ask(desktop, "rainwater lime")
    expect(desktop.locator(".qb-find__total")).to_have_text(re.compile("^\\d+ questions? found$"))


def test_what_only_resembles_the_words_is_told_so_with_ways_on(desktop: Page) -> None:
    open_search(desktop, "?q=tired")
    expect(desktop.locator(".qb-find__total")).to_have_text(
        "No question matches these words closely; the nearest in meaning are:"
    )
    assert ids(desktop)[0] == "sleep"
    assert desktop.locator(".qb-find__lists a").first.is_visible()
    assert desktop.locator(".qb-find__propose a").inner_text() == "Propose “tired”"


def test_results_show_the_piece_of_the_answer_that_has_the_words(desktop: Page) -> None:
    open_search(desktop, "?q=gnats+barrel")
    first = desktop.locator(".qb-find__results > li").first
    assert "Put a lid on the barrel: children and gnats." in first.locator(".qb-result__passage").inner_text()
    assert set(first.locator("mark").all_inner_texts()) == {"barrel:", "gnats."}


def test_without_script_all_topics_and_tags_are_links(scriptless: Page, served: str, bank: Questions) -> None:
    page = scriptless
    page.goto("search/?q=rainwater")
    lists = page.locator(".qb-find__lists")
    said = lists.inner_text()
    assert "needs JavaScript" in page.locator("article").inner_text()
    assert page.locator("article :is(input, button, select):visible").count() == 0
    for links, values in (
        (lists.locator("a:not(.qb-tag)"), Counter(question["topic"] for question in bank)),
        (lists.locator("a.qb-tag"), Counter(tag for question in bank for tag in question["tags"])),
    ):
        assert sorted(links.all_inner_texts()) == sorted(values)
        assert all(f"{value} {count}" in said for value, count in values.items())
        addresses = [link.get_attribute("href") for link in links.all()]
        assert all(page.request.get(f"{served}search/{address}").ok for address in addresses)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_form_asks_the_page_itself_where_the_script_is_late(desktop: Page) -> None:
    desktop.route("**/search/page.js", lambda route: route.abort())
    desktop.goto("search/")
    desktop.locator("#find-q").fill("rainwater")
    let_through(desktop)
    desktop.keyboard.press("Enter")
    desktop.wait_for_url("**/search/?q=rainwater")
    settled(desktop)
    assert total(desktop) > 0


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("query", ["", "?q=water", "?q=zzqqzz", "?q=zz&topic=Garden"])
def test_nothing_jumps_while_a_view_opens(browser: Browser, served: str, size: str, query: str) -> None:
    with watched(browser, served, f"{size} light", cold=True) as tab:
        tab.add_init_script(_SHIFTS)
        open_search(tab, query)
        tab.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 100, true)))")
        # Good is below 0.1 (https://web.dev/articles/cls).
        assert tab.evaluate("shifted") < 0.05
