"""The relations of a bank with its owner's options, made by this process or beside it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from mkdocs_qbank.build.forks import Beside
from mkdocs_qbank.build.later import Later
from mkdocs_qbank.build.options import Options
from mkdocs_qbank.embed.embedder import embedder
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.relations import Relations
from mkdocs_qbank.relate.declared import relations_of
from mkdocs_qbank.relate.relations import relate
from mkdocs_qbank.relate.similarity import Embeddings
from mkdocs_qbank.relate.suggested import Given
from mkdocs_qbank.search.duplicates import Pair, duplicates
from mkdocs_qbank.search.texts import Texts, read_texts
from mkdocs_qbank.search.tokens import passages

log = logging.getLogger("mkdocs.plugins.qbank")

Embed = Callable[[Sequence[Sequence[str]]], Embeddings]
"""Gives the meaning of each question, told by its own words and then by those of its parts."""


def make_relations(bank: Bank, options: Options, embed: Embed | None = None, given: Given | None = None) -> Relations:
    """Return the relations of a published bank with its owner's options; `embed` computes embeddings, if wanted.

    `given` is what is found out elsewhere too.
    """
    return relate(
        bank,
        suggestions=options.suggestions,
        threshold=options.threshold,
        embeddings=meanings(bank, embed),
        given=given,
    )


class Relating:
    """The questions of a site as they are being related: by another process, unless a model is needed."""

    def __init__(self, bank: Bank, options: Options) -> None:
        """Begin to relate the questions of a bank."""
        self._bank, self._options = bank, options
        self._texts: Later[Texts] = Later()
        self._pairs: Later[list[Pair]] = Later()
        self._given = Given(texts=self._texts.value, pairs=self._pairs.value)
        self._beside: Beside[Relations] | None = None
        try:
            self._beside = None if options.model else Beside(self._make)
            self.texts = read_texts(bank.questions)
            self._texts.tell(self.texts)
        except BaseException:
            self.cancel()
            raise

    def compare(self) -> None:
        """Find the pairs of questions that ask the same: a check has just found them, and the other process waits."""
        self._pairs.tell(duplicates(self._bank.questions) if self._options.suggestions else [])

    def _make(self) -> Relations:
        made = make_relations(self._bank, self._options, given=self._given)
        return Relations(outgoing=dict(made.outgoing), incoming=dict(made.incoming), nearest=dict(made.nearest))

    def ready(self) -> bool:
        """Return whether nothing is gained by waiting."""
        return self._beside is None or self._beside.ready()

    def result(self, folder: Path) -> Relations:
        """Return the relations; the embeddings of a model are cached below a folder.

        Raises LostProcessError if the other process dies, and ModelError if the model cannot be used.
        """
        if self._beside is not None:
            return self._beside.result()
        embed = embedder(self._options.model, folder, _tell)
        return make_relations(self._bank, self._options, embed, self._given)

    def cancel(self) -> None:
        """End the other process, whose result is not wanted."""
        self._texts.cancel()
        self._pairs.cancel()
        if self._beside is not None:
            self._beside.cancel()


def _tell(done: int, total: int) -> None:
    if done == total or done % 100 == 0:
        log.info("Embedded %d of %d questions", done, total)


def declared_again(bank: Bank, edited: Collection[str], before: Relations) -> Relations:
    """Return the relations of a bank after edits of the questions with some ids: those that authors make, and those
    that were suggested before and still can be.
    """
    made = {name: relations_of(bank.by_id[name], bank) for name in edited}
    added = [relation for relations in made.values() for relation in relations]
    touched = {relation.target for name in edited for relation in before.outgoing[name]}
    touched |= {relation.target for relation in added}
    outgoing, incoming = dict(before.outgoing), dict(before.incoming)
    for name in touched:
        others = (relation for relation in before.incoming[name] if relation.source not in made)
        backlinks = (*others, *(relation for relation in added if relation.target == name))
        incoming[name] = tuple(sorted(backlinks, key=lambda relation: relation.source))
    for name in {*made, *touched}:
        own = made.get(name, tuple(one for one in before.outgoing[name] if one.kind is not Kind.SUGGESTED))
        related = {relation.target for relation in own} | {relation.source for relation in incoming[name]}
        suggested = (one for one in before.outgoing[name] if one.kind is Kind.SUGGESTED)
        outgoing[name] = (*own, *(one for one in suggested if one.target not in related))
    return replace(before, outgoing=outgoing, incoming=incoming)


def meanings(bank: Bank, embed: Embed | None) -> Embeddings | None:
    """Return the embedding of each question of a bank, in its order, or None without `embed`."""
    return embed([passages(question) for question in bank.questions]) if embed else None
