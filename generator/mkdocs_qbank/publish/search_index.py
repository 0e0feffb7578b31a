"""The search index: Pagefind reads the built pages, whatever engine built them, and writes what a browser asks for."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from pagefind.service import get_executable

from mkdocs_qbank.findings.faults import sentence
from mkdocs_qbank.findings.report import visible

FOLDER = "pagefind"
_UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.js")
"""Interfaces that Pagefind ships for sites that have none."""

_UNREAD = (".headerlink", ".qb-aliases")
"""What a page says for its readers only; other wordings stand beside it with a weight."""

_PATIENCE = 60
"""Seconds that somebody who searches while serving waits for an index that is being made."""

_SPARE = 2**20
"""Bytes that a disk has left when Pagefind is done, or it had none at some time."""


class SearchError(Exception):
    """Why a site has no search index, in words for the person who builds it."""


class NoPagefindError(SearchError):
    """There is no Pagefind that starts; a site is published without an index."""


def index_site(site: Path) -> None:
    """Write the search index of a built site below `site`/pagefind, in the place of an earlier one.

    Raises NoPagefindError where Pagefind is missing, SearchError where there is no page or Pagefind ends with an error,
    and OSError where the index cannot be moved into place.
    """
    if not any(site.rglob("*.html")):
        raise SearchError(f"there is no page in {site}; build the site first, and name the folder it was built into")
    with tempfile.TemporaryDirectory(dir=site, prefix=".pagefind-") as scratch:
        running = _start(site, Path(scratch))
        _check_outcome(running, running.communicate()[0], Path(scratch))
        _move(Path(scratch), site)


class BackgroundIndex:
    """Indexes what `mkdocs serve` shows while it is shown already; a newer build takes the place of an older.

    A site without an index is still worth showing: what keeps it from being made is reported through `report`, in one
    sentence, and nothing is raised.
    """

    def __init__(self, report: Callable[[str], object]) -> None:
        self._report = report
        self._running: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def start(self, site: Path) -> None:
        """Begin to index a site, and return at once."""
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
        """Return when the index of the latest build is in its place, or after a minute without one."""
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def stop(self) -> None:
        """End what still runs."""
        with self._lock:
            if self._running is not None and self._running.poll() is None:
                self._running.kill()
            self._running = None

    def _finish(self, running: subprocess.Popen[bytes], scratch: Path, site: Path) -> None:
        said, _ = running.communicate()
        try:
            with self._lock:
                if self._running is running and site.is_dir():
                    _check_outcome(running, said, scratch)
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
    command = [str(program), "--site", str(site), "--output-path", str(output), "--silent"]
    for selector in _UNREAD:
        command += ["--exclude-selectors", selector]
    try:
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except OSError as error:
        raise NoPagefindError(
            f"Pagefind does not start: {sentence(error)}; run: pip install 'pagefind[bin]'"
        ) from error


def _check_outcome(running: subprocess.Popen[bytes], said: bytes, output: Path) -> None:
    if running.returncode:
        lines = " ".join(dict.fromkeys(said.decode("utf-8", "replace").split("\n"))).split()
        raise SearchError(f"Pagefind could not index the site: {visible(' '.join(lines))[-500:]}")
    _check_written(output)


def _check_written(output: Path) -> None:
    """Raise where an index may not be whole: on a full disk Pagefind writes parts of files and ends without error."""
    with tempfile.TemporaryFile(dir=output) as probe:
        probe.write(bytes(_SPARE))
        probe.flush()
        os.fsync(probe.fileno())
    empty = next((path for path in output.rglob("*") if path.is_file() and not path.stat().st_size), None)
    if empty is not None:
        raise SearchError(f"Pagefind could not index the site: it wrote nothing into {empty.name}")


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
