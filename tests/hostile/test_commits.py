"""Two hundred hostile commits, and a site that is built of them."""

from __future__ import annotations

import html
import re
import unicodedata
from pathlib import Path

import pytest
from commits import make_hostile_history
from conftest import SETTINGS, run, small_project

pytestmark = pytest.mark.site


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path, *(f"why-{number}" for number in range(4)))


@pytest.mark.parametrize("seed", [7, 8])
def test_no_history_stops_a_build_or_reorders_a_page(project: Path, seed: int) -> None:
    make_hostile_history(project, 200, seed)
    done = run("mkdocs", "build", "--strict", cwd=project)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    credited = 0
    for page in (project / "site").rglob("index.html"):
        text = html.unescape(page.read_text(encoding="utf-8"))
        wrong = {char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp", "Cs")} - {"\n", "\t"}
        assert not wrong, (page, wrong)
        if "written by" in text:
            credited += 1
            names = re.sub(r"\s+", " ", text.partition("written by")[2].partition("</")[0])
            assert 0 < len(names) < 21 * 62
            assert "<script>" not in page.read_text(encoding="utf-8").partition("written by")[2].partition("</p>")[0]
    assert credited == 4


def test_a_shallow_clone_is_published_without_history_and_says_so_once(project: Path, tmp_path: Path) -> None:
    make_hostile_history(project, 3)
    run("git", "clone", "-q", "--depth=1", f"file://{project}", "shallow", cwd=tmp_path, check=True)
    shallow = tmp_path / "shallow"
    (shallow / "content/questions/tea/_topic.yml").write_text("title: Tea\n", encoding="utf-8")
    (shallow / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    done = run("mkdocs", "build", "--strict", cwd=shallow)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("the clone is shallow") == 1
    page = (shallow / "site/questions/why-0/index.html").read_text(encoding="utf-8")
    assert "written by" not in page
