"""A site that is built with what earlier builds kept is the site that is built afresh."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import AS_OF, LONG, ROOT, SETTINGS, run, small_project

sys.path.append(str(ROOT / "tests/hostile"))
from warm import compare, differences, tree

pytestmark = pytest.mark.site


def test_a_site_after_any_edit_and_with_a_damaged_cache_is_that_of_a_first_build(tmp_path: Path) -> None:
    assert compare(tmp_path / "bank", questions=8, edits=100 if LONG else 6, seed=3) == []


OWN = """{% extends "base.html" %}
{% block announce %}{{ page.title if page }} {% include "partials/notice.txt" %}
{% for name, value in config.extra.some.items() %}{{ name }}{{ value }}{% endfor %}{% endblock %}
"""
SVG = 'xmlns="http://www.w3.org/2000/svg"'
EXTENDED = """markdown_extensions:
  - footnotes: {UNIQUE_IDS: true}
  - pymdownx.snippets: {base_path: [snippets]}
"""


def rewrite(name: str, old: str, new: str) -> Callable[[Path], object]:
    return lambda project: (project / name).write_text(
        (project / name).read_text(encoding="utf-8").replace(old, new), encoding="utf-8"
    )


ELSEWHERE = {
    "a file that a template includes": rewrite("own/partials/notice.txt", "notice", "notice"[::-1]),
    "an icon": rewrite("own/.icons/mine/leaf.svg", "M0 0h9", "M0 0h7"),
    "the order of a setting": rewrite("mkdocs.yml", "{b: 1, a: 2}", "{a: 2, b: 1}"),
    "the type of a name": rewrite("mkdocs.yml", "{b: 1, a: 2}", "{1: 1, a: 2}"),
    "a file that a page includes": rewrite("snippets/part.md", "part", "piece"),
    "one of several pages with footnotes": rewrite("content/pages/note-1.md", "Said", "Told"),
}


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A bank whose site has templates and pages that read other files."""
    project = small_project(tmp_path, "why", "how")
    for name, text in {
        "own/main.html": OWN,
        "own/partials/notice.txt": "A notice.",
        "own/.icons/mine/leaf.svg": f'<svg {SVG} viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>',
        "snippets/part.md": "A part.",
        "content/pages/whole.md": '# Whole\n\n--8<-- "part.md"\n',
        **{f"content/pages/note-{n}.md": f"# Note {n}\n\nSaid.[^1]\n\n[^1]: By whom.\n" for n in range(3)},
    }.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    theme = "font: false, custom_dir: own, icon: {logo: mine/leaf}"
    settings = SETTINGS.replace("font: false", theme) + EXTENDED + "extra: {some: {b: 1, a: 2}}\n"
    (project / "mkdocs.yml").write_text(settings, encoding="utf-8")
    return project


@pytest.mark.parametrize("what", ELSEWHERE)
def test_what_templates_and_pages_read_elsewhere_is_seen_when_it_changes(elsewhere: Path, what: str) -> None:
    def built() -> dict[str, bytes]:
        run("mkdocs", "build", "-q", cwd=elsewhere, check=True, **AS_OF)
        return tree(elsewhere / "site")

    before = built()
    ELSEWHERE[what](elsewhere)
    warm = built()
    shutil.rmtree(elsewhere / ".cache")
    assert differences(warm, built()) == []
    assert warm != before
