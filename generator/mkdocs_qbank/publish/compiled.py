"""The templates of a site, each compiled once: by another process while a bank is read, or when it is first used.

Jinja compiles a template for each environment that uses it, and a site has two: that of the theme, and the one of
frames, in which some templates are replaced.
"""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from types import CodeType

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from mkdocs_qbank.build.forks import Beside
from mkdocs_qbank.publish.mkdocs_pages import remembering
from mkdocs_qbank.publish.scripts import Scripts
from mkdocs_qbank.publish.theme import Unindented, look_up_at_once, theme_dir

_NAMED = re.compile(r"""\{%[-+]?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")
_Codes = dict[tuple[str, str], bytes]
"""Compiled templates, by a hash of the name and one of the text."""


def prepare(environment: Environment) -> Scripts:
    """Have an environment leave out blank space, find items and addresses at once, and record scripts; return the
    record.
    """
    environment.add_extension(Unindented)
    look_up_at_once(environment)
    environment.add_extension(Scripts)
    environment.filters["url"] = remembering(environment.filters["url"])
    scripts: Scripts = environment.extensions[Scripts.identifier]  # type: ignore[assignment]
    return scripts


class Compiled(BytecodeCache):
    """Compiled templates in memory. Other templates than those of this process and of its copies are never loaded."""

    def __init__(self, make: Callable[[], Environment] | None = None) -> None:
        """`make` returns the environment whose templates another process compiles meanwhile."""
        self._codes: _Codes = {}
        self._beside = Beside(partial(_compile, make)) if make else None

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with its compiled template, if there is one."""
        beside, self._beside = self._beside, None
        if beside is not None and beside.begun:
            with suppress(Exception):  # it is a head start alone
                self._codes |= beside.result()
        if (data := self._codes.get((bucket.key, bucket.checksum))) is not None:
            code: CodeType = marshal.loads(data)  # noqa: S302 - made by this process or a copy of it
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember a template that was compiled."""
        self._codes[bucket.key, bucket.checksum] = marshal.dumps(bucket.code)

    def cancel(self) -> None:
        """End the other process, if what it compiles was not wanted."""
        beside, self._beside = self._beside, None
        if beside is not None:
            beside.cancel()

    def codes(self) -> _Codes:
        """Return all that is compiled."""
        return self._codes


def _compile(make: Callable[[], Environment]) -> _Codes:
    """Return our templates and those that they name, compiled; what is wrong with one is told where it is used."""
    environment = make()
    prepare(environment)
    environment.bytecode_cache = compiled = Compiled()
    waiting, met = sorted(file.name for file in theme_dir().glob("*.html")), set[str]()
    while waiting:
        name = waiting.pop()
        if name not in met:
            met.add(name)
            with suppress(Exception):
                environment.get_template(name)
                waiting += _named(environment, name)
    return compiled.codes()


def _named(environment: Environment, name: str) -> Iterator[str]:
    """Yield the names of the templates that one names."""
    if environment.loader is not None:
        source, _, _ = environment.loader.get_source(environment, name)
        yield from _NAMED.findall(source)
