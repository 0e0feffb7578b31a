"""The font of formulas: what it holds, and that it is the same bytes each time."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from itertools import pairwise

import pytest
from conftest import ROOT, run
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from mkdocs_qbank.markdown.maths import mathml
from mkdocs_qbank.render.data.fonts import formula_characters
from mkdocs_qbank.render.math_font import licence, math_font

ALWAYS = set(" √−")
STRETCHED = "()[]{}|‖⌊⌋⟨⟩√∑∏∫⏞⏟‾_→←↔\u0302"
"""What is drawn larger where more stands inside, beside, above or below it."""
HASHED = """
import hashlib
from mkdocs_qbank.render.math_font import math_font
print(hashlib.sha256(math_font(frozenset("x𝑥∑√() −é\\u20d7"))).hexdigest())
"""


def font(characters: Iterable[str]) -> TTFont:
    return TTFont(io.BytesIO(math_font(frozenset(characters) | ALWAYS)))


def bounds(drawn: TTFont, character: str) -> tuple[float, float, float, float]:
    glyphs = drawn.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[drawn.getBestCmap()[ord(character)]].draw(pen)
    left, bottom, right, top = pen.bounds
    return left, bottom, right, top


def characters(latex: str) -> set[str]:
    return set(formula_characters([f"<p>{mathml(latex, display=True)}</p>"]))


@pytest.mark.parametrize(
    ("latex", "drawn"),
    [
        ("x", {"x", "𝑥"}),
        ("h", {"h", "ℎ"}),
        (r"\theta\partial", {"θ", "𝜃", "∂", "𝜕"}),
        (r"\log x", set("log⁡x𝑥")),
        ("2 < 3", {"2", "<", "3"}),
        (r"\text{a b}", {"a", "b", "\u00a0"}),
    ],
)
def test_a_font_is_asked_for_what_browsers_draw(latex: str, drawn: set[str]) -> None:
    assert characters(latex) - {" ", "\u00a0"} == (ALWAYS | drawn) - {" ", "\u00a0"}


def test_pages_without_a_formula_ask_for_no_font() -> None:
    assert formula_characters(["<p>x + y</p>", "", "&lt;math&gt;x&lt;/math&gt;"]) == frozenset()


@pytest.mark.parametrize("character", STRETCHED)
def test_what_stretches_keeps_its_larger_forms(character: str) -> None:
    part = font(character)
    variants = part["MATH"].table.MathVariants
    name = part.getBestCmap()[ord(character)]
    forms = [
        construction
        for direction in ("Vert", "Horiz")
        if (covered := getattr(variants, f"{direction}GlyphCoverage"))
        for glyph, construction in zip(covered.glyphs, getattr(variants, f"{direction}GlyphConstruction"), strict=True)
        if glyph == name
    ]
    assert len(forms) == 1
    parts = forms[0].GlyphAssembly.PartRecords if forms[0].GlyphAssembly else []
    larger = [record.VariantGlyph for record in forms[0].MathGlyphVariantRecord] + [record.glyph for record in parts]
    assert len(larger) > 1
    assert set(larger) <= set(part.getGlyphOrder())
    for one, next_one in pairwise(parts):
        assert min(one.EndConnectorLength, next_one.StartConnectorLength) >= variants.MinConnectorOverlap


def test_a_font_holds_the_characters_it_is_asked_for_and_leaves_others_to_other_fonts() -> None:
    assert font("x𝑥語\U0001f375").getBestCmap().keys() == set(map(ord, {*ALWAYS, "x", "𝑥"}))


def test_marks_have_a_width_and_letters_with_marks_stay_as_they_are() -> None:
    part = font("é\u0301\u0302\u20d7")
    for mark in "\u0301\u0302\u20d7":
        left, _, right, _ = bounds(part, mark)
        assert left == 0
        assert right == part["hmtx"][part.getBestCmap()[ord(mark)]][0] > 0
    assert bounds(part, "é") == bounds(font("é"), "é")
    assert 0 < bounds(part, "é")[0] < bounds(part, "é")[2] < 500


def test_a_font_asks_for_the_same_height_of_lines_everywhere() -> None:
    part = font("x")
    typographic = part["OS/2"].sTypoAscender, part["OS/2"].sTypoDescender, part["OS/2"].sTypoLineGap
    assert part["OS/2"].fsSelection & 1 << 7
    assert typographic == (part["hhea"].ascent, part["hhea"].descent, part["hhea"].lineGap)


def test_rules_are_a_pixel_thick_in_the_text_of_a_page() -> None:
    constants, size = font("x")["MATH"].table.MathConstants, 1.08 * 16
    for rule in (constants.FractionRuleThickness, constants.RadicalRuleThickness):
        assert 0.9 < rule.Value / 1000 * size < 1


def test_a_font_for_few_formulas_is_small() -> None:
    assert len(math_font(frozenset("abcxy𝑎𝑏𝑐𝑥𝑦0123456789()+=∑√ −"))) < 12_000


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_font_is_the_same_bytes_in_every_process(seed: str) -> None:
    wanted = hashlib.sha256(math_font(frozenset("x𝑥∑√() −é\u20d7"))).hexdigest()
    assert run("python", "-c", HASHED, cwd=ROOT, check=True, PYTHONHASHSEED=seed).stdout.strip() == wanted


def test_a_font_says_whose_it_is_and_the_licence_is_whole() -> None:
    names, text = font("x")["name"], licence()
    assert "The STIX Fonts Project Authors" in names.getDebugName(0)
    assert "SIL Open Font License, Version 1.1" in names.getDebugName(13)
    assert text.startswith(names.getDebugName(0))
    assert "PERMISSION & CONDITIONS" in text
    assert text.rstrip().endswith("OTHER DEALINGS IN THE FONT SOFTWARE.")
