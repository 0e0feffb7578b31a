"""The banks that are built, each as a content folder and as plain Markdown pages, and the edits that are made to them.

Every builder sees the same edit. The questions that come as new are held back when a bank is made, so that they are
like the others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from given import take_bank
from made import make_bank

EDITS = ("text", "question", "prerequisite")
"""What an author does: change the text of an answer, add a question, name one more prerequisite."""
_PREREQUISITES = re.compile(r"^prerequisites: \[(.*)\]$", re.MULTILINE)


@dataclass(kw_only=True)
class Bank:
    """A bank in a folder, and copies of it as plain pages."""

    name: str
    content: Path
    copies: list[Path] = field(default_factory=list)
    files: list[Path]
    """The question files, relative to the folder of questions, each after those that it needs."""
    held: list[tuple[Path, str]]
    """The questions that come as new, each with its text."""

    @property
    def questions(self) -> Path:
        """The folder of the question files."""
        return self.content / "questions"

    def copy(self, folder: Path) -> None:
        """Write all questions as plain pages into a folder, and keep it like the bank from now on."""
        folder.mkdir(parents=True)
        (folder / "index.md").write_text("# Questions\n", encoding="utf-8")
        self.copies.append(folder)
        for file in self.files:
            self._publish(file, [folder])

    def edit(self, kind: str, number: int) -> None:
        """Make an edit of a kind; the number says which question it changes."""
        if kind == "question":
            file, text = self.held.pop(0)
            self.files.append(file)
        else:
            at = 3 + (311 + 617 * number) % (len(self.files) - 3)
            file = self.files[at]
            text = (self.questions / file).read_text(encoding="utf-8")
            text = (
                with_text(file, text, f"Edit number {number} adds this sentence to the answer.")
                if kind == "text"
                else with_prerequisite(file, text, self.files[at - 3].stem)
            )
        (self.questions / file).write_text(text, encoding="utf-8")
        self._publish(file, self.copies)

    def _publish(self, file: Path, folders: list[Path]) -> None:
        page = plain(file, (self.questions / file).read_text(encoding="utf-8"))
        for folder in folders:
            path = (folder / file).with_suffix(".md")
            path.parent.mkdir(exist_ok=True)
            path.write_text(page, encoding="utf-8")


def made(count: int, folder: Path, spare: int) -> Bank:
    """Return a made bank; `spare` more questions are held back."""
    return _bank(f"{count:,} made questions", make_bank(folder, count + spare), spare)


def given(path: Path, folder: Path, spare: int) -> Bank:
    """Return a bank that others wrote; `spare` of its questions are held back."""
    return _bank(path.stem, take_bank(path, folder), spare)


def _bank(name: str, content: Path, spare: int) -> Bank:
    questions = content / "questions"
    found = (path.relative_to(questions) for path in questions.glob("*/*") if path.name != "_topic.yml")
    files = sorted(found, key=lambda file: (len(file.stem), file.stem))
    held = [(file, (questions / file).read_text(encoding="utf-8")) for file in files[len(files) - spare :]]
    for file, _ in held:
        (questions / file).unlink()
    return Bank(name=name, content=content, files=files[: len(files) - spare], held=held)


def with_text(file: Path, text: str, sentence: str) -> str:
    """Return the text of a question file with a sentence at the end of the answer."""
    if file.suffix == ".md":
        return f"{text}\n{sentence}\n"
    fields = _fields(text)
    return _yaml({**fields, "answer": f"{fields['answer']}\n\n{sentence}\n"})


def with_prerequisite(file: Path, text: str, needed: str) -> str:
    """Return the text of a question file with one more prerequisite."""
    if file.suffix == ".md":
        return _PREREQUISITES.sub(
            lambda line: f"prerequisites: [{', '.join(filter(None, (line[1], needed)))}]", text, count=1
        )
    fields = _fields(text)
    return _yaml({**fields, "prerequisites": [*fields.get("prerequisites", ()), needed]})


def plain(file: Path, text: str) -> str:
    """Return a question file as a page of any MkDocs site: Markdown as it is."""
    if file.suffix == ".md":
        return text
    fields = _fields(text)
    front = _yaml({name: fields[name] for name in ("tags", "prerequisites") if name in fields})
    return f"---\n{front}---\n\n# {fields['question']}\n\n{fields['answer']}\n"


def _fields(text: str) -> dict[str, Any]:
    fields: dict[str, Any] = yaml.safe_load(text)
    return fields


def _yaml(fields: dict[str, Any]) -> str:
    return str(yaml.safe_dump(fields, allow_unicode=True, sort_keys=False))
