"""A value that copies of this process wait for."""

from __future__ import annotations

import os
import pickle
import tempfile
from typing import Generic, TypeVar

from mkdocs_qbank.build.forks import LostProcessError

_Value = TypeVar("_Value")


class Later(Generic[_Value]):
    """A value that copies of this process, made before it is known, can wait for."""

    def __init__(self) -> None:
        self._process = os.getpid()
        self._told: list[_Value] = []
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when told
        self._known, self._telling = os.pipe()

    def tell(self, value: _Value) -> None:
        """Make the value known, once."""
        self._told.append(value)
        pickle.dump(value, self._file)
        self._file.flush()
        os.write(self._telling, b".")
        self.cancel()

    def value(self) -> _Value:
        """Return the value; a copy waits for it. Raises LostProcessError if it will not be told."""
        if os.getpid() == self._process:
            return self._told[0]
        os.close(self._telling)
        if not os.read(self._known, 1):
            raise LostProcessError("a process of the build was ended before its copies")
        self._file.seek(0)
        value: _Value = pickle.load(self._file)  # noqa: S301 - written by the process that this is a copy of
        return value

    def cancel(self) -> None:
        """Let no copy wait any longer."""
        if not self._file.closed:
            self._file.close()
            os.close(self._known)
            os.close(self._telling)
