"""What the commands print for people."""

from __future__ import annotations

import io
import os
import sys
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
