"""A content folder into a Bank."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import quote

from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.markdown.links import Destinations
from mkdocs_qbank.markdown.pages import Engine
from mkdocs_qbank.markdown.parse import Form, Text
from mkdocs_qbank.markdown.workers import Cache, Job, parse_all, prepare_workers
from mkdocs_qbank.model.addresses import generated_pages, page_address, page_path, question_page
from mkdocs_qbank.model.bank import Bank, ProsePage, Question, Topic
from mkdocs_qbank.model.images import Image
from mkdocs_qbank.model.linked import Pin
from mkdocs_qbank.model.prose import Prose
from mkdocs_qbank.model.versions import RemovedTerm
from mkdocs_qbank.read.document import parse, split_front_matter
from mkdocs_qbank.read.fields import PAGE_FIELDS, read_fields
from mkdocs_qbank.read.folder import below, check_addresses, check_names, listed, nested
from mkdocs_qbank.read.folder_rules import BAD_NAME, EMPTY_TOPIC, MISSING_TOPIC, NO_BANK, STRAY_FILE, SYMLINK
from mkdocs_qbank.read.glossary import GLOSSARY_FILE, read_glossary
from mkdocs_qbank.read.images import Headers, is_image, read_images
from mkdocs_qbank.read.kept import KeptFile, closing, opened_again
from mkdocs_qbank.read.linked import read_linked
from mkdocs_qbank.read.question import QuestionFile, places_of
from mkdocs_qbank.read.reading import NO_CHANGES, Changes, Reading
from mkdocs_qbank.read.removed import REMOVED_FILE, read_removed
from mkdocs_qbank.read.rules import BAD_ID
from mkdocs_qbank.read.targets import with_current_ids, with_users, without_missing_headings
from mkdocs_qbank.read.text import check_brackets, decode, read_bytes
from mkdocs_qbank.read.topic import TOPIC_FILE, read_topic, title_of
from mkdocs_qbank.read.values import KEBAB

T = TypeVar("T")

SUFFIXES = (".md", ".yml")


def read_bank(
    content: Path,
    engine: Engine | None = None,
    known: Reading | None = None,
    *,
    host_files: frozenset[str] = frozenset(),
    banks: Mapping[str, Pin] = MappingProxyType({}),
    changed: Changes = NO_CHANGES,
    edited: Collection[str] | None = None,
) -> Reading:
    """Return what every file of a content folder holds; what is wrong with one hides nothing of the others.

    `engine` renders the pages below content/pages. `known` is an earlier reading: its Markdown is used again where
    neither the text nor what its links lead to has changed, and so are its headers of unchanged images. `host_files`
    are the files for the host of the site that a maintainer allows, by their paths below the pages. `banks` are
    other banks, by name, as mkdocs.yml pins them. `changed` are files to read as they would be, not as they are.
    With `edited` only the texts of these files may differ from `known`, in which nothing was wrong.
    """
    if known is None:
        prepare_workers()
    texts = known.texts if known and edited is not None else {}
    texts = {path: text for path, text in texts.items() if path not in (edited or ())}
    reader = _Reader(content, engine or Engine(), host_files, changed, texts)
    reader.read(known.files if known else {})
    reader.read_images(known.headers if known else {})
    reader.parse(known.parsed if known else None)
    linked, more = read_linked(content, banks)
    reader.findings += more
    bank = Bank(
        questions=tuple(reader.questions),
        topics=tuple(reader.topics),
        pages=tuple(reader.pages),
        files=frozenset(reader.files),
        images=reader.images,
        unread=frozenset(reader.unread),
        strays=frozenset(reader.strays),
        glossary=reader.glossary,
        removed=reader.removed,
        linked=linked,
    )
    bank = with_current_ids(bank)
    bank = without_missing_headings(bank, reader.addresses)
    findings, headers = with_users(reader.findings, bank), reader.headers
    return Reading(
        bank=bank,
        findings=findings,
        texts=reader.texts,
        parsed=reader.parsed,
        files=reader.kept,
        headers=headers,
    )


class _Reader:
    def __init__(
        self, content: Path, engine: Engine, host_files: frozenset[str], changed: Changes, same: Mapping[str, str]
    ) -> None:
        self.content, self.engine, self.host_files, self.changed = content, engine, host_files, changed
        self.same = same
        self.known: Mapping[str, KeptFile] = {}
        self.kept: dict[str, KeptFile] = {}
        self.opened: list[QuestionFile] = []
        self.pages_opened: list[tuple[ProsePage, Job]] = []
        self.addresses: dict[str, str] = {}
        self.parsed: Cache = {}
        self.questions: list[Question] = []
        self.topics: list[Topic] = []
        self.pages: list[ProsePage] = []
        self.files: set[str] = set()
        self.image_files: list[Path] = []
        self.images: Mapping[str, Image] = {}
        self.headers: Headers = {}
        self.unread: set[str] = set()
        self.strays: set[str] = set()
        self.glossary: tuple[tuple[str, ...], ...] = ()
        self.removed: tuple[RemovedTerm, ...] = ()
        self.findings: list[Finding] = []
        self.texts: dict[str, str] = {}

    def read(self, known: Mapping[str, KeptFile]) -> None:
        """Open all files; `known` are question files whose text may not have changed."""
        self.known = known
        if not self.same:
            self.findings += check_names(self.content, self.host_files)
        self.unread |= {finding.path for finding in self.findings if finding.rule == BAD_NAME.id}
        self.glossary = self._read(self.content / GLOSSARY_FILE, read_glossary)
        self.removed = self._read(self.content / REMOVED_FILE, read_removed)
        for folder in (self.content / "questions", self.content / "pages"):
            if folder.is_symlink():
                self.findings.append(SYMLINK.at(folder.as_posix(), 1, 1, "this is a symbolic link"))
                return
        root = self.content / "questions"
        made = {Path(name).parent for name, data in self.changed.items() if data is not None}
        made = {folder for folder in made if folder.parent == root and not os.path.lexists(folder)}
        if not root.is_dir() and (root.exists() or not made):
            self.findings.append(NO_BANK.at(self.content.as_posix(), 1, 1, "there is no folder questions/ here"))
            return
        for entry in sorted({*self._listed(root), *made}):
            if entry in made or entry.is_dir():
                self._topic(entry)
            else:
                self._stray(entry)
        self.topics.sort(key=lambda topic: (topic.order, topic.title.casefold(), topic.id))
        pages = self.content / "pages"
        files, problems = below(pages, self.host_files)
        named = {finding.path for finding in self.findings}
        unnamed = [file for file in files if named.isdisjoint(path.as_posix() for path in (file, *file.parents))]
        self.findings += [*problems, *check_addresses(pages, unnamed)]
        for file in files:
            path = file.relative_to(self.content / "pages").as_posix()
            self.addresses[file.as_posix()] = page_address(page_path(path)) if file.suffix == ".md" else quote(path)
            if file.suffix == ".md":
                self._page(file)
            else:
                self.files.add(file.as_posix())

    def read_images(self, known: Headers) -> None:
        """Read the images below the topics; `known` are headers of images that may not have changed."""
        reading = read_images(self.image_files, known)
        self.images, self.headers = reading.images, reading.headers
        self.unread |= reading.unusable
        self.findings += reading.findings

    def parse(self, known: Cache | None) -> None:
        """Parse the Markdown of all files, and make questions and pages of them."""
        tags = {tag.id for opened in self.opened for tag in opened.values.get("tags", ())}
        pages = generated_pages((topic.id for topic in self.topics), tags)
        generated = {(self.content / "pages" / path).as_posix(): page_address(path) for path in pages}
        self.addresses = generated | self.addresses | {path: image.address for path, image in self.images.items()}
        jobs = [*(opened.job for opened in self.opened), *(job for _, job in self.pages_opened)]
        destinations = Destinations(addresses=self.addresses, images=self.images, questions=places_of(self.opened))
        close = closing(self.kept)
        self.parsed = parse_all(jobs, destinations, known, done=close)
        for opened in self.opened:
            close(opened.job, self.parsed[opened.job])
            closed = self.kept[opened.path]
            self.findings += closed.found
            if closed.question is not None:
                self.questions.append(closed.question)
            else:
                self.unread.add(opened.path)
        for page, job in self.pages_opened:
            parsed = self.parsed[job]
            self.findings += parsed.findings
            if parsed.sections:
                self.pages.append(replace(page, body=parsed.sections[0][0].body))

    def _read(self, file: Path, read: Callable[[str, str], tuple[tuple[T, ...], list[Finding]]]) -> tuple[T, ...]:
        """Return what an optional file beside the questions holds."""
        if file.is_symlink() or (file.exists() and not file.is_file()):
            what = "a symbolic link" if file.is_symlink() else "no ordinary file"
            self.findings.append(SYMLINK.at(file.as_posix(), 1, 1, f"this is {what}"))
        elif file.exists() and (text := self._text(file)) is not None:
            values, problems = read(text, file.as_posix())
            self.findings += problems
            return values
        return ()

    def _listed(self, folder: Path) -> list[Path]:
        if self.changed and not folder.exists():
            return []  # it will be made for a changed file
        entries, problems = listed(folder)
        self.findings += problems
        return entries

    def _topic(self, folder: Path) -> None:
        described = folder / TOPIC_FILE
        path = described.as_posix()
        if not KEBAB.fullmatch(folder.name) or folder.name == "index":
            message = f"the folder's name '{folder.name}' is not kebab-case, or it is 'index'"
            self.findings.append(BAD_ID.at(folder.as_posix(), 1, 1, message, help="Rename the folder."))
        given = [Path(name) for name, data in self.changed.items() if data is not None]
        added = [file for file in given if file.parent == folder]
        present = sorted({*self._listed(folder), *added}) if added else self._listed(folder)
        kept = [entry for entry in present if self.changed.get(entry.as_posix(), b"") is not None]
        entries = [entry for entry in kept if entry.name != TOPIC_FILE]
        files = {entry for entry in entries if entry.suffix in SUFFIXES and (entry in added or entry.is_file())}
        for entry in entries:
            if entry in files:
                self._question(entry)
            elif entry.is_dir():
                self._nested(entry)
            else:
                self._beside(entry)
        if described.is_file() and not described.is_symlink():
            topic, problems = read_topic(self._text(described), path)
            self.topics.append(topic)
            self.findings += problems
            if not files:
                self.findings.append(EMPTY_TOPIC.at(path, 1, 1, f"the topic '{folder.name}' holds no question"))
        elif files:
            self.findings.append(MISSING_TOPIC.at(path, 1, 1, f"the topic '{folder.name}' is described nowhere"))
            self.topics.append(Topic(id=folder.name, title=title_of(folder.name), path=path))

    def _nested(self, folder: Path) -> None:
        files, problems = nested(folder)
        self.findings += problems
        for file in files:
            self._beside(file)

    def _beside(self, file: Path) -> None:
        if is_image(file):
            self.image_files.append(file)
        else:
            self._stray(file)

    def _question(self, file: Path) -> None:
        path = file.as_posix()
        self.addresses[path] = page_address(question_page(file.stem))
        text = self._decoded(file)
        kept = opened_again(text, path, self.known.get(path)) if text is not None else None
        self.findings += kept.problems if kept else ()
        if kept is not None and kept.opened is not None:
            self.opened.append(kept.opened)
            self.kept[path] = kept
        else:
            self.unread.add(path)

    def _page(self, file: Path) -> None:
        text = self._text(file)
        if text is None:
            return
        source = file.as_posix()
        front, body, before, problems = split_front_matter(text, source)
        document, more = parse(front, source, offset=1)
        values, wrong = read_fields(document, PAGE_FIELDS, source) if document is not None else ({}, [])
        self.findings += problems + more + wrong
        path = page_path(file.relative_to(self.content / "pages").as_posix())
        page = ProsePage(path=path, source=source, body=Prose(text=body, line=before + 1), **values)
        written = Text(text=body, form=Form.FILE, line=before + 1)
        self.pages_opened.append((page, Job(path=source, texts=(written,), engine=self.engine)))

    def _text(self, file: Path) -> str | None:
        text = self._decoded(file)
        deep = check_brackets(text, file.as_posix(), 1) if text is not None else []
        self.findings += deep
        return None if deep else text

    def _decoded(self, file: Path) -> str | None:
        path = file.as_posix()
        if path in self.same:
            self.texts[path] = self.same[path]
            return self.same[path]
        changed = self.changed.get(path)
        text, problems = decode(read_bytes(file) if changed is None else changed, path)
        self.findings += problems
        if text is not None:
            self.texts[path] = text
        return text

    def _stray(self, entry: Path) -> None:
        glossary = f"If it is the glossary, name it {(self.content / GLOSSARY_FILE).as_posix()}."
        cure = glossary if entry.stem.casefold() == "glossary" else None
        self.strays.add(entry.as_posix())
        self.findings.append(STRAY_FILE.at(entry.as_posix(), 1, 1, "this is no question file", help=cure))
