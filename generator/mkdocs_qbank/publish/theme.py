"""The location of the templates and styles."""

from __future__ import annotations

from pathlib import Path

NAME = "theme_overrides"


def theme_dir() -> Path:
    """Return the folder of QBank's Material overrides: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / NAME
    return inside if inside.is_dir() else package.parent.parent / NAME
