"""What the shell offers to complete: the names in a bank, by the names of its files, without reading their Markdown."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import click

_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""The same as in `read/values.py`, which takes long to import."""
_TAGS = re.compile(rb"^tags:[ \t]*(?:\[([^\]]*)\]|((?:\n[ \t]*-[^\n]*)+))", re.MULTILINE)
_DRAFT = re.compile(rb"^status:[ \t]*[\"']?draft\b", re.MULTILINE)
_HEAD = 4096
"""The bytes at the beginning of a file in which its tags and its status are looked for."""
_MOST_FILES = 5000
"""The largest number of files that are opened to complete a tag or a draft."""


def complete_id(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Return the ids of questions that begin with what has been typed."""
    return _beginning(incomplete, (file.stem for file in _files(context)))


def complete_draft(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Return the ids of drafts that begin with what has been typed."""
    named = [file for file in _files(context) if file.stem.startswith(incomplete)][:_MOST_FILES]
    return _beginning(incomplete, (file.stem for file in named if _DRAFT.search(_head(file))))


def complete_topic(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Return the topics that begin with what has been typed."""
    return _beginning(incomplete, (entry.name for entry in _topics(context)))


def complete_tag(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Return the tags that begin with what has been typed."""
    return _beginning(incomplete, (tag for file in _files(context)[:_MOST_FILES] for tag in _tags(file)))


def complete_rule(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """Return the rules that begin with what has been typed."""
    from mkdocs_qbank.check.rules import RULES  # noqa: PLC0415 - only a command about rules needs them

    return _beginning(incomplete, RULES)


def _beginning(incomplete: str, names: Iterable[str]) -> list[str]:
    """Return names in kebab-case, since a shell may read other characters as its own."""
    return sorted({name for name in names if name.startswith(incomplete) and _KEBAB.fullmatch(name)})


def _topics(context: click.Context) -> list[os.DirEntry[str]]:
    from mkdocs_qbank.cli.content import content_folder  # noqa: PLC0415 - a command without a bank needs no YAML

    with suppress(OSError, ValueError):
        folder = content_folder(context.find_root().params.get("content")) / "questions"
        with os.scandir(folder) as entries:
            return [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
    return []


def _files(context: click.Context) -> list[Path]:
    found = []
    for topic in _topics(context):
        with suppress(OSError), os.scandir(topic.path) as entries:
            found += [Path(entry.path) for entry in entries if entry.name.endswith((".md", ".yml"))]
    return found


def _tags(file: Path) -> list[str]:
    match = _TAGS.search(_head(file))
    return _KEBAB.findall((match[1] or match[2] or b"").decode("utf-8", "replace")) if match else []


def _head(file: Path) -> bytes:
    """Return the beginning of a file, empty where it cannot be read."""
    with suppress(OSError):
        if not file.is_symlink() and file.is_file():
            with file.open("rb") as opened:
                return opened.read(_HEAD).replace(b"\r\n", b"\n")
    return b""
