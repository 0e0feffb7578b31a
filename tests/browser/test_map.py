"""The map of the whole bank in a real browser."""

from __future__ import annotations

import gzip
import heapq
import json
import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import until
from pictures import edges, open_map
from playwright.sync_api import expect
from tabs import SCREENS, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.site, pytest.mark.browser]
START, END = "water-temperature", "rainwater"
HOSTILE = "<img src=x onerror=alert(1)>"
PIXELS = "document.querySelector('.qb-map__canvas').toDataURL()"
COST = {"prerequisite": 1, "related": 1, "mentions": 1, "suggested": 2}


@pytest.fixture(params=SCREENS)
def page(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    """A page of each size and scheme, watched; a phone is touched."""
    with watched(browser, served, request.param, has_touch=request.param.startswith("phone")) as opened:
        yield opened


@pytest.fixture(scope="module")
def data(site: Path) -> dict[str, Any]:
    """What the script of the map is given."""
    loaded: dict[str, Any] = json.loads((site / "data/map.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def names(site: Path) -> dict[str, list[str]]:
    """The ids and titles of all questions, in the order of the map."""
    loaded: dict[str, list[str]] = json.loads((site / "data/names.json").read_text(encoding="utf-8"))
    return loaded


def query_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def said(page: Page) -> str:
    return page.locator(".qb-map__said").inner_text()


def place_of(page: Page, data: dict[str, Any], at: int) -> dict[str, float]:
    """Where a question is on the canvas while the whole map is seen, in pixels."""
    box = page.locator(".qb-map__canvas").bounding_box()
    assert box is not None
    scale = min(box["width"] / data["width"], box["height"] / data["height"])
    x, y = list(accumulate(data["x"]))[at], list(accumulate(data["y"]))[at]
    return {
        "x": box["width"] / 2 + (x - data["width"] / 2) * scale,
        "y": box["height"] / 2 + (y - data["height"] / 2) * scale,
    }


def pixels(page: Page) -> str:
    return str(page.evaluate(PIXELS))


def open_filters(page: Page) -> None:
    """Unfold the filters, which are unfolded already where there is room beside the map."""
    if page.locator(".qb-map__filters details[open]").count() == 0:
        page.locator(".qb-map__filters summary").click()


def choose(page: Page, words: str) -> str:
    """Select the first question that the search on the map finds; return its title."""
    page.locator("#map-search").fill(words)
    option = page.locator("#map-list [role=option]").first
    title = option.locator("bdi").inner_text()
    option.click()
    expect(page.locator(".qb-map__panel h2")).to_have_text(title)
    return title


def test_a_reader_goes_by_keyboard_alone_to_a_question_along_a_relation_and_to_its_page(page: Page) -> None:
    open_map(page)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.qb-map__canvas')"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator(".qb-map__said")).to_contain_text(re.compile(r"\d+ relations?\."))
    assert "Reached by" not in said(page)
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        expect(page.locator(".qb-map__said")).to_contain_text(re.compile("Reached by|No relation leads that way"))
        if "Reached by" in said(page):
            break
    assert re.search(
        r"(Read first|Related|Linked from the answer|Similar|Builds on this|Names this|Links to this)", said(page)
    )
    title = page.locator(".qb-map__panel h2").inner_text()
    assert said(page).startswith(title)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/questions/[^/]+/$"))
    assert page.locator("h1").inner_text().startswith(title)


FOCUSED = """() => {
    const { activeElement: one } = document;
    if (!one.closest(".qb-map")) return null;
    const style = getComputedStyle(one);
    return [one.className || one.id || one.name || one.tagName, style.outlineStyle, parseFloat(style.outlineWidth) > 1];
}"""


def test_tab_reaches_all_that_can_be_used_and_each_shows_that_it_has_the_focus(page: Page) -> None:
    open_map(page, f"?question={START}")
    if page.locator(".qb-map__topics[open]").count() == 0:
        page.locator(".qb-map__topics summary").click()
    open_filters(page)
    within = page.locator(".qb-map :is(a[href], button, input, summary, canvas):visible").count()
    page.locator(".qb-map__in").focus()
    page.keyboard.press("Shift+Tab")
    found = []
    for _ in range(within + 1):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        found.append(focused)
    assert len(found) == within
    assert [one for one in found if one[1:] != ["solid", True]] == []


def test_the_map_flies_only_where_the_reader_wants_motion(desktop: Page) -> None:
    flight = """async () => {
        const { View } = await import("../assets/javascripts/map/view.js");
        const view = new View({width: 200, height: 100, spacing: 10}, () => {});
        view.resize(400, 200);
        view.fly(150, 50, 4);
        return [view.x, view.flight !== null];
    }"""
    open_map(desktop)
    assert desktop.evaluate(flight) == [150, False]
    desktop.emulate_media(reduced_motion="no-preference")
    try:
        assert desktop.evaluate(flight) == [100, True]
    finally:
        desktop.emulate_media(reduced_motion="reduce")


def test_the_map_leaves_tab_and_keys_with_modifiers_to_the_browser(desktop: Page) -> None:
    open_map(desktop)
    canvas = desktop.locator(".qb-map__canvas")
    canvas.focus()
    prevented = desktop.evaluate(
        """() => {
            const canvas = document.querySelector('.qb-map__canvas');
            const asked = (key, more) =>
                !canvas.dispatchEvent(new KeyboardEvent('keydown', {key, cancelable: true, bubbles: true, ...more}));
            return [asked('ArrowRight', {ctrlKey: true}), asked('Home', {altKey: true}), asked('+', {metaKey: true}),
                    asked('Tab', {}), asked('ArrowRight', {})];
        }"""
    )
    assert prevented == [False, False, False, False, True]
    desktop.keyboard.press("Tab")
    expect(canvas).not_to_be_focused()


def test_keys_pan_zoom_and_come_back_to_the_whole_map(desktop: Page) -> None:
    open_map(desktop)
    desktop.locator(".qb-map__canvas").focus()
    desktop.keyboard.press("+")
    desktop.wait_for_url(re.compile("zoom=1.5"))
    before = int(query_of(desktop)["x"][0])
    desktop.keyboard.press("ArrowRight")
    desktop.wait_for_url(lambda url: f"x={before}&" not in url)
    assert int(query_of(desktop)["x"][0]) > before
    desktop.keyboard.press("0")
    desktop.wait_for_url(re.compile("/map/$"))


def test_a_reader_finds_a_question_by_words_of_its_title_and_is_led_to_it(page: Page) -> None:
    open_map(page)
    page.locator("#map-search").focus()
    page.keyboard.type("detached he")
    options = page.locator("#map-list [role=option]")
    options.first.wait_for()
    assert 1 <= options.count() <= 8
    page.keyboard.press("ArrowDown")
    active = page.locator("#map-search").get_attribute("aria-activedescendant")
    assert options.first.get_attribute("id") == active
    title = options.first.locator("bdi").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator(".qb-map__panel h2")).to_have_text(title)
    page.wait_for_url(re.compile("question=detached-head"))
    expect(page.locator(".qb-map__canvas")).to_be_focused()
    expect(page.locator("#map-list")).to_be_hidden()


def test_a_search_without_result_says_so_and_escape_empties_it(desktop: Page) -> None:
    open_map(desktop)
    field = desktop.locator("#map-search")
    field.focus()
    desktop.keyboard.type("zzz")
    expect(desktop.locator(".qb-map__bar [role=status]")).to_have_text("No question found")
    field.fill("what")
    desktop.locator("#map-list [role=option]").first.wait_for()
    assert desktop.locator("#map-list [role=option]").count() == 8
    desktop.keyboard.press("Escape")
    assert field.input_value() == ""


def test_keys_of_the_site_do_not_fire_while_one_types_into_the_field(desktop: Page) -> None:
    open_map(desktop)
    desktop.locator("#map-search").focus()
    desktop.keyboard.type("fs/pn")
    assert desktop.locator("#map-search").input_value() == "fs/pn"
    assert "/map/" in desktop.url


def test_a_click_selects_and_the_panel_gives_each_relation_with_the_reason_of_its_page(
    page: Page, data: dict[str, Any], names: dict[str, list[str]]
) -> None:
    open_map(page)
    at = names["ids"].index(START)
    page.locator(".qb-map__canvas").click(position=place_of(page, data, at))  # type: ignore[arg-type]
    expect(page.locator(".qb-map__panel h2 a")).to_have_text(names["titles"][at])
    expect(page.locator(".qb-map__panel h2 a")).to_have_attribute("href", re.compile(f"/questions/{START}/$"))
    met = [link for link in edges(data) if at in link[:2]]
    expect(page.locator(".qb-map__relations li")).to_have_count(len(met))
    expect(page.locator(".qb-map__relations .qb-reason", has_text=re.compile("."))).not_to_have_count(0)
    told = page.locator(".qb-map__relations .qb-reason").all_inner_texts()
    page.goto(f"questions/{START}/")
    there = page.locator(".qb-tree [data-kind] > span").all_text_contents()
    assert set(filter(None, told)) >= set(there)


def test_the_panel_moves_the_selection_along_a_relation_and_keeps_the_focus(desktop: Page) -> None:
    open_map(desktop, f"?question={START}")
    there = desktop.locator(".qb-map__there").first
    title = there.inner_text()
    there.focus()
    desktop.keyboard.press("Enter")
    expect(desktop.locator(".qb-map__panel h2")).to_have_text(title)
    expect(desktop.locator(".qb-map__panel h2 a")).to_be_focused()
    desktop.locator(".qb-map__close").click()
    expect(desktop.locator(".qb-map__panel")).to_be_hidden()
    expect(desktop.locator(".qb-map__canvas")).to_be_focused()
    desktop.wait_for_url(lambda url: "question" not in url)


def test_back_and_forward_walk_through_what_was_selected(page: Page) -> None:
    open_map(page)
    titles = [choose(page, words) for words in ("cable-stayed", "detached head", "rainwater")]
    heading = page.locator(".qb-map__panel h2")
    for title in titles[1::-1]:
        page.go_back()
        expect(heading).to_have_text(title)
        assert said(page).startswith(title)
    page.wait_for_url(re.compile("question=cable-stayed"))
    page.go_forward()
    expect(heading).to_have_text(titles[1])
    page.go_back()
    page.go_back()
    expect(page.locator(".qb-map__panel")).to_be_hidden()
    assert said(page) == "Nothing is selected."
    page.wait_for_url(re.compile("/map/$"))


def test_by_keyboard_alone_a_reader_selects_and_goes_back_and_the_focus_stays_with_what_is_shown(
    desktop: Page,
) -> None:
    open_map(desktop)
    heading, titles = desktop.locator(".qb-map__panel h2"), []
    desktop.locator(".qb-map__canvas").focus()
    desktop.keyboard.press("Enter")
    expect(heading).not_to_be_empty()
    titles.append(heading.inner_text())
    for _ in range(2):
        there = desktop.locator(".qb-map__there").first
        there.focus()
        title = there.inner_text()
        desktop.keyboard.press("Enter")
        expect(heading).to_have_text(title)
        titles.append(title)
    expect(heading.locator("a")).to_be_focused()
    for title in titles[1::-1]:
        desktop.evaluate("history.back()")  # as the browser does on Alt and the left arrow, which it does not hand on
        expect(heading).to_have_text(title)
        expect(heading.locator("a")).to_be_focused()
    desktop.evaluate("history.back()")
    expect(desktop.locator(".qb-map__canvas")).to_be_focused()


def test_back_takes_back_a_cleared_selection_and_the_end_of_a_path(desktop: Page) -> None:
    open_map(desktop, f"?question={START}")
    desktop.locator(".qb-map__panel summary").click()
    desktop.locator("#map-to").fill("rainwater barrel")
    desktop.locator("#map-to-list [role=option]").first.click()
    expect(desktop.locator(".qb-map__path li")).not_to_have_count(0)
    desktop.go_back()
    expect(desktop.locator(".qb-map__path li")).to_have_count(0)
    expect(desktop.locator(".qb-map__panel")).to_be_visible()
    desktop.locator(".qb-map__close").click()
    expect(desktop.locator(".qb-map__panel")).to_be_hidden()
    desktop.go_back()
    expect(desktop.locator(".qb-map__panel")).to_be_visible()


def test_moving_and_filtering_the_map_add_nothing_to_the_history(desktop: Page) -> None:
    open_map(desktop)
    choose(desktop, "cable-stayed")
    length = desktop.evaluate("history.length")
    desktop.locator(".qb-map__in").click()
    desktop.wait_for_url(re.compile(r"zoom=(?!1\.00)"))
    desktop.locator(".qb-map__canvas").focus()
    desktop.keyboard.press("0")
    desktop.wait_for_url(re.compile(r"zoom=1\.00"))
    open_filters(desktop)
    desktop.get_by_label("beginner").check()
    desktop.wait_for_url(re.compile("difficulty=beginner"))
    choose(desktop, "cable-stayed")
    assert desktop.evaluate("history.length") == length


def test_a_reader_who_comes_back_from_a_question_finds_selection_view_and_history_again(desktop: Page) -> None:
    open_map(desktop)
    first = choose(desktop, "cable-stayed")
    second = choose(desktop, "detached head")
    desktop.locator(".qb-map__in").click()
    desktop.wait_for_url(re.compile(r"zoom=(?!1\.00)"))
    address = desktop.url
    desktop.locator(".qb-map__panel h2 a").click()
    desktop.wait_for_url(re.compile("/questions/detached-head/"))
    desktop.go_back()
    desktop.locator(".qb-map[data-ready]").wait_for()
    expect(desktop.locator(".qb-map__panel h2")).to_have_text(second)
    desktop.wait_for_timeout(300)  # in which the map writes its view into the address
    assert desktop.url == address
    desktop.go_back()
    expect(desktop.locator(".qb-map__panel h2")).to_have_text(first)


def test_filters_show_what_they_count_and_are_taken_back(desktop: Page, data: dict[str, Any]) -> None:
    open_map(desktop)
    whole = pixels(desktop)
    open_filters(desktop)
    desktop.get_by_label("beginner").check()
    shown = desktop.locator(".qb-map__shown")
    expect(shown).to_have_text(str(data["difficulty"].count("0")))
    desktop.wait_for_url(re.compile("difficulty=beginner"))
    until(desktop, f"whole => {PIXELS} !== whole", whole)
    topic = data["topics"][0]
    desktop.locator(f".qb-map__filters input[value='{topic['id']}']").check()
    expect(shown).to_have_text(str(data["difficulty"][: topic["count"]].count("0")))
    desktop.get_by_role("button", name="Show everything").click()
    expect(shown).to_have_text(str(len(data["x"])))
    desktop.wait_for_url(re.compile("/map/$"))
    until(desktop, f"whole => {PIXELS} === whole", whole)


def test_a_filter_by_kind_leaves_only_relations_of_that_kind(desktop: Page) -> None:
    open_map(desktop, f"?question={START}&kind=prerequisite")
    kinds = desktop.locator(".qb-map__relations .qb-kind").evaluate_all("all => all.map(one => one.dataset.kind)")
    assert set(kinds) == {"prerequisite"}


def test_a_kind_that_only_the_data_knows_is_named_and_drawn(desktop: Page, data: dict[str, Any], site: Path) -> None:
    kind = {"name": "contrasts", "cost": 1, "backlinks": True}
    messages = (site / "assets/javascripts/messages.js").read_text(encoding="utf-8")
    words = '"contrasts":{"label":"Contrasts","incoming":"Contrasted with"}'
    script = messages.replace('"kinds":{', f'"kinds":{{{words},')
    strange = {**data, "kinds": [*data["kinds"], kind], "edges": {"contrasts": [0, 1]}}
    desktop.route("**/data/map.json", lambda route: route.fulfill(json=strange))
    desktop.route("**/messages.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    open_map(desktop)
    first, second = desktop.evaluate("fetch('../data/names.json').then(one => one.json()).then(({ids}) => ids)")[:2]
    for question, label in ((first, "Contrasts"), (second, "Contrasted with")):
        open_map(desktop, f"?question={question}")
        expect(desktop.locator(".qb-map__relations .qb-kind")).to_have_text(label)
    stroke = desktop.evaluate(
        """async () => {
            const { lookOf } = await import("../assets/javascripts/map/picture.js");
            const kinds = [{name: "mentions"}, {name: "contrasts"}];
            const [own, none] = lookOf(document.querySelector(".qb-map__canvas"), kinds).kinds;
            return [own.dash.length, own.colour !== none.colour, none];
        }"""
    )
    assert stroke == [2, True, {"colour": stroke[2]["colour"], "width": 1.6, "dash": []}]
    assert re.fullmatch(r"rgb\(.+\)", stroke[2]["colour"])


def test_the_legend_is_in_sight_beside_the_map_on_a_desktop(desktop: Page, data: dict[str, Any]) -> None:
    for query in ("", f"?question={START}"):
        open_map(desktop, query)
        stage = desktop.locator(".qb-map__stage").bounding_box()
        marks = desktop.locator(".qb-map__kinds li svg, .qb-map__kinds li, .qb-map__topic").all()
        assert len(marks) > len(data["topics"]) + 4
        for mark in marks:
            expect(mark).to_be_in_viewport(ratio=1)
            box = mark.bounding_box()
            assert box is not None
            assert stage is not None
            assert box["y"] >= stage["y"] + stage["height"]


LEGEND = r"""async () => {
    const { lookOf } = await import("../assets/javascripts/map/picture.js");
    const lines = [...document.querySelectorAll(".qb-map__kinds li")];
    const kinds = lines.map((one) => ({ name: one.dataset.kind }));
    const drawn = lookOf(document.querySelector(".qb-map__canvas"), kinds).kinds;
    const shown = lines.map((one) => getComputedStyle(one.querySelector("path"))).map((style) => ({
        colour: style.stroke,
        width: parseFloat(style.strokeWidth),
        dash: style.strokeDasharray.match(/[\d.]+/g) ?? [],
    }));
    const hues = [...document.querySelectorAll(".qb-map__topic .qb-map__hue")];
    return [drawn, shown, hues.map((one) => getComputedStyle(one).backgroundColor)];
}"""


def test_each_line_of_the_legend_is_stroked_as_it_is_drawn_and_no_two_kinds_or_topics_look_alike(page: Page) -> None:
    open_map(page)
    drawn, shown, hues = page.evaluate(LEGEND)
    assert drawn == shown
    assert len({json.dumps(stroke) for stroke in shown}) == len(shown) > 2
    assert all(stroke["colour"].startswith("rgb") for stroke in shown)
    assert len(set(hues)) == len(hues) > 2


def test_one_tap_shows_the_colours_of_topics_on_a_phone_without_covering_the_map(browser: Browser, served: str) -> None:
    with watched(browser, served, "phone light", has_touch=True) as phone:
        open_map(phone, f"?question={START}")
        for kind in phone.locator(".qb-map__kinds li").all():
            expect(kind).to_be_in_viewport(ratio=1)
        stage = phone.locator(".qb-map__stage").bounding_box()
        expect(phone.locator(".qb-map__topic").first).to_be_hidden()
        summary = phone.locator(".qb-map__topics summary")
        expect(summary).to_be_in_viewport(ratio=1)
        summary.tap()
        expect(phone.locator(".qb-map__topic").first).to_be_visible()
        assert phone.locator(".qb-map__stage").bounding_box() == stage
        shown = phone.locator(".qb-map__topics").bounding_box()
        assert shown is not None
        assert stage is not None
        assert shown["y"] >= stage["y"] + stage["height"]


def shortest(data: dict[str, Any], start: int, end: int) -> int:
    """What the shortest path costs where suggestions count twice."""
    near: dict[int, list[tuple[int, int]]] = {}
    for source, target, kind in edges(data):
        near.setdefault(source, []).append((target, COST[kind]))
        near.setdefault(target, []).append((source, COST[kind]))
    waiting, done = [(0, start)], set()
    while waiting:
        cost, at = heapq.heappop(waiting)
        if at == end:
            return cost
        if at not in done:
            done.add(at)
            for other, more in near.get(at, []):
                heapq.heappush(waiting, (cost + more, other))
    pytest.fail("no path")


def test_the_path_between_two_questions_is_a_shortest_one_and_each_step_has_its_reason(
    desktop: Page, data: dict[str, Any], names: dict[str, list[str]]
) -> None:
    open_map(desktop, f"?question={START}")
    desktop.locator(".qb-map__panel summary").click()
    desktop.locator("#map-to").focus()
    desktop.keyboard.type("rainwater barrel")
    desktop.locator("#map-to-list [role=option]").first.wait_for()
    desktop.keyboard.press("Enter")
    steps = desktop.locator(".qb-map__path li")
    steps.first.wait_for()
    ids = [url.rstrip("/").rpartition("/")[2] for url in steps.locator("a").evaluate_all("all => all.map(a => a.href)")]
    assert (ids[0], ids[-1]) == (START, END)
    kinds = steps.locator(".qb-kind").evaluate_all("all => all.map(one => one.dataset.kind)")
    index = {name: at for at, name in enumerate(names["ids"])}
    known = {frozenset((source, target, kind)) for source, target, kind in edges(data)}
    for (one, other), kind in zip(pairwise(ids), kinds, strict=True):
        assert frozenset((index[one], index[other], kind)) in known
    assert sum(COST[kind] for kind in kinds) == shortest(data, index[START], index[END])
    for reason in steps.locator(".qb-reason").all():
        expect(reason).not_to_be_empty()
    expect(desktop.locator(".qb-map__said")).to_have_text(re.compile(r"The path has \d+ steps?\."))
    desktop.wait_for_url(re.compile(f"question={START}&to={END}"))


def test_the_end_of_a_path_is_chosen_on_the_map_and_escape_takes_it_back(
    desktop: Page, data: dict[str, Any], names: dict[str, list[str]]
) -> None:
    open_map(desktop, f"?question={START}")
    desktop.locator(".qb-map__panel summary").click()
    desktop.locator(".qb-map__whole").click()
    desktop.wait_for_url(re.compile("zoom=1.00"))
    at = names["ids"].index(END)
    desktop.locator(".qb-map__canvas").click(position=place_of(desktop, data, at))  # type: ignore[arg-type]
    expect(desktop.locator(".qb-map__path li").last).to_contain_text(names["titles"][at])
    desktop.locator(".qb-map__canvas").focus()
    desktop.keyboard.press("Escape")
    expect(desktop.locator(".qb-map__path li")).to_have_count(0)
    expect(desktop.locator(".qb-map__panel")).to_be_visible()
    desktop.keyboard.press("Escape")
    expect(desktop.locator(".qb-map__panel")).to_be_hidden()


def test_where_no_path_leads_a_sentence_says_so(desktop: Page, data: dict[str, Any]) -> None:
    without = json.dumps({**data, "edges": {}})
    desktop.route("**/data/map.json", lambda route: route.fulfill(body=without, content_type="application/json"))
    open_map(desktop, f"?question={START}&to={END}")
    expect(desktop.locator(".qb-map__path")).to_contain_text("No path leads to Why collect rainwater")
    assert said(desktop) == "No path leads there over what is shown."


def test_an_address_opens_the_same_view_again(desktop: Page) -> None:
    open_map(desktop, f"?question={START}&difficulty=intermediate&kind=related")
    desktop.locator(".qb-map__in").click()
    desktop.wait_for_url(re.compile("zoom="))
    address = desktop.url
    assert query_of(desktop).keys() == {"question", "difficulty", "kind", "x", "y", "zoom"}
    open_map(desktop, f"?{urlsplit(address).query}")
    picture = pixels(desktop)
    open_map(desktop)
    open_map(desktop, f"?{urlsplit(address).query}")
    until(desktop, f"picture => {PIXELS} === picture", picture)
    assert desktop.url == address


def test_what_an_address_does_not_know_is_passed_over(desktop: Page, data: dict[str, Any]) -> None:
    open_map(desktop, f"?to={END}")
    desktop.wait_for_url(re.compile("/map/$"))
    open_map(desktop, f"?question=none&to=none&topic=none&kind=%3Cimg%3E&x=NaN&y=1e999&zoom=wide&{HOSTILE}")
    expect(desktop.locator(".qb-map__panel")).to_be_hidden()
    expect(desktop.locator(".qb-map__shown")).to_have_text(str(len(data["x"])))
    desktop.wait_for_url(re.compile("/map/$"))


def test_the_map_is_dragged_zoomed_by_wheel_and_by_double_click(desktop: Page) -> None:
    open_map(desktop)
    box = desktop.locator(".qb-map__canvas").bounding_box()
    assert box is not None
    x, y = box["x"] + 60, box["y"] + box["height"] - 40
    desktop.mouse.move(x, y)
    desktop.mouse.wheel(0, -100)
    desktop.wait_for_url(re.compile("zoom=1.35"))
    before = query_of(desktop)
    desktop.mouse.down()
    desktop.mouse.move(x + 80, y - 50, steps=4)
    desktop.mouse.up()
    desktop.wait_for_url(lambda url: f"x={before['x'][0]}&" not in url)
    assert int(query_of(desktop)["x"][0]) < int(before["x"][0])
    assert int(query_of(desktop)["y"][0]) > int(before["y"][0])
    desktop.mouse.dblclick(x, y)
    desktop.wait_for_url(re.compile("zoom=2.7"))


def test_two_fingers_zoom_the_map_and_the_reader_can_still_scroll_the_page(browser: Browser, served: str) -> None:
    with watched(browser, served, "phone light", has_touch=True) as page:
        open_map(page)
        box = page.locator(".qb-map__canvas").bounding_box()
        assert box is not None
        assert box["height"] < 0.75 * 740
        touch = page.context.new_cdp_session(page)
        x, y = box["x"] + 160, box["y"] + 200
        for kind, apart in (("touchStart", 40), ("touchMove", 60), ("touchMove", 80), ("touchEnd", None)):
            points = [] if apart is None else [{"x": x - apart, "y": y}, {"x": x + apart, "y": y}]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_url(re.compile("zoom=2.0"))
        expect(page.locator(".qb-map__panel")).to_be_hidden()


def test_the_canvas_follows_the_scheme(desktop: Page) -> None:
    open_map(desktop)
    corner = "document.querySelector('.qb-map__canvas').getContext('2d').getImageData(1, 1, 1, 1).data[0]"
    assert desktop.evaluate(corner) > 200
    desktop.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    until(desktop, f"{corner} < 60")


def test_without_script_the_map_shows_its_topics_as_links(scriptless: Page, data: dict[str, Any]) -> None:
    page = scriptless
    page.goto("map/")
    for topic in data["topics"]:
        over = page.locator(".qb-map__drawing a", has_text=topic["title"])
        expect(over).to_be_visible()
        listed = page.locator(".qb-map__topic", has_text=topic["title"])
        assert str(topic["count"]) in listed.inner_text()
    for hidden in (".qb-map__canvas", "#map-search", ".qb-map__filters", ".qb-map__zoom", ".qb-map__panel"):
        expect(page.locator(hidden)).to_be_hidden()
    page.locator(".qb-map__drawing a").first.click()
    page.wait_for_url(re.compile("/topics/"))


def test_the_canvas_takes_the_place_of_the_drawing_without_a_jump(browser: Browser, served: str) -> None:
    boxes = []
    for script in (True, False):
        with watched(browser, served, java_script_enabled=script) as page:
            page.goto("map/")
            if script:
                page.locator(".qb-map[data-ready]").wait_for()
            boxes.append(page.locator(".qb-map__stage").bounding_box())
    assert boxes[0] == boxes[1]


@pytest.mark.parametrize("query", ["", f"?question={START}&to={END}"])
def test_no_rule_of_accessibility_is_broken(page: Page, query: str) -> None:
    open_map(page, query)
    open_filters(page)
    page.locator("#map-search").fill("what")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_titles_of_strangers_are_only_ever_text(desktop: Page, data: dict[str, Any]) -> None:
    named = {**data["named"], "titles": [HOSTILE for _ in data["named"]["titles"]]}
    topics = [{**topic, "title": HOSTILE} for topic in data["topics"]]
    body = json.dumps({**data, "named": named, "topics": topics})
    desktop.route("**/data/map.json", lambda route: route.fulfill(body=body, content_type="application/json"))
    open_map(desktop, f"?question={START}&to={END}")
    desktop.locator("#map-search").fill("onerror")
    desktop.locator("#map-list [role=option]").first.wait_for()
    box = desktop.locator(".qb-map__canvas").bounding_box()
    assert box is not None
    desktop.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(desktop.locator(".qb-map__panel h2")).to_have_text(HOSTILE)
    assert desktop.locator(".qb-map img").count() == 0


def _refuse(route: Route) -> None:
    route.abort()


def test_where_the_data_does_not_come_a_sentence_says_so_and_the_drawing_stays(desktop: Page) -> None:
    desktop.route("**/data/map.json", _refuse)
    desktop.goto("map/")
    expect(desktop.locator(".qb-map__error")).to_contain_text("The map could not be loaded")
    expect(desktop.locator(".qb-map__drawing a").first).to_be_visible()


def test_where_reasons_do_not_come_the_relations_stay(desktop: Page) -> None:
    desktop.route("**/questions/**", _refuse)
    open_map(desktop, f"?question={START}")
    expect(desktop.locator(".qb-map__relations .qb-reason").first).to_contain_text("could not be loaded")
    assert desktop.locator(".qb-map__there").count() > 3


def test_a_bank_with_more_titles_than_were_given_at_first_loads_them_when_they_are_needed(
    desktop: Page, data: dict[str, Any]
) -> None:
    few = {name: values[:5] for name, values in data["named"].items()}
    body = json.dumps({**data, "named": few, "width": data["width"] // 4, "height": data["height"] // 4})
    desktop.route("**/data/map.json", lambda route: route.fulfill(body=body, content_type="application/json"))
    asked: list[str] = []
    desktop.on("request", lambda seen: asked.append(seen.url) if "names.json" in seen.url else None)
    open_map(desktop)
    desktop.locator("#map-search").focus()
    desktop.keyboard.type("cable-stayed bridge")
    desktop.locator("#map-list [role=option]").first.wait_for()
    assert len(asked) == 1


def test_the_scripts_of_the_map_are_small_as_they_are_published(site: Path) -> None:
    scripts = site / "assets/javascripts"
    shared = (scripts / f"{name}.js" for name in ("site", "address", "combobox", "relations"))
    files = [*sorted((scripts / "map").glob("*.js")), *shared]
    assert sum(len(gzip.compress(file.read_bytes(), 6)) for file in files) < 15_000
