"""Values that are pickled quickly: between processes, and in the cache."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

_Value = TypeVar("_Value")


def compact(kind: type[_Value]) -> type[_Value]:
    """Return a frozen dataclass with slots and two or more fields; its values are pickled as the tuple of their fields.

    What `dataclass` gives such a class looks the fields up for every value, most of the time that it takes to read one.
    """
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    setters = tuple(getattr(kind, name).__set__ for name in names)  # those of slots take a frozen value too
    read = attrgetter(*names)

    def state_of(value: Any) -> Any:
        return read(value)

    def set_state(value: Any, state: tuple[Any, ...]) -> None:
        for put, part in zip(setters, state, strict=True):
            put(value, part)

    setattr(kind, "__getstate__", state_of)  # noqa: B010 - a type checker takes it for an error
    setattr(kind, "__setstate__", set_state)  # noqa: B010
    return kind
