"""Copies of other banks' `data/bank.json` below `content/banks`, each pinned by its hash in mkdocs.yml.

A copy can come with a contribution, so it counts only if it is the one that mkdocs.yml, which maintainers review, pins.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.markdown.characters import without_hidden
from mkdocs_qbank.model.linked import LinkedBank, Pin
from mkdocs_qbank.read.folder_rules import BANK_COPY
from mkdocs_qbank.read.values import KEBAB

FOLDER = "banks"
VERSION = 1
"""The version of the form that is read."""
MOST_BYTES = 8 * 1024 * 1024
MOST_CHARACTERS = 1000
"""The longest id and title."""


class NoBankError(Exception):
    """Why data is no list of a bank's questions, in words."""


def hash_of(data: bytes) -> str:
    """Return the hash by which a copy is pinned; line ends that git changes on Windows count as one."""
    return "sha256-" + hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def copy_of(content: Path, name: str) -> Path:
    """Return the file of the copy of another bank's list."""
    return content / FOLDER / f"{name}.json"


def read_linked(content: Path, pins: Mapping[str, Pin]) -> tuple[tuple[LinkedBank, ...], list[Finding]]:
    """Return the banks whose copies are as pinned, in the order of mkdocs.yml, and a finding for each other one."""
    banks, findings = [], []
    for name, pin in pins.items():
        file = copy_of(content, name)
        try:
            banks.append(_pinned(file, pin))
        except NoBankError as error:
            findings.append(BANK_COPY.at(file.as_posix(), 1, 1, f"{error}; links to it are not checked"))
    return tuple(banks), findings


def _pinned(file: Path, pin: Pin) -> LinkedBank:
    if not pin.hash:
        raise NoBankError(f"mkdocs.yml pins no hash for the bank '{file.stem}'")
    if file.parent.is_symlink() or file.is_symlink() or not file.is_file():
        raise NoBankError(f"there is no copy of the list of the bank '{file.stem}'")
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise NoBankError(f"this copy cannot be read ({error.strerror})") from None
    if hash_of(data) != pin.hash:
        raise NoBankError("this copy is not the one that mkdocs.yml pins")
    return parse_linked(data, pin.site)


def parse_linked(data: bytes, site: str) -> LinkedBank:
    """Return the bank that a `data/bank.json` describes. Raises NoBankError."""
    if len(data) > MOST_BYTES:
        raise NoBankError(f"this list has more than {MOST_BYTES:,} bytes")
    try:
        bank = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NoBankError("this is no JSON") from None
    if not isinstance(bank, dict) or _is_other_version(bank.get("version")):
        found = bank.get("version") if isinstance(bank, dict) else None
        other = type(found) is int and found > VERSION
        raise NoBankError("this list needs a newer version of QBank" if other else "this is no list of a bank")
    title, questions = bank.get("title"), bank.get("questions")
    if not _is_text(title) or not _is_site(bank.get("site")) or not isinstance(questions, list):
        raise NoBankError("this list lacks its title, its site or its questions")
    titles: dict[str, str] = {}
    formers: dict[str, str] = {}
    for number, question in enumerate(questions, 1):
        if not _is_question(question):
            raise NoBankError(f"question {number} of this list has a wrong id, title, address or former id")
        titles[question["id"]] = _clean(question["title"])
        formers.update(dict.fromkeys(question["formerly"], question["id"]))
    formers = {former: now for former, now in formers.items() if former not in titles}
    return LinkedBank(title=_clean(str(title)), site=site, titles=titles, formers=formers)


def _is_other_version(version: object) -> bool:
    return type(version) is not int or version != VERSION


def _is_question(question: Any) -> bool:
    return (
        isinstance(question, dict)
        and _is_id(question.get("id"))
        and _is_text(question.get("title"))
        and question.get("url") == f"questions/{question['id']}/"
        and isinstance(question.get("formerly"), list)
        and all(map(_is_id, question["formerly"]))
    )


def _is_id(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MOST_CHARACTERS and bool(KEBAB.fullmatch(value))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MOST_CHARACTERS


def _is_site(value: object) -> bool:
    return value is None or (isinstance(value, str) and len(value) <= MOST_CHARACTERS)


def _clean(text: str) -> str:
    return " ".join(without_hidden(text).split())
