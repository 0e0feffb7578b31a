"""The folder that a bank is started in, with or without an mkdocs.yml, and what is written into it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from mkdocs_qbank.build.adoption import adopt, docs_dir_of
from mkdocs_qbank.build.files import replace_file, write_new
from mkdocs_qbank.build.mkdocs_yml import CONTENT, content_of, items, parse, plugin_options, site_config
from mkdocs_qbank.build.starter import missing_lines
from mkdocs_qbank.cli.console import fail
from mkdocs_qbank.read.text import MOST_BYTES

_PATH = re.compile(r"[\w-][\w./-]*", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """The mkdocs.yml that a folder has, if it has one."""

    config: Path
    text: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    content: str = CONTENT

    @property
    def docs(self) -> str:
        """The folder of its pages."""
        return docs_dir_of(self.data)

    @property
    def plugins(self) -> tuple[str, ...]:
        """Its plugins."""
        return tuple(name for name, _ in items(self.data.get("plugins")))

    @property
    def pages(self) -> str:
        """The folder of the pages of a bank."""
        return f"{self.content}/pages"


@dataclass(slots=True)
class Done:
    """What has been done, for the summary."""

    written: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    """The files that are there and say something else."""
    notes: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    """What remains to be done by hand."""


def site_in(folder: Path) -> Site:
    """Return the mkdocs.yml of a folder; where it cannot be read, the command ends."""
    config = site_config(folder)
    if not config.is_file():
        return Site(config=config)
    with config.open("rb") as opened:
        data = opened.read(MOST_BYTES + 1)
    try:
        if len(data) > MOST_BYTES:
            fail(f"'{config}' is too large")
        text = data.decode("utf-8")
        values = parse(text.removeprefix("\ufeff"))[1]
    except (UnicodeDecodeError, yaml.YAMLError, ValueError, RecursionError) as error:
        fail(f"'{config}' cannot be read: {' '.join(str(error).split())[:300]}")
    values = values if isinstance(values, dict) else {}
    content = content_of(config) if plugin_options(values) else folder / CONTENT
    if not content.is_relative_to(folder) or not _PATH.fullmatch(content.relative_to(folder).as_posix()):
        fail(f"the content folder '{content}' is not below '{folder}', or its name has other letters than a-z")
    return Site(config=config, text=text, data=values, content=content.relative_to(folder).as_posix())


def can_move(folder: Path, site: Site) -> bool:
    """Return whether the pages of a site are elsewhere than those of a bank, and can be moved there."""
    old, new, root = folder / site.docs, folder / site.pages, folder.resolve()
    if site.text is None or site.docs == site.pages or not old.is_dir() or old.is_symlink() or new.exists():
        return False
    inside = old.resolve()
    return inside != root and inside.is_relative_to(root) and not new.resolve().is_relative_to(inside)


def move_pages(folder: Path, site: Site, done: Done) -> None:
    """Move the pages of a site to where a bank has them."""
    (folder / site.content).mkdir(parents=True, exist_ok=True)
    (folder / site.docs).rename(folder / site.pages)
    done.notes.append(f"The pages were moved from {site.docs}/ to {site.pages}/.")


def write_all(folder: Path, files: Mapping[str, str], done: Done) -> None:
    """Write each file that is not there yet."""
    for path, text in files.items():
        if not _is_there(folder, path) and write_new(folder / path, text):
            done.written.append(path)
        elif (there := text_of(folder / path)) != text:
            done.left.append(path)
            if path == ".gitignore" and (more := missing_lines(there, text)):
                done.notes.append(f"{path} should also have the lines {' '.join(more)}")


def _is_there(folder: Path, path: str) -> bool:
    """Return whether there is such a file, perhaps in other case, or a link in the way to it."""
    here = folder
    for part in Path(path).parts:
        if here.is_symlink() and here != folder:
            return True
        if not here.is_dir():
            return False
        if not (here / part).is_dir() and any(part.casefold() == entry.name.casefold() for entry in here.iterdir()):
            return True
        here /= part
    return False


def text_of(file: Path) -> str:
    """Return the text of a file, as much of it as a file of a bank may have; nothing of what is no file."""
    if not file.is_file():
        return ""
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES).decode("utf-8", "replace").replace("\r\n", "\n")
    except OSError:
        return ""


def change_config(site: Site, edit_uri: str, done: Done) -> None:
    """Make an mkdocs.yml that of a bank, and note what cannot be added to it surely."""
    adoption = adopt(site.text or "", site.content, edit_uri)
    if adoption.text != site.text:
        replace_file(site.config, adoption.text.encode())
        done.notes.append(f"{site.config.name} was changed: {'; '.join(adoption.changes)}.")
    done.undone += [f"{site.config.name} needs {what}" for what in adoption.undone]
    if site.docs != site.pages and (site.config.parent / site.docs).is_dir():
        done.undone.append(f"the pages of {site.docs}/ belong in {site.pages}/")
