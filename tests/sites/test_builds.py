"""Builds of changed and broken banks, by MkDocs and by another engine, and what is published of them."""

from __future__ import annotations

import os
import posixpath
import shutil
from pathlib import Path

import pytest
from conftest import BANK, BIN, ROOT, commit, question, run, small_project, start_project
from mkdocs_qbank.model.messages import message
from selectolax.lexbor import LexborHTMLParser

pytestmark = pytest.mark.site

DOWNLOADS = "data/index.html"

BROKEN = [folder for folder in sorted((ROOT / "tests" / "rules").iterdir()) if (folder / "fail/questions").is_dir()]


def links(site: Path) -> dict[str, set[str]]:
    """The internal links in the content of every page, by page, as paths from the root of the site."""
    found = {}
    for file in site.rglob("*.html"):
        here = file.relative_to(site).as_posix()
        targets = set()
        for link in LexborHTMLParser(file.read_text(encoding="utf-8")).css("article a[href]"):
            href = str(link.attributes["href"])
            if not href.startswith(("http:", "https:", "#", "mailto:")):
                targets.add(posixpath.normpath(posixpath.join(posixpath.dirname(here), href.partition("#")[0])))
        found[here] = targets
    return found


def tree(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def words(site: Path) -> dict[str, str]:
    """The text of the content of every page, by page, with single spaces."""
    found = {}
    for file in site.rglob("*.html"):
        article = LexborHTMLParser(file.read_text(encoding="utf-8")).css_first("article")
        found[file.relative_to(site).as_posix()] = " ".join(article.text(separator=" ").split()) if article else ""
    return found


def contents(site: Path) -> dict[str, list[tuple[str, str]]]:
    """The table of contents of every page: addresses and words, in order."""
    found = {}
    for file in site.rglob("*.html"):
        entries = LexborHTMLParser(file.read_text(encoding="utf-8")).css(".md-sidebar--secondary a.md-nav__link")
        found[file.relative_to(site).as_posix()] = [
            (str(entry.attributes["href"]), " ".join(entry.text().split())) for entry in entries
        ]
    return found


@pytest.mark.parametrize("engine", ["zensical", "mkdocs", "properdocs"])
def test_the_export_has_the_same_text_links_and_contents_under_every_engine(
    engine: str, site: Path, exported: Path, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if engine == "zensical":
        other = request.getfixturevalue("zensical") / "site"
    else:
        folder = shutil.copytree(exported, tmp_path / "export")
        run(engine, "build", "--strict", cwd=folder, check=True)
        other = folder / "site"
    twins = f"{message('downloads.markdown.name')} {message('downloads.markdown.about')} "
    said = words(site)
    assert twins in said[DOWNLOADS]
    said[DOWNLOADS] = said[DOWNLOADS].replace(twins, "")  # an export has none, since an engine would make pages of them
    for ours, theirs in ((links(site), links(other)), (said, words(other)), (contents(site), contents(other))):
        assert ours.keys() == theirs.keys()
        assert {page: (ours[page], theirs[page]) for page in ours if ours[page] != theirs[page]} == {}
    assert sum(map(len, links(site).values())) > 500
    assert sum(map(len, contents(site).values())) > 80


def test_an_export_takes_the_place_of_an_earlier_one(project: Path, exported: Path, tmp_path: Path) -> None:
    export = shutil.copytree(exported, tmp_path / "export")
    (export / "docs/old.md").write_text("# Old\n", encoding="utf-8")
    run("qbank", "export", export, cwd=project, check=True)
    assert not (export / "docs/old.md").exists()
    assert (export / "docs/questions/soil.md").is_file()


def test_the_export_leaves_what_is_no_export_alone(project: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    done = run("qbank", "export", tmp_path, cwd=project)
    assert done.returncode == 2
    assert "not empty" in done.stderr
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_broken_bank_is_told_whole_and_leaves_the_earlier_site(tmp_path: Path) -> None:
    project = start_project(tmp_path)
    earlier = project / "site"
    (earlier / "questions").mkdir(parents=True)
    (earlier / "questions" / "index.html").write_text("earlier", encoding="utf-8")
    before = tree(earlier)
    for number, folder in enumerate(BROKEN):
        for file in (folder / "fail/questions").rglob("*"):
            if file.is_file():
                target = project / "content/questions" / f"broken-{number}-{file.parent.name}" / file.name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, target)
    checked = run("qbank", "check", "--format", "json", cwd=project)
    assert checked.returncode == 1
    assert checked.stdout.count('"rule"') >= 20
    done = run("mkdocs", "build", "--strict", cwd=project)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.count("= help:") >= 20
    assert tree(earlier) == before


def test_a_warning_fails_a_strict_build_only(tmp_path: Path) -> None:
    project = start_project(tmp_path)
    (project / "content/questions/tea/notes.txt").write_text("notes", encoding="utf-8")
    assert run("mkdocs", "build", cwd=project).returncode == 0
    strict = run("mkdocs", "build", "--strict", cwd=project)
    assert strict.returncode == 1
    assert "content/questions/tea/notes.txt:1:1: warning[stray-file]" in strict.stderr


def test_drafts_have_no_page_and_deprecated_questions_say_so(site: Path) -> None:
    assert (BANK / "content/questions/tea/white-tea.md").is_file()
    assert not (site / "questions/white-tea").exists()
    assert "out of date" in (site / "questions/matcha/index.html").read_text(encoding="utf-8")
    assert "out of date" not in (site / "questions/teapot/index.html").read_text(encoding="utf-8")


def test_a_question_near_nothing_says_so(site: Path) -> None:
    text = (site / "questions/purring/index.html").read_text(encoding="utf-8")
    assert "Nothing else in this bank is near enough to be suggested. The nearest in this topic:" in text


def test_what_strangers_write_is_escaped_in_every_field(tmp_path: Path) -> None:
    project = start_project(tmp_path)
    bad = "<img src=x onerror=alert(1)>\\\"'"
    front = (
        f'aliases: ["{bad}"]\nsources: [{{title: "{bad}", url: "https://a.b/?\\"onload=alert(1)"}}]\n'
        f'related: [{{id: soil, why: "{bad}"}}]'
    )
    (project / "content/questions/tea/hostile.md").write_text(question("What is it?", front), encoding="utf-8")
    (project / "content/questions/tea/_topic.yml").write_text(
        f'title: "{bad}"\ndescription: "{bad}"\n', encoding="utf-8"
    )
    done = run("mkdocs", "build", cwd=project)
    assert done.returncode == 0, done.stderr
    for file in (project / "site").rglob("*.html"):
        parsed = LexborHTMLParser(file.read_text(encoding="utf-8"))
        assert not parsed.css("[onerror], [onload]"), file


def test_gh_deploy_publishes_the_site(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project", "green")
    remote = tmp_path / "remote.git"
    run("git", "init", "-q", "--bare", remote, cwd=tmp_path, check=True)
    commit(project, "The bank", "Ann", "2025-03-01")
    who = {f"GIT_{role}_{field}": "Bob" for role in ("AUTHOR", "COMMITTER") for field in ("NAME", "EMAIL")}
    run("git", "remote", "add", "origin", remote, cwd=project, check=True)
    run("mkdocs", "gh-deploy", "--force", "--strict", cwd=project, check=True, **who)
    listed = run("git", "-C", remote, "ls-tree", "-r", "--name-only", "gh-pages", cwd=tmp_path, check=True).stdout
    assert "questions/green/index.html" in listed.splitlines()
    page = run("git", "-C", remote, "show", "gh-pages:questions/green/index.html", cwd=tmp_path, check=True).stdout
    assert "written by Ann" in page


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the wheel puts on the path of Python."""
    folder = tmp_path_factory.mktemp("wheel")
    run(BIN / "python", "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "dist", cwd=ROOT, check=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    run(BIN / "python", "-m", "zipfile", "-e", wheel, folder / "installed", cwd=folder, check=True)
    return folder / "installed"


def tea(project: Path) -> Path:
    """A bank of one question, which has nothing from this project."""
    folder = project / "content/questions/tea"
    folder.mkdir(parents=True)
    (project / "content/pages").mkdir()
    (project / "content/pages/index.md").write_text("# Tea\n", encoding="utf-8")
    (folder / "_topic.yml").write_text("title: Tea\n", encoding="utf-8")
    (folder / "why-tea.md").write_text(question("Why tea?"), encoding="utf-8")
    settings = "site_name: Tea\ndocs_dir: content/pages\ntheme: {name: material, font: false}\nplugins: [qbank]\n"
    (project / "mkdocs.yml").write_text(settings, encoding="utf-8")
    return project


def test_the_wheel_holds_all_that_a_bank_of_ones_own_needs(installed: Path, tmp_path: Path) -> None:
    project = tea(tmp_path / "own")
    done = run("mkdocs", "build", "--strict", cwd=project, PYTHONPATH=str(installed), PYTHONSAFEPATH="1")
    assert done.returncode == 0, done.stderr
    assert 'class="qb-related"' in (project / "site/questions/why-tea/index.html").read_text(encoding="utf-8")
    assert (project / "site/assets/stylesheets/qbank.css").is_file()
    probe = run(
        BIN / "python",
        "-c",
        "import mkdocs_qbank; print(mkdocs_qbank.__file__)",
        cwd=project,
        PYTHONPATH=str(installed),
    )
    assert str(os.path.realpath(installed)) in os.path.realpath(probe.stdout.strip())


def test_the_wheel_takes_no_name_but_its_own(installed: Path, tmp_path: Path) -> None:
    assert {entry.name for entry in installed.iterdir() if entry.suffix != ".dist-info"} == {"mkdocs_qbank"}
    project = tea(tmp_path / "own")
    for room in ("generator", "model", "render", "search"):
        (project / f"{room}.py").write_text("raise SystemExit('a module of the project')\n", encoding="utf-8")
    done = run(BIN / "python", "-m", "mkdocs", "build", "--strict", cwd=project, PYTHONPATH=str(installed))
    assert done.returncode == 0, done.stdout + done.stderr
    assert (project / "site/questions/why-tea/index.html").is_file()
