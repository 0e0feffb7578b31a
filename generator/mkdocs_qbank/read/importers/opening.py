"""Files and folders as sources: regular files alone, bounded, and nothing from outside a folder."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from mkdocs_qbank.read.importers.importer import Source

MOST_FILES, MOST_DEPTH, MOST_TEXT = 100_000, 32, 64 * 1024 * 1024
"""The most files of a folder, the most folders that one is in, and the most bytes of a file that is read as a whole."""
_BEGINNING = 64 * 1024
_PASSED_OVER = frozenset(("node_modules", "__pycache__"))
"""Folders that hold what others wrote or what a program made; so do hidden ones."""
_ODD = re.compile("[\\\\\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
Note = Callable[[str, str], None]
"""Takes a file and why it is not read, in words that follow its name."""


def open_source(
    path: Path, columns: Mapping[str, str], unread: Note, passed: Note, without: Collection[Path] = ()
) -> Source:
    """Return a file or a folder as a source; `without` are folders to pass over.

    `unread` takes the files that are to be read and cannot be, `passed` what in a folder is no file to read.
    Raises OSError where there is no such thing, or it is neither.
    """
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        files = tuple(sorted(_listed(path, passed, {Path(os.path.realpath(folder)) for folder in without})))
        return _source(path, path, files, columns, unread, is_folder=True)
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is neither a file nor a folder", str(path))
    target = Path(os.path.realpath(path))  # a link that somebody names is followed
    source = _source(path, target.parent, (target.name,), columns, unread, is_folder=False)
    return _with_beginning(source)


def one_by_one(source: Source) -> Iterator[Source]:
    """Yield each file of a folder as a source of its own."""
    for file in source.files:
        yield _with_beginning(
            replace(source, name=str(PurePosixPath(source.name, file)), files=(file,), is_folder=False)
        )


def open_below(root: Path, name: str) -> IO[bytes]:
    """Open a regular file below a folder, by its path there; no part of it may be a symbolic link. Raises OSError."""
    parts = name.split("/")
    drive = os.name == "nt" and ":" in name
    if drive or _ODD.search(name) or any(part in ("", ".", "..") for part in parts):
        raise OSError(errno.EINVAL, "no file is read by such a name", name)
    path = root
    for part in parts:
        path = path / part
        if path.is_symlink():
            raise OSError(errno.ELOOP, "it is a symbolic link", str(path))
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "it is no regular file", str(path))
    return os.fdopen(handle, "rb")


def _source(
    given: Path, root: Path, files: tuple[str, ...], columns: Mapping[str, str], note: Note, *, is_folder: bool
) -> Source:
    known = frozenset(files)

    def open_file(name: str) -> IO[bytes]:
        if name not in known:
            raise OSError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        return open_below(root, name)

    def beside(name: str) -> IO[bytes]:
        if "/" in name:
            raise OSError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        return open_below(root, name)

    return Source(
        name=given.as_posix(),
        files=files,
        is_folder=is_folder,
        beginning="",
        open=open_file,
        text=partial(_text, open_file, note),
        columns=columns,
        **({} if is_folder else {"beside": beside}),
    )


def _with_beginning(source: Source) -> Source:
    try:
        with source.open(source.files[0]) as file:
            data = file.read(_BEGINNING)
    except OSError:
        return source
    text = _decoded(data, whole=len(data) < _BEGINNING)
    return source if text is None or "\0" in text else replace(source, beginning=text)


def foreign_encoding(source: Source) -> str:
    """Return how to convert a file that is a text in another encoding than UTF-8, in words that follow its name."""
    try:
        with source.open(source.files[0]) as file:
            data = file.read(_BEGINNING)
    except OSError:
        return ""
    for start, encoding in ((1, "UTF-16LE"), (0, "UTF-16BE")):
        if data[start::2].count(0) * 2 > len(data[start::2]) and 0 not in data[1 - start :: 2]:
            return f"is not UTF-8 but seems to be UTF-16; convert it with 'iconv -f {encoding} -t UTF-8'"
    if re.search(rb"[\x00-\x08\x0e-\x1f]", data) or _decoded(data, whole=len(data) < _BEGINNING) is not None:
        return ""
    return "is not UTF-8; convert it, for example with 'iconv -f WINDOWS-1252 -t UTF-8'"


def _text(open_file: Callable[[str], IO[bytes]], note: Note, name: str) -> str | None:
    """Return the text of a file, or None after a note about why it is not read."""
    try:
        with open_file(name) as file:
            data = file.read(MOST_TEXT + 1)
    except OSError as error:
        note(name, f"cannot be read: {error.strerror}")
        return None
    if len(data) > MOST_TEXT:
        note(name, f"has more than {MOST_TEXT:,} bytes")
        return None
    text = _decoded(data, whole=True)
    if text is None:
        note(name, "is not UTF-8")
    return text


def _decoded(data: bytes, *, whole: bool) -> str | None:
    """Return bytes as text with unified line ends; their last character may be cut off unless they are the `whole`."""
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    decoder = codecs.getincrementaldecoder(_MARKS.get(mark, "utf-8"))()
    try:
        text = decoder.decode(data[len(mark) :], final=whole)
    except UnicodeDecodeError:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _listed(root: Path, note: Note, without: Collection[Path]) -> Iterator[str]:
    """Yield the path of each regular file below a folder."""
    waiting = [(root, "", 0)]
    count = 0
    while waiting:
        folder, begin, depth = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            note(begin.removesuffix("/") or ".", f"cannot be read: {error.strerror}")
            continue
        for entry in entries:
            name = f"{begin}{entry.name}"
            if entry.name.startswith(".") or entry.name in _PASSED_OVER:
                continue
            if _ODD.search(entry.name):
                note(name.encode("utf-8", "backslashreplace").decode(), "has a name with characters that no path needs")
            elif entry.is_symlink():
                note(name, "is a symbolic link")
            elif entry.is_dir(follow_symlinks=False):
                if depth == MOST_DEPTH:
                    note(name, f"is more than {MOST_DEPTH} folders deep")
                elif Path(os.path.realpath(entry.path)) not in without:
                    waiting.append((Path(entry.path), f"{name}/", depth + 1))
            elif not entry.is_file(follow_symlinks=False):
                note(name, "is no regular file")
            elif count == MOST_FILES:
                note(name, f"and what follows is left out: the folder has more than {MOST_FILES:,} files")
                return
            else:
                count += 1
                yield name
