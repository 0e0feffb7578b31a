"""What other sites show of a link to a page: title, description, address and picture."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import run, small_project
from mkdocs_qbank.model.cards import HEIGHT, WIDTH
from selectolax.lexbor import LexborHTMLParser, LexborNode

pytestmark = pytest.mark.site

ADDRESS = "https://example.org/"
HOSTILE = "\"><img src=x onerror=alert(1)>&amp;'{{ 7 * 7 }}"
TAGS = {"og:title", "og:description", "og:type", "og:site_name", "og:image", "og:image:alt", "twitter:card"}
"""What a page says; its address is the canonical one, which other sites take where there is no og:url."""


@pytest.fixture(params=["mkdocs", "zensical"])
def built(request: pytest.FixtureRequest) -> Path:
    """The site of the frozen bank by each engine."""
    if request.param == "mkdocs":
        return Path(request.getfixturevalue("site"))
    return Path(request.getfixturevalue("zensical")) / "site"


def parsed(file: Path) -> LexborHTMLParser:
    return LexborHTMLParser(file.read_text(encoding="utf-8"))


def one(page: LexborHTMLParser, selector: str) -> LexborNode:
    """The only element that a selector names."""
    (found,) = page.css(selector)
    return found


def shared(page: LexborHTMLParser) -> dict[str, str]:
    """What a page says to other sites; each thing once."""
    found = page.css('meta[property^="og:"], meta[name^="twitter:"]')
    said = [(tag.attributes.get("property") or tag.attributes["name"], tag.attributes["content"]) for tag in found]
    assert len(said) == len(dict(said))
    return {str(name): content or "" for name, content in said}


def pages(site: Path) -> Iterator[tuple[str, LexborHTMLParser]]:
    """Every page with its address, but for the one that is shown for pages that do not exist."""
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        if path != "404.html":
            yield path.removesuffix("index.html"), parsed(file)


def title(page: LexborHTMLParser) -> str:
    heading = one(page, "h1")
    for link in heading.css(".headerlink"):
        link.decompose()
    return " ".join(heading.text().split())


def test_every_page_says_once_what_other_sites_show_of_it(built: Path) -> None:
    count = 0
    for path, page in pages(built):
        if page.css_first("meta[http-equiv=refresh]"):
            continue
        count += 1
        said = shared(page)
        assert said.keys() == TAGS, path
        assert said["og:title"] == title(page), path
        assert said["og:description"] == one(page, "meta[name=description]").attributes["content"], path
        assert said["og:type"] == ("article" if page.css_first("[data-question]") else "website"), path
        assert said["og:site_name"] == "Tea, bridges and gardens", path
        assert one(page, "link[rel=canonical]").attributes["href"] == f"{ADDRESS}{path}", path
        assert said["twitter:card"] == "summary_large_image", path
    assert count > 70


def test_the_page_of_a_former_id_leads_other_sites_to_the_question_too(built: Path) -> None:
    said = shared(parsed(built / "questions/tea-temperature/index.html"))
    assert said["og:url"] == f"{ADDRESS}questions/water-temperature/"
    assert said["og:title"] == shared(parsed(built / "questions/water-temperature/index.html"))["og:title"]
    assert said.keys() == {*TAGS, "og:url"}


def test_each_picture_is_there_in_the_size_that_other_sites_show_whole(built: Path) -> None:
    from PIL import Image

    shown = {}
    for path, page in pages(built):
        said = shared(page)
        shown[path] = said["og:image"], said["og:image:alt"]
        with Image.open(built / said["og:image"].removeprefix(ADDRESS)) as picture:
            assert picture.size == (WIDTH, HEIGHT), path
    cards = f"{ADDRESS}assets/images/cards/"
    assert shown[""] == (f"{cards}index.png", "Tea, bridges and gardens: 39 questions")
    assert shown["map/"] == shown["contribute/"] == shown["tags/water/"] == shown[""]
    assert shown["topics/tea/"] == shown["questions/caffeine/"] == (f"{cards}topics/tea.png", "Tea: 7 questions")


def test_a_title_names_the_site_once(built: Path) -> None:
    name = "Tea, bridges and gardens"
    for path, page in pages(built):
        titles = page.css("head title")
        assert len(titles) == 1, path
        if not page.css_first("meta[http-equiv=refresh]"):
            assert " ".join(titles[0].text().split()) == (f"{title(page)} - {name}" if path else name), path
    assert one(parsed(built / "404.html"), "title").text() == f"Page not found - {name}"


def test_a_home_page_of_another_name_says_that_of_the_site_after_it(tmp_path: Path) -> None:
    project = small_project(tmp_path, "why")
    for heading, expected in (("Leaves", "Leaves - Tea"), ("All about Tea", "All about Tea")):
        (project / "content/pages/index.md").write_text(f"# {heading}\n", encoding="utf-8")
        run("mkdocs", "build", "--strict", cwd=project, check=True)
        assert one(parsed(project / "site/index.html"), "title").text() == expected


def test_what_strangers_write_stays_text_in_the_head(tmp_path: Path) -> None:
    project = small_project(tmp_path, "why")
    topic = project / "content/questions/tea"
    quoted = HOSTILE.replace("'", "''")
    (topic / "_topic.yml").write_text(f"title: '{quoted}'\ndescription: '{quoted}'\n", encoding="utf-8")
    (topic / "why.yml").write_text(f"question: '{quoted}'\nanswer: '{quoted}'\n", encoding="utf-8")
    (topic / "why.md").unlink()
    (project / "content/pages/more.md").write_text(
        f"---\ntitle: '{quoted}'\ndescription: '{quoted}'\n---\n\nMore\n", encoding="utf-8"
    )
    done = run("mkdocs", "build", cwd=project)
    assert done.returncode == 0, done.stderr
    for path, page in pages(project / "site"):
        assert page.head is not None
        assert page.head.css("img, [onerror]") == [], path
        assert not page.css("meta[onerror]"), path
        assert "49" not in "".join(shared(page).values()), path
    assert shared(parsed(project / "site/topics/tea/index.html"))["og:title"] == HOSTILE
    assert shared(parsed(project / "site/topics/tea/index.html"))["og:description"] == HOSTILE
    assert shared(parsed(project / "site/topics/tea/index.html"))["og:image:alt"] == f"{HOSTILE}: 1 question"
    assert shared(parsed(project / "site/more/index.html"))["og:title"] == HOSTILE


def test_without_an_address_of_the_site_nothing_is_said_that_needs_one(tmp_path: Path) -> None:
    project = small_project(tmp_path, "why")
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("site_url:", "# site_url:"), encoding="utf-8")
    run("mkdocs", "build", "--strict", cwd=project, check=True)
    for path, page in pages(project / "site"):
        assert shared(page).keys() - {"og:description"} == {"og:title", "og:type", "og:site_name"}, path


@pytest.mark.parametrize(("cards", "least"), [("topics", 2), ("questions", 4), ("none", 0)])
def test_the_owner_of_a_bank_says_which_pages_have_a_picture_of_their_own(
    cards: str, least: int, tmp_path: Path
) -> None:
    project = small_project(tmp_path, "green", "black")
    settings = project / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace("[qbank]", f"[{{qbank: {{cards: {cards}}}}}]")
    settings.write_text(text, encoding="utf-8")
    run("mkdocs", "build", "--strict", cwd=project, check=True)
    files = {
        file.relative_to(project / "site").as_posix()
        for file in (project / "site").rglob("assets/images/cards/**/*.png")
    }
    shown = {shared(page).get("og:image") for _, page in pages(project / "site")} - {None}
    assert shown == {f"{ADDRESS}tea/{file}" for file in files}
    assert len(files) == least


def test_a_topic_in_a_script_that_the_font_lacks_has_the_picture_of_the_site(tmp_path: Path) -> None:
    project = small_project(tmp_path, "why")
    (project / "content/questions/tea/_topic.yml").write_text("title: 茶の温度\n", encoding="utf-8")
    run("mkdocs", "build", "--strict", cwd=project, check=True)
    said = shared(parsed(project / "site/questions/why/index.html"))
    assert said["og:image"] == f"{ADDRESS}tea/assets/images/cards/index.png"
    assert not (project / "site/assets/images/cards/topics").exists()


def test_a_site_in_a_script_that_the_font_lacks_has_no_picture_but_those_of_its_topics(tmp_path: Path) -> None:
    project = small_project(tmp_path, "why")
    settings = project / "mkdocs.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("site_name: Tea", "site_name: お茶"), encoding="utf-8"
    )
    run("mkdocs", "build", "--strict", cwd=project, check=True)
    assert "og:image" not in shared(parsed(project / "site/index.html"))
    assert "og:image" in shared(parsed(project / "site/topics/tea/index.html"))


def test_every_page_has_the_favicon_of_qbank(built: Path) -> None:
    for path, page in pages(built):
        if not page.css_first("meta[http-equiv=refresh]"):
            icon = one(page, "link[rel=icon]").attributes["href"] or ""
            assert re.fullmatch(r"(\.\./)*(\./)?assets/images/favicon\.png", icon), path
    ours = Path(__file__).resolve().parents[2] / "theme_overrides/assets/images/favicon.png"
    assert (built / "assets/images/favicon.png").read_bytes() == ours.read_bytes()


def test_a_favicon_that_mkdocs_yml_names_is_the_one_of_every_page(tmp_path: Path) -> None:
    project = small_project(tmp_path, "why")
    settings = project / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace("font: false", "font: false, favicon: leaf.png")
    settings.write_text(text, encoding="utf-8")
    (project / "content/pages/leaf.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    run("mkdocs", "build", "--strict", cwd=project, check=True)
    icon = one(parsed(project / "site/questions/why/index.html"), "link[rel=icon]")
    assert icon.attributes["href"] == "../../leaf.png"


def test_every_page_leads_from_its_foot_to_what_the_bank_lacks(built: Path) -> None:
    files = [file for file in built.rglob("*.html") if 'http-equiv="refresh"' not in file.read_text(encoding="utf-8")]
    assert len(files) > 70
    for file in files:
        links = parsed(file).css("footer .md-copyright > a")
        assert links[0].text() == "Gaps in this bank", file
        target = (
            f"{built}{href}" if (href := links[0].attributes["href"] or "").startswith("/") else f"{file.parent}/{href}"
        )
        assert os.path.normpath(target) == str(built / "health"), file
        small = file.parents[1] == built / "rules"  # the pages of rules do without the theme
        assert small or "Made with" in one(parsed(file), "footer .md-copyright").text(), file
