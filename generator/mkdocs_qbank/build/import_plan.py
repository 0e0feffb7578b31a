"""The plan of an import: which id each item gets, what its file says, and what of that is to be written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from mkdocs_qbank.build.import_links import Links, Place
from mkdocs_qbank.build.import_pictures import PictureChange, Pictures
from mkdocs_qbank.build.importing import Entry, Gathered
from mkdocs_qbank.model.addresses import page_address, question_page
from mkdocs_qbank.model.bank import Status
from mkdocs_qbank.model.imports import ImportedItem, Outcome
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.read.draft import question_line, write_question
from mkdocs_qbank.read.importers.linking import relinked
from mkdocs_qbank.read.importers.markup import visible_text
from mkdocs_qbank.read.importers.naming import Numbers, first_id, topic_id, topic_title, valid_ids
from mkdocs_qbank.read.importers.present import PresentQuestion, former_ids, present_questions, text_digest
from mkdocs_qbank.read.ledger import ImportedText, Ledger
from mkdocs_qbank.read.values import MOST_PAGES

_OTHER_TOPIC = "imported"
"""The topic of what has none that a folder can be named after."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What is to be done for one item."""

    item: ImportedItem
    path: Path | None = None
    """The question file to write, with its text; None where nothing is to be written."""
    text: str = ""
    topic: str = ""
    """The title of its topic, should that be new."""
    pictures: tuple[PictureChange, ...] = ()
    record: tuple[tuple[str, str], ImportedText] | None = None
    """What the ledger says of the item once that is done."""


@dataclass(slots=True)
class _Placed:
    """An item with the question that it is or becomes."""

    entry: Entry
    id: str = ""
    """Empty where its file was removed from the bank."""
    present: PresentQuestion | None = None
    adopted: bool = False
    """Whether a file that no ledger has may be the item's own."""
    note: str = ""
    path: str = ""
    """Its file below the folder of the questions."""
    topic: str = ""
    formerly: tuple[str, ...] = ()


