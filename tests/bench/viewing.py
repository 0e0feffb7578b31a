"""What the map of a large bank costs the person who opens it, measured in headless Chromium.

    python tests/bench/viewing.py [--size 10000] [--site DIR]

A bank is made and built (or the site given is taken), and served compressed with gzip. Printed: when the drawing stands
there and when the canvas has taken its place, counted from navigation; what came over the wire; the size of the map's
scripts, each compressed by itself, as they come; and the frames a second while the map is dragged to and fro.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from made import make_bank
from served import Served, build, chromium, serve

if TYPE_CHECKING:
    from playwright.sync_api import Page

_DRAG = """() => new Promise(done => {
    const canvas = document.querySelector(".qb-map__canvas");
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const at = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, {
        pointerId: 1, pointerType: "mouse", isPrimary: true, bubbles: true, cancelable: true,
        button: 0, buttons: 1, clientX: x, clientY: y }));
    const x = left + width / 2, y = top + height / 2, times = [];
    canvas.setPointerCapture = () => {};
    at("pointerdown", x, y);
    const step = now => {
        times.push(now);
        const turn = times.length / 20;
        at("pointermove", x + 200 * Math.sin(turn), y + 120 * Math.sin(1.7 * turn));
        if (times.length < 180) return requestAnimationFrame(step);
        at("pointerup", x, y);
        done(times.slice(1).map((time, i) => time - times[i]));
    };
    requestAnimationFrame(step);
})"""


def look(page: Page, site: Served) -> None:
    """Opens the map and prints what it cost."""
    page.goto(f"{site.address}map/", wait_until="commit")
    page.wait_for_selector(".qb-map__canvas:not([hidden])")
    ready = page.evaluate("performance.now()")
    first = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    page.wait_for_load_state("networkidle")
    sent = dict(site.sent)
    scripts = sum(size for path, size in sent.items() if "/assets/javascripts/" in path and _ours(path))
    print(f"the drawing after {first:.0f} ms, the canvas after {ready:.0f} ms")
    print(
        f"over the wire {sum(sent.values()) / 1000:.1f} kB, of it the map's data {sent['/data/map.json'] / 1000:.1f} kB"
    )
    print(f"the map's scripts {scripts / 1000:.1f} kB")
    for name, presses in (("whole", 0), ("nearer", 4), ("near", 4)):
        for _ in range(presses):
            page.locator(".qb-map__in").click()
        page.wait_for_timeout(600)
        frames = page.evaluate(_DRAG)
        slow = sorted(frames)[int(0.95 * len(frames))]
        print(
            f"dragging, {name}: {1000 * len(frames) / sum(frames):.0f} frames a second; the median takes "
            f"{median(frames):.0f} ms, one in twenty {slow:.0f} ms or more"
        )


def _ours(path: str) -> bool:
    shared = ("site.js", "address.js", "combobox.js", "relations.js")
    return "/javascripts/map/" in path or path.endswith(tuple(f"/javascripts/{name}" for name in shared))


def main() -> None:
    """Builds, serves, opens."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--site", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        site = options.site or build(make_bank(Path(scratch), options.size).parent)
        with serve(site) as served, chromium() as browser:
            look(browser.new_page(viewport={"width": 1280, "height": 800}), served)


if __name__ == "__main__":
    main()
