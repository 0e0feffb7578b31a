"""The part of STIX Two Math that a site's formulas need, as WOFF2, and the licence of the font.

The font comes from the package ziamath. Four of its details are adjusted for browsers: the height of its lines, the
thickness of rules, marks without a width, and arrows that do not stretch.
"""

from __future__ import annotations

import io
import unicodedata
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

_PACKAGE, _FILE = "ziamath", "ziamath/fonts/STIXTwoMath-Regular.ttf"
_LICENCE_FILE = Path(__file__).resolve().parent.parent / "licences" / "OFL-1.1.txt"
_FEATURES = ("ccmp", "kern")
"""Variants for scripts (ssty) would double the file, and Chromium draws the same with them as without."""
_NAMES = (0, 1, 2, 3, 4, 5, 6, 7, 13, 14)
"""The entries of the table `name` that a font must have, and those that state copyright, trademark and licence."""
_COPYRIGHT, _TRADEMARK, _TERMS = 0, 7, 13
_USE_TYPO_METRICS = 1 << 7
_RULE = 56
"""The thickness of a rule in thousandths of an em: just below one px in the text of a page."""


@lru_cache(maxsize=4)
def math_font(characters: frozenset[str]) -> bytes:
    """Return a font with the glyphs that draw these characters at every size, always the same bytes.

    Characters that STIX Two Math lacks are left to other fonts. Raises OSError if it cannot be read.
    """
    options = subset.Options(
        flavor="woff2",
        hinting=False,
        layout_features=[*_FEATURES],
        name_IDs=[*_NAMES],
        harfbuzz_repacker=False,  # it is not installed everywhere, and packs tables differently
    )
    font = subset.load_font(str(_source()), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=map(ord, characters))
    subsetter.subset(font)
    _limit_lines(font)
    _thin_rules(font)
    _widen_marks(font)
    _connect_arrows(font)
    file = io.BytesIO()
    subset.save_font(font, file, options)
    return file.getvalue()


def licence() -> str:
    """Return the notices of the font and its licence; raises OSError if the font cannot be read."""
    with TTFont(_source(), lazy=True) as font:
        notices = [font["name"].getDebugName(number) for number in (_COPYRIGHT, _TRADEMARK, _TERMS)]
    return "\n\n".join([*notices, _LICENCE_FILE.read_text(encoding="utf-8")])


def _source() -> Path:
    """Return the file of the font, without importing the package that contains it."""
    return Path(str(distribution(_PACKAGE).locate_file(_FILE)))


def _limit_lines(font: TTFont) -> None:
    """Ask for the typographic height of lines everywhere: the one for Windows is four times as high as the letters."""
    font["OS/2"].fsSelection |= _USE_TYPO_METRICS


def _thin_rules(font: TTFont) -> None:
    """Make the rules of fractions and roots alike: of 1.2 px, browsers make one or two, as it falls on the screen."""
    constants = font["MATH"].table.MathConstants
    constants.FractionRuleThickness.Value = constants.RadicalRuleThickness.Value = _RULE


def _widen_marks(font: TTFont) -> None:
    """Give combining marks a width: browsers centre an accent by its width, and would draw it too far left."""
    glyphs, metrics = font["glyf"], font["hmtx"]
    moved: dict[str, int] = {}
    for name in {name for code, name in font.getBestCmap().items() if unicodedata.combining(chr(code))}:
        glyph, (width, left) = glyphs[name], metrics[name]
        if width == 0 and glyph.numberOfContours > 0:
            moved[name] = -left
            glyph.coordinates.translate((-left, 0))
            glyph.recalcBounds(glyphs)
            metrics[name] = (glyph.xMax, 0)
    for name in glyphs.keys():  # noqa: SIM118 - a table is no mapping
        if glyphs[name].isComposite():
            for part in glyphs[name].components:  # letters with marks stay as they are
                part.x -= moved.get(part.glyphName, 0)
    attachment = font["MATH"].table.MathGlyphInfo.MathTopAccentAttachment
    for name, point in zip(attachment.TopAccentCoverage.glyphs, attachment.TopAccentAttachment, strict=True):
        point.Value += moved.get(name, 0)


def _connect_arrows(font: TTFont) -> None:
    """Turn the last part of an arrow whose connector points outwards: nothing could be joined to it."""
    for construction in font["MATH"].table.MathVariants.HorizGlyphConstruction or ():
        last = construction.GlyphAssembly.PartRecords[-1] if construction.GlyphAssembly else None
        if last is not None and last.StartConnectorLength == 0:
            last.StartConnectorLength, last.EndConnectorLength = last.EndConnectorLength, 0
