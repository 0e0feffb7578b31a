"""A site that is built with what earlier builds kept is the site that is built afresh."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from conftest import LONG, ROOT

sys.path.append(str(ROOT / "tests/hostile"))
from warm import compare

pytestmark = pytest.mark.site


def test_a_site_after_any_edit_and_with_a_damaged_cache_is_that_of_a_first_build(tmp_path: Path) -> None:
    assert compare(tmp_path / "bank", questions=8, edits=100 if LONG else 6, seed=3) == []
