"""The bank that a command works on, as its mkdocs.yml has it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mkdocs_qbank.build.engine import engine_problems, read_engine
from mkdocs_qbank.build.kept import Outcome, ReadingCache, files_key, outcome_of
from mkdocs_qbank.build.options import Options, option_problems, read_options
from mkdocs_qbank.build.pipeline import Checked, as_of, check_content
from mkdocs_qbank.build.relating import Embed
from mkdocs_qbank.cli.console import fail, tell
from mkdocs_qbank.embed.embedder import embedder
from mkdocs_qbank.embed.model import ModelError
from mkdocs_qbank.read.reading import Changes, Reading
from mkdocs_qbank.relate.similarity import Embeddings


def options_of(config: Path) -> Options:
    """Return the options that an mkdocs.yml sets, and print what cannot be used of them."""
    for problem in option_problems(config):
        tell(problem)
    return read_options(config)


def checked_bank(
    content: Path, config: Path, options: Options, known: Reading | None = None, *, again: bool = False
) -> Checked:
    """Return a bank that has been read and checked, and print what cannot be used of the engine in its mkdocs.yml.

    `known` is an earlier reading, whose results are used again. With `again` nothing is printed.
    """
    for problem in () if again else engine_problems(config):
        tell(problem)
    return check_content(content, read_engine(config), known, **options.checking)


def kept_outcome(content: Path, config: Path, options: Options) -> Outcome:
    """Return the outcome of a check of a bank: that of an earlier one, if nothing has changed since.

    Otherwise only what has changed is read, and all of it is kept for the next check.
    """
    cache = ReadingCache(config.parent)
    engine = read_engine(config)
    key = files_key(content, repr((as_of(), engine, options.checking)).encode())
    if not engine.reads_files and (kept := cache.outcome(key)):
        for problem in engine_problems(config):
            tell(problem)
        return kept
    checked = checked_bank(content, config, options, cache.load())
    outcome = outcome_of(key, checked.reading, checked.findings)
    cache.save(checked.reading)
    cache.keep_outcome(outcome, checked.reading)
    return outcome


def changed_bank(content: Path, config: Path, options: Options, before: Checked, changed: Changes) -> Checked:
    """Return a bank as it would be with some changes of its files, checked like the one before."""
    return check_content(
        content,
        read_engine(config),
        before.reading,
        changed=changed,
        **options.checking,
    )


def embedding(model: str, folder: Path) -> Embed | None:
    """Return what embeds questions where a model is named; where that model cannot be used, the command ends."""
    if not model:
        return None

    def embed(texts: Sequence[Sequence[str]]) -> Embeddings:
        try:
            return embedder(model, folder, _tell)(texts)
        except ModelError as error:
            fail(str(error))

    return embed


def _tell(done: int, total: int) -> None:
    if done == total or done % 100 == 0:
        tell(f"embedded {done} of {total} questions")
