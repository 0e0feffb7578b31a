"""What the tests share: banks on disk, the commands as processes, real sites, a real browser."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SCREENS = ("phone light", "phone dark", "desktop light", "desktop dark")
"""The sizes and schemes that pages are looked at in."""

Write = Callable[[Mapping[str, str]], Path]
Run = subprocess.CompletedProcess[str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a content folder, each topic described, and gives its path."""

    def write_bank(files: Mapping[str, str]) -> Path:
        content = tmp_path / "content"
        for path, text in files.items():
            file = content / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            described = file.parent / "_topic.yml"
            if path.startswith("questions/") and not described.exists():
                described.write_text(f"title: {file.parent.name.capitalize()}\n", encoding="utf-8")
        return content

    return write_bank


def question(title: str = "What is it?", front: str = "", answer: str = "Because it is so.") -> str:
    """The text of a question file."""
    lines = f"---\n{front}\n---\n\n" if front else ""
    return f"{lines}# {title}\n\n## Official Answer\n\n{answer}\n"


def run(*command: str | Path, cwd: Path, check: bool = False, **env: str) -> Run:
    """Runs a command of this environment and gives what came of it."""
    program, *arguments = map(str, command)
    found = BIN / program
    return subprocess.run(
        [str(found) if found.exists() else program, *arguments],
        cwd=cwd,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **env},
        capture_output=True,
        text=True,
        check=check,
    )


def until(page: Page, expression: str, argument: object = None) -> None:
    """Waits until an expression holds in a page; Playwright's own way evaluates it where a page's policy forbids it."""
    for _ in range(300):
        if page.evaluate(expression, argument):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


def start_project(folder: Path) -> Path:
    """A copy of this project's own bank and settings, to break and to build."""
    folder.mkdir(exist_ok=True)
    for name in ("content", "theme_overrides"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this project, built by `mkdocs build --strict`."""
    folder = tmp_path_factory.mktemp("built") / "site"
    done = run("mkdocs", "build", "--strict", "-d", folder, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return folder


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serves a built site on this machine; gives its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of this project's own site on this machine."""
    with serve(site) as address:
        yield address


@contextmanager
def watched(
    browser: Browser, address: str, screen: str = "desktop light", *, console: bool = False, **options: Any
) -> Iterator[Page]:
    """A page of a size and scheme, motion reduced, and a watch on it.

    A request to another host, an error of a script, a dialog, and with `console` whatever the console calls an error,
    fail what is done with the page.
    """
    size, scheme = screen.split()
    settings: dict[str, Any] = {
        "viewport": {"width": 360, "height": 740} if size == "phone" else {"width": 1280, "height": 800},
        "color_scheme": scheme,
        "reduced_motion": "reduce",
        "base_url": address,
    }
    context = browser.new_context(**(settings | options))
    page = context.new_page()
    wrong: list[str] = []

    def shown(dialog: Dialog) -> None:
        wrong.append(dialog.message)
        dialog.dismiss()  # which nothing else would do

    page.on("request", lambda seen: None if seen.url.startswith(address) else wrong.append(seen.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", shown)
    page.on("console", lambda said: wrong.append(said.text) if console and said.type == "error" else None)
    try:
        yield page
    finally:
        context.close()
    assert wrong == []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; where there is none the test is skipped, or fails if a browser is required."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        if os.environ.get("QBANK_REQUIRE_BROWSER"):
            pytest.fail("no Chromium on this machine, and QBANK_REQUIRE_BROWSER is set")
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=[*quiet, "--disable-sync", "--no-first-run"])
        yield opened
        opened.close()


@pytest.fixture(params=SCREENS)
def page(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    """A page of each size and scheme, watched."""
    with watched(browser, served, request.param) as opened:
        yield opened


@pytest.fixture
def desktop(browser: Browser, served: str) -> Iterator[Page]:
    """A page on a large screen, watched."""
    with watched(browser, served) as opened:
        yield opened
