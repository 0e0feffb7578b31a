"""The rooms of the generator and the way imports run between them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT

LAYERS = (
    ("model",),
    ("findings",),
    ("markdown",),
    ("read",),
    ("check",),
    ("relate",),
    ("render",),
    ("publish",),
    ("cli", "__main__"),
)
RANK = {room: rank for rank, rooms in enumerate(LAYERS) for room in rooms}
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


def test_every_module_has_a_room() -> None:
    assert {room(file) for file in MODULES} - set(RANK) == {"__init__"}


def test_mkdocs_is_imported_by_one_module() -> None:
    importing = {
        str(file.relative_to(ROOT)) for file in MODULES if any(name.split(".")[0] == "mkdocs" for name in imports(file))
    }
    assert importing == {"generator/mkdocs_qbank/publish/plugin.py"}


def test_processes_are_started_by_the_modules_of_git_and_of_the_search_index_alone() -> None:
    importing = {str(file.relative_to(ROOT)) for file in MODULES if "subprocess" in set(imports(file))}
    assert importing == {"generator/mkdocs_qbank/publish/history.py", "generator/mkdocs_qbank/publish/searching.py"}


def test_modules_stay_small() -> None:
    long = [str(file) for file in MODULES if len(file.read_text(encoding="utf-8").splitlines()) > 300]
    assert not long
