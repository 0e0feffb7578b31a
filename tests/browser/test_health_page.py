"""The page that shows where a bank is thin, of a bank that is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import question, run, serve, start_project, until
from tabs import SCREENS, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.site, pytest.mark.browser]
HOSTILE = "Is &lt;img src=x onerror=alert(1)&gt; text?"
LONG = "averylongwordthatdoesnotbreak" * 4


def thin_bank(content: Path) -> None:
    """A bank with a gap of every kind: stale reviews, orphans, an island, a bridge, missing difficulties."""
    files = {"pages/index.md": "# A thin bank\n"}
    for number in range(5):
        first = f"prerequisites: [core-{number - 1}]\n" if number else ""
        front = f"{first}difficulty: intermediate\ntags: [machine]\nreviewed: 2020-01-01"
        files[f"questions/core/core-{number}.md"] = question(f"How does valve {number} of a machine work?", front)
    for number in range(2):
        files[f"questions/far/far-{number}.md"] = question(
            f"Tea {number}?", f"related: [far-{1 - number}]\ntags: [tea]"
        )
    files["questions/far/hostile.md"] = question(HOSTILE)
    files["questions/far/long.md"] = question(f"Why {LONG}?")
    files |= {f"questions/many/many-{number}.md": question(f"Leaf {number}?") for number in range(60)}
    files["questions/far/_topic.yml"] = f'title: "<b>Far</b> {LONG}"\ndescription: Far away.\n'
    for topic in ("core", "many"):
        files[f"questions/{topic}/_topic.yml"] = f"title: {topic.capitalize()}\ndescription: About it.\n"
    for path, text in files.items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def thin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site of a thin bank."""
    project = start_project(tmp_path_factory.mktemp("thin") / "project")
    shutil.rmtree(project / "content")
    thin_bank(project / "content")
    run("mkdocs", "build", "-q", "-d", "site", cwd=project, check=True)
    with serve(project / "site") as address:
        yield address


@pytest.fixture(scope="module", params=SCREENS)
def page(request: pytest.FixtureRequest, browser: Browser, thin: str) -> Iterator[Page]:
    """The page at each size and in each scheme, everything unfolded, watched; nobody may change it."""
    with watched(browser, thin, request.param, bypass_csp=True) as opened:  # for the script of axe
        opened.goto("health/")
        opened.evaluate("document.querySelectorAll('article details').forEach(details => details.open = true)")
        yield opened


def test_the_page_is_no_wider_than_the_screen(page: Page) -> None:
    assert page.locator("h1").count() == 1
    assert page.locator(".qb-task").count() > 10
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_axe_finds_nothing_wrong_with_it(page: Page) -> None:
    found = Axe().run(page, context="article").response["violations"]
    assert [(item["id"], node["html"]) for item in found for node in item["nodes"]] == []


def test_a_missing_difficulty_is_told_in_words(page: Page) -> None:
    gaps = page.locator("td.qb-gap").all_inner_texts()
    assert len(gaps) == 10
    assert set(gaps) == {"none"}


def test_what_strangers_write_stays_text(page: Page) -> None:
    assert page.locator("article img, article td b, article th b").count() == 0
    assert page.locator("article a", has_text="Is <img src=x onerror=alert(1)> text?").count() > 0
    assert page.locator("th[scope=row] a", has_text="<b>Far</b>").count() == 1


def test_a_long_list_says_how_much_it_leaves_out(page: Page) -> None:
    orphans = page.locator("details.qb-fold", has_text="Related by nobody")
    assert orphans.locator("li").count() == 50
    assert "And 12 more" in orphans.inner_text()


def test_the_table_scrolls_by_keyboard_on_a_phone(browser: Browser, thin: str) -> None:
    with watched(browser, thin, "phone light") as page:
        page.goto("health/")
        table = page.get_by_role("region", name="Questions by topic and difficulty")
        table.focus()
        page.keyboard.press("ArrowRight")
        until(page, "document.querySelector('.qb-scroll').scrollLeft > 0")
        heads = page.locator("tbody th").evaluate_all("heads => heads.map(head => head.getBoundingClientRect().left)")
        assert min(heads) >= 0, "the topics stay in sight"


def test_every_link_of_the_page_leads_somewhere_without_script(browser: Browser, thin: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}, base_url=thin)
    page = context.new_page()
    page.goto("health/")
    links = page.locator("article a:not(.headerlink)")
    addresses = {link.get_attribute("href") or "" for link in links.all()}
    assert len(addresses) > 50
    wrong = [address for address in addresses if not page.request.get(f"{thin}health/{address}").ok]
    assert wrong == []
    page.locator(".qb-fold summary").first.click()
    page.locator(".qb-fold[open] a").first.click()
    assert "/health/" not in page.url
    context.close()
