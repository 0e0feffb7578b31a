"""The banks in tests/rules, checked with the other banks that the mkdocs.yml of their rule names."""

from __future__ import annotations

from pathlib import Path

from conftest import ROOT
from mkdocs_qbank.build.options import read_options
from mkdocs_qbank.build.pipeline import Checked, check_content

FOLDER = ROOT / "tests" / "rules"


def check_rule(rule: str, content: Path) -> Checked:
    """Check the bank of a rule, or a copy of it."""
    return check_content(content, banks=read_options(FOLDER / rule / "mkdocs.yml").banks)
