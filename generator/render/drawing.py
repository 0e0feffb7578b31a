"""The drawing of a question's neighbourhood, laid out here and drawn by the template as SVG.

The question stands across the middle, what to read before it above, all else below, in two columns beside a gutter.
Every line runs through a lane of its own in that gutter, the nearer cards on the outer lanes, so that no two lines
cross and none runs behind a card. The drawing is 360 units wide, so that its titles can be read on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

WIDTH = 360.0
_GUTTER = 32.0
_CARD = 163.0
_CENTRE = 288.0
_GAP = 12.0
_ROOM = 34.0
_LANE = 3.2
_LINE = 15.0
_FONT = 12.0
_NARROW, _WIDE = frozenset("iljtfrI.,:;'’|!()[]- "), frozenset("mwMWQOGDCHNU@%—…")
_MOST_LINES = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Neighbour:
    """One question to draw beside another."""

    title: str
    url: str
    kind: str
    label: str
    """The kind in words, as it stands on the card."""
    leads_here: bool = False
    """Whether the relation runs from the neighbour to the question drawn, not from it."""


def draw(title: str, before: Sequence[Neighbour], after: Sequence[Neighbour]) -> dict[str, Any]:
    """Gives the places of cards, words and lines: a mapping that the template draws, lengths in user units."""
    above = _rows(before, 0.0)
    top = above.bottom + _ROOM if before else 1.0
    lines = wrap(title, _CENTRE - 24, 13.0)
    centre = {"x": (WIDTH - _CENTRE) / 2, "y": top, "width": _CENTRE, "height": _height(lines) - 8.0}
    bottom = top + centre["height"]
    below = _rows(after, bottom + _ROOM)
    cards = [_card(place, from_y=top) for place in reversed(above.places)] if before else []
    cards = list(reversed(cards)) + [_card(place, from_y=bottom) for place in below.places]
    for card in cards:
        card["nodes"] = [
            {"x": card["x"] + 10, "y": card["y"] + 33 + _LINE * n, "text": t} for n, t in enumerate(card.pop("lines"))
        ]
    words = [{"x": WIDTH / 2, "y": top + 20 + _LINE * number, "text": text} for number, text in enumerate(lines)]
    return {
        "width": WIDTH,
        "height": round((below.bottom if after else bottom) + 1.0, 1),
        "centre": {**centre, "nodes": words},
        "cards": cards,
    }


def wrap(text: str, width: float, size: float, most: int = _MOST_LINES) -> list[str]:
    """Breaks a text into lines no wider than `width` at a font size, the last one ending in … where it is cut."""
    lines: list[str] = []
    for word in text.split():
        grown = f"{lines[-1]} {word}" if lines else word
        if lines and measure(grown, size) <= width:
            lines[-1] = grown
        else:
            lines.append(word)
    lines = [_cut(line, width, size) for line in lines]
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(f"{lines[most - 1]} …", width, size)]
    return lines


def measure(text: str, size: float) -> float:
    """Estimates how wide a text is in a proportional font without serifs, on the wide side."""
    return size * sum(map(_ems, text))


@lru_cache(maxsize=4096)
def _ems(char: str) -> float:
    return 0.33 if char in _NARROW else 0.86 if char in _WIDE else 1.0 if ord(char) > 0x2E7F else 0.58


def _cut(line: str, width: float, size: float) -> str:
    if measure(line, size) <= width:
        return line
    while line and measure(f"{line}…", size) > width:
        line = line[:-1]
    return f"{line.rstrip(' …')}…"


@dataclass(frozen=True, slots=True)
class _Place:
    neighbour: Neighbour
    lines: list[str]
    x: float
    y: float
    height: float
    left: bool
    lane: float


@dataclass(frozen=True, slots=True)
class _Rows:
    places: list[_Place]
    bottom: float


def _height(lines: Sequence[str]) -> float:
    return 24.0 + _LINE * len(lines) + 7.0


def _rows(neighbours: Sequence[Neighbour], y: float) -> _Rows:
    """Two columns, row by row; cards of one row are as high as the higher of them."""
    places: list[_Place] = []
    count = (len(neighbours) + 1) // 2
    for row in range(count):
        pair = neighbours[2 * row : 2 * row + 2]
        texts = [wrap(item.title, _CARD - 20, _FONT) for item in pair]
        height = max(_height(lines) for lines in texts)
        for left, item, lines in zip((True, False), pair, texts, strict=False):
            x = (WIDTH - _GUTTER) / 2 - _CARD if left else (WIDTH + _GUTTER) / 2
            places.append(_Place(item, lines, x, y, height, left, row))
        y += height + _GAP
    return _Rows(places, y - _GAP if neighbours else y)


def _card(place: _Place, *, from_y: float) -> dict[str, Any]:
    """A card with the line that ties it to the middle; nearer rows take the outer lanes."""
    item = place.neighbour
    side = -1.0 if place.left else 1.0
    middle = place.y + place.height / 2
    near = place.lane if middle > from_y else 3.0 - place.lane
    lane = WIDTH / 2 + side * max(_GUTTER / 2 - 3.0 - near * _LANE, 1.2)
    edge = place.x + (_CARD if place.left else 0.0)
    turn = middle - 9.0 if middle > from_y else middle + 9.0
    end = edge if item.leads_here else edge - side * 3.0
    line = f"M{lane:g} {from_y:g}V{turn:g}Q{lane:g} {middle:g} {end:g} {middle:g}"
    tip, base = (edge, edge - side * 6.0) if not item.leads_here else (edge - side * 6.0, edge)
    head = f"M{tip:g} {middle:g}L{base:g} {middle - 4:g}L{base:g} {middle + 4:g}Z"
    return {
        "x": place.x,
        "y": place.y,
        "width": _CARD,
        "height": place.height,
        "url": item.url,
        "kind": item.kind,
        "label": item.label,
        "title": item.title,
        "line": line,
        "head": head,
        "lines": place.lines,
    }
