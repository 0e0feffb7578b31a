"""What the commands print for people."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from mkdocs_qbank.findings.report import visible


def fail(message: str, code: int = 2) -> NoReturn:
    """Say on standard error why a command cannot go on, and ends it; 2 is bad usage."""
    tell(message)
    sys.exit(code)


def tell(message: str) -> None:
    """Print a message on standard error, prefixed with the name of the command."""
    click.echo(f"qbank: {visible(message)}", err=True)
