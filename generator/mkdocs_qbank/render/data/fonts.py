"""The font of a site's formulas, and its licence.

Browsers take the sizes of brackets, roots and big operators from the table MATH of a font. Without it braces do not
stretch and scripts fall on the line, and not every device has a font with that table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import partial
from html import unescape

from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.render.view import SiteView

FONT = f"{DATA['fonts']}math.woff2"
LICENCE = f"{DATA['fonts']}OFL.txt"
_FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
_IDENTIFIER = re.compile(r"<mi\b[^>]*>(.)</mi>")
_TAG = re.compile(r"<[^>]*>")
_DRAWN = frozenset(" √−")
"""What browsers draw though no formula contains it: roots, and a minus for each hyphen. They take the table MATH from
the font that has the space."""
_ITALICS = {
    chr(int(unicodedata.decomposition(letter).split()[-1], 16)): letter
    for letter in map(chr, (*range(0x1D434, 0x1D468), 0x1D6A4, 0x1D6A5, *range(0x1D6E2, 0x1D71C)))
    if unicodedata.decomposition(letter)
} | {"h": "ℎ"}
"""The italic letter that browsers draw for an identifier of one letter (MathML Core, math-auto)."""


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site; none without a formula."""
    characters = formula_characters(_texts(view.bank))
    if not characters:
        return {}
    font = view.keep(f"font-{''.join(sorted(characters))}", partial(_font, characters))
    return {FONT: font, LICENCE: view.keep("font-licence", _licence)}


def _font(characters: frozenset[str]) -> bytes:
    from mkdocs_qbank.render.math_font import math_font  # noqa: PLC0415 - slow to import, and its font may be kept

    return math_font(characters)


def _licence() -> bytes:
    from mkdocs_qbank.render.math_font import licence  # noqa: PLC0415

    return licence().encode()


def formula_characters(pages: Iterable[str]) -> frozenset[str]:
    """Return the characters that browsers draw for the formulas of clean HTML, none if there are no formulas."""
    formulas = "".join(formula for page in pages if "<math" in page for formula in _FORMULA.findall(page))
    if not formulas:
        return frozenset()
    italics = (_ITALICS.get(letter, letter) for letter in _IDENTIFIER.findall(formulas))
    return _DRAWN.union(unescape(_TAG.sub("", formulas)), italics)


def _texts(bank: Bank) -> Iterable[str]:
    """Yield the HTML of every text of a bank."""
    for question in bank.questions:
        yield question.question.html
        yield from (prose.html for prose in question.prose)
    yield from (page.body.html for page in bank.pages)
