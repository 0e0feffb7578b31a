"""Social cards as pictures, drawn once for each wording and then kept on disk."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple
from functools import cache, partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from mkdocs_qbank.build.cache import Store, cache_folder
from mkdocs_qbank.model.cards import Card

_LIBRARIES = ("pillow", "fontpkg-inter")


class Painter:
    """Draws cards, or takes them from the cache below `root`, where it keeps those that it draws.

    A card that cannot be drawn is kept as an empty one.
    """

    def __init__(self, root: Path) -> None:
        self._store = Store(cache_folder(root), "cards")
        self._draws: dict[str, bool] = {}

    def draws(self, card: Card) -> bool:
        """Return whether a card can be drawn, which it cannot if the font lacks a letter of its title."""
        key = _key(card)
        if key not in self._draws:
            kept = self._store.read(key)
            if kept is None and not _drawable(card):
                kept = self._store.get(key, bytes)  # no later build need ask the font
            self._draws[key] = kept is None or bool(kept)
        return self._draws[key]

    def __call__(self, card: Card) -> bytes | None:
        """Return a card as a PNG file, or None if it cannot be drawn."""
        return self._store.get(_key(card), partial(_painted, card)) or None

    def tidy(self) -> None:
        """Remove the cards that were not asked for, once they outnumber those that were."""
        self._store.tidy()


def _drawable(card: Card) -> bool:
    from mkdocs_qbank.render.paint.card import drawable  # noqa: PLC0415 - as below

    return drawable(card)


def _painted(card: Card) -> bytes:
    from mkdocs_qbank.render.paint.card import paint  # noqa: PLC0415 - slow to import, and all may be kept

    return paint(card) or b""


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
