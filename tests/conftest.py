"""What the tests share: banks on disk, the commands as processes, real sites, a real browser."""

from __future__ import annotations

import fcntl
import functools
import http.server
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from forking import can_fork, run_forked
from hypothesis import settings
from tabs import SCREENS, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserType, Page

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell has it for a job in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)
settings.register_profile("short", max_examples=50, deadline=None)
settings.register_profile("long", max_examples=2000, deadline=None)
ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
BANK = ROOT / "tests/sites/bank"
"""The bank that tests of the generator read. No test but those in tests/content reads ./content."""
AS_OF = {"SOURCE_DATE_EPOCH": "1764000000"}
"""The day of that bank's site, 2025-11-24."""
LONG = "QBANK_LONG" in os.environ
"""Whether random and hostile samples are large, as in `make attack`; in `make test` they have a small budget."""
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The programs that may be on this machine. The first is the same engine without windows, which takes a third less."""
PATIENCE = 30_000
"""The milliseconds in which a page shows what it should, as long as for all else that Playwright waits for: what is
tested is that it does, on machines of any speed."""
FIRST = ("hostile", "sites", "browser", "content")
"""The folders of the tests that take longest."""
pytest_plugins = ["proposing"]
"""Fixtures of one subject in a module of their own."""
settings.load_profile("long" if LONG else "short")

SETTINGS = """site_name: Tea
site_url: https://example.org/tea/
docs_dir: content/pages
theme: {name: material, font: false}
plugins: [qbank]
"""
"""What a small bank needs of mkdocs.yml."""

Write = Callable[[Mapping[str, str]], Path]
Run = subprocess.CompletedProcess[str]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes goldens."""
    parser.addoption("--update-goldens", action="store_true", help="write goldens again instead of comparing them")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest tests first, so that no worker is left with one of them when the others are done."""
    items.sort(key=lambda item: FIRST.index(folder) if (folder := item.path.parent.name) in FIRST else len(FIRST))


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether goldens are written."""
    return bool(request.config.getoption("--update-goldens"))


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
    """Runs a command of this environment and gives what came of it.

    The names `qbank` and `mkdocs` stand for forks of a process that has imported them; a path always starts a program.
    """
    program, *arguments = map(str, command)
    found = BIN / program
    words = [str(found) if found.exists() else program, *arguments]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **env}
    if can_fork(program, environment):
        done = run_forked(words, cwd, environment)
    else:
        done = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert not (check and done.returncode), f"{' '.join(map(str, command))}: {done.stdout}{done.stderr}"
    return done


