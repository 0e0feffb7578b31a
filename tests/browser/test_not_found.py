"""The page for addresses without one, as GitHub Pages sends it, in a real browser."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import make_once, run, small_project
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.render.data import ids
from tabs import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.site, pytest.mark.browser]

BASE = "/tea/"
NAMES = ("green", "oolong", "white-tea-leaves", "white-tea-buds", "is-black-tea-stronger-than-green-tea", "rooibos")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small bank whose site is below a path of its host."""

    def make(folder: Path) -> None:
        project = small_project(folder, *NAMES)
        topic = project / "content/questions/tea"
        (topic / "rooibos.md").write_text(
            "# <img src=x onerror=alert(1)> & rooibos?\n\n## Official Answer\n\nNo.\n", "utf-8"
        )
        run("mkdocs", "build", cwd=project, check=True)

    return make_once(tmp_path_factory, "not-found", make)


class _Pages(http.server.SimpleHTTPRequestHandler):
    """Sends 404.html for whatever is not there, as GitHub Pages does."""

    protocol_version = "HTTP/1.1"

    def send_error(self, code: int, *_: object, **__: object) -> None:
        page = (Path(self.directory) / BASE.strip("/") / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def hosted(site: Path, root: Path) -> Iterator[str]:
    """The address of a host that has a site below a path."""
    shutil.copytree(site, root / BASE.strip("/"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Pages, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="module")
def host(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with hosted(project / "site", tmp_path_factory.mktemp("host")) as address:
        yield address


@pytest.fixture
def tab(browser: Browser, host: str) -> Iterator[Page]:
    with watched(browser, host) as opened:
        yield opened


def asked(page: Page, path: str) -> list[str]:
    """The paths of what is suggested for an address without a page."""
    answer = page.goto(path, wait_until="networkidle")
    assert answer
    assert answer.status == 404
    links = page.locator(".qb-meant a")
    return [re.sub("^https?://[^/]+", "", link.evaluate("link => link.href")) for link in links.all()]


def requested(page: Page) -> list[str]:
    """The addresses that a page requests from now on."""
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    return addresses


def to(*names: str) -> list[str]:
    return [f"{BASE}questions/{name}/" for name in names]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("tea/questions/oolnog/", ["oolong"]),
        ("tea/questions/oolong/", None),
        ("tea/oolong", ["oolong"]),
        ("tea/questions/Oolong.html?x=1#y", ["oolong"]),
        ("tea/questions/tea/grene/", ["green"]),
        ("tea/a/b/c/d/grean", ["green"]),
        ("tea/questions/white-tea", ["white-tea-buds", "white-tea-leaves"]),
        ("tea/questions/is-black-tee-stronger-then-green-tea/", ["is-black-tea-stronger-than-green-tea"]),
        ("tea/questions/what-is-oolong/", ["oolong"]),
        ("tea/questions/impressum/", []),
        ("tea/questions/100%25/", []),
        ("tea/questions/%3Cimg%20src=x%20onerror=alert(1)%3E/", []),
        ("tea/favicon.ico", []),
    ],
)
def test_an_address_like_that_of_a_question_leads_to_it(tab: Page, path: str, names: list[str] | None) -> None:
    if names is None:
        answer = tab.goto(path)
        assert answer
        assert answer.ok
        return
    assert asked(tab, path) == to(*names)
    assert tab.get_by_text("Did you mean").count() == bool(names)


def test_a_link_shows_the_question_as_text_and_leads_to_it(tab: Page) -> None:
    assert asked(tab, "tea/questions/rooiboss/") == to("rooibos")
    link = tab.locator(".qb-meant a")
    assert link.inner_text().endswith("& rooibos?")
    assert tab.locator(".qb-meant img").count() == 0
    heading = tab.locator(".qb-meant p")
    field = tab.locator("#qb-q")
    boxes: list[Any] = [heading.bounding_box(), field.bounding_box()]
    assert boxes[0]["y"] < boxes[1]["y"]
    link.click()
    tab.wait_for_url(f"**{BASE}questions/rooibos/")
    assert "rooibos" in tab.locator("h1").inner_text()


def test_without_the_titles_a_link_shows_the_id(tab: Page) -> None:
    tab.route("**/data/previews/*", lambda route: route.abort())
    assert asked(tab, "tea/oolnog") == to("oolong")
    assert tab.locator(".qb-meant a").inner_text() == "oolong"


def test_without_the_ids_and_without_script_the_page_offers_search_and_topics(browser: Browser, host: str) -> None:
    with watched(browser, host) as page:
        page.route("**/data/ids/*", lambda route: route.abort())
        assert asked(page, "tea/oolnog") == []
        shown = page.locator("article").inner_text()
    with watched(browser, host, java_script_enabled=False) as page:
        page.goto("tea/oolnog")
        assert page.locator("article").inner_text() == shown
        assert page.locator("article form").get_attribute("action") == f"{BASE}search/"


def test_a_large_bank_loads_the_files_around_an_address_and_finds_slips_at_both_ends(
    browser: Browser, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = read_bank(project / "content").bank
    monkeypatch.setattr(ids, "LARGEST", 40)
    files, bounds = ids.id_files(bank), ids.id_bounds(bank)
    assert len(files) > 6
    with hosted(project / "site", tmp_path) as address:
        for path, text in files.items():
            (tmp_path / "tea" / path).write_text(text, encoding="utf-8")
        page = tmp_path / "tea/404.html"
        text = page.read_text(encoding="utf-8")
        for name in ("begins", "ends"):
            assert f'data-{name}=""' in text
            text = text.replace(f'data-{name}=""', f'data-{name}="{" ".join(bounds[name])}"')
        page.write_text(text, encoding="utf-8")
        for path, names in (
            ("xreen", ["green"]),
            ("wite-tea-leaves", ["white-tea-leaves"]),
            ("white-tea-leavex", ["white-tea-leaves"]),
            ("white-tea", ["white-tea-buds", "white-tea-leaves"]),
            ("zulong", []),
        ):
            with watched(browser, address) as tab:
                loaded = requested(tab)
                assert asked(tab, f"tea/{path}") == to(*names), path
                assert 0 < sum("/data/ids/" in url for url in loaded) <= 4
