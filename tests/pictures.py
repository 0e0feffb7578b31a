"""What the map paints, as a browser tells it, and what must not be in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from math import cos, hypot, sin
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

RECORD = r"""(() => {
    const proto = CanvasRenderingContext2D.prototype;
    const pictures = new Map();
    window.calls = 0;
    const wrap = (name, record) => {
        const old = proto[name];
        proto[name] = function (...given) {
            window.calls++;
            record(this, pictures.get(this.canvas), ...given);
            return old.apply(this, given);
        };
    };
    wrap("fillRect", (context, to, x, y, width, height) => {
        if (context.canvas.isConnected) return; // it shows what is painted elsewhere
        window.picture = {texts: [], dots: [], lines: 0, paper: context.fillStyle, size: [width, height]};
        pictures.set(context.canvas, window.picture);
    });
    wrap("fillText", (context, to, text, x, top) => {
        const half = context.measureText(text).width / 2;
        const size = parseFloat(/[\d.]+(?=px)/.exec(context.font)[0]);
        const box = {left: x - half, right: x + half, top, bottom: top + size};
        const bold = /^(bold|700)/.test(context.font);
        to.texts.push({...box, bold, text: text.slice(1, -1), colour: context.fillStyle});
    });
    wrap("arc", (context, to, x, y, r) => to && context.globalAlpha > 0.1 && to.dots.push([x, y, r]));
    wrap("lineTo", (context, to) => to && to.lines++);
})()"""
"""Runs before the scripts of a page, and keeps what they paint of the map: texts, dots, and the number of lines."""

Picture = dict[str, Any]


def open_map(page: Page, query: str = "") -> None:
    page.goto(f"map/{query}")
    page.locator(".qb-map[data-ready]").wait_for()


def painted(page: Page) -> Picture:
    """Return what is painted, in pixels of the screen, once nothing more is."""
    before = -1
    while before != (calls := page.evaluate("window.calls")):
        before = calls
        page.wait_for_timeout(250)
    picture: Picture = page.evaluate("window.picture")
    return picture


def collisions(picture: Picture) -> list[str]:
    """Return what is wrong with its texts: which overlap, which cover more than the rim of a dot, and which are cut.

    A sixth of a picture on each side is out of sight.
    """
    wrong = []
    (left, right), (top, bottom) = ((length / 6 - 1, length * 5 / 6 + 1) for length in picture["size"])
    for text in picture["texts"]:
        outside = text["right"] < left or text["left"] > right or text["bottom"] < top or text["top"] > bottom
        inside = text["left"] > left and text["right"] < right and text["top"] > top and text["bottom"] < bottom
        if not inside and not outside:
            wrong.append(f"{text['text']} is cut")
    for one, other in combinations(picture["texts"], 2):
        across = min(one["right"], other["right"]) - max(one["left"], other["left"])
        down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
        if min(across, down) > 0.5:
            wrong.append(f"{one['text']} over {other['text']}")
    for text in picture["texts"]:
        for x, y, r in picture["dots"]:
            aside = max(text["left"] - x, 0, x - text["right"]), max(text["top"] - y, 0, y - text["bottom"])
            if r - hypot(*aside) > 2:
                wrong.append(f"{text['text']} over a dot at {x:.0f}, {y:.0f}")
    return wrong


def edges(data: dict[str, Any]) -> Iterator[tuple[int, int, str]]:
    """Each relation of the map: source, target, kind."""
    for kind, numbers in data["edges"].items():
        source = 0
        for step, way in zip(numbers[::2], numbers[1::2], strict=True):
            source += step
            yield source, source + way, kind


def large_bank() -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Return the map and the names of 2,000 questions in 20 topics, each related to two near by and one far away."""
    count, per = 2000, 100
    topics = [
        {
            "id": f"t{number}",
            "title": f"A rather long topic {number}",
            "count": per,
            "radius": 360,
            "hue": 137 * number % 360,
            "x": 420 + 800 * (number % 5),
            "y": 420 + 1050 * (number // 5),
        }
        for number in range(count // per)
    ]
    points = [
        (round(topic["x"] + 34 * n**0.5 * cos(2.4 * n)), round(topic["y"] + 34 * n**0.5 * sin(2.4 * n)))
        for topic in topics
        for n in range(per)
    ]
    near = [(n, n // per * per + (n + step) % per) for n in range(count) for step in (1, 21)]
    steps, last = [], 0
    for source, target in sorted([*near, *((n, (n + 707) % count) for n in range(count))]):
        steps += [source - last, target - source]
        last = source
    x, y = ([b - a for a, b in pairwise([0, *values])] for values in zip(*points, strict=True))
    names = {
        "ids": [f"q{n}" for n in range(count)],
        "titles": [f"Why does number {n} matter to anybody who reads this?" for n in range(count)],
    }
    data = {
        "version": 1,
        "width": 4000,
        "height": 4300,
        "topics": topics,
        "kinds": [{"name": "related", "cost": 1, "backlinks": True}],
        "levels": ["beginner"],
        "x": x,
        "y": y,
        "difficulty": "0" * count,
        "rank": [n % 100 for n in range(count)],
        "edges": {"related": steps},
        "named": {"at": [], "ids": [], "titles": []},
    }
    return data, names
