"""A bank that was written for version 0.1, with every field of that time, is published as it was then.

Nothing below tests/sites/version-0.1 is ever changed: it stands for the banks that people have. Its addresses.txt holds
what its site had when it was written. New addresses may come; none of these may go.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT, run

pytestmark = pytest.mark.site
OLD = ROOT / "tests/sites/version-0.1"


def addresses(site: Path) -> set[str]:
    """Return every page, data file and file beside pages, without those of the theme and of the search index."""
    paths = {path.relative_to(site) for path in site.rglob("*") if path.is_file()}
    inner = (("data", "search"), ("data", "words"))
    kept = [path for path in paths if path.parts[0] != "assets" and path.parts[:2] not in inner]
    return {path.as_posix().removesuffix("index.html") for path in kept}


def test_an_old_bank_has_nothing_to_fix_but_may_be_given_advice() -> None:
    done = run("qbank", "check", "--format", "json", cwd=OLD)
    assert {finding["severity"] for finding in json.loads(done.stdout)} <= {"advice"}


def test_an_old_bank_is_built_strictly_and_keeps_its_addresses(tmp_path: Path, update: bool) -> None:
    run("mkdocs", "build", "--strict", "-d", tmp_path / "site", cwd=OLD, check=True)
    made = addresses(tmp_path / "site")
    listed = OLD / "addresses.txt"
    if update and not listed.exists():
        listed.write_text("".join(f"/{path}\n" for path in sorted(made)), encoding="utf-8")
    kept = {line.removeprefix("/") for line in listed.read_text(encoding="utf-8").splitlines()}
    assert len(kept) > 30
    assert kept - made == set()
