"""What a built site offers to take along."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

pytestmark = pytest.mark.site


def test_every_link_of_every_markdown_twin_leads_to_a_file_of_the_site(site: Path) -> None:
    checked = 0
    for twin in site.glob("questions/*/index.md"):
        for target in re.findall(r"\]\((\.\./[^)\s#]*)", twin.read_text(encoding="utf-8")):
            file = twin.parent / target
            assert (file / "index.html" if target.endswith("/") else file).is_file(), (twin, target)
            checked += 1
    assert checked > 80


def test_every_question_has_a_twin_that_its_page_names_and_every_page_names_the_feed(site: Path) -> None:
    pages = [page for page in site.glob("questions/*/index.html") if (page.parent / "index.md").exists()]
    assert len(pages) == len(list(site.glob("questions/*/index.md"))) > 30
    for page in (*pages[:3], site / "index.html", site / "data/index.html"):
        links = LexborHTMLParser(page.read_text(encoding="utf-8")).css('link[rel~="alternate"][type]')
        named = {str(link.attributes["type"]): str(link.attributes["href"]) for link in links}
        assert ("text/markdown" in named) == (page in pages)
        assert all((page.parent / address).is_file() for address in named.values())
        assert "application/atom+xml" in named


def test_every_page_leads_to_the_page_of_downloads_and_that_to_each_file(site: Path) -> None:
    home = LexborHTMLParser((site / "index.html").read_text(encoding="utf-8"))
    assert "data/" in [link.attributes["href"] for link in home.css("footer a")]
    page = LexborHTMLParser((site / "data/index.html").read_text(encoding="utf-8"))
    files = [str(link.attributes["href"]) for link in page.css("article dl a")]
    assert len(files) == 10
    assert all((site / "data" / file).is_file() for file in files)
