"""What an importer is: a format that is recognised, and read item by item as drafts of questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, TypeAlias

from mkdocs_qbank.read.draft import QuestionDraft


def _nothing_beside(name: str) -> IO[bytes]:
    raise FileNotFoundError(name)


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """What somebody imports from: one file, or a folder with all that is below it."""

    name: str
    """The file or folder as it was given, for messages."""
    files: tuple[str, ...]
    """The paths of its files in order, relative to the folder, with forward slashes; of a file, its name alone.

    A folder of no known format is offered file by file: each has its path in that folder as its only one.
    """
    is_folder: bool
    beginning: str
    """The first 64 KiB of a file as text, with `\\n` at each line end; empty for a folder and for a binary file."""
    open: Callable[[str], IO[bytes]]
    """Opens one of `files` for reading; raises OSError."""
    text: Callable[[str], str | None]
    """Return the text of one of `files`, or None after a note where it is too large or not UTF-8."""
    beside: Callable[[str], IO[bytes]] = _nothing_beside
    """Opens a regular file with that name in the folder of a source that is one file; raises OSError."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Fields of a question by the names that the source has for them, from `--map FIELD=NAME`; keys are the fields."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A relation that the source declares between two of its items."""

    place: str
    """One of the places of the other item."""
    why: str = ""
    duplicate: bool = False
    """Whether the source says that both ask the same."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One question of a source."""

    key: str
    """What names it in the source and stays when its text changes, such as an id, a slug or an anchor; unique there.

    One that is kebab-case and made of words becomes its id; otherwise the question does.
    """
    file: str
    """Which of the source's files it stands in: its relative links and images are resolved from there."""
    line: int
    draft: QuestionDraft
    topic: str = ""
    """What the source calls its subject, such as a folder or the heading above it; empty where it has none."""
    places: tuple[str, ...] = ()
    """Where other items of the source may link to: `FILE`, `FILE#anchor`, or a whole address."""
    links: tuple[Link, ...] = ()
    formerly: tuple[str, ...] = ()
    """Anchors or ids under which it was published, so that the old ones redirect."""
    attachments: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)
    """Files that the source holds inside itself, by the relative links to them in the texts; raise OSError."""
    lost: tuple[str, ...] = ()
    """What of it cannot be kept, one plain phrase each, such as "the score of the answer"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Skipped:
    """What looks like a question of a source and cannot be imported."""

    file: str
    line: int
    title: str
    """What it is called in the source, or the beginning of its text."""
    reason: str
    """Why, in words that complete 'skipped:', such as 'it has no answer'."""


Found: TypeAlias = Item | Skipped


@dataclass(frozen=True, kw_only=True, slots=True)
class Importer:
    """One format."""

    name: str
    """What `qbank import --from` calls it."""
    expected: str
    """What a source looks like, in words that complete 'expected'."""
    recognises: Callable[[Source], bool]
    """Whether a source is of this format beyond doubt, judged by its names and its beginning."""
    read: Callable[[Source], Iterator[Found]]
    """Yields the items in the order of the source; each holds only what it needs, so that a large source can stream."""
