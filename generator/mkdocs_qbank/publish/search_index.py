"""The search index: Pagefind indexes the built pages of any engine and writes the files that browsers fetch."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable
from itertools import chain
from pathlib import Path

from pagefind.service import get_executable

from mkdocs_qbank.findings.faults import sentence
from mkdocs_qbank.findings.report import visible

FOLDER = "pagefind"
_UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.js")
"""The user interfaces that Pagefind ships for sites without their own."""

_EXCLUDED = (".headerlink",)
"""Elements that are not indexed."""

_TIMEOUT = 60
"""The maximum time in seconds that a search waits for the index while serving."""

_SPARE = 2**20
"""The free space in bytes required after indexing; with less, the disk may have been full during indexing."""


class SearchError(Exception):
    """A site cannot be indexed; the message says why."""


class NoPagefindError(SearchError):
    """Pagefind is missing or does not start; the site is published without an index."""


def index_site(site: Path) -> None:
    """Write the search index of a built site below `site`/pagefind, replacing an earlier one.

    Raises NoPagefindError if Pagefind is missing, SearchError if there are no pages or Pagefind fails, and OSError if
    the index cannot be moved into place.
    """
    if not any(site.rglob("*.html")):
        raise SearchError(f"there is no page in {site}; build the site first, and name the folder of the built site")
    with tempfile.TemporaryDirectory(dir=site, prefix=".pagefind-") as scratch:
        running = _start(site, Path(scratch))
        _check(running, running.communicate()[0], Path(scratch))
        _move(Path(scratch), site)


class BackgroundIndex:
    """Indexing in the background while `mkdocs serve` already shows the site; a new build stops an older one.

    A site is useful without an index, so failures are not raised but passed to `report` as one sentence.
    """

    def __init__(self, report: Callable[[str], object]) -> None:
        self._report = report
        self._running: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def start(self, site: Path) -> None:
        """Start indexing a site, without waiting for the result."""
        self.stop()
        try:
            scratch = Path(tempfile.mkdtemp(prefix="qbank-index-"))
            try:
                with self._lock:
                    self._running = running = _start(site, scratch)
            except (SearchError, OSError):
                shutil.rmtree(scratch, ignore_errors=True)
                raise
        except SearchError as error:
            self._report(str(error))
        except OSError as error:
            self._report(f"the search index was not made: {sentence(error)}")
        else:
            self._thread = threading.Thread(target=self._finish, args=(running, scratch, site), daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Wait until the index of the latest build is in place, for a minute at most."""
        if self._thread is not None:
            self._thread.join(_TIMEOUT)

    def stop(self) -> None:
        """Stop indexing."""
        with self._lock:
            if self._running is not None and self._running.poll() is None:
                self._running.kill()
            self._running = None

    def _finish(self, running: subprocess.Popen[bytes], scratch: Path, site: Path) -> None:
        printed, _ = running.communicate()
        try:
            with self._lock:
                if self._running is running and site.is_dir():
                    _check(running, printed, scratch)
                    _move(scratch, site)
        except SearchError as error:
            self._report(str(error))
        except OSError as error:
            self._report(f"the search index was not made: {sentence(error)}")
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


def _start(site: Path, output: Path) -> subprocess.Popen[bytes]:
    program = get_executable()
    if program is None:
        raise NoPagefindError("Pagefind is not installed; run: pip install 'pagefind[bin]'")
    excluded = chain.from_iterable(("--exclude-selectors", selector) for selector in _EXCLUDED)
    command = [str(program), "--site", str(site), "--output-path", str(output), "--silent", *excluded]
    try:
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except OSError as error:
        raise NoPagefindError(
            f"Pagefind does not start: {sentence(error)}; run: pip install 'pagefind[bin]'"
        ) from error


def _check(running: subprocess.Popen[bytes], printed: bytes, output: Path) -> None:
    """Raise if indexing failed, or may be incomplete: on a full disk, Pagefind writes partial files and no error."""
    if running.returncode:
        lines = " ".join(dict.fromkeys(printed.decode("utf-8", "replace").split("\n"))).split()
        raise SearchError(f"Pagefind could not index the site: {visible(' '.join(lines))[-500:]}")
    with tempfile.TemporaryFile(dir=output) as probe:
        probe.write(bytes(_SPARE))
        probe.flush()
        os.fsync(probe.fileno())
    empty = next((path for path in output.rglob("*") if path.is_file() and not path.stat().st_size), None)
    if empty is not None:
        raise SearchError(f"Pagefind could not index the site: it wrote nothing into {empty.name}")


def _move(output: Path, site: Path) -> None:
    for file in chain.from_iterable(map(output.glob, _UNUSED)):
        file.unlink()
    target = site / FOLDER
    if target.exists():
        shutil.rmtree(target)
    target.mkdir()
    for entry in output.iterdir():
        shutil.move(entry, target / entry.name)
