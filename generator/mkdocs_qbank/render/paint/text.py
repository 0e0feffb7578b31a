"""Text in a picture: which of it the font can show, and where its lines end.

The font is Inter, which has Latin, Greek and Cyrillic. Pillow's basic layout needs no library of the machine, so
pictures are the same everywhere; it writes from left to right, one character after the other, which is enough for
these scripts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

import fontpkg_inter
from PIL import ImageFont

_FILE = Path(fontpkg_inter.ROOT) / "files" / "Inter[opsz,wght].ttf"
_NOTHING = "\U0010ffff"
"""A character that no font has."""
_UNSEEN = frozenset({"cc", "cf", "co", "cn", "cs"})
_SYMBOLS = frozenset({"so", "sk", "mn", "me"})
"""Categories of characters that a text can do without where the font lacks them: symbols such as emoji, and marks."""
_LARGEST_OPTICAL_SIZE = 32


@lru_cache(maxsize=32)
def font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    """Return the font with a size in pixels and a weight from 100 to 900."""
    loaded = ImageFont.truetype(_FILE, size, layout_engine=ImageFont.Layout.BASIC)
    loaded.set_variation_by_axes([min(size, _LARGEST_OPTICAL_SIZE), weight])
    return loaded


def showable(text: str) -> str | None:
    """Return a text on one line as the font can show it, without symbols that it lacks; None if it lacks a letter."""
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    seen = [(char, unicodedata.category(char).lower()) for char in spaced]
    kept = [char for char, kind in seen if kind not in _UNSEEN and (kind not in _SYMBOLS or _known(char))]
    return " ".join("".join(kept).split()) if all(map(_known, kept)) else None


def lines(text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Return a text in lines of at most `width` pixels, broken between words, and within words that are wider."""
    found: list[str] = []
    line = ""
    for word in (part for whole in text.split() for part in _pieces(whole, face, width)):
        longer = f"{line} {word}".lstrip()
        if line and face.getlength(longer) > width:
            found.append(line)
            longer = word
        line = longer
    return [*found, line] if line else found


def fit(
    text: str, sizes: Sequence[int], weight: int, width: int, most: int
) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Return the font of the first size at which a text has at most so many lines, with the lines.

    At the last size, what is too long is cut and ends in an ellipsis.
    """
    for size in sizes:
        face = font(size, weight)
        found = lines(text, face, width)
        if len(found) <= most:
            return face, found
    last = found[most - 1]
    while " " in last and face.getlength(f"{last}…") > width:
        last = last.rpartition(" ")[0]
    return face, [*found[: most - 1], f"{last.rstrip(',;:.–—- ')}…"]


@lru_cache(maxsize=4096)
def _known(char: str) -> bool:
    """Return whether the font has a character: otherwise it shows the same as for one that no font has."""
    face = font(20, 400)
    return bytes(face.getmask(char)) != bytes(face.getmask(_NOTHING))


def _pieces(word: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    if face.getlength(word) <= width:
        return [word]
    pieces, begin = [], 0
    ends = list(accumulate(face.getlength(char) for char in word))
    for end in range(1, len(word)):
        if ends[end] - (ends[begin - 1] if begin else 0) > width:
            pieces.append(word[begin:end])
            begin = end
    return [*pieces, word[begin:]]
