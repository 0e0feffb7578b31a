"""Lists of questions on pages of their own: how long a page is, and what leads on."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from conftest import make_once, run, small_project
from selectolax.lexbor import LexborHTMLParser

pytestmark = pytest.mark.site
COUNT = 205


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site whose one topic has 205 questions, 120 of them with a tag and a difficulty."""

    def make(folder: Path) -> None:
        small_project(folder, *(f"kind-{number}" for number in range(COUNT)))
        for number in range(120):
            file = folder / f"content/questions/tea/kind-{number}.md"
            front = "---\ntags: [green]\ndifficulty: beginner\n---\n\n"
            file.write_text(front + file.read_text(encoding="utf-8"), encoding="utf-8")
        run("mkdocs", "build", "--strict", cwd=folder, check=True)

    return make_once(tmp_path_factory, "long", make) / "site"


def html(site: Path, page: str) -> LexborHTMLParser:
    return LexborHTMLParser((site / page / "index.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("page", "count"), [("topics/tea", COUNT), ("tags/green", 120)])
def test_a_long_list_goes_on_on_pages_that_lead_to_each_other(long: Path, page: str, count: int) -> None:
    listed: list[str | None] = []
    at, number = page, 1
    while True:
        shown = html(long, at)
        links = [link.attributes["href"] for link in shown.css(".qb-entry > a:first-child")]
        assert 0 < len(links) <= 100
        listed += [str(link).rstrip("/").rpartition("/")[2] for link in links]
        before, after = shown.css_first(".qb-pager [rel=prev]"), shown.css_first(".qb-pager [rel=next]")
        assert (before is None) == (number == 1)
        if after is None:
            break
        number += 1
        at = f"{page}/{number}"
        assert (long / at / "index.html").exists()
        assert str(after.attributes["href"]).endswith(f"{number}/")
    assert len(listed) == len(set(listed)) == count
    assert number == -(-count // 100)


def test_the_numbers_of_a_list_go_on_on_its_next_page(long: Path) -> None:
    numbered = html(long, "topics/tea/2").css_first("ol.qb-entries")
    assert numbered is not None
    assert numbered.attributes["start"] == "101"


def test_a_short_list_has_no_pager(site: Path) -> None:
    assert html(site, "topics/tea").css_first(".qb-pager") is None


def test_no_page_grows_with_its_topic(long: Path) -> None:
    pages = [path for path in long.rglob("index.html") if "map" not in path.parts]
    assert max(path.stat().st_size for path in pages) < 150_000
    beside = html(long, "questions/kind-100").css(".qb-beside li")
    assert len(beside) == 11
    assert [item.text() for item in beside if item.css_first("[aria-current]")] == ["Kind 100 tea?"]


def test_a_number_at_a_difficulty_leads_to_the_search_for_just_these(long: Path) -> None:
    for page, facet in (("topics/tea", ("topic", "Tea")), ("tags/green", ("tag", "green")), ("", ("topic", "Tea"))):
        chip = html(long, page).css_first("a.qb-difficulty")
        assert chip is not None
        asked = parse_qs(urlparse(str(chip.attributes["href"])).query)
        assert asked == {facet[0]: [facet[1]], "difficulty": ["beginner"]}
        assert "120" in chip.text()
