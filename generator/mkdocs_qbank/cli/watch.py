"""`qbank check --watch`: the bank is checked again whenever a file of it changes."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import click
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from mkdocs_qbank.build.mkdocs_yml import site_url_of
from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.pipeline import Checked
from mkdocs_qbank.build.repository import explanations
from mkdocs_qbank.cli.bank import checked_bank, options_of
from mkdocs_qbank.cli.console import tell
from mkdocs_qbank.findings.faults import sentence
from mkdocs_qbank.findings.finding import Finding, beyond
from mkdocs_qbank.findings.report import summary, text_report, visible
from mkdocs_qbank.read.reading import Reading

_CHANGES = frozenset(("created", "modified", "moved", "deleted"))
_QUIET = 0.2
"""The seconds without a change after which files are read: editors write a file in several steps."""
_MOST_GONE = 20

Outcome = Callable[[Iterable[Finding]], int]
"""Return the exit code for findings."""


def watch(content: Path, config: Path, inside: Callable[[str], bool], outcome: Outcome) -> int:
    """Check a bank now and after each change, and print what is new and what is gone; return the last exit code.

    Only findings in files for which `inside` holds are printed. It ends with Ctrl-C.
    """
    observer = Observer()
    changes = _Changes(config, content, observer)
    observer.schedule(changes, str(config.parent), recursive=False)
    observer.start()
    code, options = 0, options_of(config)
    seen: tuple[Finding, ...] = ()
    known: Reading | None = None
    try:
        while True:
            changes.follow()
            if changes.take_settings():
                options, known = options_of(config), None
            checked = _check(content, config, options, known)
            if checked is not None:
                findings = tuple(finding for finding in checked.findings if inside(finding.path))
                first, before = known is None and not seen, seen
                # Before anything is printed: whoever has read it may press Ctrl-C at once.
                code, seen, known = outcome(findings), findings, checked.reading
                _print(before, findings, checked.reading, config, first=first)
            changes.wait()
    except KeyboardInterrupt:
        return code
    finally:
        observer.stop()
        observer.join()


class _Changes(FileSystemEventHandler):
    """What has changed since the last look."""

    def __init__(self, config: Path, content: Path, observer: BaseObserver) -> None:
        self.config, self.content, self.observer = os.path.abspath(config), os.path.abspath(content), observer
        self.changed, self.settings, self.gone = threading.Event(), threading.Event(), threading.Event()
        self.followed: tuple[int, int] | None = None
        self.watch: ObservedWatch | None = None

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note a change; reading a file is none, and of the files beside the settings only these count."""
        paths = {os.path.abspath(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path}
        beside = all(os.path.dirname(path) == os.path.dirname(self.config) for path in paths)
        if event.event_type not in _CHANGES or (beside and self.config not in paths):
            return
        if self.config in paths:
            self.settings.set()
        if self.content in paths and event.event_type in ("moved", "deleted"):
            self.gone.set()
        self.changed.set()

    def follow(self) -> None:
        """Watch the content folder, and what has taken its place: an observer keeps to a folder, not to its name."""
        if not self.gone.is_set() and self.followed == self._folder():
            return
        self.gone.clear()
        if self.watch is not None:
            self.observer.unschedule(self.watch)
        self.watch, self.followed = None, self._folder()
        with suppress(OSError):  # there is none at the moment
            self.watch = self.observer.schedule(self, self.content, recursive=True)

    def _folder(self) -> tuple[int, int] | None:
        """Return what tells the content folder from another, or None without one."""
        with suppress(OSError):
            found = Path(self.content).stat()
            return found.st_dev, found.st_ino
        return None

    def take_settings(self) -> bool:
        """Return whether the settings have changed."""
        changed = self.settings.is_set()
        self.settings.clear()
        return changed

    def wait(self) -> None:
        """Return once something has changed and nothing changes any more."""
        while not self.changed.wait(1.0):  # a wait without an end would not hear Ctrl-C on Windows
            if self.followed != self._folder():
                break
        while self.changed.is_set():
            self.changed.clear()
            time.sleep(_QUIET)


def _check(content: Path, config: Path, options: Options, known: Reading | None) -> Checked | None:
    """Return the bank as it is now, or None where it cannot be read, such as while a file is moved."""
    try:
        return checked_bank(content, config, options, known, again=known is not None)
    except OSError as error:
        tell(sentence(error))
        return None


def _print(before: Iterable[Finding], now: tuple[Finding, ...], reading: Reading, config: Path, *, first: bool) -> None:
    """Print the findings that are new and those that are gone; one that has only moved to another line is neither."""
    new, gone = beyond(now, before), beyond(before, now)
    if gone:
        for finding in gone[:_MOST_GONE]:
            click.echo(visible(f"{finding.path}: fixed: {finding.severity}[{finding.rule}]: {finding.message}"[:400]))
        if len(gone) > _MOST_GONE:
            click.echo(f"{len(gone) - _MOST_GONE} more fixed")
    if new:
        click.echo(text_report(new, reading.line, explanations(site_url_of(config))), nl=False)
    if new or gone or first:
        click.echo(summary(now, len(reading.bank.questions)), err=True)
