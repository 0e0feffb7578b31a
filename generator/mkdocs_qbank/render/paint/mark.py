"""The mark of QBank: a question mark made of a path between nodes.

`python -m mkdocs_qbank.render.paint.mark` writes it to the favicon of the theme.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

PRIMARY, PAPER, ACCENT = "#2b2a5c", "#ffffff", "#b3b0ff"
"""The colours of the header, of its text, and of links on it; the stylesheet `qbank.css` has the same."""
FAVICON = "theme_overrides/assets/images/favicon.png"
"""The path of the favicon, which takes the place of Material's, from the root of the repository."""
_GRID = 96
"""The units of a side, in which the mark is drawn."""
_SCALE = 4
"""How many times larger it is drawn than shown, for smooth edges."""
_COLOURS = 48
"""The colours of the favicon; more are not seen."""
_WIDTH = 10
"""The width of the path in units."""
_PATH = ((28, 37), (48, 66))
_NODES = (*_PATH, (48, 83))
"""Where the path begins and ends, and where its nodes are."""


def mark(size: int, *, tile: bool = True) -> Image.Image:
    """Return the mark as a square of so many pixels, on a rounded tile or without one."""
    full = size * _SCALE
    image = Image.new("RGBA", (full, full), PRIMARY + "00")
    draw = ImageDraw.Draw(image)

    def box(left: float, top: float, right: float, bottom: float) -> tuple[float, ...]:
        return tuple(value * full / _GRID for value in (left, top, right, bottom))

    if tile:
        draw.rounded_rectangle(box(0, 0, _GRID, _GRID), 20 * full / _GRID, fill=PRIMARY)
    width = round(_WIDTH * full / _GRID)
    edge = _WIDTH / 2
    draw.arc(box(28 - edge, 17 - edge, 68 + edge, 57 + edge), 180, 450, fill=PAPER, width=width)
    draw.line(box(48, 57 - edge, 48, 66), fill=PAPER, width=width)
    for (x, y), radius in zip(_NODES, (9, 5, 8), strict=True):
        draw.ellipse(box(x - radius, y - radius, x + radius, y + radius), fill=ACCENT if radius > edge else PAPER)
    return image.reduce(_SCALE)


if __name__ == "__main__":
    mark(_GRID).quantize(_COLOURS, Image.Quantize.FASTOCTREE).save(
        Path(__file__).resolve().parents[4] / FAVICON, optimize=True
    )
