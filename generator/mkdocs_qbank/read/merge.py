"""A question that becomes part of another: the edits of all files of its bank."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

from mkdocs_qbank.markdown.links import Destinations, inner, resolve
from mkdocs_qbank.markdown.targets import LinkPlace, link_places
from mkdocs_qbank.model.bank import Bank, Question, Reference, Source
from mkdocs_qbank.model.kinds import FIELDS, Kind
from mkdocs_qbank.model.prose import SECTIONS
from mkdocs_qbank.read.document import split_front_matter
from mkdocs_qbank.read.edits import Front, Item, Span, changed_items, new_scalar
from mkdocs_qbank.read.moves import Retarget, id_node, retargeted
from mkdocs_qbank.read.reading import Reading
from mkdocs_qbank.read.rename import Plan, affected, edits

_RELATED = SECTIONS["related"].casefold()
_HEADING = re.compile(r"^ {0,3}#{1,2}[ \t][^\n]*(?:\n|\Z)", re.MULTILINE)


def merge(reading: Reading, source: Question, target: Question) -> Plan:
    """Return how a question becomes part of another: its file is removed, and everything that led to it leads there.

    The target gets its ids, wordings, tags, sources and relations, not its texts. Raises UneditableError.
    """
    pair = _Pair(reading, source, target)

    def spans(front: Front, path: str) -> Iterator[Span]:
        return _within(front, pair) if path == target.path else _named_once(front, path, pair)

    named = affected(reading, source) | {target.path}
    made = edits(reading, named - {source.path}, pair.retarget, spans)
    return Plan(edits=made, removed=frozenset((source.path,)))


class _Pair:
    """Two questions that become one, and what names each in the files of their bank: former ids and paths do, too."""

    def __init__(self, reading: Reading, source: Question, target: Question) -> None:
        bank = reading.bank
        self.source, self.target = source, target
        self.old = {source.id, *(former for former, now in bank.formers.items() if now == source.id)}
        self.both = {target.id, *(former for former, now in bank.formers.items() if now == target.id), *self.old}
        self._headings = bank.ids[target.path]
        self._destinations = Destinations(
            addresses=dict.fromkeys((*reading.texts, *bank.files, *bank.images), ""),
            questions={former: bank.by_id[now].path for former, now in bank.formers.items()}
            | {question.id: question.path for question in reversed(bank.questions)},
        )

    def leads(self, target: str, path: str, *questions: Question) -> bool:
        """Return whether a target in a file leads to one of some questions."""
        found = self._destinations.found(resolve(target, path)) if inner(target) else None
        return any(found == question.path for question in questions)

    def retarget(self, path: str) -> Retarget:
        """Return what the targets in a file become; a heading that the remaining page lacks is left out."""

        def change(target: str) -> str | None:
            if not self.leads(target, path, self.source):
                return None
            new = retargeted(target, path, path, {resolve(target, path): self.target.path})
            anchor = self._destinations.target(target, path, frozenset()).anchor
            return new.partition("#")[0] if new is not None and anchor and anchor not in self._headings else new

        return change


def gained(source: Question, target: Question) -> Gains:
    """Return what a question lacks of another that becomes part of it."""
    wordings = {_key(text) for text in (target.question.plain, *target.aliases)}
    aliases = {_key(text): text for text in (source.question.plain, *source.aliases) if _key(text) not in wordings}
    known = {target.id, source.id} | {reference.id for named in target.declared.values() for reference in named}
    references: dict[Kind, list[Reference]] = {}
    for kind in FIELDS.values():
        for reference in source.named(kind):
            if reference.id not in known:
                known.add(reference.id)
                references.setdefault(kind, []).append(reference)
    former = {reference.id for reference in target.formerly}
    cited = {item.url or item.title for item in target.sources}
    return Gains(
        aliases=tuple(aliases.values()),
        formerly=tuple(name for name in (source.id, *(item.id for item in source.formerly)) if name not in former),
        tags=tuple(tag for tag in source.tags if tag not in target.tags),
        sources=tuple(item for item in source.sources if (item.url or item.title) not in cited),
        references={kind: tuple(named) for kind, named in references.items()},
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Gains:
    """What a question gets of another that becomes part of it."""

    aliases: tuple[str, ...]
    formerly: tuple[str, ...]
    tags: tuple[str, ...]
    sources: tuple[Source, ...]
    references: Mapping[Kind, tuple[Reference, ...]]


def is_merged(before: Bank, after: Bank, source: Question, target: Question) -> bool:
    """Return whether a question has all that it was to get, and still says what it said."""
    merged = after.by_id.get(target.id)
    if merged is None or source.id in after.by_id:
        return False
    got = gained(source, target)
    known = {reference.id for item in (source, target) for named in item.declared.values() for reference in named}
    texts = {name: (text.blocks, text.code) for name, text in before.by_id[target.id].texts.items()}
    return (
        {reference.id for named in merged.declared.values() for reference in named} == known - {source.id, target.id}
        and {name: (text.blocks, text.code) for name, text in merged.texts.items()} == texts
        and tuple(item.id for item in merged.formerly) == (*(item.id for item in target.formerly), *got.formerly)
        and merged.aliases == (*target.aliases, *got.aliases)
        and merged.tags == (*target.tags, *got.tags)
        and merged.sources == (*target.sources, *got.sources)
    )


def _within(front: Front, pair: _Pair) -> Iterator[Span]:
    """Yield the changes of the question that the other becomes part of."""
    got = gained(pair.source, pair.target)
    yield from changed_items(front, "tags", (), got.tags)
    for field, kind in FIELDS.items():
        removed = [index for index, item in enumerate(front.items(field)) if _id(item) in pair.old]
        yield from changed_items(front, field, removed, [_reference(item) for item in got.references.get(kind, ())])
    yield from changed_items(front, "aliases", (), got.aliases)
    yield from changed_items(front, "formerly", (), got.formerly)
    yield from changed_items(front, "sources", (), [_source(item) for item in got.sources])
    places = _body_links(front, pair.target.path, pair, pair.source)
    yield from _without_items(front.text, [place for place in places if place.section == _RELATED])
    for place in places:
        if place.section != _RELATED and not place.image:
            yield place.start, place.end, front.text[slice(*place.words)]


def _named_once(front: Front, path: str, pair: _Pair) -> Iterator[Span]:
    """Yield the changes of a question that names one of two, so that it names the one that remains once.

    Of several relations the strongest stays, and of equal ones the one with a reason.
    """
    named: list[tuple[tuple[int, bool, int], str, str, int]] = []
    for field, kind in FIELDS.items():
        for index, item in enumerate(front.items(field)):
            if _id(item) in pair.both:
                named.append(((kind.rank, not isinstance(item, yaml.MappingNode), len(named)), _id(item), field, index))
    places = _body_links(front, path, pair, pair.source, pair.target)
    listed = [place for place in places if place.section == _RELATED]
    if not any(name in pair.old for _, name, _, _ in named) and not any(
        pair.leads(place.target, path, pair.source) for place in listed
    ):
        return
    best = min(named, default=None)
    if best is not None:
        _, name, kept, at = best
        node = id_node(front.items(kept)[at])
        if name in pair.old and node is not None:
            yield new_scalar(front, node, pair.target.id)
        for field in FIELDS:
            yield from changed_items(
                front,
                field,
                [index for _, _, place, index in named if place == field and (place, index) != (kept, at)],
                (),
            )
    yield from _without_items(front.text, listed if best is not None else listed[1:])


def _body_links(front: Front, path: str, pair: _Pair, *leading_to: Question) -> list[LinkPlace]:
    """Return the links in the body of a Markdown file that lead to some questions, by their places in the file."""
    if not path.endswith(".md"):
        return []
    _, body, _, _ = split_front_matter(front.text, path)
    by = len(front.text) - len(body)
    return [
        LinkPlace(
            target=place.target,
            start=place.start + by,
            end=place.end + by,
            words=(place.words[0] + by, place.words[1] + by),
            section=place.section,
            item=(place.item[0] + by, place.item[1] + by) if place.item else None,
            image=place.image,
        )
        for place in link_places(body)
        if pair.leads(place.target, path, *leading_to)
    ]


def _without_items(text: str, places: Sequence[LinkPlace]) -> Iterator[Span]:
    """Yield the changes that remove the items of a list that links stand in, and their section if nothing is left."""
    spans = sorted({_lines(text, place.item) for place in places if place.item})
    if not spans:
        return
    heads = [match.span() for match in _HEADING.finditer(text)]
    start, body = [span for span in heads if span[0] <= spans[0][0]][-1]
    end = next((first for first, _ in heads if first > spans[-1][0]), len(text))
    kept = text[body:end]
    for first, last in reversed(spans):
        kept = kept[: first - body] + kept[last - body :]
    if kept.strip():
        yield from ((first, last, "") for first, last in spans)
    else:
        yield len(text[:start].rstrip("\n")) + 1, end, "\n" if end < len(text) else ""


def _lines(text: str, item: tuple[int, int]) -> tuple[int, int]:
    """Return the bounds of the lines of an item of a list, without the empty ones below it."""
    end = text.find("\n", len(text[: item[1]].rstrip()))
    return text.rfind("\n", 0, item[0]) + 1, end + 1 if end >= 0 else len(text)


def _id(item: yaml.Node) -> str:
    node = id_node(item)
    return str(node.value).strip() if node is not None else ""


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _source(source: Source) -> Item:
    return {"title": source.title, **({"url": source.url} if source.url else {})}


def _reference(reference: Reference) -> Item:
    return {"id": reference.id, "why": reference.why} if reference.why else reference.id