class ImportPlan:
    """The steps of an import into a content folder; the ledger is changed only by who takes them."""

    def __init__(self, gathered: Gathered, content: Path, ledger: Ledger, *, topic: str, status: Status) -> None:
        self.gathered, self.content, self.ledger, self.status, self._topic = gathered, content, ledger, status, topic
        self._questions = content / "questions"
        self._present = present_questions(content)
        self._formers = former_ids(self._present)
        self._owned = {self._current(text.id) for text in ledger.texts.values()}
        self._placed = [_Placed(entry=entry) for entry in gathered.entries]
        self._pictures = Pictures(self._questions, ledger, gathered.entries)
        self._links = Links(gathered.entries, self._pictures)
        self._ids: dict[bool, frozenset[str]] = {}
        """The ids that a question may name, by whether it is a draft."""
        self._place()

    @property
    def count(self) -> int:
        """The number of items that can be imported."""
        return len(self._placed)

    def steps(self) -> Iterator[Step]:
        """Yield what is to be done for each item, in the order of the sources."""
        for number in range(len(self._placed)):
            yield self._step(number)

    def rest(self) -> Iterator[ImportedItem]:
        """Yield the items that were skipped, and those that their source does not have any more."""
        yield from self.gathered.skipped
        seen = {(placed.entry.source, placed.entry.key) for placed in self._placed}
        sources = set(self.gathered.sources) | {source for source, _ in seen}
        folders = tuple(f"{source}/" for source in self.gathered.sources)
        for (source, key), text in sorted(self.ledger.texts.items()):
            if (source, key) not in seen and (source in sources or source.startswith(folders)):
                question = self._present.get(self._current(text.id))
                yield ImportedItem(
                    source=source,
                    title=key,
                    outcome=Outcome.GONE,
                    id=question.id if question else text.id,
                    path=question.file.as_posix() if question else "",
                )

    def redirects(self) -> dict[str, str]:
        """Return the address of the page of each question by the places and ids that it had in its source."""
        return {
            old: page_address(question_page(placed.id))
            for placed in reversed(self._placed)
            if placed.id
            for old in (*placed.entry.item.formerly, *placed.entry.item.places)
        }

    def _current(self, identifier: str) -> str:
        """Return the id that a question has now."""
        seen = {identifier}
        while identifier not in self._present and (now := self._formers.get(identifier)) and now not in seen:
            seen.add(now)
            identifier = now
        return identifier

    def _place(self) -> None:
        """Give each item its id. A file of the same question that turns out to be another one is not its own."""
        refused: set[str] = set()
        while True:
            self._assign(refused)
            adopted = [number for number, placed in enumerate(self._placed) if placed.adopted]
            others = {
                present.id
                for number in adopted
                if (present := self._placed[number].present) and text_digest(self._text(number)) != present.digest
            }
            if not others:
                return
            refused |= others

    def _assign(self, refused: set[str]) -> None:
        used: set[str] = set()
        numbers = Numbers()
        for placed in self._placed:
            self._assign_one(placed, used, refused, numbers)
            if placed.id:
                used.add(placed.id)
        shown = {question.id for question in self._present.values() if question.status is not Status.DRAFT}
        shown |= used - self._present.keys() if self.status is not Status.DRAFT else set()
        self._ids = {True: frozenset(self._present.keys() | used), False: frozenset(shown)}
        claimed: set[str] = set()
        for number, placed in enumerate(self._placed):
            placed.topic = self._topic or topic_id(placed.entry.topic) or _OTHER_TOPIC
            placed.path = f"{placed.topic}/{placed.id}.md"
            if placed.present:
                placed.path = placed.present.file.relative_to(self._questions).as_posix()
            placed.formerly = self._former(placed, used, claimed)
            status = placed.present.status if placed.present else self.status
            draft = status is Status.DRAFT
            self._links.places[number] = Place(id=placed.id, path=placed.path, draft=draft) if placed.id else None

    def _assign_one(self, placed: _Placed, used: set[str], refused: set[str], numbers: Numbers) -> None:
        entry = placed.entry
        placed.adopted, placed.note = False, ""
        known = self.ledger.texts.get((entry.source, entry.key))
        if known:
            placed.present = self._present.get(self._current(known.id))
            placed.id = placed.present.id if placed.present else ""
            return
        first = first_id(entry.key, entry.item.draft.question)
        heading = question_line(entry.item.draft.question)

        def is_free(identifier: str) -> bool:
            if identifier in used or identifier in self._owned or identifier in self._formers:
                return False
            present = self._present.get(identifier)
            return present is None or (present.heading == heading and identifier not in refused)

        placed.id = numbers.free(first, is_free)
        placed.present = self._present.get(placed.id)
        placed.adopted = placed.present is not None
        placed.note = f"the id '{first}' is taken, so this one is '{placed.id}'" if placed.id != first else ""

    def _former(self, placed: _Placed, used: set[str], claimed: set[str]) -> tuple[str, ...]:
        """Return the former ids of an item that no other question has."""
        kept = placed.present.formerly if placed.present else ()
        names = valid_ids(placed.entry.item.formerly)
        free = [
            name
            for name in names
            if placed.id
            and name not in used
            and name not in self._present
            and name not in claimed
            and self._formers.get(name, placed.id) == placed.id
        ]
        claimed.update(free)
        return tuple(dict.fromkeys((*kept, *free)))[:MOST_PAGES]

    def _text(self, number: int) -> str:
        """Return the text of the question file of an item."""
        return self._written(number)[0]

    def _written(self, number: int) -> tuple[str, tuple[str, ...], tuple[PictureChange, ...]]:
        """Return the text of the question file of an item, what could not be kept, and the images that it shows."""
        placed = self._placed[number]
        entry = placed.entry
        status = placed.present.status if placed.present else self.status
        resolver = self._links.resolver(number, draft=status is Status.DRAFT)
        draft = relinked(entry.item.draft, resolver.resolve)
        related: dict[str, str] = {}
        for link in entry.item.links:
            target = resolver.question(link.place)
            if target is None:
                resolver.lose(link.place, what="relation")
            elif target.id != placed.id:
                why = visible_text(link.why)[0] or (message("imports.duplicate") if link.duplicate else "")
                related[target.id] = related.get(target.id) or why
        named = [name for name in draft.related_ids if name in self._ids[status is Status.DRAFT]]
        draft = replace(
            draft,
            related_ids=tuple(name for name in dict.fromkeys((*named, *related)) if name != placed.id),
            reasons={name: why for name, why in related.items() if why},
            formerly=placed.formerly,
        )
        ids = self._ids[status is Status.DRAFT] - {placed.id} if draft.related else ()
        text = write_question(draft, status=status, ids=ids)
        return text, tuple(dict.fromkeys((*entry.item.lost, *resolver.lost))), tuple(resolver.pictures)

    def _step(self, number: int) -> Step:
        placed = self._placed[number]
        entry = placed.entry
        item = ImportedItem(
            source=entry.source,
            file=entry.item.file,
            line=entry.item.line,
            title=entry.item.draft.question,
            outcome=Outcome.LEFT,
            id=placed.id,
            reason=placed.note,
            lost=entry.item.lost,
        )
        if not placed.id:
            return Step(item=replace(item, reason="its file was removed from the bank since it was imported"))
        text, lost, pictures = self._written(number)
        path = self._questions / placed.path
        digest = text_digest(text)
        known = self.ledger.texts.get((entry.source, entry.key))
        item = replace(item, lost=lost, path=path.as_posix(), outcome=_outcome(placed.present, known, digest))
        if item.outcome is Outcome.LEFT:
            return Step(item=replace(item, reason="its file was edited since it was imported"))
        record = (entry.source, entry.key), ImportedText(id=placed.id, digest=digest)
        if item.outcome is Outcome.UNCHANGED:
            return Step(item=item, pictures=pictures, record=record)
        title = topic_title(entry.topic) if not self._topic else ""
        return Step(item=item, path=path, text=text, topic=title, pictures=pictures, record=record)


def _outcome(present: PresentQuestion | None, known: ImportedText | None, digest: str) -> Outcome:
    """Return what is to be done with a question file, by the hash of its text, of what was imported, and of the new."""
    if present is None:
        return Outcome.IMPORTED
    if digest == present.digest or (known and digest == known.digest):
        return Outcome.UNCHANGED
    return Outcome.UPDATED if known and known.digest == present.digest else Outcome.LEFT
