"""Rendering in processes of its own, which can be ended: no text, however it is built, holds up a build.

Pebble runs them, since its pool ends and replaces the one worker that takes too long, which the pools of the standard
library cannot do.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass

from pebble import ProcessPool

from generator.render.html import Engine, Html, Renderer

LIMIT = 5.0
"""Seconds that the rendering of one page may take."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One page to render."""

    path: str
    text: str
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """Why a page could not be rendered."""

    reason: str


def render_all(
    jobs: Iterable[Job], engine: Engine, known: Mapping[Job, Html | Failure], *, limit: float = LIMIT
) -> dict[Job, Html | Failure]:
    """Gives the HTML of each page, or why there is none; what `known` holds already is not rendered again."""
    wanted = list(dict.fromkeys(jobs))
    found = {job: known[job] for job in wanted if job in known}
    fresh = [job for job in wanted if job not in found]
    if not fresh:
        return found
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    count = min(os.cpu_count() or 1, max(1, len(fresh) // 16))
    with ProcessPool(max_workers=count, context=multiprocessing.get_context(method)) as pool:
        future = pool.map(_render, ((engine, job) for job in fresh), timeout=limit)
        results = future.result()
        for job in fresh:
            try:
                found[job] = next(results)
            except FutureTimeoutError:
                found[job] = Failure(reason=f"took longer than {limit:g} seconds")
            except StopIteration:
                break
            except Exception as error:  # noqa: BLE001 - whatever an extension raises is told of the page, not thrown
                found[job] = Failure(reason=f"ended with {type(error).__name__}")
    return found


def _render(task: tuple[Engine, Job]) -> Html | Failure:
    engine, job = task
    sys.setrecursionlimit(2000)
    kept = _renderers.get(repr(engine)) or _renderers.setdefault(repr(engine), Renderer(engine))
    try:
        return kept.render(job.path, job.text, job.formulas)
    except RecursionError:
        _renderers.clear()
        return Failure(reason="is built too deep")


_renderers: dict[str, Renderer] = {}
"""The renderer of this worker: making one costs as much as rendering a page."""
