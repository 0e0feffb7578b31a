"""A bank beside what it was at a git revision."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.pipeline import Checked, as_of, bank_reader, check_content
from mkdocs_qbank.build.relating import Embed, make_relations
from mkdocs_qbank.build.revision import write_revision
from mkdocs_qbank.graph.changes import Changes, QuestionChange, Side, compare
from mkdocs_qbank.graph.coverage import gaps
from mkdocs_qbank.graph.graph import graph
from mkdocs_qbank.markdown.pages import Engine
from mkdocs_qbank.search.search import Match, search

MOST_LOOKED_UP = 100
"""The number of questions for which the nearest are looked up: a report has no room for more."""
_NEAREST = 3
_LONGEST = 1000
"""The maximum length of a query in characters."""


def read_changes(
    checked: Checked, content: Path, commit: str, options: Options, engine: Engine, embed: Embed | None = None
) -> Changes:
    """Return what changed in a checked bank since a commit; its folder is relative to the working folder.

    The working folder is another one meanwhile, so that files have the same paths on both sides: then what has been
    parsed once is used again. Raises GitError where git cannot read the commit.
    """
    here = content.absolute()
    with tempfile.TemporaryDirectory(prefix="qbank-") as folder:
        write_revision(here, commit, Path(folder) / content)
        with contextlib.chdir(folder):
            known = checked.reading
            former = check_content(content, engine, known, **options.checking)
    before, after = (_side(one, options, embed) for one in (former, checked))
    return compare(before, after, content.as_posix(), options.rules)


def nearest(changes: Changes) -> Mapping[str, tuple[Match, ...]]:
    """Return the published questions that search finds for the first changed questions, by path, without themselves."""
    wanted = [change for change in changes.questions if change.after is not None]
    if not wanted or not changes.after.bank.published.questions:
        return {}
    reader = bank_reader(changes.after.bank.published)

    def found(change: QuestionChange) -> Iterable[Match]:
        asked = change.after.question.plain[:_LONGEST] if change.after else ""
        return (match for match in search(reader, asked, _NEAREST + 1) if match.id != change.id)

    return {change.path: tuple(islice(found(change), _NEAREST)) for change in wanted[:MOST_LOOKED_UP]}


def _side(checked: Checked, options: Options, embed: Embed | None) -> Side:
    reading = checked.reading
    published = reading.bank.published
    relations = make_relations(published, options, embed)
    return Side(
        bank=reading.bank,
        texts=reading.texts,
        findings=checked.findings,
        relations=relations,
        gaps=gaps(published, relations, graph(relations), as_of()),
    )
