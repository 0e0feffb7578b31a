"""Social cards as pictures, drawn once for each wording and then kept on disk."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import astuple
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from mkdocs_qbank.embed.cache import prepare, write_whole
from mkdocs_qbank.embed.embedder import CACHE
from mkdocs_qbank.model.cards import Card

_LIBRARIES = ("pillow", "fontpkg-inter")
_SUFFIX = ".png"


class Painter:
    """Draws cards, or reads them from a folder below `root`, where it keeps those that it draws.

    A card that cannot be drawn is kept as an empty file. A folder that cannot be written costs time and nothing else.
    """

    def __init__(self, root: Path) -> None:
        self._cache = root / CACHE
        self._folder = self._cache / "cards"
        self._painted: dict[str, bytes] = {}

    def __call__(self, card: Card) -> bytes | None:
        """Return a card as a PNG file, or None if the font lacks a letter of its title."""
        key = _key(card)
        if key not in self._painted:
            self._painted[key] = self._read(key, card)
        return self._painted[key] or None

    def tidy(self) -> None:
        """Remove the cards that were not asked for, once they outnumber those that were."""
        with suppress(OSError):
            unused = [file for file in self._folder.glob(f"*{_SUFFIX}") if file.stem not in self._painted]
            for file in unused if len(unused) > len(self._painted) else ():
                file.unlink(missing_ok=True)

    def _read(self, key: str, card: Card) -> bytes:
        file = self._folder / f"{key}{_SUFFIX}"
        try:
            return file.read_bytes()
        except OSError:
            from mkdocs_qbank.render.paint.card import paint  # noqa: PLC0415 - slow to import, and all may be kept

            png = paint(card) or b""
            with suppress(OSError):
                self._write(file, png)
            return png

    def _write(self, file: Path, png: bytes) -> None:
        prepare(self._cache)
        file.parent.mkdir(exist_ok=True)
        write_whole(file, png)


def _key(card: Card) -> str:
    """Return a hash of everything that the picture of a card depends on."""
    return hashlib.sha256(json.dumps([_code(), astuple(card)]).encode()).hexdigest()


@cache
def _code() -> list[str]:
    """Return the versions of the libraries that draw, and a hash of our own code that does."""
    spec = find_spec("mkdocs_qbank.render.paint")
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    code = b"".join(file.read_bytes() for file in sorted(folder.glob("*.py")))
    return [*map(version, _LIBRARIES), hashlib.sha256(code).hexdigest()]
