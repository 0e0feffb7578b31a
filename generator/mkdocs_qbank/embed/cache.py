"""A cache of embeddings on disk, so that each wording of a question is embedded once.

One file contains an array of keys and embeddings, without executable content. A key is a hash of everything that its
embedding depends on, so rows never become stale, and the file may be deleted, or shared between branches and builds as
CI caches do.
"""

from __future__ import annotations

import io
import os
from collections.abc import Collection, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Embedding = NDArray[np.float32]

_FILE = "embeddings.npy"
_ROUNDING = 1e-3
"""The maximum deviation of an embedding's length from 1; other rows were not written here."""


def read_cache(folder: Path) -> dict[str, Embedding]:
    """Return the cached embeddings by key; empty if the file is missing, corrupt or foreign."""
    try:
        with (folder / _FILE).open("rb") as file:
            rows = np.load(file, allow_pickle=False)
        keys, vectors = rows["key"].astype(str), rows["vector"].astype(np.float32)
        valid = np.abs(np.linalg.norm(vectors, axis=1) - 1) < _ROUNDING
    except Exception:  # noqa: BLE001 - a corrupt file of any kind is rewritten
        return {}
    return dict(zip(keys[valid].tolist(), vectors[valid], strict=True))


def write_cache(folder: Path, kept: Mapping[str, Embedding], used: Collection[str]) -> None:
    """Write embeddings by key, atomically; unused ones are dropped once they outnumber the used ones.

    Raises OSError if the folder cannot be written.
    """
    unused = kept.keys() - set(used)
    length = max((len(kept[key]) for key in used if key in kept), default=0)
    wanted = sorted(kept if len(unused) <= len(used) else kept.keys() - unused)
    fitting = [(key, kept[key]) for key in wanted if len(kept[key]) == length]  # other models have other dimensions
    rows = np.array(fitting, dtype=[("key", "S64"), ("vector", "<f4", (length,))])
    content = io.BytesIO()
    np.save(content, rows, allow_pickle=False)
    prepare(folder)
    write_whole(folder / _FILE, content.getvalue())


def write_whole(file: Path, data: bytes) -> None:
    """Write a file under a temporary name and move it into place, so that nobody reads a part of it; raises OSError."""
    fresh = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    try:
        fresh.write_bytes(data)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


def prepare(folder: Path) -> None:
    """Create the folder of the cache, ignored by git; raises OSError if that fails."""
    folder.mkdir(parents=True, exist_ok=True)
    ignored = folder / ".gitignore"
    if not ignored.exists():
        ignored.write_text("*\n", encoding="utf-8")
