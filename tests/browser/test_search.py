"""Searchers with a real browser: the dialog in the header of every page."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import serve, until
from playwright.sync_api import expect
from tabs import hold, let_through, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.site, pytest.mark.browser]
QUESTION = "questions/why-is-compost-useful/"
HOSTILE = "<img/src=x/onerror=alert(1)><script>alert(1)</script>"
RAINWATER = "Why collect rainwater in a barrel?"
LOST = "A part of the search index could not be loaded, so some questions may be missing."

Open = Callable[..., "Page"]


@pytest.fixture
def opened(browser: Browser, served: str) -> Iterator[Open]:
    """Opens a browser of a size and scheme, watched."""
    with ExitStack() as stack:

        def open_browser(size: str = "desktop", scheme: str = "light", script: bool = True) -> Page:
            options = {} if script else {"java_script_enabled": False}
            return stack.enter_context(watched(browser, served, f"{size} {scheme}", **options))

        yield open_browser


def ask(page: Page, query: str) -> None:
    """Opens the dialog by its key and enters words at once, so that nothing is found for the first letters of them."""
    page.keyboard.press("/")
    page.keyboard.insert_text(query)


def options(page: Page) -> list[str]:
    return page.locator("#qb-found .qb-result:not(.qb-result--all) [role=option]").all_inner_texts()


def violations(page: Page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page).response["violations"]
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_question_is_found_chosen_and_opened_by_keyboard_alone(opened: Open, size: str, scheme: str) -> None:
    page = opened(size, scheme)
    page.goto(QUESTION)
    if (size, scheme) in {("phone", "dark"), ("desktop", "light")}:
        assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("/")
    page.keyboard.type("water")
    expect(page.locator(".qb-result--all a")).to_have_attribute("href", re.compile("q=water$"))
    field, said = page.locator("#qb-words"), page.locator("#qb-search [role=status]")
    expect(said).to_have_text(re.compile(r"^\d+ questions found$"))
    expect(field).to_have_attribute("aria-expanded", "true")
    assert field.get_attribute("aria-activedescendant") is None
    chosen = page.locator("#qb-found [aria-selected=true]")
    places = {}
    for key in ("ArrowDown", "ArrowDown", "End", "Home", "ArrowUp", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
        expect(chosen).to_have_count(1)
        expect(chosen).to_be_in_viewport()
        assert chosen.get_attribute("id") == field.get_attribute("aria-activedescendant")
        places[key] = chosen.get_attribute("id")
    assert places == {"ArrowDown": "qb-found-1", "End": "qb-found-8", "Home": "qb-found-0", "ArrowUp": "qb-found-8"}
    assert page.evaluate("document.querySelector('#qb-search').scrollWidth <= innerWidth")
    if (size, scheme) in {("phone", "light"), ("desktop", "dark")}:
        assert violations(page) == []
    title = chosen.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/questions/[^/]+/$"))
    expect(page.locator("h1")).to_contain_text(title)


def test_each_result_says_topic_difficulty_and_the_passage_with_the_words_marked(opened: Open) -> None:
    page = opened()
    page.goto("")
    ask(page, "detached head")
    first = page.locator("#qb-found .qb-result").first
    expect(first).to_contain_text("Git")
    assert first.locator(".qb-difficulty").inner_text() in {"beginner", "intermediate", "advanced"}
    assert {mark.lower().strip("?.,") for mark in first.locator("mark").all_inner_texts()} & {
        "detached",
        "head",
    }
    link = first.locator("[role=option]")
    for part in (link.get_attribute("aria-describedby") or "").split():
        expect(page.locator(f"#{part}")).to_be_visible()


def test_enter_does_not_wait_for_the_list_and_ctrl_enter_opens_a_new_tab(opened: Open) -> None:
    page = opened()
    page.goto("")
    ask(page, "detached head")
    with page.context.expect_page() as tab:
        page.keyboard.press("Control+Enter")
    tab.value.wait_for_url(re.compile("/questions/detached-head/"))
    page.locator("#qb-words").fill("rainwater")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/questions/rainwater/"))


def test_all_results_are_on_the_search_page(opened: Open) -> None:
    page = opened()
    page.goto(QUESTION)
    ask(page, "water & soil heat leaves")
    every = page.locator(".qb-result--all a")
    expect(every).to_have_text(re.compile(r"^All \d+ results$"))
    expect(every).to_have_attribute("href", re.compile("leaves$"))  # results of fewer words take no choice back later
    page.keyboard.press("ArrowUp")
    expect(every).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search/"))
    assert parse_qs(urlsplit(page.url).query)["q"] == ["water & soil heat leaves"]


def test_a_page_asks_for_nothing_of_the_search_before_somebody_does(opened: Open) -> None:
    page = opened()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(QUESTION, wait_until="networkidle")
    assert not [path for path in asked if "/data/" in path or path.endswith(("engine.js", "listbox.js", "combobox.js"))]
    ask(page, "rainwater")
    expect(page.locator("#qb-found [role=option]").first).to_be_visible()
    assert [path for path in asked if path.endswith("/index.json")] == ["/data/search/index.json"]


@pytest.mark.parametrize("way", ["Escape", "button"])
def test_whoever_closes_it_is_where_they_were(opened: Open, way: str) -> None:
    page = opened("phone")
    page.goto(QUESTION)
    page.locator(".qb-steps a").first.focus()
    place, here = page.evaluate("scrollY"), page.evaluate("document.activeElement.href")
    assert place > 0
    ask(page, "rainwater")
    expect(page.locator("#qb-found")).to_be_visible()
    if way == "Escape":
        page.keyboard.press("Escape")
    else:
        page.locator("#qb-search [data-close]").click()
    expect(page.locator("#qb-search")).to_be_hidden()
    assert (page.evaluate("scrollY"), page.evaluate("document.activeElement.href")) == (place, here)
    page.keyboard.press("s")
    assert page.evaluate("getSelection().toString()") == "rainwater"


def test_a_misspelt_word_is_found_as_the_one_that_was_meant(opened: Open) -> None:
    page = opened()
    page.goto("")
    ask(page, "compst")
    expect(page.locator("#qb-search [role=status]")).to_contain_text(
        re.compile("Showing results for compost instead of compst. \\d+ questions found")
    )


def test_words_that_no_question_has_together_give_the_nearest(opened: Open) -> None:
    page = opened()
    page.goto("")
    ask(page, "sundial rebase rainwater")
    expect(page.locator("#qb-search [role=status]")).to_have_text(
        "No question has all of these words; the nearest are:"
    )
    assert options(page)


def test_where_nothing_is_found_there_are_ways_on(opened: Open) -> None:
    page = opened()
    page.goto("404.html")
    ask(page, "qxqxqxqx zyzyzyzy")
    expect(page.locator("#qb-search [role=status]")).to_have_text("Nothing found for qxqxqxqx zyzyzyzy.")
    ways = page.locator(".qb-dialog__none a")
    assert [way.evaluate("link => new URL(link.href).pathname") for way in ways.all()[:2]] == ["/topics/", "/tags/"]
    propose = page.locator(".qb-dialog__none [data-propose]").get_attribute("href") or ""
    assert urlsplit(propose).path == "/propose/"
    assert parse_qs(urlsplit(propose).query)["question"] == ["qxqxqxqx zyzyzyzy"]


def test_an_earlier_answer_that_comes_late_is_dropped(opened: Open) -> None:
    page = opened()
    late: list[Route] = []
    asked = "sundial"

    def hold_first(route: Route) -> None:
        if asked == "sundial":
            late.append(route)
        else:
            route.continue_()

    page.route("**/data/search/text/*", hold_first)
    page.goto("")
    ask(page, asked)
    for _ in range(500):
        if late:
            break
        page.wait_for_timeout(10)
    asked = "cable-stayed"
    page.locator("#qb-words").fill(asked)
    expect(page.locator("#qb-found [role=option]").first).to_contain_text("cable-stayed")
    found = options(page)
    assert late
    for route in late:
        with page.expect_response(route.request.url):
            route.continue_()
    page.wait_for_timeout(300)  # in which an answer that has its texts would be shown
    assert options(page) == found


def test_while_there_is_no_index_it_says_so_and_finds_it_once_it_is_there(opened: Open) -> None:
    page = opened()
    page.route("**/data/search/index.json", lambda route: route.fulfill(status=404))
    page.goto("")
    ask(page, "rainwater")
    said = page.locator("#qb-search [role=status]")
    expect(said).to_have_text("The search index is still being made; try again in a moment.")
    let_through(page)
    expect(said).to_have_text(re.compile("questions? found"))


def test_a_script_that_cannot_be_loaded_is_told(opened: Open) -> None:
    page = opened()
    page.route("**/search/engine.js", lambda route: route.abort())
    page.goto("")
    ask(page, "rainwater")
    expect(page.locator("#qb-search [role=status]")).to_contain_text("could not be loaded. Load this page again")
    expect(page.locator("#qb-words")).to_have_attribute("aria-expanded", "false")


def missing(route: Route) -> None:
    route.fulfill(status=404)


def truncated(route: Route) -> None:
    body = route.fetch().body()
    route.fulfill(body=body[: len(body) // 2])


def garbled(route: Route) -> None:
    route.fulfill(body=b"<!doctype html><title>Not what was asked for</title>")


def of_another_index(route: Route) -> None:
    body = bytearray(gzip.decompress(route.fetch().body()))
    body[0] ^= 1
    route.fulfill(body=gzip.compress(bytes(body)))


DAMAGE = (missing, truncated, garbled, of_another_index)


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("part", ["meanings", "vectors", "terms", "wordings"])
def test_without_a_part_of_the_index_it_goes_on_with_the_rest_says_so_and_asks_for_it_again(
    opened: Open, part: str, damage: Callable[[Route], None]
) -> None:
    if part == "vectors" and damage is of_another_index:
        pytest.skip("vectors are the same in every index")
    page = opened()
    page.route(re.compile(f"/data/search/{part}"), damage)
    page.goto("")
    ask(page, RAINWATER)
    said = page.locator("#qb-search [role=status]")
    expect(said).to_contain_text(LOST)
    assert options(page)[0] == RAINWATER
    let_through(page)
    page.locator("#qb-words").fill("rainwater barrel")
    expect(said).to_have_text(re.compile("^\\d+ questions? found$"))
    assert options(page)[0] == RAINWATER


@pytest.mark.parametrize("damage", [missing, truncated, garbled])
def test_a_question_whose_text_is_lost_is_left_out_and_it_says_so(
    opened: Open, damage: Callable[[Route], None]
) -> None:
    def damage_one(route: Route) -> None:
        if "rainwater" in {text["id"] for text in route.fetch().json()["questions"]}:
            damage(route)
        else:
            route.continue_()

    page = opened()
    page.route("**/data/search/text/*", damage_one)
    page.goto("")
    ask(page, "rainwater")
    said = page.locator("#qb-search [role=status]")
    expect(said).to_contain_text(LOST)
    assert options(page) == ["Why do tomatoes split?"]
    let_through(page)
    page.locator("#qb-words").fill("rainwater barrel")
    expect(said).to_have_text(re.compile("^\\d+ questions? found$"))
    assert options(page)[0] == RAINWATER


def test_what_is_lost_late_is_told_too(opened: Open) -> None:
    page = opened()
    release = hold(page, "**/data/search/meanings.bin*")
    page.goto("")
    ask(page, "rain")
    said = page.locator("#qb-search [role=status]")
    expect(said).to_have_text("4 questions found")
    found = options(page)
    release(lambda route: route.abort())
    expect(said).to_have_text(f"4 questions found {LOST}")
    assert options(page) == found


@pytest.mark.parametrize("part", ["vectors", "meanings"])
@pytest.mark.parametrize("way", ["nothing", "pointer", "keyboard"])
def test_a_better_answer_that_comes_later_leaves_what_the_reader_is_about_to_choose(
    opened: Open, part: str, way: str
) -> None:
    page = opened()
    release = hold(page, re.compile(f"/data/search/{part}"))
    page.goto("")
    ask(page, "rain")
    expect(page.locator("#qb-search [role=status]")).to_have_text("4 questions found")
    by_words = options(page)
    assert by_words[0] == "What do worms do for a garden?"
    first = page.locator("#qb-found [role=option]").first
    if way == "pointer":
        first.hover()
    elif way == "keyboard":
        page.keyboard.press("ArrowDown")
        expect(first).to_have_attribute("aria-selected", "true")
    release()
    expect(page.locator("#qb-found [role=option]").nth(0 if way == "nothing" else 1)).to_have_text(RAINWATER)
    found = options(page)
    assert sorted(found) == sorted(by_words)
    assert found[:2] == ([RAINWATER, by_words[0]] if way == "nothing" else [by_words[0], RAINWATER])
    chosen = page.locator("#qb-found [aria-selected=true]").all_inner_texts()
    assert chosen == ([by_words[0]] if way == "keyboard" else [])
    if way == "keyboard":
        active = page.locator("#qb-words").get_attribute("aria-activedescendant")
        assert page.locator(f"#{active}").inner_text() == by_words[0]
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/questions/worms/"))


def test_a_better_answer_that_comes_later_does_not_scroll_the_list(opened: Open) -> None:
    page = opened()
    page.set_viewport_size({"width": 1280, "height": 400})
    release = hold(page, "**/data/search/meanings.bin*")
    page.goto("")
    ask(page, "water")
    expect(page.locator("#qb-search [role=status]")).to_contain_text("found")
    pointed = page.locator("#qb-found [role=option]").nth(4)
    pointed.hover()
    text, place, sixth = pointed.inner_text(), pointed.bounding_box(), options(page)[5]
    assert page.evaluate("document.querySelector('#qb-found').scrollTop") > 0
    release()
    expect(page.locator("#qb-found [role=option]").nth(5)).not_to_have_text(sixth)
    assert (pointed.inner_text(), pointed.bounding_box()) == (text, place)


def test_what_only_resembles_the_words_is_told_so_with_ways_on(opened: Open) -> None:
    page = opened()
    page.goto("")
    ask(page, "tired")
    expect(page.locator("#qb-search [role=status]")).to_have_text(
        "No question matches these words closely; the nearest in meaning are:"
    )
    assert options(page)[0] == "Why do people sleep?"
    expect(page.locator(".qb-dialog__none a").first).to_be_visible()
    assert page.locator("#qb-found mark").count() == 0


def test_searches_that_led_to_a_question_are_offered_again_until_they_are_cleared(opened: Open) -> None:
    page = opened()
    said = page.locator("#qb-search [role=status]")
    page.goto("")
    page.keyboard.press("/")
    expect(page.locator("#qb-found")).to_be_hidden()
    expect(said).to_be_empty()
    for words in ("rainwater", "sundial", "<i>worms", "rainwater"):
        page.goto("")
        ask(page, words)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/questions/"))
    page.keyboard.press("/")
    expect(said).to_have_text("Recent searches")
    assert options(page) == ["rainwater", "<i>worms", "sundial"]
    here = page.url
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#qb-found [aria-selected=true]")).to_have_text("<i>worms")
    page.locator("#qb-found [role=option]", has_text="sundial").click()
    expect(page.locator("#qb-words")).to_have_value("sundial")
    expect(said).to_contain_text("found")
    page.locator("#qb-words").fill("")
    page.get_by_role("option", name="Clear recent searches").click()
    expect(page.locator("#qb-found")).to_be_hidden()
    expect(said).to_be_empty()
    assert page.url == here
    page.reload()
    page.keyboard.press("/")
    until(page, "document.activeElement.id === 'qb-words'")
    expect(page.locator("#qb-found")).to_be_hidden()


def test_whoever_comes_back_from_a_result_finds_the_search_as_it_was(opened: Open) -> None:
    page = opened()
    page.goto(QUESTION)
    ask(page, "rain")
    expect(page.locator("#qb-search [role=status]")).to_contain_text("found")
    expect(page.locator("#qb-found [role=option]").first).to_have_text(RAINWATER)  # the better answer, which comes late
    found = options(page)
    page.locator("#qb-found [role=option]").nth(1).click()
    page.wait_for_url(re.compile("/questions/(?!why-is-compost)"))
    page.go_back()
    expect(page.locator("#qb-search")).to_be_visible()
    expect(page.locator("#qb-words")).to_have_value("rain")
    expect(page.locator("#qb-found [role=option]")).to_have_text(found)
    page.keyboard.press("Escape")
    page.goto("404.html")
    page.go_back()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#qb-search[open]")).to_have_count(0)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_marks_on_a_page_can_be_taken_off(opened: Open, size: str) -> None:
    page = opened(size)
    page.goto("questions/arch/")
    before = page.locator("article").inner_text()
    page.goto("questions/arch/?highlight=keyston")
    marks = page.locator("article mark")
    expect(marks.first).to_be_visible()
    count = marks.count()
    button = page.get_by_role("button", name=f"Remove {count} highlight")
    assert violations(page) == []
    button.focus()
    page.keyboard.press("Enter")
    expect(marks).to_have_count(0)
    expect(page.locator(".qb-marks")).to_have_count(0)
    assert page.locator("article").inner_text() == before


def test_results_show_the_piece_of_the_answer_that_has_the_words(opened: Open, site: Path) -> None:
    page = opened()
    page.goto("")
    ask(page, "gnats barrel")
    first = page.locator("#qb-found .qb-result").first
    expect(first.locator("[role=option]")).to_have_text(RAINWATER)
    shown = first.locator(".qb-result__passage").inner_text()
    assert "Put a lid on the barrel: children and gnats." in shown
    assert set(first.locator("mark").all_inner_texts()) == {"barrel:", "gnats."}
    files = [json.loads(file.read_text(encoding="utf-8")) for file in (site / "data/search/text").iterdir()]
    (blocks,) = (text["blocks"] for texts in files for text in texts["questions"] if text["id"] == "rainwater")
    answer = "".join(re.sub(r"\W", "", block) for block in blocks)
    assert re.sub(r"\W", "", shown) in answer


def test_a_hostile_query_is_only_ever_text(opened: Open) -> None:
    page = opened()
    page.goto("")
    ask(page, HOSTILE)
    said = page.locator("#qb-search [role=status]")
    expect(said).not_to_be_empty()
    page.locator("#qb-words").fill(f"{HOSTILE} qxqxqxqx")
    expect(said).not_to_be_empty()
    assert page.locator("#qb-search :is(img, script)").count() == 0
    page.goto(f"{QUESTION}?highlight={HOSTILE}&highlight=(.*)%2B&highlight=")
    expect(page).to_have_url(re.compile(f"{QUESTION}$"))
    assert page.locator("article img[src=x], article mark").count() == 0


def test_what_strangers_wrote_into_the_index_is_only_ever_text(opened: Open) -> None:
    def hostile(route: Route) -> None:
        texts = route.fetch().json()
        for text in texts["questions"]:
            text.update(dict.fromkeys(("title", "topic", "difficulty"), HOSTILE))
            text["blocks"] = [" ".join(f"{word} {HOSTILE}" for word in block.split()) for block in text["blocks"]]
        route.fulfill(body=json.dumps(texts))

    page = opened()
    page.route("**/data/search/text/*", hostile)
    page.goto("")
    ask(page, "rainwater")
    expect(page.locator("#qb-found [role=option]").first).to_have_text(HOSTILE)
    assert page.locator("#qb-search :is(img, script)").count() == 0


def test_the_page_that_opens_marks_the_words_and_keeps_its_address(opened: Open) -> None:
    page = opened("phone")
    page.goto("questions/arch/?highlight=keyston&highlight=centr&highlight=n&x=1")
    expect(page).to_have_url(re.compile(r"/questions/arch/\?x=1$"))
    marks = page.locator("article mark")
    words = {mark.lower() for mark in marks.all_inner_texts()}
    assert words
    assert all(word.startswith("keystone") or word in {"centring", "n"} for word in words)
    expect(marks.first).to_be_in_viewport()
    assert page.locator(":is(math, svg, script) mark").count() == 0
    page.goto("questions/arch/?highlight=keyston#instruction")
    expect(page).to_have_url(re.compile("/questions/arch/#instruction$"))
    expect(page.locator("#instruction")).to_be_in_viewport()


def test_keys_open_it_only_where_they_write_nothing_and_can_be_switched_off(opened: Open) -> None:
    page = opened()
    page.goto("404.html")
    dialog, keys = page.locator("#qb-search"), page.locator("#qb-keys")
    page.locator("#qb-q").press_sequentially("s/f?")
    assert page.locator("#qb-q").input_value() == "s/f?"
    page.locator("h1").click()
    for key in ("Control+/", "Alt+s", "Meta+/"):
        page.keyboard.press(key)
    expect(dialog).to_be_hidden()
    for key in ("/", "s", "f"):
        page.keyboard.press(key)
        expect(dialog).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
    page.keyboard.press("?")
    expect(keys).to_contain_text("open the question chosen, or the first")
    assert "map" not in keys.inner_text()
    keys.get_by_label("These keys are on").uncheck()
    page.reload()
    page.keyboard.press("/")
    expect(dialog).to_be_hidden()
    page.locator(".qb-open").click()
    page.keyboard.type("rainwater?")
    assert page.locator("#qb-words").input_value() == "rainwater?"
    page.locator("[data-keys]").click()
    keys.get_by_label("These keys are on").check()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(dialog).to_be_visible()


def test_the_keys_of_the_map_are_told_with_the_others(opened: Open) -> None:
    page = opened()
    page.goto("map/")
    page.locator(".qb-map[data-ready]").wait_for()
    page.locator(".qb-map__canvas").focus()
    page.keyboard.press("?")
    expect(page.locator("#qb-keys")).to_contain_text("On the map")
    expect(page.locator("#qb-keys")).to_contain_text("On every page")


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_without_script_the_header_leads_to_the_search_page(opened: Open, size: str) -> None:
    page = opened(size, script=False)
    page.goto(QUESTION)
    expect(page.locator("#qb-search")).to_be_hidden()
    page.get_by_role("link", name="Search", exact=True).click()
    page.wait_for_url(re.compile("/search/$"))


def test_a_click_meant_for_a_new_tab_opens_one(opened: Open) -> None:
    page = opened()
    page.goto(QUESTION)
    with page.context.expect_page() as tab:
        page.locator(".qb-open").click(modifiers=["Control"])
    tab.value.wait_for_url(re.compile("/search/$"))
    expect(page.locator("#qb-search")).to_be_hidden()


def test_the_form_of_a_lost_page_leads_to_the_search_page(opened: Open) -> None:
    page = opened()
    page.goto("404.html")
    page.locator("#qb-q").fill("rainwater")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=rainwater$"))


def test_the_rest_of_the_header_works_as_before(opened: Open) -> None:
    page = opened("phone")
    page.goto(QUESTION)
    page.locator("label.md-header__button[for=__drawer]").click()
    expect(page.locator(".md-nav--primary").get_by_role("link", name="Map")).to_be_visible()
    page.reload()
    before = page.locator("body").get_attribute("data-md-color-scheme")
    for _ in range(2):
        page.locator(".md-header__option label:visible").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") != before
    buttons = page.locator(".md-header__inner > :is(label, a):visible, .md-header__option label:visible")
    sizes = [button.bounding_box() or {"width": 0, "height": 0} for button in buttons.all()]
    assert len(sizes) == 3
    assert all(min(box["width"], box["height"]) >= 24 for box in sizes)


def test_a_site_that_another_engine_built_is_searched_alike(browser: Browser, zensical: Path) -> None:
    with serve(zensical / "site") as address, watched(browser, address, console=True) as page:
        page.goto(QUESTION)
        expect(page.locator(".qb-open")).to_be_visible()
        assert Axe().run(page, context=".qb-open").response["violations"] == []
        ask(page, "rianwater")
        page.locator("#qb-search [role=option]").first.wait_for()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/questions/rainwater/"))
        expect(page.locator("article mark").nth(1)).to_be_visible()
