"""A static table of word vectors: words with similar meanings have similar vectors, without a model to run.

`table.npz` is packed by `tests/table.py` from the token vectors of WordLlama (https://github.com/dleemiller/WordLlama,
MIT licence, see licences/wordllama.txt), which were distilled from the input embeddings of large language models. A
word is cut into tokens by greedy longest match; measured on 1,249 queries, WordLlama's own tokenizer finds no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 256
LARGEST_SCALE = 255
_FILE = Path(__file__).with_name("table.npz")
_START = "▁"
"""Precedes a token at the start of a word."""
_STEP = 0.996

Vectors = NDArray[np.float32]
"""Shape (texts or words, DIMENSIONS)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Vectors of tokens; their values are odd halves times the scale of the row, so sums of them are exact."""

    rows: Mapping[str, int]
    """The row of each token."""
    vectors: Vectors
    """Shape (tokens, DIMENSIONS)."""

    def vectors_of(self, words: Sequence[str]) -> Vectors:
        """Return the vector of each word: the sum of its k token vectors over the square root of k.

        A word without any token, such as one in another script, has a vector of zeros.
        """
        rows: dict[int, list[int]] = {}
        cuts: dict[int, list[list[int]]] = {}
        for row, word in enumerate(words):
            tokens = self._cut(word)
            rows.setdefault(len(tokens), []).append(row)
            cuts.setdefault(len(tokens), []).append(tokens)
        result = np.zeros((len(words), DIMENSIONS), dtype=np.float32)
        for count in rows.keys() - {0}:
            result[rows[count]] = self.vectors[np.array(cuts[count])].sum(axis=1) / count**0.5
        return result

    @property
    def words(self) -> tuple[str, ...]:
        """The tokens that are whole words, in alphabetical order."""
        return tuple(sorted(token[1:] for token in self.rows if token.startswith(_START) and len(token) > 1))

    def _cut(self, word: str) -> list[int]:
        rows, at = [], 0
        while at < len(word):
            mark = "" if at else _START
            for end in range(len(word), at, -1):
                row = self.rows.get(mark + word[at:end])
                if row is not None:
                    rows.append(row)
                    at = end
                    break
            else:
                at += 1
        return rows


@lru_cache(maxsize=1)
def load_table() -> Table:
    """Return the table of the package."""
    with np.load(_FILE, allow_pickle=False) as file:
        tokens, packed, scales = (file[name] for name in ("tokens", "levels", "scales"))
    names = tokens.tobytes().decode().split("\n")
    return Table(
        rows={name: row for row, name in enumerate(names)},
        vectors=unpack(packed) * scales[:, None].astype(np.float32),
    )


def pack(vectors: NDArray[np.floating[Any]]) -> tuple[NDArray[np.uint8], NDArray[np.floating[Any]]]:
    """Return vectors at two bits a dimension, shape (rows, DIMENSIONS / 4), and the scale of each row.

    Each value becomes the nearest of -1.5, -0.5, 0.5 and 1.5 times the scale: the root mean square of the row times the
    best step of a uniform quantizer with four levels for a normal distribution (Max, "Quantizing for minimum
    distortion", 1960).
    """
    scales = np.sqrt((vectors**2).mean(axis=1)) * _STEP
    levels = (np.clip(np.floor(vectors / np.maximum(scales, 1e-12)[:, None]), -2, 1) + 2).astype(np.uint8)
    parts = [levels[:, place::4] << np.uint8(2 * place) for place in range(4)]
    return np.bitwise_or.reduce(parts), scales


def unpack(packed: NDArray[np.uint8]) -> Vectors:
    """Return the values of packed vectors without their scales: -1.5, -0.5, 0.5 or 1.5 in each dimension."""
    levels = np.empty((len(packed), DIMENSIONS), dtype=np.float32)
    for place in range(4):
        levels[:, place::4] = packed >> np.uint8(2 * place) & np.uint8(3)
    return levels - np.float32(1.5)
