"""How soon an edit is seen in a browser while a bank is served, measured in headless Chromium.

    python tests/bench/live.py [--sizes 1000 10000] [--edits 5]

A bank of each size is made and served by `mkdocs serve`, and the page of a question is opened. Then its answer gets
one more sentence, or it gets one more prerequisite. Printed: the seconds from the moment the file is written until the
page shows the sentence or the link. Before the next edit, of another question, all is built that the last one changed.
The time goes into noticing the edit, the 0.1 s that MkDocs waits for more edits, reading, relating and rendering, and
the browser's loading of the page.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from banks import Bank, made, with_prerequisite, with_text
from builders import qbank
from served import BIN, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_LONGEST = 300.0
"""The seconds that a build of all pages may take."""


@contextmanager
def serving(project: Path) -> Iterator[tuple[str, Path]]:
    """Serves a project as its author does, and gives the address and the file of what is logged."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(BIN / "mkdocs"), "serve", "--dev-addr", f"127.0.0.1:{port}"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    log = project / "serve.log"
    with (
        log.open("w", encoding="utf-8") as said,
        subprocess.Popen(command, cwd=project, env=environment, stdout=said, stderr=said) as process,
    ):
        try:
            _until(lambda: process.poll() is not None or "Serving on" in log.read_text(encoding="utf-8"), log)
            yield f"http://127.0.0.1:{port}/bank/", log
        finally:
            process.terminate()


def edited(bank: Bank, browser: Browser, address: str, log: Path, edits: int) -> Iterator[tuple[str, float]]:
    """Yield each of some edits and the seconds until it is seen; every second one names a prerequisite."""
    for number in range(edits):
        file, needed = bank.files[-1 - number], bank.files[len(bank.files) // 2 - number].stem
        path, before = bank.questions / file, _builds(log)
        text = path.read_text(encoding="utf-8")
        page = browser.new_page(bypass_csp=True)  # the one before is reloaded at any time
        if number % 2:
            kind, text = "prerequisite", with_prerequisite(file, text, needed)
            seen = f"Boolean(document.querySelector('main a[href$=\"/{needed}/\"]'))"
        else:
            kind, text = "text", with_text(file, text, f"The sentence of edit {number}.")
            seen = f"Boolean(document.body?.textContent.includes('The sentence of edit {number}.'))"
        page.goto(f"{address}questions/{file.stem}/")
        if page.evaluate(seen):
            sys.exit(f"{file.stem} shows edit {number} before it is made")
        start = time.perf_counter()
        path.write_text(text, encoding="utf-8")
        page.wait_for_function(seen, polling="raf", timeout=1000 * _LONGEST)
        yield kind, time.perf_counter() - start
        page.close()
        _until(partial(_built, log, before), log)


def _built(log: Path, before: int) -> bool:
    return _builds(log) > before


def _builds(log: Path) -> int:
    """Return how many summaries there are: MkDocs does not repeat that it has built in so many seconds."""
    return log.read_text(encoding="utf-8").count(" relations, ")


def _until(true: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + _LONGEST
    while not true():
        if time.monotonic() > end:
            sys.exit(log.read_text(encoding="utf-8")[-2000:])
        time.sleep(0.1)


def main() -> None:
    """Makes, serves, edits, looks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--edits", type=int, default=5)
    arguments = parser.parse_args()
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as folder, chromium() as browser:
            bank = made(size, Path(folder), 0)
            with serving(qbank(bank).project) as (address, log):
                found = list(edited(bank, browser, address, log, arguments.edits))
        each = ", ".join(f"{kind} {seconds:.2f}" for kind, seconds in found)
        seconds = [seconds for _, seconds in found]
        print(
            f"{size:,} questions: an edit is seen after {median(seconds):.2f} s, at most {max(seconds):.2f} s ({each})"
        )


if __name__ == "__main__":
    main()
