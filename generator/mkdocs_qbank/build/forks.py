"""Work shared between copies of this process, which read all that it holds without a copy being sent.

A copy takes one piece of work after another until none is left, so that long and short pieces need no plan. Where the
system cannot copy a process safely (Windows, macOS), the work is done by this process.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import pickle
import signal
import struct
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NoReturn, TypeVar

_Result = TypeVar("_Result")
_NUMBER = struct.Struct("<I")
_SEVERAL = 4
"""Fewer pieces than this are not worth a process."""
_ROOM = 1 << 20
"""A copy whose report has no more bytes does not wait, with all its memory, until the report is read."""


class LostProcessError(Exception):
    """A process ended before its work was done; the message says how."""


@dataclass(frozen=True, slots=True)
class _Report:
    """What a copy has done: the result of each piece, what it logged, and the error that ended it."""

    results: dict[int, Any]
    records: list[tuple[str, int, str]]
    error: BaseException | None = None


def share(pieces: Sequence[Callable[[], _Result]], done: Callable[[int], None], *, count: int = 0) -> list[_Result]:
    """Return the result of each piece of work, run by `count` processes, by default one for each processor.

    Results are sent back, so they should be small. `done` is called with the number of finished pieces now and then.
    What pieces log is logged here, each message once. Raises what a piece raises, and LostProcessError if a process
    dies.
    """
    wanted = min(count or len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1, len(pieces))
    if wanted < 2 or len(pieces) < _SEVERAL:
        return [_counted(piece, number, done) for number, piece in enumerate(pieces, 1)]
    queue = _queue(len(pieces))
    copies: list[_Copy] = []
    try:
        with _frozen():
            copies += (_Copy(queue, pieces) for _ in range(wanted))
            reports = _collect(copies, done)
    finally:
        os.close(queue)
        for copy in copies:
            copy.end()
    _log(reports)
    for report in reports:
        if report.error is not None:
            raise report.error
    results = {number: result for report in reports for number, result in report.results.items()}
    if len(results) < len(pieces):
        raise LostProcessError("a process of the build ended before its work was done; is there enough memory?")
    return [results[number] for number in range(len(pieces))]


class Beside(Generic[_Result]):
    """One piece of work that a copy of this process does while this one goes on.

    Where the system cannot copy a process safely, it is done when its result is wanted.
    """

    def __init__(self, piece: Callable[[], _Result]) -> None:
        self._piece = piece
        self._copy: _Copy | None = None
        if sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1:
            queue = _queue(1)
            try:
                with _frozen():
                    self._copy = _Copy(queue, [piece])
            finally:
                os.close(queue)

    @property
    def begun(self) -> bool:
        """Whether a copy does it."""
        return self._copy is not None

    def ready(self) -> bool:
        """Return whether the result is there, or is made when it is wanted."""
        import select  # noqa: PLC0415 - Windows has it for sockets alone, and no copies

        return self._copy is None or bool(select.select([self._copy.output], [], [], 0)[0])

    def result(self) -> _Result:
        """Return the result, once it is there. Raises what the piece raises, and LostProcessError if the copy dies."""
        if self._copy is None:
            return self._piece()
        try:
            (report,) = _collect([self._copy], lambda _: None)
        finally:
            self._copy.end()
        _log([report])
        if report.error is not None:
            raise report.error
        result: _Result = report.results[0]
        return result

    def cancel(self) -> None:
        """End the copy, whose result is not wanted."""
        if self._copy is not None:
            self._copy.end()


class Background:
    """Pieces of work that a copy of this process does one after another, and that other copies can help with."""

    def __init__(self, pieces: Sequence[Callable[[], object]]) -> None:
        self._pieces = pieces
        self._queue = _queue(len(pieces))
        self._beside = Beside(self.help)

    def help(self) -> None:
        """Do pieces until none is left to begin."""
        for number in _numbers(self._queue):
            self._pieces[number]()

    def finish(self) -> None:
        """Wait until all is done. Raises what a piece raises, and LostProcessError if the copy dies."""
        self._beside.result()
        self.cancel()

    def cancel(self) -> None:
        """End the copy, whose work is done or not wanted."""
        self._beside.cancel()
        if self._queue >= 0:
            os.close(self._queue)
            self._queue = -1


@contextlib.contextmanager
def _frozen() -> Iterator[None]:
    """Have what copies of this process have in common never looked through, which would copy it in memory."""
    before = gc.get_freeze_count()
    gc.freeze()
    try:
        yield
    finally:
        if not before:
            gc.unfreeze()


def _counted(piece: Callable[[], _Result], number: int, done: Callable[[int], None]) -> _Result:
    result = piece()
    done(number)
    return result


def _queue(count: int) -> int:
    """Return the end of a pipe from which the numbers of all pieces can be read; they are few enough not to fill it."""
    queue, feed = os.pipe()
    os.write(feed, b"".join(map(_NUMBER.pack, range(count))))
    os.close(feed)
    return queue


class _Copy:
    """A copy of this process that works."""

    def __init__(self, queue: int, pieces: Sequence[Callable[[], Any]]) -> None:
        import fcntl  # noqa: PLC0415 - Windows has none, and no copies

        self.output, answers = os.pipe()
        with contextlib.suppress(OSError):
            fcntl.fcntl(answers, fcntl.F_SETPIPE_SZ, _ROOM)
        sys.stdout.flush()
        sys.stderr.flush()
        with warnings.catch_warnings():
            # Python warns where there are other threads; a copy uses none of what they might hold.
            warnings.simplefilter("ignore", DeprecationWarning)
            try:
                self.process = os.fork()
            except OSError:
                for number in (self.output, answers):
                    os.close(number)
                raise
        if self.process == 0:
            os.close(self.output)
            _work(queue, answers, pieces)
        os.close(answers)
        self._ended = False

    def end(self) -> None:
        """End the copy if it still runs, and wait for it."""
        if not self._ended:
            self._ended = True
            os.close(self.output)
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGTERM)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.process, 0)


def _collect(copies: Sequence[_Copy], done: Callable[[int], None]) -> list[_Report]:
    """Return what all copies report; each sends a byte for each piece, and at last its report."""
    import selectors  # noqa: PLC0415 - only a site of some size needs it

    received = {copy.output: bytearray() for copy in copies}
    with selectors.DefaultSelector() as selector:
        for copy in copies:
            selector.register(copy.output, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select():
                data = os.read(key.fd, 1 << 20)
                received[key.fd] += data
                if not data:
                    selector.unregister(key.fd)
            done(sum(map(_ticks, received.values())))
    return [_report(data) for data in received.values()]


_TICK, _END = b".", b"!"


def _ticks(data: bytearray) -> int:
    end = data.find(_END)
    return len(data) if end < 0 else end


def _report(data: bytearray) -> _Report:
    _, mark, pickled = bytes(data).partition(_END)
    if not mark or not pickled:
        raise LostProcessError("a process of the build was ended; is there enough memory?")
    try:
        report: _Report = pickle.loads(pickled)  # noqa: S301 - written by a copy of this process
    except (pickle.UnpicklingError, EOFError) as error:
        raise LostProcessError("a process of the build was ended while it reported") from error
    return report


class _Records(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[tuple[str, int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append((record.name, record.levelno, record.getMessage()))


def _work(queue: int, answers: int, pieces: Sequence[Callable[[], Any]]) -> NoReturn:
    """Do pieces of work until none is left, report, and end this copy without what its parent does at its end."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = os.getppid()
    records = _Records()
    for name in ("", "mkdocs"):
        logging.getLogger(name).handlers = [records]
    results: dict[int, Any] = {}
    error: BaseException | None = None
    try:
        for number in _numbers(queue):
            if os.getppid() != parent:
                os._exit(1)  # nobody waits for it any more
            results[number] = pieces[number]()
            os.write(answers, _TICK)
    except BaseException as raised:  # noqa: BLE001 - the parent raises it
        error = _portable(raised)
    with contextlib.suppress(OSError), open(answers, "wb") as file:
        file.write(_END + pickle.dumps(_Report(results, records.kept, error)))
    os._exit(0)


def _portable(error: BaseException) -> BaseException:
    """Return an error that can be sent; what cannot is told in words."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    except Exception:  # noqa: BLE001 - an error may refuse in any way
        return RuntimeError("".join(traceback.format_exception(error)))
    return error


def _numbers(queue: int) -> Iterator[int]:
    while data := os.read(queue, _NUMBER.size):
        yield _NUMBER.unpack(data)[0]


def _log(reports: Sequence[_Report]) -> None:
    """Log what copies have logged, once: each of them may have met the same."""
    for name, level, text in dict.fromkeys(record for report in reports for record in report.records):
        logging.getLogger(name).log(level, "%s", text)