def check_links(site: Path, least: int) -> None:
    """Fail where a link of a built site, or its anchor, is dead, or where there are no more links than `least`."""
    done = run(
        BIN / "lychee", "--offline", "--include-fragments", "--no-progress", "--index-files", "index.html",
        "--root-dir", site, f"{site}/**/*.html", cwd=site,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    assert int(re.findall(r"([\d,]+) OK", done.stdout)[0].replace(",", "")) > least


def until(page: Page, expression: str, argument: object = None) -> None:
    """Waits until an expression holds in a page; Playwright's own way evaluates it where a page's policy forbids it."""
    for _ in range(300):
        if page.evaluate(expression, argument):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


def start_project(folder: Path) -> Path:
    """Copy the frozen bank and its settings, to break and to build."""
    return shutil.copytree(BANK, folder, dirs_exist_ok=True)


def small_project(folder: Path, *names: str, settings: str = SETTINGS) -> Path:
    """Write a bank of one topic, tea, with a question of each name."""
    topic = folder / "content/questions/tea"
    topic.mkdir(parents=True)
    (folder / "content/pages").mkdir()
    (folder / "content/pages/index.md").write_text("# Tea\n", encoding="utf-8")
    (topic / "_topic.yml").write_text("title: Tea\n", encoding="utf-8")
    for name in names:
        title = f"{name.replace('-', ' ').capitalize()} tea?"
        (topic / f"{name}.md").write_text(question(title), encoding="utf-8")
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    return folder


def commit(project: Path, message: str, author: str, day: str) -> None:
    """Commit all that a project holds as somebody on a day, in a new repository where there is none."""
    if not (project / ".git").exists():
        run("git", "init", "-q", "-b", "main", cwd=project, check=True)
    who = {
        f"GIT_{role}_{field}": f"{author}@example.org"
        for role in ("AUTHOR", "COMMITTER")
        for field in ("NAME", "EMAIL")
    }
    who |= {f"GIT_{role}_NAME": author for role in ("AUTHOR", "COMMITTER")}
    when = {f"GIT_{role}_DATE": f"{day}T12:00:00+0000" for role in ("AUTHOR", "COMMITTER")}
    run("git", "add", "-A", cwd=project, check=True)
    run("git", "commit", "-qm", message, cwd=project, check=True, **who, **when)


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that is made once in a run: by whichever worker of pytest-xdist asks first, the others wait."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder, making = shared / name, shared / f"{name}.making"
        if not folder.exists():
            shutil.rmtree(making, ignore_errors=True)
            make(making)
            making.rename(folder)
    return folder


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The frozen bank in a repository with a history of its own; nobody may write to it."""

    def make(folder: Path) -> None:
        start_project(folder)
        answers = sorted((folder / "content/questions").rglob("*.md"))
        later = {file: file.read_bytes() for file in answers if file.parent.name in ("git", "odds")}
        for file in later:
            file.unlink()
        commit(folder, "Tea, gardens, bridges and kitchens", "Ann", "2025-03-01")
        for file, text in later.items():
            file.write_bytes(text)
        commit(folder, "Git, and odds and ends", "Bob Müller", "2025-04-02")
        soil = folder / "content/questions/garden/soil.md"
        text = soil.read_bytes()
        soil.write_bytes(text.replace(b"minerals", b"stones"))
        commit(folder, "Say stones", "Bob Müller", "2025-05-03")
        soil.write_bytes(text)
        commit(folder, "Say minerals", "Cho <cho>", "2025-06-04")

    return make_once(tmp_path_factory, "project", make)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    """The site of the frozen bank, built by `mkdocs build --strict`; nobody may write to it."""

    def make(folder: Path) -> None:
        run(BIN / "mkdocs", "build", "--strict", "-d", folder, cwd=project, **AS_OF, check=True)

    return make_once(tmp_path_factory, "site", make)


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    """What `qbank export` writes of the frozen bank; nobody may write to it."""

    def make(folder: Path) -> None:
        run(BIN / "qbank", "export", folder, cwd=project, **AS_OF, check=True)

    return make_once(tmp_path_factory, "exported", make)


@pytest.fixture(scope="session")
def zensical(tmp_path_factory: pytest.TempPathFactory, exported: Path) -> Path:
    """The exported bank as Zensical builds it, in `site`; nobody may write to it."""

    def make(folder: Path) -> None:
        shutil.copytree(exported, folder)
        run("zensical", "build", cwd=folder, check=True)

    return make_once(tmp_path_factory, "zensical", make)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

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
    """The address of the frozen bank's site on this machine."""
    with serve(site) as address:
        yield address


@contextmanager
def chromium(launcher: BrowserType, *more: str, **environment: str) -> Iterator[Browser]:
    """Chromium, started with more arguments and environment variables; skips or fails as `browser` does."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        if os.environ.get("QBANK_REQUIRE_BROWSER"):
            pytest.fail("no Chromium on this machine, and QBANK_REQUIRE_BROWSER is set")
        pytest.skip("no Chromium on this machine")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    arguments = [*quiet, "--disable-sync", "--no-first-run", *more]
    opened = launcher.launch(executable_path=program, args=arguments, env={**os.environ, **environment})
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; where there is none the test is skipped, or fails if a browser is required."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright, chromium(playwright.chromium) as opened:
        yield opened


@pytest.fixture(params=SCREENS)
def page(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    """A page of each size and scheme, whose console is watched too."""
    with watched(browser, served, request.param, console=True) as opened:
        yield opened


@pytest.fixture
def scriptless(browser: Browser, served: str) -> Iterator[Page]:
    """A page on a phone that runs no script."""
    with watched(browser, served, "phone light", java_script_enabled=False) as opened:
        yield opened


@pytest.fixture
def desktop(browser: Browser, served: str) -> Iterator[Page]:
    """A page on a large screen, watched."""
    with watched(browser, served) as opened:
        yield opened
