"""Values as bytes, for the cache.

A pickle can call anything, so only our own frozen values and a few plain types of the standard library are read back;
and since the writer of a value decides what is published, only bytes whose hash stands beside them are read at all.
"""

from __future__ import annotations

import copyreg
import io
import pickle
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

from mkdocs_qbank.build.cache import code_version, digest

_ROOMS = tuple(f"mkdocs_qbank.{room}." for room in ("model", "findings", "markdown", "read", "search", "build"))
"""The packages whose values are kept."""
_PLAIN = frozenset(
    [("builtins", "frozenset"), ("builtins", "set"), ("datetime", "date"), ("mkdocs_qbank.build.values", "_frozen")]
)
_ARRAYS = frozenset(
    (module, name)
    for module in (
        "numpy",
        "numpy.core.multiarray",
        "numpy._core.multiarray",
        "numpy._core.numeric",
        "numpy.core.numeric",
    )
    for name in ("ndarray", "dtype", "_reconstruct", "_frombuffer")
)


def pack(value: object) -> bytes:
    """Return a value as bytes, after a hash of them and of our code."""
    file = io.BytesIO()
    pickler = pickle.Pickler(file, protocol=5)
    pickler.dispatch_table = {
        **copyreg.dispatch_table,
        **dict.fromkeys(_enums(Enum), _member),
        MappingProxyType: _thawed,
    }
    pickler.dump(value)
    data = file.getvalue()
    return _seal(data) + data


def unpack(data: bytes) -> Any:
    """Return the value in bytes that `pack` gave; None if they are damaged, or from another version of our code."""
    head, body = data[: len(_seal(b""))], data[len(_seal(b"")) :]
    if head != _seal(body):
        return None
    try:
        return _Unpickler(io.BytesIO(body)).load()
    except Exception:  # noqa: BLE001 - what cannot be read, whatever the reason, is made again
        return None


def _seal(data: bytes) -> bytes:
    return digest(code_version(), data).encode()


def _frozen(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


def _thawed(mapping: MappingProxyType[Any, Any]) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    return _frozen, (dict(mapping),)


def _member(value: Enum) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    return type(value), (value.value,)  # some versions of Python would call getattr


def _enums(base: type[Enum]) -> Iterator[type[Enum]]:
    """Yield the enumerations of our own."""
    for kind in base.__subclasses__():
        if kind.__module__.startswith(_ROOMS):
            yield kind
        yield from _enums(kind)


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Return a type that a kept value may have."""
        plain = (module, name) in _PLAIN | _ARRAYS
        if plain or module.startswith(_ROOMS):
            found = super().find_class(module, name)
            if plain or (isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum))):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no type of a kept value")
