"""Readers and contributors with a real browser."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import BIN, SCREENS, small_project
from tabs import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.site, pytest.mark.browser]
QUESTION = "questions/why-is-compost-useful/"


@pytest.fixture(params=SCREENS)
def page(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    """A page of each size and scheme, watched."""
    with watched(browser, served, request.param, console=True) as opened:
        yield opened


@pytest.fixture(scope="module", params=SCREENS)
def shown(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    """The page of a question at each size and in each scheme, watched; nobody may change it."""
    with watched(browser, served, request.param, console=True) as opened:
        opened.goto(QUESTION)
        yield opened


PAGES = ("", QUESTION, "topics/", "topics/garden/", "tags/", "tags/water/", "contribute/", "guide/", "404.html")


def test_no_page_is_wider_than_the_screen(page: Page) -> None:
    for url in PAGES:
        page.goto(url)
        assert page.locator("h1").count() == 1, url
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), url


def test_no_question_is_wider_than_a_phone(scriptless: Page, site: Path) -> None:
    page = scriptless  # what a script adds is looked at where it does
    wide = []
    for folder in sorted((site / "questions").iterdir()):
        if "qb-related" not in (folder / "index.html").read_text(encoding="utf-8"):
            continue  # it leads on to another page
        page.goto(f"questions/{folder.name}/")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(folder.name)
    assert wide == []


def test_a_reader_follows_a_related_question_and_comes_back_by_its_backlink(desktop: Page) -> None:
    page = desktop
    page.goto(QUESTION)
    page.locator(".qb-lists .qb-relations a", has_text="When does compost go wrong?").first.click()
    page.wait_for_url(re.compile("/questions/when-does-compost-go-wrong/"))
    assert page.locator("h1").inner_text().startswith("When does compost go wrong?")
    page.locator(".qb-relations a", has_text="Why is compost useful?").first.click()
    page.wait_for_url(re.compile(QUESTION))


def test_a_reader_follows_a_card_of_the_drawing(page: Page) -> None:
    page.goto(QUESTION)
    card = page.locator("svg a.qb-card").first
    title = (card.get_attribute("aria-label") or "").partition(": ")[2]
    card.click()
    page.wait_for_url(re.compile("/questions/"))
    assert page.locator("h1").inner_text().startswith(title)


def test_the_drawing_is_used_by_keyboard_and_shows_where_one_is(page: Page) -> None:
    page.goto(QUESTION)
    cards = page.locator("svg a.qb-card")
    cards.first.focus()
    names = []
    for number in range(cards.count()):
        here = page.evaluate("document.activeElement.getAttribute('aria-label')")
        width = page.evaluate("getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth")
        assert here == cards.nth(number).get_attribute("aria-label")
        assert width == "3px"
        names.append(here)
        page.keyboard.press("Tab")
    assert len(set(names)) == cards.count() > 5
    cards.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: QUESTION not in url)


def test_titles_in_the_drawing_stay_inside_their_cards(shown: Page) -> None:
    over = shown.evaluate(
        """[...document.querySelectorAll('.qb-card, .qb-here')].filter(card => {
            const box = card.querySelector('rect').getBoundingClientRect();
            return [...card.querySelectorAll('text')].some(text => {
                const words = text.getBoundingClientRect();
                return words.right > box.right || words.left < box.left || words.bottom > box.bottom;
            });
        }).length"""
    )
    assert over == 0


def test_kinds_are_told_apart_by_words_and_strokes(shown: Page) -> None:
    strokes = shown.evaluate(
        """Object.fromEntries([...document.querySelectorAll('.qb-line')].map(line => {
            const style = getComputedStyle(line);
            return [line.dataset.kind, style.strokeDasharray + ' ' + style.strokeWidth];
        }))"""
    )
    assert len(strokes) >= 2
    assert len(set(strokes.values())) == len(strokes)
    assert all(shown.locator("svg .qb-card__kind").all_text_contents())


def test_formulas_are_drawn_without_a_script(scriptless: Page) -> None:
    page = scriptless
    page.goto("questions/arch/")
    box = page.locator("math[display=block]").first.bounding_box()
    assert box is not None
    assert box["width"] > 10
    assert "$" not in page.locator("article").inner_text()


def test_everything_but_search_works_without_script(scriptless: Page) -> None:
    page = scriptless
    page.goto("")
    page.locator(".qb-topic > a", has_text="Garden").click()
    page.locator(".qb-entry > a").first.click()
    page.locator("svg a.qb-card").first.click()
    assert "/questions/" in page.url
    page.goto("questions/benefits-of-compost/")
    page.wait_for_url(re.compile(QUESTION))


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """`mkdocs serve` of a small bank, and its address."""
    project = small_project(tmp_path / "project", "green", "black")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [str(BIN / "mkdocs"), "serve", "-a", address]
    with (tmp_path / "log").open("w") as log, subprocess.Popen(command, cwd=project, stderr=log, stdout=log) as process:
        yield project, f"http://{address}/tea/"
        process.terminate()


def test_serving_reloads_the_browser_on_an_edit_finds_it_and_survives_a_mistake(
    serving: tuple[Path, str], browser: Browser, tmp_path: Path
) -> None:
    project, address = serving
    page = browser.new_page()
    for _ in range(150):
        try:
            page.goto(f"{address}questions/green/")
            break
        except Exception:  # noqa: BLE001 - it is not up yet
            time.sleep(0.2)
    file = project / "content/questions/tea/green.md"
    text = "---\ndifficulty: beginner\n---\n" + file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("## Official Answer\n", "## Official Answer\n\nA xylophonic sentence.\n"), encoding="utf-8"
    )
    page.get_by_text("A xylophonic sentence.").wait_for(timeout=30_000)
    page.keyboard.press("/")
    page.keyboard.type("xylophonic")
    page.locator("#qb-search [role=option]").get_by_text("Green tea?").wait_for()
    file.write_text(text.replace("difficulty:", "dificulty:"), encoding="utf-8")
    log = tmp_path / "log"
    for _ in range(150):
        if "unknown-field" in log.read_text(encoding="utf-8"):
            break
        time.sleep(0.2)
    assert "Did you mean 'difficulty'?" in log.read_text(encoding="utf-8")
    assert "Traceback" not in log.read_text(encoding="utf-8")
    file.write_text(text.replace("## Official Answer\n", "## Official Answer\n\nMended again.\n"), encoding="utf-8")
    page.get_by_text("Mended again.").wait_for(timeout=30_000)
    page.close()
