"""Writing files: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_new(path: Path, text: str) -> bool:
    """Writes a new file by way of a temporary name; gives False, and changes nothing, where there is one already."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".qbank-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(temporary).chmod(0o644)
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
    finally:
        Path(temporary).unlink()
    return True
