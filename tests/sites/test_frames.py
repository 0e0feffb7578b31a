"""Pages with a frame that is rendered once are the pages that MkDocs renders one by one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT, SETTINGS, question, run, small_project

pytestmark = pytest.mark.site
HOOK = "def on_page_context(context, **_):\n    return context\n"


def built(project: Path, settings: str) -> dict[str, bytes]:
    """Build a site and return its files."""
    (project / "mkdocs.yml").write_text(settings, encoding="utf-8")
    shutil.rmtree(project / ".cache", ignore_errors=True)
    run("mkdocs", "build", "-q", cwd=project, check=True, SOURCE_DATE_EPOCH="1764000000")
    site = project / "site"
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A bank of some questions with what pages have."""
    project = small_project(tmp_path, *(f"tea-{number}" for number in range(12)))
    (project / "hook.py").write_text(HOOK, encoding="utf-8")
    topic = project / "content/questions/tea"
    first = "tags: [green, black]\nprerequisites: [tea-1]\nformerly: [tea-old]\nsources: [{title: A & B}]"
    (topic / "tea-0.md").write_text(question('Is "tea" <hot> & good?', first, "Yes, $x^2$."), encoding="utf-8")
    return project


@pytest.mark.parametrize("features", ["", "navigation.tabs, navigation.instant, toc.integrate"])
def test_a_site_is_the_same_where_mkdocs_builds_all_pages(project: Path, features: str) -> None:
    theme = f"theme: {{name: material, font: false, features: [{features}], palette: {{primary: custom}}}}"
    settings = SETTINGS.replace("theme: {name: material, font: false}", theme)
    assert built(project, settings) == built(project, f"{settings}hooks: [hook.py]\n")


@pytest.mark.parametrize(
    "block",
    [
        "{% block announce %}{% if page and page.meta.qbank %}{{ page.meta.qbank.id }}{% endif %}{% endblock %}",
        "{% block libs %}{% set q = page.meta.qbank if page %}<script>{{ q.tags if q }}</script>{% endblock %}",
        "{% block hero %}{% if page %}{{ page.url }} {{ page.toc | length }}{% endif %}{% endblock %}",
    ],
)
def test_a_template_that_prints_more_of_a_page_gives_the_same_pages(project: Path, block: str) -> None:
    (project / "own").mkdir()
    ours = (ROOT / "theme_overrides/main.html").read_text(encoding="utf-8")
    (project / "own/main.html").write_text(f"{ours}\n{block}\n", encoding="utf-8")
    settings = SETTINGS.replace("font: false", "font: false, custom_dir: own")
    assert built(project, settings) == built(project, f"{settings}hooks: [hook.py]\n")
