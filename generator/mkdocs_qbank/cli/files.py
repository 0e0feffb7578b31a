"""Writing new question files, with the folder and the description of their topic."""

from __future__ import annotations

import errno
from contextlib import suppress
from os import strerror
from pathlib import Path

import click

from mkdocs_qbank.build.files import write_new
from mkdocs_qbank.build.interruptions import uninterrupted
from mkdocs_qbank.cli.console import fail
from mkdocs_qbank.read.draft import words
from mkdocs_qbank.read.slugs import slug
from mkdocs_qbank.read.topic import TOPIC_FILE
from mkdocs_qbank.read.values import KEBAB


def topic_folder(content: Path, topic: str) -> Path:
    """Return the folder of a topic, new or not; where its name can be none, the command ends."""
    if not KEBAB.fullmatch(topic):
        better = slug(topic)
        fail(f"the topic '{topic}' is not kebab-case" + (f"; did you mean '{better}'?" if better else ""))
    return content / "questions" / topic


def write_in_topic(path: Path, text: str, *, describe: bool = True, title: str = "") -> Path | None:
    """Write a new question file, with the folders that it needs, and with `describe` the description of a new topic.

    `title` is that of the topic; without it, its folder's name is. Returns the description, if it was written. A folder
    that was made for a file that cannot be written is removed again.
    """
    with uninterrupted():
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
        described = path.parent / TOPIC_FILE
        plain = path.parent.name.replace("-", " ").capitalize()
        about = f"Questions about {title or plain.lower()}."
        text = f"title: {words(title or plain)}\ndescription: {words(about)}\n"
        return described if describe and not described.exists() and write_new(described, text) else None


def tell_new_topic(described: Path | None) -> None:
    """Say that a topic was described, if it was, for its author to do better."""
    if described is not None:
        click.echo(f"{described.as_posix()}: a new topic; describe it there", err=True)
