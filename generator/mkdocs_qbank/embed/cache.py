"""Embeddings kept on disk, so that a question is embedded once for each wording it ever had.

All stand in one file, an array of rows of a key and an embedding, which can hold nothing that runs. The key is made of
all that an embedding depends on; so a row is never out of date, and the file may be lost, or shared by branches and
builds, as a cache of continuous integration does.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Embedding = NDArray[np.float32]

_FILE = "embeddings.npy"
_ROUNDING = 1e-3
"""How far from 1 the length of a kept row may be; a row further off was not written here."""


def read_cache(folder: Path) -> dict[str, Embedding]:
    """Return each kept embedding by its key; of a file that is missing, broken or not ours, none."""
    try:
        with (folder / _FILE).open("rb") as file:
            rows = np.load(file, allow_pickle=False)
        keys, vectors = rows["key"].astype(str), rows["vector"].astype(np.float32)
        whole = np.abs(np.linalg.norm(vectors, axis=1) - 1) < _ROUNDING
    except Exception:  # noqa: BLE001 - however a file is broken, it is written again
        return {}
    return dict(zip(keys[whole].tolist(), vectors[whole], strict=True))


def write_cache(folder: Path, kept: Mapping[str, Embedding], used: Collection[str]) -> None:
    """Write embeddings, moved into place when they are whole; those not used go when they outnumber the used.

    Raises OSError where the folder cannot be written.
    """
    unused = kept.keys() - set(used)
    length = max((len(kept[key]) for key in used if key in kept), default=0)
    keys = [key for key in sorted(kept) if key not in unused or len(unused) <= len(used)]
    keys = [key for key in keys if len(kept[key]) == length]  # those of another model may be shorter or longer
    rows = np.empty(len(keys), dtype=[("key", "S64"), ("vector", "<f4", (length,))])
    rows["key"] = keys
    for place, key in enumerate(keys):
        rows["vector"][place] = kept[key]
    prepare(folder)
    fresh = folder / f"{_FILE}.{os.getpid()}.tmp"
    try:
        with fresh.open("wb") as file:
            np.save(file, rows, allow_pickle=False)
        fresh.replace(folder / _FILE)
    finally:
        fresh.unlink(missing_ok=True)


def prepare(folder: Path) -> None:
    """Make the folder of a cache, which git passes over; raises OSError where that cannot be."""
    folder.mkdir(parents=True, exist_ok=True)
    ignored = folder / ".gitignore"
    if not ignored.exists():
        ignored.write_text("*\n", encoding="utf-8")
