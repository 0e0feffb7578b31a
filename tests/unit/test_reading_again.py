"""Reading a bank again with what was parsed before, as `mkdocs serve` does."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from conftest import ROOT, question
from mkdocs_qbank.markdown.pages import Engine
from mkdocs_qbank.read.bank import read_bank

Write = Callable[[dict[str, str]], Path]


def test_what_has_not_changed_is_not_parsed_again(write: Write) -> None:
    content = write({"questions/t/a.md": question(), "pages/index.md": "# Home\n"})
    first = read_bank(content)
    again = read_bank(content, known=first)
    assert all(again.parsed[job] is parsed for job, parsed in first.parsed.items())


def test_an_image_that_has_not_changed_is_not_read_again(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    content = write({"questions/t/a.md": question("A?", "", "![One](one.png) ![Two](two.png)")})
    samples, topic = ROOT / "tests/cases/images", content / "questions/t"
    shutil.copyfile(samples / "curve.png", topic / "one.png")
    shutil.copyfile(samples / "curve.png", topic / "two.png")
    first = read_bank(content)
    shutil.copyfile(samples / "turned.png", topic / "two.png")
    read: list[str] = []

    def call_each(function: Callable[[Path], object], files: Sequence[Path]) -> list[object]:
        read.extend(file.name for file in files)
        return list(map(function, files))

    monkeypatch.setattr("mkdocs_qbank.read.images.call_each", call_each)
    again = read_bank(content, known=first)
    assert read == ["two.png"]
    one, two = again.bank.images.values()
    assert (one, (two.width, two.height)) == (first.bank.images[one.path], (40, 64))


def test_a_page_is_rendered_again_when_the_extensions_change(write: Write) -> None:
    content = write({"questions/t/a.md": question(), "pages/index.md": "# Home\n\nA ~~word~~.\n"})
    first = read_bank(content, Engine(extensions=("toc",)))
    again = read_bank(content, Engine(extensions=("toc", "pymdownx.tilde")), first)
    assert "<del>" not in first.bank.pages[0].body.html
    assert "<del>word</del>" in again.bank.pages[0].body.html


def test_a_question_is_parsed_again_when_its_links_lead_elsewhere(write: Write) -> None:
    content = write({"questions/t/a.md": question("A?", "", "See [b](b.md).")})
    first = read_bank(content)
    write({"questions/t/b.md": question("B?")})
    again = read_bank(content, known=first)
    assert "<a>b</a>" in first.bank.by_id["a"].answer.html
    assert '<a href="../b/">b</a>' in again.bank.by_id["a"].answer.html


OWN_ICONS = {"options": {"custom_icons": ["icons"]}}


@pytest.mark.parametrize(
    ("engine", "reads"),
    [
        (Engine(), False),
        (Engine(extensions=("markdown.extensions.toc", "pymdownx.emoji")), False),
        (Engine(extensions=("pymdownx.emoji",), configs={"pymdownx.emoji": {"options": None}}), False),
        (Engine(extensions=("pymdownx.emoji",), configs={"pymdownx.emoji": OWN_ICONS}), True),
        (Engine(extensions=("toc", "pymdownx.snippets")), True),
        (Engine(extensions=("pymdownx.b64",)), True),
        (Engine(extensions=("my_own",)), True),
    ],
)
def test_an_extension_that_may_read_files_is_told_from_those_that_do_not(engine: Engine, reads: bool) -> None:
    assert engine.reads_files is reads
