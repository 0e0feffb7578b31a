"""The font of formulas in real sites, whatever builds them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from conftest import AS_OF, run, small_project
from fontTools.ttLib import TTFont
from mkdocs_qbank.render.data.fonts import FONT, LICENCE, formula_characters
from mkdocs_qbank.render.math_font import licence, math_font

pytestmark = pytest.mark.site


def test_a_site_has_the_font_that_its_pages_need(site: Path) -> None:
    pages = [file.read_text(encoding="utf-8") for file in site.rglob("*.html")]
    needed = set(map(ord, formula_characters(pages)))
    everything = TTFont(io.BytesIO(math_font(frozenset(map(chr, range(0x20, 0x2FFF))) | frozenset(map(chr, needed)))))
    font = TTFont(site / FONT)
    assert len(needed) > 30
    assert needed & everything.getBestCmap().keys() == font.getBestCmap().keys()
    assert font["MATH"].table.MathVariants.VertGlyphCoverage.glyphs


def test_the_licence_is_published_beside_the_font(site: Path) -> None:
    assert (site / LICENCE).read_text(encoding="utf-8") == licence()
    assert (site / LICENCE).parent == (site / FONT).parent


def test_styles_name_the_font_where_it_is(site: Path) -> None:
    sheet = site / "assets/stylesheets/qbank.css"
    address = sheet.read_text(encoding="utf-8").partition('src: url("')[2].partition('"')[0]
    assert (sheet.parent / address).resolve() == (site / FONT).resolve()


def test_an_export_and_zensical_have_the_same_font(site: Path, exported: Path, zensical: Path) -> None:
    for path in (FONT, LICENCE):
        assert (exported / "docs" / path).read_bytes() == (site / path).read_bytes()
        assert (zensical / "site" / path).read_bytes() == (site / path).read_bytes()


def test_a_bank_without_formulas_has_no_font(tmp_path: Path) -> None:
    project = small_project(tmp_path / "tea", "why")
    run("qbank", "export", "out", cwd=project, check=True, **AS_OF)
    assert (project / "out/docs/questions/why.md").is_file()
    assert not (project / "out/docs" / FONT).parent.exists()
