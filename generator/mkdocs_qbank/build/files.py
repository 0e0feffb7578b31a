"""Writing files that people keep: whole or not at all, and never over another by accident."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs_qbank.build.interruptions import uninterrupted

_NO_LINKS = frozenset((errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL))
"""How a system says that a file can have one name only."""


def write_new(path: Path, text: str) -> bool:
    """Write a new file by way of a temporary name, with the folders that it needs.

    Returns False, and changes nothing, where there is one already.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _temporary(path, text.encode("utf-8"), 0o644) as temporary:
        try:
            place_new(temporary, path)
        except FileExistsError:
            return False
    return True


def replace_file(path: Path, data: bytes) -> None:
    """Put a file in the place of another by way of a temporary name, with the same permissions."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    with _temporary(path, data, mode) as temporary:
        temporary.replace(path)


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


@contextmanager
def _temporary(path: Path, data: bytes, mode: int) -> Iterator[Path]:
    """Give a new file beside another, hidden from readers of the bank; what has no other name by then is removed."""
    with uninterrupted():
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".qbank-")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            temporary.chmod(mode)
            yield temporary
        finally:
            temporary.unlink(missing_ok=True)
