"""The ledger of imports: which question each item of a source became, and what was written for it.

It is a file in the content folder, one line of JSON for each item, sorted, so that git merges it line by line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mkdocs_qbank.read.values import KEBAB

LEDGER_FILE = "imported.jsonl"
MOST_BYTES = 64 * 1024 * 1024
_HASH = re.compile(r"[0-9a-f]{32}")
_FILE = re.compile(r"[a-z0-9-]+/[A-Za-z0-9][A-Za-z0-9.-]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportedText:
    """What an item of a source became."""

    id: str
    digest: str
    """The hash of the text that was written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportedFile:
    """What an image of a source became."""

    file: str
    """Its path below `questions`."""
    digest: str


@dataclass(slots=True)
class Ledger:
    """All that was imported, by the names of the sources and what names each thing there."""

    texts: dict[tuple[str, str], ImportedText] = field(default_factory=dict)
    files: dict[tuple[str, str], ImportedFile] = field(default_factory=dict)


class LedgerError(ValueError):
    """A ledger has a line that is none of its own; the message begins with the number of the line."""


def read_ledger(text: str) -> Ledger:
    """Return the ledger that a text holds. Raises LedgerError."""
    ledger = Ledger()
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not line.strip():
            continue
        try:
            _add(ledger, json.loads(line))
        except (ValueError, KeyError, TypeError, RecursionError):
            what = "a conflict of git" if line.startswith(("<<<<<<<", "=======", ">>>>>>>")) else "no line of a ledger"
            raise LedgerError(f"{number}: this is {what}") from None
    return ledger


def write_ledger(ledger: Ledger) -> str:
    """Return the text of a ledger."""
    return "".join(f"{line}\n" for line in sorted(_lines(ledger)))


def _add(ledger: Ledger, line: dict[str, Any]) -> None:
    source, digest = line["source"], line["hash"]
    if not isinstance(source, str) or not _HASH.fullmatch(digest):
        raise ValueError
    if "file" in line:
        if not isinstance(line["image"], str) or not _FILE.fullmatch(line["file"]) or ".." in line["file"]:
            raise ValueError
        ledger.files[source, line["image"]] = ImportedFile(file=line["file"], digest=digest)
    else:
        if not isinstance(line["key"], str) or not KEBAB.fullmatch(line["id"]):
            raise ValueError
        ledger.texts[source, line["key"]] = ImportedText(id=line["id"], digest=digest)


def _lines(ledger: Ledger) -> Iterator[str]:
    for (source, key), text in ledger.texts.items():
        yield json.dumps({"source": source, "key": key, "id": text.id, "hash": text.digest})
    for (source, image), file in ledger.files.items():
        yield json.dumps({"source": source, "image": image, "file": file.file, "hash": file.digest})
