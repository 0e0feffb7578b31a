"""The rooms of the generator and the way imports run between them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT

LAYERS = (
    "model",
    "findings",
    "markdown",
    "read",
    "search",
    "embed",
    "check",
    "graph",
    "relate",
    "render",
    "build",
    "publish",
    "cli",
)
"""The rooms of the package; each imports only from itself and from those before it."""
APART = {"read", "relate", "render"}
"""These import nothing from one another either: what they share stands further to the left."""
RANK = {room: rank for rank, room in enumerate((*LAYERS, "__main__"))}
MODULES = sorted((ROOT / "generator/mkdocs_qbank").rglob("*.py"))


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def room(file: Path) -> str:
    return file.relative_to(ROOT / "generator/mkdocs_qbank").parts[0].removesuffix(".py")


def test_imports_run_only_to_the_left() -> None:
    wrong = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in MODULES
        if room(file) in RANK
        for name in imports(file)
        if name.startswith("mkdocs_qbank.") and RANK[name.split(".")[1]] > RANK[room(file)]
    ]
    assert not wrong


def test_reading_relating_and_rendering_import_nothing_from_one_another() -> None:
    wrong = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in MODULES
        if room(file) in APART
        for name in imports(file)
        if name.startswith("mkdocs_qbank.") and name.split(".")[1] in APART - {room(file)}
    ]
    assert not wrong


def test_every_module_has_a_room() -> None:
    assert {room(file) for file in MODULES} - set(RANK) == {"__init__"}


def test_mkdocs_is_imported_by_the_plugin_alone() -> None:
    importing = {
        str(file.relative_to(ROOT)) for file in MODULES if any(name.split(".")[0] == "mkdocs" for name in imports(file))
    }
    folder = "generator/mkdocs_qbank/publish"
    assert importing == {f"{folder}/plugin.py", f"{folder}/mkdocs_pages.py"}


def test_processes_are_started_by_the_module_of_git_alone() -> None:
    importing = {str(file.relative_to(ROOT)) for file in MODULES if "subprocess" in set(imports(file))}
    assert importing == {"generator/mkdocs_qbank/build/git.py"}


def test_modules_stay_small() -> None:
    long = [str(file) for file in MODULES if len(file.read_text(encoding="utf-8").splitlines()) > 300]
    assert not long
