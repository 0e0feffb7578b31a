"""Writing question files: whole or not at all, and never over another."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from contextlib import suppress
from os import strerror
from pathlib import Path

import click

from mkdocs_qbank.cli.console import fail
from mkdocs_qbank.read.slugs import slug
from mkdocs_qbank.read.values import KEBAB

_NO_LINKS = frozenset((errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL))
"""How a system says that a file can have one name only."""


def topic_folder(content: Path, topic: str) -> Path:
    """Return the folder of a topic, new or not; where its name can be none, the command ends."""
    if not KEBAB.fullmatch(topic):
        better = slug(topic)
        fail(f"the topic '{topic}' is not kebab-case" + (f"; did you mean '{better}'?" if better else ""))
    return content / "questions" / topic


def write_in_topic(path: Path, text: str, *, describe: bool = True) -> None:
    """Write a new question file, with the folders that it needs, and with `describe` the description of a new topic.

    A folder that was made for a file that cannot be written is removed again.
    """
    missing = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not write_new(path, text):
            raise FileExistsError(errno.EEXIST, strerror(errno.EEXIST))
    except OSError:
        for folder in missing:
            with suppress(OSError):  # it was not made, or holds something by now
                folder.rmdir()
        raise
    described = path.parent / "_topic.yml"
    title = path.parent.name.replace("-", " ").capitalize()
    if describe and write_new(described, f"title: {title}\ndescription: Questions about {title.lower()}.\n"):
        click.echo(f"{described.as_posix()}: a new topic; describe it there", err=True)


def write_new(path: Path, text: str) -> bool:
    """Write a new file by way of a temporary name, with the folders that it needs.

    Returns False, and changes nothing, where there is one already.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _temporary(path, text.encode("utf-8"), 0o644)
    try:
        place_new(temporary, path)
    except FileExistsError:
        return False
    finally:
        temporary.unlink(missing_ok=True)
    return True


def replace_file(path: Path, data: bytes) -> None:
    """Put a file in the place of another by way of a temporary name, with the same permissions."""
    temporary = _temporary(path, data, path.stat().st_mode & 0o777)
    try:
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def place_new(temporary: Path, path: Path) -> None:
    """Give a finished file its name, and raise FileExistsError where something has that name.

    Only a link does both at once. Some file systems, such as exFAT, have none: there, an empty file takes the name
    first.
    """
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        path.open("xb").close()
        temporary.replace(path)


def keep_as(path: Path, name: Path) -> None:
    """Give a file a second name, or make a copy where a file can have one name only."""
    try:
        os.link(path, name)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(path, name)


def _temporary(path: Path, data: bytes, mode: int) -> Path:
    """Return a new file beside another, hidden from readers of the bank."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".qbank-")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).chmod(mode)
    return Path(name)
