"""Sources of questions that are held in memory, for tests of importers."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import IO

from mkdocs_qbank.read.importers.importer import Source


def source_of(text: str | bytes, name: str = "x.txt", **columns: str) -> Source:
    """Return a source that is one file."""
    return _source({name: text}, columns, is_folder=False)


def folder_of(files: Mapping[str, str | bytes], **columns: str) -> Source:
    """Return a source that is a folder."""
    return _source(files, columns, is_folder=True)


def _source(files: Mapping[str, str | bytes], columns: Mapping[str, str], *, is_folder: bool) -> Source:
    data = {name: text if isinstance(text, bytes) else text.encode() for name, text in sorted(files.items())}
    first = next(iter(data.values()), b"")[: 64 * 1024]

    def open_file(name: str) -> IO[bytes]:
        if name not in data:
            raise FileNotFoundError(2, "No such file or directory", name)
        return BytesIO(data[name])

    def text_of(name: str) -> str | None:
        try:
            return data[name].decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            return None

    return Source(
        name="folder" if is_folder else next(iter(data)),
        files=tuple(data),
        is_folder=is_folder,
        beginning="" if is_folder or b"\0" in first else first.decode("utf-8-sig", "ignore").replace("\r\n", "\n"),
        open=open_file,
        text=text_of,
        beside=open_file,
        columns=columns,
    )
