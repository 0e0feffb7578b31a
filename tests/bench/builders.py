"""What builds the same questions: QBank, MkDocs with Material, and Zensical."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from banks import EDITS, Bank
from runs import BIN, Run, run

_QBANK = """site_name: A bank
site_url: https://example.org/bank/
docs_dir: content/pages
theme: {name: material, font: false}
plugins: [qbank]
"""
_PLAIN = """site_name: A bank
site_url: https://example.org/bank/
docs_dir: docs
theme: {name: material, font: false}
markdown_extensions: [attr_list, tables, pymdownx.highlight, pymdownx.superfences]
"""
_OUT_OF_NAV = 'nav: [index.md]\nnot_in_nav: "*"\n'
QBANK, STOCK, IN_NAV, ZENSICAL = "QBank", "MkDocs", "MkDocs, all pages in its nav", "Zensical"


@dataclass(frozen=True, kw_only=True, slots=True)
class Builder:
    """A program in a project of its own."""

    name: str
    project: Path
    command: tuple[str, ...]
    edits: tuple[str, ...]
    """After which edits it is measured."""

    @property
    def site(self) -> Path:
        """The folder that it writes."""
        return self.project / "site"

    def cold(self) -> Run:
        """Return what a build takes that finds neither a site nor a cache."""
        for folder in (self.site, self.project / ".cache"):
            if folder.exists():
                shutil.rmtree(folder)
        return self.again()

    def again(self) -> Run:
        """Return what a build takes that finds what the last one left."""
        return run(self.command, self.project)


def qbank(bank: Bank) -> Builder:
    """Return this build, in the project that the content of the bank is in."""
    project = bank.content.parent
    _settle(project, _QBANK)
    return Builder(name=QBANK, project=project, command=_MKDOCS, edits=EDITS)


def stock(bank: Bank, folder: Path) -> Builder:
    """Return MkDocs with Material over plain pages that are not in the nav.

    MkDocs keeps nothing from one build to the next, so that one kind of edit is enough to show it.
    """
    bank.copy(folder / "docs")
    _settle(folder, _PLAIN + _OUT_OF_NAV)
    return Builder(name=STOCK, project=folder, command=_MKDOCS, edits=EDITS[:1])


def in_nav(bank: Bank, folder: Path) -> Builder:
    """Return MkDocs with Material and the nav that it makes by itself, which has all pages."""
    bank.copy(folder / "docs")
    _settle(folder, _PLAIN)
    return Builder(name=IN_NAV, project=folder, command=_MKDOCS, edits=())


def zensical(bank: Bank, folder: Path, program: str) -> Builder:
    """Return Zensical over plain pages that are not in the nav."""
    bank.copy(folder / "docs")
    _settle(folder, _PLAIN + _OUT_OF_NAV)
    return Builder(name=ZENSICAL, project=folder, command=(program, "build"), edits=EDITS)


def find_zensical(named: str | None) -> str | None:
    """Return the program that is named, or else the one beside Python or on the path, if there is any."""
    return shutil.which(named) if named else shutil.which("zensical", path=str(BIN)) or shutil.which("zensical")


_MKDOCS = (str(BIN / "mkdocs"), "build", "-q")


def _settle(project: Path, settings: str) -> None:
    project.mkdir(exist_ok=True)
    (project / "mkdocs.yml").write_text(settings, encoding="utf-8")
