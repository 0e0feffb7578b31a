"""What the map of a large bank costs the person who opens it, measured in headless Chromium.

    python tests/bench/viewing.py [--size 10000] [--site DIR]

A bank is made and built (or the site given is taken), and served compressed with gzip. Printed: when the drawing stands
there and when the canvas has taken its place, counted from navigation; what came over the wire; the size of the map's
scripts, each compressed by itself, as they come; and the frames a second while the map is dragged to and fro.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from made import make_bank
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent.parent
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
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


class Compressed(http.server.SimpleHTTPRequestHandler):
    """Serves files compressed, as any host of static sites does, and counts what goes out."""

    sent: dict[str, int] = {}  # noqa: RUF012 - one for the run

    def do_GET(self) -> None:
        """Answers with the file, compressed."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.sent[urlsplit(self.path).path] = len(body)
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def build(size: int, scratch: Path) -> Path:
    """Gives the built site of a made bank."""
    make_bank(scratch, size)
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    kept = [line for line in settings.splitlines() if "contribute.md" not in line and "custom_dir" not in line]
    (scratch / "mkdocs.yml").write_text("\n".join(kept) + "\n", encoding="utf-8")
    program = Path(sys.executable).parent / "mkdocs"
    subprocess.run([program, "build", "-q"], cwd=scratch, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    return scratch / "site"


def look(page: Page, address: str) -> None:
    """Opens the map and prints what it cost."""
    page.goto(address, wait_until="commit")
    page.wait_for_selector(".qb-map__canvas:not([hidden])")
    ready = page.evaluate("performance.now()")
    first = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    page.wait_for_load_state("networkidle")
    sent = dict(Compressed.sent)
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
    return "/javascripts/map/" in path or path.endswith("/relations.js")


def main() -> None:
    """Builds, serves, opens."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--site", type=Path)
    options = parser.parse_args()
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        sys.exit("the map is measured in Chromium, and there is none on this machine")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        site = options.site or build(options.size, Path(scratch))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Compressed, directory=str(site)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=program, args=_QUIET)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        look(page, f"http://127.0.0.1:{server.server_port}/map/")
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
