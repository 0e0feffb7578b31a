"""What the commands print for people."""

from __future__ import annotations

import io
import os
import sys
import time
from contextlib import suppress
from typing import NoReturn

import click

from mkdocs_qbank.findings.report import visible


def prepare_output() -> None:
    """Have files and pipes get UTF-8, on Windows too, and no letter that an encoding lacks end a command."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper) or stream.encoding.lower() in ("utf-8", "utf8"):
            continue
        if sys.platform == "win32" and not stream.isatty():
            stream.reconfigure(encoding="utf-8")
        else:
            stream.reconfigure(errors="backslashreplace")


def fail(message: str, code: int = 2) -> NoReturn:
    """Say on standard error why a command cannot go on, and ends it; 2 is bad usage."""
    tell(message)
    sys.exit(code)


def discard_output() -> None:
    """Lose what is still to be written to standard output, so that Python does not try once more when it ends."""
    with suppress(OSError, ValueError):  # whoever called may have replaced it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell(message: str) -> None:
    """Print a message on standard error, prefixed with the name of the command."""
    click.echo(f"qbank: {visible(message)}", err=True)


class Progress:
    """One line on a terminal that says how far long work is; without a terminal nothing is printed."""

    PAUSE = 0.1
    """The seconds between two times that it is shown."""

    def __init__(self) -> None:
        self._shown = ""
        self._next = time.monotonic() + 5 * self.PAUSE
        self._terminal = sys.stderr.isatty()

    def show(self, words: str) -> None:
        """Show how far it is, a few times a second."""
        if self._terminal and time.monotonic() >= self._next:
            self._next = time.monotonic() + self.PAUSE
            self._shown = f"qbank: {visible(words)}"
            click.echo(f"\r{self._shown}\x1b[K", err=True, nl=False)

    def clear(self) -> None:
        """Remove the line before something else is printed."""
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)
            self._shown = ""
