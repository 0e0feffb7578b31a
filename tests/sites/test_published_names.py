"""What stands below content/pages is published when reading the bank has accepted it, and not otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import question, run

pytestmark = pytest.mark.site

SETTINGS = """site_name: Tea
docs_dir: content/pages
exclude_docs: |
  !.secret.txt
  !.hidden/
  !.nojekyll
theme: {name: material, font: false}
validation: {nav: {omitted_files: warn}}
"""


def project(folder: Path, *, plugin: str, pages: dict[str, str], nav: str = "") -> Path:
    topic = folder / "content/questions/tea"
    topic.mkdir(parents=True)
    (topic / "_topic.yml").write_text("title: Tea\n", encoding="utf-8")
    (topic / "why.md").write_text(question("Why tea?"), encoding="utf-8")
    for path, text in pages.items():
        file = folder / "content/pages" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(f"{SETTINGS}{nav}plugins:\n  - {plugin}\n", encoding="utf-8")
    return folder


def test_a_file_that_is_not_read_is_not_published_even_if_mkdocs_finds_it(tmp_path: Path) -> None:
    pages = {
        "index.md": "# Home\n",
        ".secret.txt": "a secret",
        ".hidden/page.md": "# A secret\n",
        "tea.txt": "tea",
        ".nojekyll": "",
    }
    bank = project(tmp_path, plugin="qbank: {host_files: [.nojekyll]}", pages=pages)
    done = run("mkdocs", "build", "--strict", cwd=bank)
    assert done.returncode == 0, done.stderr
    assert (bank / "site/tea.txt").is_file()
    assert (bank / "site/.nojekyll").is_file()
    assert [
        path for path in (bank / "site").rglob("*") if "secret" in path.name or "hidden" in path.name.split(".")
    ] == []


def test_what_a_host_reads_stops_the_build_unless_mkdocs_yml_names_it(tmp_path: Path) -> None:
    bank = project(tmp_path, plugin="qbank", pages={"index.md": "# Home\n", "CNAME": "evil.example"})
    done = run("mkdocs", "build", cwd=bank)
    assert done.returncode == 1
    assert "error[host-file]" in done.stderr
    settings = bank / "mkdocs.yml"
    named = settings.read_text(encoding="utf-8").replace("- qbank", "- qbank: {host_files: [CNAME]}")
    settings.write_text(named, encoding="utf-8")
    run("mkdocs", "build", "--strict", cwd=bank, check=True)
    assert (bank / "site/CNAME").read_text(encoding="utf-8") == "evil.example"


@pytest.mark.parametrize("nav", ["", "nav: [README.md, {More: more/README.md}]\n"])
def test_a_readme_becomes_the_index_page_in_a_strict_build(nav: str, tmp_path: Path) -> None:
    pages = {
        "README.md": "# Home of tea\n\n[More](more/README.md), [all](search.md)\n",
        "more/README.md": "# More tea\n\n[Home](../README.md)\n",
    }
    bank = project(tmp_path, plugin="qbank", pages=pages, nav=nav)
    done = run("mkdocs", "build", "--strict", cwd=bank)
    assert done.returncode == 0, done.stderr
    home = (bank / "site/index.html").read_text(encoding="utf-8")
    assert "Home of tea" in home
    assert 'href="more/"' in home
    assert 'href="search/"' in home
    assert 'href=".."' in (bank / "site/more/index.html").read_text(encoding="utf-8")
    assert not (bank / "site/README").exists()


def test_a_host_that_is_named_in_another_way_is_refused_in_one_sentence(tmp_path: Path) -> None:
    bank = project(
        tmp_path, plugin='qbank: {external_hosts: ["https://x; script-src *"]}', pages={"index.md": "# Home\n"}
    )
    done = run("mkdocs", "build", cwd=bank)
    assert done.returncode == 1
    assert "external_hosts are written as https://stats.example.org" in done.stderr
    assert "Traceback" not in done.stderr
