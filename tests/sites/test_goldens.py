"""What the generator makes of the frozen bank, and what the commands print, byte for byte.

`pytest --update-goldens tests/sites/test_goldens.py` writes the goldens again.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import AS_OF, ROOT, run
from goldens import compare_files, compare_text, need_locked_renderers

CASES = ROOT / "tests/cases"
REPORTS = {
    "check.txt": ("check",),
    "check.json": ("check", "--format", "json"),
    "check.github": ("check", "--format", "github"),
}
"""What is printed of a bank with findings."""
PRINTED = {
    "stats.txt": ("stats",),
    "stats.json": ("stats", "--format", "json"),
    "related.txt": ("related", "soil", "--limit", "20"),
    "related.json": ("related", "soil", "--limit", "20", "--format", "json"),
    "path.txt": ("related", "water-temperature", "--to", "commit"),
    "explain.txt": ("explain", "unknown-field"),
}
"""What is printed of the frozen bank."""


def held_elsewhere(path: Path) -> bool:
    """Whether a file is a list of words or what the search index is, or a page that no bank changes, that of a rule."""
    return bool({"words", "rules"} & set(path.parts)) or path.name == "index.json"


@pytest.mark.site
def test_every_page_and_data_file_is_what_it_was(exported: Path, update: bool) -> None:
    need_locked_renderers()
    docs = exported / "docs"
    made = [
        path
        for path in sorted(docs.rglob("*"))
        if path.suffix in (".md", ".json") and not held_elsewhere(path.relative_to(docs))
    ]
    texts = {path.relative_to(docs).as_posix(): path.read_text(encoding="utf-8") for path in made}
    assert len(texts) > 70
    compare_files(CASES / "pages", texts, update=update)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_what_it_was(name: str, update: bool) -> None:
    done = run("qbank", *REPORTS[name], cwd=CASES / "reports/bank")
    assert done.returncode == 1
    compare_text(CASES / "reports" / name, done.stdout, update=update)


@pytest.mark.parametrize("name", PRINTED)
def test_what_a_command_prints_is_what_it_was(name: str, project: Path, update: bool) -> None:
    need_locked_renderers()
    done = run("qbank", *PRINTED[name], cwd=project, **AS_OF, check=True)
    compare_text(CASES / "printed" / name, done.stdout, update=update)
