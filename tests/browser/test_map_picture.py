"""What the map paints: its labels and its lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pictures import RECORD, collisions, edges, large_bank, open_map, painted
from tabs import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.site, pytest.mark.browser]
START, END = "water-temperature", "rainwater"
CONTRAST = """([colour, papers]) => {
    const context = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
    const light = (layers) => {
        for (const [fill, alpha] of layers) {
            Object.assign(context, {globalAlpha: alpha, fillStyle: fill});
            context.fillRect(0, 0, 1, 1);
        }
        const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((value) =>
            value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    return Math.min(...papers.map((layers) => {
        const pair = [light(layers), light([...layers, [colour, 1]])];
        return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    }));
}"""


@pytest.fixture(params=["phone light", "desktop dark"])
def page(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    """A page that keeps what is painted."""
    with watched(browser, served, request.param, cold=True) as opened:
        opened.add_init_script(RECORD)
        yield opened


@pytest.fixture
def large(page: Page) -> Page:
    """The same page with a large bank."""
    data, names = large_bank()
    page.route("**/data/map.json", lambda route: route.fulfill(json=data))
    page.route("**/data/names.json", lambda route: route.fulfill(json=names))
    page.route("**/questions/**", lambda route: route.fulfill(body="", content_type="text/html"))
    return page


def zoom_in(page: Page, times: int) -> None:
    for _ in range(times):
        page.locator(".qb-map__in").click()


@pytest.mark.parametrize("query", ["", f"?question={START}", f"?question={START}&to={END}"])
def test_no_label_overlaps_another_or_covers_a_dot_or_is_cut_however_near_one_looks(page: Page, query: str) -> None:
    open_map(page, query)
    names = titles = 0
    for times in (0, 2, 2, 3):
        zoom_in(page, times)
        picture = painted(page)
        assert collisions(picture) == []
        assert len(picture["dots"]) > 3
        names += sum(text["bold"] for text in picture["texts"])
        titles += sum(not text["bold"] for text in picture["texts"])
    assert names > 3
    assert titles > 3


@pytest.mark.parametrize("query", ["", "?question=q1050"])
def test_no_label_of_a_large_bank_overlaps_another_or_covers_a_dot_or_is_cut(large: Page, query: str) -> None:
    open_map(large, query)
    texts = 0
    for times in (0, 3, 3, 2):
        zoom_in(large, times)
        picture = painted(large)
        assert collisions(picture) == []
        texts += len(picture["texts"])
    assert texts > 20


def test_until_a_question_is_selected_each_has_one_line_at_most_and_then_all_of_its_relations_are_drawn(
    page: Page, site: Path
) -> None:
    data, names = (json.loads((site / f"data/{name}.json").read_text(encoding="utf-8")) for name in ("map", "names"))
    relations = list(edges(data))
    open_map(page)
    assert 10 < painted(page)["lines"] <= len(data["x"]) < len(relations)
    open_map(page, f"?question={START}")
    assert painted(page)["lines"] == sum(names["ids"].index(START) in link[:2] for link in relations)


def test_a_large_bank_has_few_lines_until_a_question_is_selected(large: Page) -> None:
    open_map(large)
    assert 500 < painted(large)["lines"] <= 2000
    open_map(large, "?question=q1050")
    assert painted(large)["lines"] == 6


def test_all_text_on_the_map_has_a_contrast_of_at_least_4_5(page: Page) -> None:
    for query in ("", f"?question={START}"):
        open_map(page, query)
        zoom_in(page, 3)
        picture = painted(page)
        paper = [picture["paper"], 1]
        for colour in {text["colour"] for text in picture["texts"]}:
            disc = [paper, [colour, 0.09]]
            assert page.evaluate(CONTRAST, [colour, [[paper], disc]]) >= 4.5, colour
