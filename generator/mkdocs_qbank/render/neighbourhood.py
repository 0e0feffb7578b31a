"""The layout of a question's neighbourhood, which the template draws as SVG.

The question is in the middle, its prerequisites above, all other neighbours below, in two columns beside a gutter.
Every line runs through its own lane of that gutter, those of nearer cards in the outer lanes, so that lines neither
cross nor run behind cards. The drawing is 360 units wide, so that titles are readable on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

WIDTH = 360.0
_GUTTER = 40.0
_CARD = 159.0
_CENTRE = 288.0
_GAP = 12.0
_ROOM = 34.0
_OUTER_LANE, _LANE, _INNER_LANE = 10.0, 2.8, 1.4
_LINE = 15.0
_FONT = 12.0
_NARROW, _WIDE = frozenset("iljtfrI.,:;'’|!()[]- "), frozenset("mwMWQOGDCHNU@%—…")
_MOST_LINES = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Neighbour:
    """A question related to the one drawn."""

    title: str
    url: str
    kind: str
    label: str
    """The label of the kind, shown on the card."""
    leads_here: bool = False
    """Whether the relation points from the neighbour to the question drawn."""


def draw(title: str, before: Sequence[Neighbour], after: Sequence[Neighbour]) -> dict[str, Any]:
    """Return the boxes of cards, the lines of text and the paths of connectors for the template, in SVG user units."""
    above = _rows(before, 1.0, downward=False)
    top = above.bottom + _ROOM if before else 1.0
    lines = wrap(title, _CENTRE - 24, _FONT + 1)
    centre = _box((WIDTH - _CENTRE) / 2, top, _CENTRE, _LINE * len(lines) + 20.0)
    bottom = top + centre["height"]
    below = _rows(after, bottom + _ROOM, downward=True)
    return {
        "width": WIDTH,
        "height": round((below.bottom if after else bottom) + 1.0, 1),
        "centre": {**centre, "nodes": _text(lines, WIDTH / 2, top + 20.0)},
        "cards": [
            *(_draw_card(card, from_y=top, turn=9.0) for card in above.cards),
            *(_draw_card(card, from_y=bottom, turn=-9.0) for card in below.cards),
        ],
    }


def wrap(text: str, width: float, size: float, most: int = _MOST_LINES) -> list[str]:
    """Return a text as at most `most` lines no wider than `width` at a font size; … marks where text is cut."""
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
    """Return an estimate, rather too high, of the width of a text in a proportional sans-serif font."""
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
class _Card:
    neighbour: Neighbour
    lines: list[str]
    box: dict[str, float]
    left: bool
    lane: int
    """The number of rows nearer to the middle."""


@dataclass(frozen=True, slots=True)
class _Rows:
    cards: list[_Card]
    bottom: float


def _rows(neighbours: Sequence[Neighbour], y: float, *, downward: bool) -> _Rows:
    """Return cards in two columns from `y` down; the cards of a row have the same height."""
    cards: list[_Card] = []
    count = (len(neighbours) + 1) // 2
    for row in range(count):
        pair = neighbours[2 * row : 2 * row + 2]
        texts = [wrap(item.title, _CARD - 20, _FONT) for item in pair]
        height = max(_LINE * len(lines) for lines in texts) + 31.0
        lane = row if downward else count - 1 - row
        for left, item, lines in zip((True, False), pair, texts, strict=False):
            x = (WIDTH - _GUTTER) / 2 - _CARD if left else (WIDTH + _GUTTER) / 2
            cards.append(_Card(item, lines, _box(x, y, _CARD, height), left, lane))
        y += height + _GAP
    return _Rows(cards, y - _GAP if neighbours else y)


def _draw_card(card: _Card, *, from_y: float, turn: float) -> dict[str, Any]:
    """Return a card with its connector, which runs from the middle along a lane and turns towards the card."""
    item, box = card.neighbour, card.box
    side = -1.0 if card.left else 1.0
    middle = box["y"] + box["height"] / 2
    lane = WIDTH / 2 + side * max(_OUTER_LANE - card.lane * _LANE, _INNER_LANE)
    edge = box["x"] + (_CARD if card.left else 0.0)
    inside = edge - side * 6.0
    tip, base = (inside, edge) if item.leads_here else (edge, inside)
    end = edge if item.leads_here else edge - side * 3.0
    return {
        **box,
        "url": item.url,
        "kind": item.kind,
        "label": item.label,
        "title": item.title,
        "nodes": _text(card.lines, box["x"] + 10.0, box["y"] + 33.0),
        "line": f"M{lane:g} {from_y:g}V{middle + turn:g}Q{lane:g} {middle:g} {end:g} {middle:g}",
        "head": f"M{tip:g} {middle:g}L{base:g} {middle - 4:g}L{base:g} {middle + 4:g}Z",
    }


def _box(x: float, y: float, width: float, height: float) -> dict[str, float]:
    return {"x": round(x, 1), "y": round(y, 1), "width": width, "height": height}


def _text(lines: Sequence[str], x: float, y: float) -> list[dict[str, Any]]:
    return [{"x": x, "y": y + _LINE * number, "text": line} for number, line in enumerate(lines)]
