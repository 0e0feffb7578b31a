"""The bank in ./content and its site. Only these tests may fail when a question is changed, added or deleted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, make_once, run, serve
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.read.bank import read_bank


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this project, built by `mkdocs build --strict`."""

    def make(folder: Path) -> None:
        run("mkdocs", "build", "--strict", "-d", folder, cwd=ROOT, check=True)

    return make_once(tmp_path_factory, "content-site", make)


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of this project's site on this machine."""
    with serve(site) as address:
        yield address


@pytest.fixture(scope="session")
def bank() -> Bank:
    """What ./content publishes."""
    return read_bank(ROOT / "content").bank.published
