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
from conftest import BIN, small_project
from tabs import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.site, pytest.mark.browser]
QUESTION = "questions/why-is-compost-useful/"


PAGES = ("", QUESTION, "topics/", "topics/garden/", "tags/", "tags/water/", "contribute/", "guide/", "404.html")


def questions(site: Path) -> list[str]:
    """The ids of all questions, without those that lead on to another page."""
    folders = sorted((site / "questions").iterdir())
    return [one.name for one in folders if "qb-related" in (one / "index.html").read_text(encoding="utf-8")]


def test_no_page_is_wider_than_the_screen(page: Page) -> None:
    for url in PAGES:
        page.goto(url)
        assert page.locator("h1").count() == 1, url
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), url


def test_no_question_is_wider_than_a_phone(scriptless: Page, site: Path) -> None:
    page = scriptless  # what a script adds is looked at where it does
    wide = []
    for identifier in questions(site):
        page.goto(f"questions/{identifier}/")
        page.evaluate("document.querySelectorAll('article details').forEach(details => details.open = true)")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(identifier)
    assert wide == []


def test_a_reader_follows_a_related_question_and_comes_back_by_its_backlink(page: Page) -> None:
    page.goto(QUESTION)
    page.locator(".qb-tree a", has_text="When does compost go wrong?").click()
    page.wait_for_url(re.compile("/questions/when-does-compost-go-wrong/"))
    assert page.locator("h1").inner_text().startswith("When does compost go wrong?")
    page.locator(".qb-tree a", has_text="Why is compost useful?").click()
    page.wait_for_url(re.compile(QUESTION))


def test_the_answer_or_its_short_form_begins_in_the_first_half_of_a_phone(scriptless: Page, site: Path) -> None:
    page = scriptless
    page.set_viewport_size({"width": 360, "height": 780})
    low = {}
    for identifier in questions(site):
        page.goto(f"questions/{identifier}/")
        answer = page.locator(".qb-answer :is(#q-in-short, #official-answer)").first
        top = (answer.bounding_box() or {"y": 1000})["y"]
        if top > 480:
            low[identifier] = top
    assert low == {}


def test_the_answer_stays_where_it_is_when_scripts_come(page: Page, browser: Browser, served: str) -> None:
    """They add the button that hides answers."""
    place = "document.querySelector('.qb-answer h2').getBoundingClientRect().top"
    for address in (QUESTION, "questions/water-temperature/"):
        page.goto(address)
        page.get_by_role("button", name="Hide answers").wait_for()
        width = page.viewport_size
        with watched(browser, served, java_script_enabled=False) as before:
            before.set_viewport_size(width or {"width": 0, "height": 0})
            before.goto(address)
            there = before.evaluate(place)
        assert page.evaluate(place) == pytest.approx(there, abs=1), address


def test_related_questions_are_used_by_keyboard_and_show_where_one_is(page: Page) -> None:
    page.goto(QUESTION)
    links = page.locator(".qb-related .qb-tree a")
    links.first.focus()
    names = []
    for number in range(links.count()):
        here = page.evaluate("document.activeElement.getAttribute('href')")
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert here == links.nth(number).get_attribute("href")
        assert ring == "auto"
        names.append(here)
        page.keyboard.press("Tab")
    assert len(set(names)) == links.count() > 5
    links.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: QUESTION not in url)


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
    page.locator(".qb-card > a", has_text="Garden").click()
    page.locator(".qb-entry > a").first.click()
    here = page.url
    assert "/questions/" in here
    page.locator(".qb-tree a").first.click()
    assert "/questions/" in page.url
    assert page.url != here
    page.get_by_role("link", name="A random question").click()
    assert page.url.endswith("/topics/")
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


def find(page: Page, words: str, title: str) -> None:
    """Searches until a question is found: a late reload takes what was typed with it."""
    from playwright.sync_api import TimeoutError as NotShown

    option = page.locator("#qb-search [role=option]").get_by_text(title)
    for _ in range(6):
        page.wait_for_load_state()
        page.keyboard.press("/")
        page.keyboard.type(words)
        try:
            option.wait_for(timeout=10_000)
        except NotShown:
            page.reload()
        else:
            return
    raise AssertionError(f"{title} was never found")


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
    page.get_by_text("A xylophonic sentence.").wait_for()
    find(page, "xylophonic", "Green tea?")
    file.write_text(text.replace("difficulty:", "dificulty:"), encoding="utf-8")
    log = tmp_path / "log"
    for _ in range(150):
        if "unknown-field" in log.read_text(encoding="utf-8"):
            break
        time.sleep(0.2)
    assert "Did you mean 'difficulty'?" in log.read_text(encoding="utf-8")
    assert "Traceback" not in log.read_text(encoding="utf-8")
    file.write_text(text.replace("## Official Answer\n", "## Official Answer\n\nCorrected.\n"), encoding="utf-8")
    page.get_by_text("Corrected.").wait_for()
    page.close()
