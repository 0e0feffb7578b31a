"""Parsing in worker processes with time and memory limits, so that no content can hang a check or a build.

Pebble's pool terminates and replaces a single worker that takes too long or dies; the pools of the standard library
cannot.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing.context import BaseContext
from multiprocessing.synchronize import Semaphore
from types import ModuleType
from typing import TypeVar

from pebble import CONSTS, ProcessExpired, ProcessPool

from mkdocs_qbank.markdown.events import TooDeepError
from mkdocs_qbank.markdown.links import Destinations
from mkdocs_qbank.markdown.pages import Engine, parse_page
from mkdocs_qbank.markdown.parse import ParsedMarkdown, Text, parse
from mkdocs_qbank.markdown.rules import UNDRAWN, UNRENDERABLE
from mkdocs_qbank.model.compact import compact

if sys.platform != "win32":
    import resource

LIMIT = 5.0
"""The time limit for the texts of one file, in seconds."""
MEMORY = 2 * 1024**3
"""The memory limit of a worker, in bytes, where the system supports one."""
CONSTS.sleep_unit = 0.02
"""How often a pool looks whether a worker is done, in seconds; at the default of 0.1 a small bank waits for that."""
_NO_WORKER = "the processes that parse content cannot be started"
_CHUNK = 32
"""The maximum number of files sent to a worker at once, to reduce the cost of communication."""


@compact
@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """The texts of one file to parse; `engine` is set for hand-written pages and None for questions."""

    path: str
    texts: tuple[Text, ...]
    sections: frozenset[str] = frozenset()
    """The ids of the page's own sections."""
    engine: Engine | None = None
    plain: bool = False
    """Whether formulas are shown as LaTeX and code is not highlighted, because rendering them failed."""


Cache = Mapping[Job, ParsedMarkdown]
_Argument = TypeVar("_Argument")
_Result = TypeVar("_Result")
_Outcome = ParsedMarkdown | str
"""A parsed file, or the reason why it cannot be parsed."""


def parse_all(
    jobs: Iterable[Job],
    destinations: Destinations,
    known: Cache | None = None,
    *,
    limit: float = LIMIT,
    done: Callable[[Job, ParsedMarkdown], None] = lambda *_: None,
) -> dict[Job, ParsedMarkdown]:
    """Return each job with its parsed file; entries of the cache `known` are reused unless link addresses changed.

    `done` is called for each file as soon as it is parsed, except for those that need a second attempt.

    A question that takes longer than `limit` seconds or ends its worker is parsed again without formulas and
    highlighting. If that fails too, it has no sections, and a finding gives the reason. Raises OSError if no worker can
    be started.
    """
    wanted = list(dict.fromkeys(jobs))
    kept = {job: known[job] for job in wanted if _fresh(job, known, destinations)} if known else {}
    waiting = [job for job in wanted if job not in kept]
    if not waiting:
        return kept
    try:
        with _pool(len(waiting), destinations) as pool:
            outcomes = _run(pool, waiting, limit, done)
            failed = {job: outcome for job, outcome in outcomes.items() if isinstance(outcome, str)}
            plain = {job: replace(job, plain=True) for job in failed if job.engine is None}
            again = _run_each(pool, list(plain.values()), limit)
    except BrokenProcessPool as error:
        raise OSError(errno.EAGAIN, _NO_WORKER) from error
    for job, reason in failed.items():
        outcome = again.get(plain[job], reason) if job in plain else reason
        outcomes[job] = _unrenderable(job, outcome) if isinstance(outcome, str) else _undrawn(job, outcome, reason)
    parsed = {job: outcome for job, outcome in outcomes.items() if not isinstance(outcome, str)}
    return {job: kept[job] if job in kept else parsed[job] for job in wanted}


def call_each(
    function: Callable[[_Argument], _Result], arguments: Sequence[_Argument], *, limit: float = LIMIT
) -> list[_Result | str]:
    """Return the result of a function of a module for each argument, or the reason why there is none.

    Each is called in a worker and may take `limit` seconds. Raises OSError if no worker can be started, and what the
    function raises.
    """
    if not arguments:
        return []
    try:
        with _pool(len(arguments), Destinations()) as pool:
            return _call_each(pool, function, arguments, limit)
    except BrokenProcessPool as error:
        raise OSError(errno.EAGAIN, _NO_WORKER) from error


def _fresh(job: Job, known: Cache, destinations: Destinations) -> bool:
    """Return whether a job was parsed before and would give the same again."""
    if job not in known or (job.engine is not None and job.engine.reads_files):
        return False
    return all(destinations.state(path) == state for path, state in known[job].targets)


def _undrawn(job: Job, parsed: ParsedMarkdown, reason: str) -> ParsedMarkdown:
    message = f"formulas and code are shown as written, because rendering them {reason}"
    return replace(parsed, findings=(*parsed.findings, UNDRAWN.at(job.path, job.texts[0].line, 1, message)))


