"""Edits shown at once while a site is served: the pages that they change are written before all else is built again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.relating import declared_again
from mkdocs_qbank.findings.finding import errors
from mkdocs_qbank.graph.learning_order import learning_order
from mkdocs_qbank.markdown.pages import Engine
from mkdocs_qbank.markdown.workers import prepare_workers
from mkdocs_qbank.publish.watch import State, state_of
from mkdocs_qbank.publish.writing import Press, write_questions
from mkdocs_qbank.read.bank import SUFFIXES, read_bank
from mkdocs_qbank.read.reading import Reading
from mkdocs_qbank.read.topic import TOPIC_FILE
from mkdocs_qbank.render.view import SiteView

QUIET = 1.5
"""The seconds without an edit after which all of the site is built again."""
_MOST = 20
"""The largest number of edited files whose pages are shown at once."""


@dataclass(frozen=True, slots=True)
class Served:
    """A site as it is served."""

    content: Path
    reading: Reading
    view: SiteView
    press: Press
    options: Options
    engine: Engine


class Preview:
    """Builds a served site: the pages of edited questions at once, and everything when there is a pause."""

    def __init__(
        self,
        build: Callable[[], None],
        later: Callable[[], None],
        served: Callable[[], Served | None],
        folders: Sequence[Path],
        docs: Path,
        settings: Path,
        seen: State,
    ) -> None:
        """`build` builds all of the site, `later` asks for another build, and `served` returns the site as it is;
        `folders` are that of the bank and others that the site is made from, `docs` is that of MkDocs, `settings` is
        mkdocs.yml, and `seen` is the state of the folders before the site was built, if it is known.
        """
        self._build, self._later, self._served = build, later, served
        self._folders, self._settings, self._looking = folders, settings, threading.Lock()
        self._seen, self._set = seen or state_of(folders), state_of([settings])
        self._needed = (folders[0], docs)
        self._site: Served | None = None
        self._timer: threading.Timer | None = None
        prepare_workers()  # for the first edit

    def __call__(self) -> None:
        """Build what has changed since the last call; without a change, all that is still to be built.

        While there is no bank, the site stays as it is: MkDocs would answer nobody until the folder is back.
        """
        if not self._is_there():
            return
        if self._timer is not None:
            self._timer.cancel()
        with self._looking:
            before, self._seen = self._seen, state_of(self._folders)
        settings, self._set = self._set, state_of([self._settings])
        changed = _differing(before, self._seen) | _differing(settings, self._set)
        site = self._site or self._served()
        self._site = None
        if site is not None and 0 < len(changed) <= _MOST:
            with suppress(Exception):  # building everything says what is wrong
                self._site = shown(site, changed)
        if self._site is None:
            self._build()
            return
        self._timer = threading.Timer(QUIET, self._later)
        self._timer.daemon = True
        self._timer.start()

    def has_changed(self) -> bool:
        """Return whether the folders have changed since the last call, which MkDocs has its own way to see of the
        settings; while there is no bank, they have not.
        """
        with self._looking:
            return self._is_there() and state_of(self._folders) != self._seen

    def _is_there(self) -> bool:
        return all(folder.is_dir() for folder in self._needed)


def _differing(before: State, now: State) -> set[str]:
    return {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}


def shown(site: Served, changed: Collection[str]) -> Served | None:
    """Write the pages that edits of question files change, and return the site after that.

    None if something else was edited, or if questions were added, removed or have errors: then all must be built. The
    suggestions of other questions stay as they are until then.
    """
    folder = (site.content / "questions").resolve()
    for path in map(Path, changed):
        if path.suffix not in SUFFIXES or path.name == TOPIC_FILE or path.resolve().parent.parent != folder:
            return None
    host_files, banks = frozenset(site.options.host_files), site.options.banks
    files = {Path(path).as_posix() for path in changed}
    reading = read_bank(site.content, site.engine, site.reading, host_files=host_files, banks=banks, edited=files)
    bank = reading.bank.preview if site.options.drafts else reading.bank.published
    old = site.view.bank
    if errors(reading.findings) or [one.id for one in bank.questions] != [one.id for one in old.questions]:
        return None
    edited = [one.id for one, before in zip(bank.questions, old.questions, strict=True) if one is not before]
    edited = [name for name in edited if bank.by_id[name] != old.by_id[name]]
    view = replace(
        site.view,
        bank=bank,
        relations=declared_again(bank, edited, site.view.relations),
        order=learning_order(bank),
        texts=None,
    )
    near = {
        relation.target for one in (site.view, view) for name in edited for relation in one.relations.outgoing[name]
    }
    near |= {
        relation.source for one in (site.view, view) for name in edited for relation in one.relations.incoming[name]
    }
    write_questions(view, site.press, sorted({*edited, *near}))
    return replace(site, reading=reading, view=view)
