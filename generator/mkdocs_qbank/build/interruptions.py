"""Ctrl-C, which waits while a file is written: it ends a command between two files, never within one.

Python raises KeyboardInterrupt between any two steps of a program, also after a file was made and before its name is
known, where no `finally` can remove it. So the handler of SIGINT is replaced once, by one that counts who holds it;
setting it for each file would leave a moment before and after, and masking it would leave it to the threads of
libraries.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class _Interruptions:
    """What is to be done about SIGINT."""

    def __init__(self) -> None:
        self._holds = self._outer = 0
        self._waiting = False

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        """Raise KeyboardInterrupt, or note that it waits; whoever had let it through holds it again."""
        if self._holds:
            self._waiting = True
        else:
            self._raise()

    def check(self) -> None:
        """Raise KeyboardInterrupt if it waits."""
        if self._waiting:
            self._raise()

    def _raise(self) -> None:
        self._waiting = False
        if not self._holds:
            self._holds, self._outer = self._outer, 0
        raise KeyboardInterrupt

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let it wait until a block is done."""
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1
            if not self._holds:
                self.check()

    @contextmanager
    def let_through(self) -> Iterator[None]:
        """Let it through in a block of one that holds it."""
        self._outer = self._holds
        try:
            self._holds = 0
            self.check()
            yield
        finally:
            self._holds, self._outer = self._outer or self._holds, 0


_interruptions = _Interruptions()


def _reach() -> bool:
    """Return whether Ctrl-C reaches this code as Python's own KeyboardInterrupt."""
    if threading.current_thread() is not threading.main_thread():
        return False  # only the main thread is interrupted, or may set a handler
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interruptions)
    return signal.getsignal(signal.SIGINT) is _interruptions


@contextmanager
def uninterrupted() -> Iterator[Callable[[], None]]:
    """Let Ctrl-C wait until a block is done.

    Gives a function that raises KeyboardInterrupt if it waits, for a block that can stop on its way.
    """
    if not _reach():
        yield lambda: None
        return
    with _interruptions.held():
        yield _interruptions.check


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C through in a part of an `uninterrupted` block, which goes on uninterrupted after it."""
    if not _reach():
        yield
        return
    with _interruptions.let_through():
        yield
