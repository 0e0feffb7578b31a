"""`mkdocs serve` with a bank that breaks and is repaired: what a maintainer sees who previews a change."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import BIN, ROOT, question, run, small_project
from mkdocs_qbank.search.files import TEXTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.site

BROKEN = "questions: [<script>alert(1)</script>]\n"
LONGEST = 120  # seconds that a test waits for a rebuild


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small bank with its settings."""
    return small_project(tmp_path, "why")


@contextmanager
def serving(project: Path, *options: str) -> Iterator[str]:
    """Runs `mkdocs serve`, and gives the address of the site once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(BIN / "mkdocs"), "serve", "--dev-addr", f"127.0.0.1:{port}", *options]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    log = (project / "serve.log").open("w", encoding="utf-8")
    with log, subprocess.Popen(command, cwd=project, stdout=log, stderr=log, env=environment) as process:
        try:
            address = f"http://127.0.0.1:{port}/tea/"
            until(lambda: process.poll() is not None or "<html" in page(address))
            assert process.poll() is None, (project / "serve.log").read_text(encoding="utf-8")
            yield address
        finally:
            process.terminate()


def page(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - on this machine
            text: str = answer.read().decode()
            return text
    except urllib.error.HTTPError as error:
        return error.read().decode()
    except OSError:
        return ""


def until(true: object) -> None:
    end = time.monotonic() + LONGEST
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.1)


def test_an_edit_is_shown_at_once_and_everything_that_follows_from_it_after_a_pause(project: Path) -> None:
    file = project / "content/questions/tea/why.md"
    (file.parent / "how.md").write_text(question("How is tea made?", "prerequisites: [why]"), encoding="utf-8")
    with serving(project) as address:
        file.write_text(question("Why tea now?", "", "Since the kettle sings."), encoding="utf-8")
        until(lambda: "the kettle sings" in page(f"{address}questions/why/"))
        assert "Why tea now?" in page(f"{address}questions/how/")
        assert "kettle" not in page(f"{address}data/questions.json")
        until(lambda: "kettle" in page(f"{address}data/questions.json"))


def test_a_bank_with_errors_shows_them_at_every_address_and_comes_back(project: Path) -> None:
    file = project / "content/questions/tea/broken.yml"
    file.write_text(BROKEN, encoding="utf-8")
    assert run("mkdocs", "build", cwd=project).returncode == 1
    with serving(project) as address:
        for path in ("", "questions/why/", "nowhere", "map/index.html"):
            text = page(address + path)
            assert "error[unknown-field]" in text
            assert "content/questions/tea/broken.yml:1:1" in text
            assert "<script>alert" not in text
        file.unlink()
        until(lambda: "Why tea?" in page(f"{address}questions/why/"))
        file.write_text(BROKEN, encoding="utf-8")
        until(lambda: "error[unknown-field]" in page(f"{address}questions/why/"))
        file.write_text("question: Mended?\nanswer: Yes.\n", encoding="utf-8")
        until(lambda: "Mended?" in page(f"{address}questions/broken/"))
    log = (project / "serve.log").read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert "appear stuck" not in log


def test_a_strict_server_shows_errors_too(project: Path) -> None:
    (project / "content/questions/tea/broken.yml").write_text(BROKEN, encoding="utf-8")
    with serving(project, "--strict") as address:
        assert "error[unknown-field]" in page(address)


def test_every_served_page_has_a_policy_with_its_own_reloading_script(project: Path) -> None:
    with serving(project) as address:
        policies = [re.findall(r'Content-Security-Policy" content="([^"]*)', page(address)) for _ in range(2)]
        assert all(len(found) == 1 for found in policies)
        assert policies[0][0].count("'sha256-") == policies[1][0].count("'sha256-")
        assert "'unsafe-inline'" not in policies[0][0].partition("style-src")[0]


def test_a_new_glossary_and_a_folder_that_is_made_again_are_seen(project: Path) -> None:
    topic = project / "content/questions/tea"
    with serving(project) as address:
        (project / "content/glossary.yml").write_text("EGT: Earl Grey tea\n", encoding="utf-8")
        until(lambda: "Earl Grey" in page(f"{address}data/glossary.json"))
        shutil.rmtree(project / "content/questions")
        until(lambda: "error[no-bank]" in page(address))
        topic.mkdir(parents=True)
        (topic / "_topic.yml").write_text("title: Tea\n", encoding="utf-8")
        (topic / "again.md").write_text(question("And again?"), encoding="utf-8")
        until(lambda: "And again?" in page(f"{address}questions/again/"))
        (topic / "again.md").write_text(question("Changed since?"), encoding="utf-8")
        until(lambda: "Changed since?" in page(f"{address}questions/again/"))


def test_an_image_that_changes_is_shown_under_its_new_name(project: Path) -> None:
    topic, samples = project / "content/questions/tea", ROOT / "tests/cases/images"
    image = topic / "curve.png"
    shutil.copyfile(samples / "curve.png", image)
    (topic / "why.md").write_text(question("Why?", "", "![A curve](curve.png)"), encoding="utf-8")

    def address() -> str:
        return f"assets/images/{sha256(image.read_bytes()).hexdigest()[:32]}.png"

    with serving(project) as root:
        before = address()
        assert f'src="../../{before}"' in page(f"{root}questions/why/")
        shutil.copyfile(samples / "turned.png", image)
        until(lambda: f'src="../../{address()}"' in page(f"{root}questions/why/"))
        assert before not in page(f"{root}questions/why/")
        with urllib.request.urlopen(root + address(), timeout=20) as answer:  # noqa: S310 - on this machine
            assert answer.read() == image.read_bytes()
            assert answer.headers["Content-Type"] == "image/png"
        image.unlink()
        until(lambda: ">A curve</a>" in page(f"{root}questions/why/"))
        shutil.copyfile(samples / "curve.png", image)
        until(lambda: f'src="../../{before}"' in page(f"{root}questions/why/"))


def test_the_search_index_that_is_served_is_that_of_the_pages(project: Path) -> None:
    with serving(project) as address:
        for word in ("green", "black", "white"):
            (project / "content/questions/tea/why.md").write_text(question(f"Why {word} tea?"), encoding="utf-8")
            until(lambda: f"Why {word} tea?" in page(f"{address}questions/why/"))  # noqa: B023 - called at once
            number = json.loads(page(f"{address}data/search/index.json"))["questions"] - 1
            text = f"{address}data/search/text/{number // TEXTS}.json"
            until(lambda: f'"title":"Why {word} tea?"' in page(text))  # noqa: B023 - called at once


@pytest.mark.browser
def test_a_page_of_findings_turns_into_the_site_by_itself(project: Path, browser: Browser) -> None:
    file = project / "content/questions/tea/broken.yml"
    file.write_text(BROKEN, encoding="utf-8")
    with serving(project) as address:
        opened = browser.new_page()
        refused: list[str] = []
        opened.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
        opened.goto(f"{address}questions/why/")
        opened.get_by_text("error[unknown-field]").wait_for()
        file.unlink()
        opened.get_by_role("heading", name="Why tea?").wait_for()
        (project / "content/questions/tea/why.md").write_text(question("Why green tea?"), encoding="utf-8")
        opened.get_by_role("heading", name="Why green tea?").wait_for()
        assert refused == []
        opened.context.close()


def test_a_draft_is_served_as_one_until_it_is_published(project: Path) -> None:
    draft = question("What is white tea?", "status: draft")
    (project / "content/questions/tea/white.md").write_text(draft, encoding="utf-8")
    with serving(project) as address:
        text = page(f"{address}questions/white/")
        assert "<title>Draft: What is white tea? - Tea</title>" in text
        assert "<code>qbank publish white</code>" in text
        assert "Draft: What is white tea?</a>" in page(f"{address}topics/tea/")
        run("qbank", "publish", "white", cwd=project, check=True)
        until(lambda: "<title>What is white tea? - Tea</title>" in page(f"{address}questions/white/"))
        assert "qbank publish" not in page(f"{address}questions/white/")


def test_an_option_leaves_drafts_out_of_what_is_served(project: Path) -> None:
    draft = question("What is white tea?", "status: draft")
    (project / "content/questions/tea/white.md").write_text(draft, encoding="utf-8")
    config = project / "mkdocs.yml"
    settings = config.read_text(encoding="utf-8")
    config.write_text(settings.replace("[qbank]", "[{qbank: {drafts: false}}]"), encoding="utf-8")
    with serving(project) as address:
        assert "Why tea?" in page(f"{address}topics/tea/")
        assert "white tea" not in page(f"{address}topics/tea/") + page(f"{address}questions/white/")
