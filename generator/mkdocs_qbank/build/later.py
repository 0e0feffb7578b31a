"""A value that copies of this process wait for."""

from __future__ import annotations

import os
import pickle
import sys
from typing import Generic, TypeVar

from mkdocs_qbank.build.forks import LostProcessError

_Value = TypeVar("_Value")


class Later(Generic[_Value]):
    """A value that copies of this process, made before it is known, can wait for."""

    def __init__(self) -> None:
        self._process = os.getpid()
        self._told: list[_Value] = []
        self._open: tuple[int, ...] = ()
        if sys.platform == "linux":  # elsewhere there are no copies
            self._open = (os.memfd_create("qbank"), *os.pipe())

    def tell(self, value: _Value) -> None:
        """Make the value known, once. Raises OSError if there is no room for it."""
        self._told.append(value)
        if self._open:
            memory, _, telling = self._open
            with open(memory, "wb", closefd=False) as file:
                pickle.dump(value, file)
            os.write(telling, b".")
            self.cancel()

    def value(self) -> _Value:
        """Return the value; a copy waits for it. Raises LostProcessError if it will not be told."""
        if os.getpid() == self._process:
            return self._told[0]
        memory, known, telling = self._open
        os.close(telling)
        if not os.read(known, 1):
            raise LostProcessError("a process of the build was ended before its copies")
        with open(memory, "rb", closefd=False) as file:
            file.seek(0)
            value: _Value = pickle.load(file)  # noqa: S301 - written by the process that this is a copy of
        return value

    def cancel(self) -> None:
        """Let no copy wait any longer."""
        for number in self._open:
            os.close(number)
        self._open = ()
