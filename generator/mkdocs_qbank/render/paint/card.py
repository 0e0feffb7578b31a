"""The picture of a social card."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from math import dist

from PIL import Image, ImageDraw, ImageFont

from mkdocs_qbank.model.cards import HEIGHT, WIDTH, Card
from mkdocs_qbank.render.paint.mark import ACCENT, PAPER, PRIMARY, mark
from mkdocs_qbank.render.paint.text import fit, showable

_LINE, _DOT, _SOFT = "#37366f", "#434283", "#d3d2ef"
"""The colours of the graph in the background, and of text that is not a title."""
_MARGIN, _MARK, _GAP = 80, 64, 24
_SITE, _TEXT, _FACTS = 34, 32, 32
_TITLE = (88, 76, 66, 58)
"""The sizes of texts in pixels, and those of a title, the first at which it fits."""
_TITLE_LINES, _LINES = 3, 4
"""The most lines of a title, and of a title and the text below it."""
_NODES = (
    *((1130, 22, 21), (928, 40, 16), (1046, 118, 9), (876, 148, 12), (1162, 196, 13), (992, 214, 18), (1092, 290, 11)),
    *(
        (898, 286, 8),
        (1176, 372, 18),
        (1010, 398, 13),
        (1108, 470, 8),
        (918, 480, 16),
        (1034, 556, 21),
        (1168, 590, 12),
    ),
    *((856, 604, 9), (788, 26, 8)),
)
"""The nodes of the graph in the background: x, y and radius."""
_NEAR = 185
"""Nodes that are less than so many pixels apart are joined."""
_COLOURS, _COMPRESSION, _SCALE = 64, 6, 2

Face = ImageFont.FreeTypeFont


def drawable(card: Card) -> bool:
    """Return whether a card can be drawn: whether the font has the letters of its title."""
    return bool(showable(card.title))


def paint(card: Card) -> bytes | None:
    """Return a card as a PNG file, or None if the font lacks a letter of its title."""
    title = showable(card.title)
    if not title:
        return None
    image = _background().copy()
    draw = ImageDraw.Draw(image)
    width = WIDTH - 2 * _MARGIN
    if site := showable(card.site):
        face, (line, *_) = fit(site, (_SITE,), 500, width - _MARK, 1)
        draw.text((_MARGIN + _MARK, _MARGIN + _MARK // 2), line, PAPER, face, anchor="lm")
    face, lines = fit(title, _TITLE, 700, width, _TITLE_LINES)
    text = showable(card.text)
    below, more = fit(text, (_TEXT,), 400, width, _LINES - len(lines)) if text else (face, [])
    high = _height(face, lines) + (_GAP + _height(below, more) if more else 0)
    y = _write(draw, (_MARK - _FACTS + HEIGHT - high) // 2, face, lines, PAPER)
    _write(draw, y + _GAP, below, more, _SOFT)
    facts = (fact for fact in map(showable, card.facts) if fact)
    if told := " · ".join(facts):
        face, (line, *_) = fit(told, (_FACTS,), 600, width, 1)
        draw.text((_MARGIN, HEIGHT - _MARGIN), line, ACCENT, face, anchor="ls")
    file = io.BytesIO()
    image.quantize(_COLOURS, Image.Quantize.FASTOCTREE).save(file, "png", compress_level=_COMPRESSION)
    return file.getvalue()


def _step(face: Face) -> int:
    """Return the distance between lines."""
    return round(face.size * (1.14 if face.size > _TEXT else 1.35))


def _height(face: Face, lines: Sequence[str]) -> int:
    return len(lines) * _step(face)


def _write(draw: ImageDraw.ImageDraw, y: int, face: Face, lines: Sequence[str], colour: str) -> int:
    """Write lines from `y` down, and return where they end."""
    for line in lines:
        draw.text((_MARGIN, y + round(face.size)), line, colour, face, anchor="ls")
        y += _step(face)
    return y


@lru_cache(maxsize=1)
def _background() -> Image.Image:
    """Return what all cards have: a graph, and the mark."""
    image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), PRIMARY)
    draw = ImageDraw.Draw(image)
    for one, other in combinations(_NODES, 2):
        if dist(one[:2], other[:2]) < _NEAR:
            draw.line([value * _SCALE for value in (*one[:2], *other[:2])], _LINE, 3 * _SCALE)
    for x, y, radius in _NODES:
        draw.ellipse([value * _SCALE for value in (x - radius, y - radius, x + radius, y + radius)], _DOT)
    image = image.reduce(_SCALE)
    small = mark(_MARK, tile=False)
    image.paste(small, (_MARGIN - _MARK // 4, _MARGIN), small)
    return image