def _unrenderable(job: Job, reason: str) -> ParsedMarkdown:
    return ParsedMarkdown(
        sections=(), findings=(UNRENDERABLE.at(job.path, job.texts[0].line, 1, f"this Markdown {reason}"),)
    )


def prepare_workers() -> None:
    """Begin to import what workers need, so that it is there when they are wanted."""
    context = _context()
    if context.get_start_method() == "forkserver":
        from multiprocessing import forkserver  # noqa: PLC0415 - Windows has none

        with suppress(OSError):  # the pool says what is wrong
            forkserver.ensure_running()


def _context() -> BaseContext:
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload([__name__])  # imported once for all workers of this process
    return context


@contextmanager
def _pool(count: int, destinations: Destinations) -> Iterator[ProcessPool]:
    context = _context()
    workers = min(os.cpu_count() or 1, max(1, count // 8))
    started = context.Semaphore(0)
    with (
        _no_program(),
        ProcessPool(
            max_workers=workers, context=context, initializer=_initialize, initargs=(destinations, started)
        ) as pool,
    ):
        yield pool
        # A worker that is still starting when the pool is gone cannot find its locks and prints to standard error.
        for _ in range(workers):
            started.acquire(timeout=LIMIT)


@contextmanager
def _no_program() -> Iterator[None]:
    """Hide the program that runs: each worker would import it, MkDocs with all that it needs, and none uses it."""
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


def _run(
    pool: ProcessPool, jobs: Sequence[Job], limit: float, done: Callable[[Job, ParsedMarkdown], None]
) -> dict[Job, _Outcome]:
    """Return the outcome of each job, run in chunks; the jobs of a failed chunk are run one by one.

    A small bank has small chunks, so that a few slow files do not make the whole bank wait twice.
    """
    size = max(1, min(_CHUNK, len(jobs) // 64))
    if size == 1:
        return _run_each(pool, jobs, limit)
    chunks = [jobs[at : at + size] for at in range(0, len(jobs), size)]
    futures = [pool.schedule(_parse_chunk, args=(chunk,), timeout=limit) for chunk in chunks]
    outcomes: dict[Job, _Outcome] = {}
    failed: list[Job] = []
    for chunk, future in zip(chunks, futures, strict=True):
        try:
            parsed = dict(zip(chunk, future.result(), strict=True))
        except (FutureTimeoutError, ProcessExpired):
            failed += chunk
            continue
        outcomes |= parsed
        for job, outcome in parsed.items():
            if not isinstance(outcome, str):
                done(job, outcome)
    return outcomes | _run_each(pool, failed, limit)


def _run_each(pool: ProcessPool, jobs: Sequence[Job], limit: float) -> dict[Job, _Outcome]:
    parsed = _call_each(pool, _parse_chunk, [(job,) for job in jobs], limit)
    return {job: out if isinstance(out, str) else out[0] for job, out in zip(jobs, parsed, strict=True)}


def _call_each(
    pool: ProcessPool, function: Callable[[_Argument], _Result], arguments: Sequence[_Argument], limit: float
) -> list[_Result | str]:
    futures = [pool.schedule(function, args=(argument,), timeout=limit) for argument in arguments]
    results: list[_Result | str] = []
    for future in futures:
        try:
            results.append(future.result())
        except FutureTimeoutError:
            results.append(f"takes longer than {limit:g} seconds")
        except ProcessExpired:
            results.append("crashes the process that parses it")
    return results


_destinations = Destinations()
"""The destinations of this worker's links."""


def _initialize(destinations: Destinations, started: Semaphore) -> None:
    """Initialize a worker: set its destinations and its memory limit."""
    global _destinations  # noqa: PLW0603 - only the initializer can pass data to a worker once
    _destinations = destinations
    if sys.platform != "win32":
        _limit(resource.RLIMIT_AS, MEMORY)
        _limit(resource.RLIMIT_CORE, 0)
    started.release()


def _limit(kind: int, size: int) -> None:
    """Set a limit of this process; macOS refuses one of memory, and no process may raise the limit it has."""
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (size, size))


def _parse_chunk(jobs: Sequence[Job]) -> list[_Outcome]:
    return [_parse(job) for job in jobs]


def _parse(job: Job) -> _Outcome:
    try:
        if job.engine is not None:
            return parse_page(job.texts[0], job.path, _destinations, job.engine)
        return parse(job.texts, job.path, _destinations, job.sections, plain=job.plain)
    except (TooDeepError, RecursionError):
        return "is nested too deep"
    except MemoryError:
        return "takes too much memory"
    except Exception as error:  # noqa: BLE001 - any exception of an extension becomes a finding about the file
        return f"fails with {type(error).__name__}"
