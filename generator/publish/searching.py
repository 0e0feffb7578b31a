"""The search index: Pagefind reads the built pages, whatever engine built them, and writes what a browser asks for."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

from pagefind.service import get_executable

FOLDER = "pagefind"
_UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.js")
"""Interfaces that Pagefind ships for sites that have none."""

_UNREAD = (".headerlink", ".qb-aliases")
"""What a page says for its readers only; other wordings stand beside it with a weight."""


class SearchError(Exception):
    """Why a site has no search index, in words for the person who builds it."""


def index_site(site: Path) -> None:
    """Writes the search index of a built site below `site`/pagefind, in the place of an earlier one.

    Raises SearchError where there is no page, and where Pagefind is missing or ends with an error.
    """
    if not any(site.rglob("*.html")):
        raise SearchError(f"there is no page in {site}; build the site first, and name the folder it was built into")
    with tempfile.TemporaryDirectory(dir=site, prefix=".pagefind-") as scratch:
        _place(_start(site, Path(scratch)), Path(scratch), site)


class BackgroundIndex:
    """Indexes what `mkdocs serve` shows while it is shown already; a newer build takes the place of an older."""

    def __init__(self) -> None:
        self._running: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def start(self, site: Path) -> None:
        """Begins to index a site, and returns at once."""
        self.stop()
        scratch = Path(tempfile.mkdtemp(prefix="qbank-index-"))
        with self._lock:
            self._running = running = _start(site, scratch)
        threading.Thread(target=self._finish, args=(running, scratch, site), daemon=True).start()

    def stop(self) -> None:
        """Ends what still runs."""
        with self._lock:
            if self._running is not None and self._running.poll() is None:
                self._running.kill()
            self._running = None

    def _finish(self, running: subprocess.Popen[bytes], scratch: Path, site: Path) -> None:
        running.communicate()
        with self._lock:
            if self._running is running and running.returncode == 0 and site.is_dir():
                _move(scratch, site)
        shutil.rmtree(scratch, ignore_errors=True)


def _start(site: Path, output: Path) -> subprocess.Popen[bytes]:
    program = get_executable()
    if program is None:
        raise SearchError("Pagefind is not installed; run: pip install 'pagefind[bin]'")
    command = [str(program), "--site", str(site), "--output-path", str(output), "--silent"]
    for selector in _UNREAD:
        command += ["--exclude-selectors", selector]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def _place(running: subprocess.Popen[bytes], output: Path, site: Path) -> None:
    said, _ = running.communicate()
    if running.returncode:
        lines = " ".join(dict.fromkeys(said.decode("utf-8", "replace").split("\n"))).split()
        raise SearchError(f"Pagefind could not index the site: {' '.join(lines)[-500:]}")
    _move(output, site)


def _move(output: Path, site: Path) -> None:
    for pattern in _UNUSED:
        for file in output.glob(pattern):
            file.unlink()
    target = site / FOLDER
    if target.exists():
        shutil.rmtree(target)
    target.mkdir()
    for entry in output.iterdir():
        shutil.move(entry, target / entry.name)
