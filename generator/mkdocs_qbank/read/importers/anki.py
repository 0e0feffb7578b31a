"""Questions from Anki decks (.apkg): notes with a front and a back, and texts with gaps.

Each note is a question, and each numbered gap of a text is one, as Anki asks them. The deck is the topic, and the decks
around it are tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from mkdocs_qbank.read.importers.apkg import BadPackageError, Note, Package, notes, open_package
from mkdocs_qbank.read.importers.importer import Found, Importer, Item, Skipped, Source
from mkdocs_qbank.read.importers.parts import Parts
from mkdocs_qbank.read.importers.record import Place, item_of
from mkdocs_qbank.read.importers.texts import MOST_CHARACTERS, markdown

_SUFFIXES = (".apkg", ".colpkg")
_GAP = re.compile(r"\{\{c(\d{1,3})::|\}\}")
_MOST_GAPS = 20
"""The most questions that one text with gaps becomes."""
_SOUND = re.compile(r"\[(?:sound|anki:[a-z]+):[^\[\]]*\]|\[/?latex\]", re.IGNORECASE)
_OLD_FORMULA = re.compile(r"\[\$\](.{1,2000}?)\[/\$\]|\[\$\$\](.{1,4000}?)\[/\$\$\]", re.DOTALL)
_IMAGE = re.compile(r"""(<img\b[^<>]*?\bsrc\s*=\s*)(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))""", re.IGNORECASE)
_OCCLUSION = "image-occlusion:"
_STATES = frozenset(("leech", "marked"))
"""Tags by which Anki notes how the learning goes."""


@dataclass(slots=True)
class _Text:
    """Converts the fields of one note, and remembers what they need."""

    media: Mapping[str, str]
    images: set[str] = field(default_factory=set)
    sounds: bool = False

    def markdown(self, html: str) -> str:
        """Return a field as Markdown, with the links to its images as the archive can resolve them."""
        self.sounds = self.sounds or "[sound:" in html
        html = _OLD_FORMULA.sub(lambda match: rf"\({match[1]}\)" if match[1] else rf"\[{match[2]}\]", html)
        return markdown(_IMAGE.sub(self._image, _SOUND.sub("", html)))

    def _image(self, match: re.Match[str]) -> str:
        written = unescape(match[2] or match[3] or match[4] or "")
        name = next((name for name in (written, unquote(written)) if name in self.media), "")
        if name:
            self.images.add(name)
        return f'{match[1]}"{quote(name, safe="") if name else written}"'


def _recognises(source: Source) -> bool:
    return not source.is_folder and source.name.casefold().endswith(_SUFFIXES)


def _read(source: Source) -> Iterator[Found]:
    for file in source.files:
        if not source.is_folder or file.casefold().endswith(_SUFFIXES):
            yield from _read_package(source, file)


def _read_package(source: Source, file: str) -> Iterator[Found]:
    with source.open(file) as opened:
        number = 0
        try:
            package = open_package(opened)
            with closing(package.database):
                for number, note in enumerate(notes(package), 1):
                    yield from _found(note, Place(file=file, line=number), package, source)
        except BadPackageError as error:
            title = f"all after note {number}" if number else file
            yield Skipped(file=file, line=number + 1, title=title, reason=str(error))


def _found(note: Note, place: Place, package: Package, source: Source) -> Iterator[Found]:
    """Yield the question of a note, or one for each gap of a text."""
    first = next((text for text in note.fields.values() if text.strip()), "")
    title = " ".join(re.sub(r"<[^<>]*>", " ", first[:400]).split())[:120] or f"note {place.line}"
    place = replace(place, topic=_topic(note, place.file), key=note.guid)
    if sum(map(len, note.fields.values())) > MOST_CHARACTERS:
        reason = f"it has more than {MOST_CHARACTERS:,} characters"
        yield Skipped(file=place.file, line=place.line, title=title, reason=reason)
    elif _OCCLUSION in first:
        yield Skipped(file=place.file, line=place.line, title=title, reason="it asks what is hidden in an image")
    else:
        text = _Text(package.media)
        for found in _gap_items(note, place, text) or [_item(note, place, text, source.columns)]:
            yield _complete(found, note, text, package, source) if isinstance(found, Item) else found


def _complete(item: Item, note: Note, text: _Text, package: Package, source: Source) -> Item:
    """Return an item with the images in its texts, and with what is lost of its note."""
    draft = item.draft
    whole = "\n".join((draft.question, *draft.instruction, *draft.answer, *draft.context))
    used = [name for name in sorted(text.images) if quote(name, safe="") in whole]
    reopen = partial(source.open, item.file)
    lost = ["its sounds"] if text.sounds else []
    lost += ["its reversed card"] if "revers" in note.kind.casefold() else []
    return replace(
        item,
        attachments={quote(name, safe=""): partial(package.medium, name, reopen) for name in used},
        lost=(*item.lost, *lost),
    )


def _topic(note: Note, file: str) -> str:
    name = note.deck.rpartition("::")[2].strip()
    return PurePosixPath(file).stem if name in ("", "Default") else name


def _tags(note: Note) -> list[str]:
    tags = [tag.replace("::", "-") for tag in note.tags if tag.casefold() not in _STATES]
    return [*tags, *filter(None, (part.strip() for part in note.deck.split("::")[:-1]))]


def _item(note: Note, place: Place, text: _Text, columns: Mapping[str, str]) -> Found:
    """Return the question of a note: what the names of its fields say, otherwise its first two with words."""
    record: dict[str, object] = {name: text.markdown(html) for name, html in note.fields.items()}
    for part in ("question", "answer"):
        if columns.get(part, "") not in ("", *record):
            reason = f"it has no '{columns[part]}', which --map makes its {part}"
            title = next(filter(None, map(str, record.values())), "")[:120]
            return Skipped(file=place.file, line=place.line, title=title, reason=reason)
    parts = Parts(record, {part: name for part, name in columns.items() if name in record})
    filled = [name for name, value in record.items() if value]
    asked = parts.name("question") or next(iter(filled), "")
    named = (parts.name(part) for part in ("answer", "explanation", "body"))
    answer = next(filter(None, named), "") or next((name for name in filled if name != asked), "")
    others = {name: value for name, value in record.items() if name not in (asked, answer)}
    sides = {"question": record.get(asked), "answer": record.get(answer), "tags": _tags(note)}
    return item_of({**others, **sides}, place, {})


def _gap_items(note: Note, place: Place, text: _Text) -> list[Found]:
    """Return a question for each numbered gap in the fields of a note; none where it has no gap."""
    name = next((name for name, html in note.fields.items() if re.search(r"\{\{c\d{1,3}::", html)), None)
    if name is None:
        return []
    html = note.fields[name]
    extra = [text.markdown(other) for label, other in note.fields.items() if label != name and other.strip()]
    numbers = sorted({int(number) for number in re.findall(r"\{\{c(\d{1,3})::", html)})
    found: list[Found] = []
    for number in numbers[:_MOST_GAPS]:
        asked, answered = map(text.markdown, _with_gap(html, number))
        record = {"question": asked, "answer": answered, "explanation": "\n\n".join(extra), "tags": _tags(note)}
        key = note.guid if len(numbers) == 1 else f"{note.guid}-{number}"
        found.append(item_of(record, replace(place, key=key), {}))
    return found


def _with_gap(html: str, number: int) -> tuple[str, str]:
    """Return a text with gaps as a question, in which one of them is open, and as its answer, which stresses it."""
    stack: list[tuple[int, list[str], list[str]]] = [(0, [], [])]
    at = 0
    for match in _GAP.finditer(html):
        before = html[at : match.start()]
        stack[-1][1].append(before)
        stack[-1][2].append(before)
        at = match.end()
        if match[1]:
            stack.append((int(match[1]), [], []))
        elif len(stack) > 1:
            _close(stack, html[: match.start()], number)
        else:
            stack[-1][1].append(match[0])
            stack[-1][2].append(match[0])
    stack[-1][1].append(html[at:])
    stack[-1][2].append(html[at:])
    while len(stack) > 1:
        _, asked, answered = stack.pop()
        stack[-1][1].extend(asked)
        stack[-1][2].extend(answered)
    return "".join(stack[0][1]), "".join(stack[0][2])


def _close(stack: list[tuple[int, list[str], list[str]]], before: str, number: int) -> None:
    """Close the innermost gap."""
    gap, asked, answered = stack.pop()
    question, _, _ = "".join(asked).partition("::")
    answer, _, hint = "".join(answered).partition("::")
    formula = before.rfind(r"\(") > before.rfind(r"\)") or before.rfind(r"\[") > before.rfind(r"\]")
    if gap == number:
        shown = re.sub(r"<[^<>]*>", "", hint) or "…"
        question = rf"[\text{{{shown}}}]" if formula else f"[{shown}]"
        answer = answer if formula else f"<b>{answer}</b>"
    stack[-1][1].append(question)
    stack[-1][2].append(answer)


ANKI = Importer(name="anki", expected="an Anki deck (.apkg)", recognises=_recognises, read=_read)
