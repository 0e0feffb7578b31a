"""Goldens: files that hold what the generator makes, and that `pytest --update-goldens` writes again.

Look at the difference before it is committed: it is what a change does to people's sites.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT

RENDERERS = (
    "markdown",
    "math-core",
    "pygments",
    "pymdown-extensions",
    "pyromark",
    "nh3",
    "rustworkx",
    "numpy",
    "scipy",
)
"""What decides about the bytes of a page beside the generator."""


def need_locked_renderers() -> None:
    """Skip a test whose goldens hold for the locked versions of the renderers where others are installed."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", lock, re.MULTILINE))
    other = [f"{name} {version(name)}" for name in RENDERERS if (name, version(name)) not in locked]
    if other:
        pytest.skip(f"goldens are of the locked versions, and these are installed: {', '.join(other)}")


def compare_text(file: Path, text: str, *, update: bool) -> None:
    """Compare a text with its golden, or write it there."""
    if update:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def compare_files(folder: Path, files: Mapping[str, str], *, update: bool) -> None:
    """Compare texts by their paths with the golden files of a folder, which holds nothing else, or write them there."""
    kept = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    if update:
        for path in kept.keys() - files.keys():
            kept[path].unlink()
        for path, text in files.items():
            compare_text(folder / path, text, update=True)
        return
    assert files.keys() == kept.keys()
    for path, text in files.items():
        assert text == kept[path].read_text(encoding="utf-8"), path


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    block = "\n" in text and not re.search(r" \n|[^\n -\U0010ffff]", text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if block else None)


def _short(values: object) -> bool:
    """Whether a list or mapping is written on one line: it holds scalars, and few characters."""
    text = repr(values)
    return len(text) < 100 and not re.search(r"[\[{].*[\[{]|\\\\n", text)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(
    list, lambda dumper, values: dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=_short(values))
)
_Dumper.add_representer(
    dict, lambda dumper, values: dumper.represent_mapping("tag:yaml.org,2002:map", values, flow_style=_short(values))
)


def compare_case(file: Path, made: Mapping[str, Any], *, update: bool) -> None:
    """Compare what is made of a case with what its file says below the case itself, or write it there."""
    text = file.read_text(encoding="utf-8")
    if update:
        case = re.split(rf"^(?:{'|'.join(made)}):", text, maxsplit=1, flags=re.MULTILINE)[0]
        filled = {key: value for key, value in made.items() if value not in (None, [])}
        told = yaml.dump(filled, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000) if filled else ""
        text = case.rstrip("\n") + "\n" + told
        file.write_text(text, encoding="utf-8")
    wanted = yaml.safe_load(text)
    assert {key: wanted.get(key) or None for key in made} == {key: value or None for key, value in made.items()}
