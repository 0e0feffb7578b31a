"""Reading a bank again with what was parsed before, as `mkdocs serve` does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from conftest import question
from mkdocs_qbank.markdown.pages import Engine
from mkdocs_qbank.read.bank import read_bank

Write = Callable[[dict[str, str]], Path]


def test_what_has_not_changed_is_not_parsed_again(write: Write) -> None:
    content = write({"questions/t/a.md": question(), "pages/index.md": "# Home\n"})
    first = read_bank(content)
    again = read_bank(content, known=first.parsed)
    assert all(again.parsed[job] is parsed for job, parsed in first.parsed.items())


def test_a_page_is_rendered_again_when_the_extensions_change(write: Write) -> None:
    content = write({"questions/t/a.md": question(), "pages/index.md": "# Home\n\nA ~~word~~.\n"})
    first = read_bank(content, Engine(extensions=("toc",)))
    again = read_bank(content, Engine(extensions=("toc", "pymdownx.tilde")), first.parsed)
    assert "<del>" not in first.bank.pages[0].body.html
    assert "<del>word</del>" in again.bank.pages[0].body.html


def test_a_question_is_parsed_again_when_its_links_lead_elsewhere(write: Write) -> None:
    content = write({"questions/t/a.md": question("A?", "", "See [b](b.md).")})
    first = read_bank(content)
    write({"questions/t/b.md": question("B?")})
    again = read_bank(content, known=first.parsed)
    assert "<a>b</a>" in first.bank.by_id["a"].answer.html
    assert '<a href="../b/">b</a>' in again.bank.by_id["a"].answer.html
