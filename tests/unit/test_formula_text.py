"""Formulas in one line of text, in titles, sentences and search."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from conftest import ROOT
from mkdocs_qbank.markdown.links import Destinations
from mkdocs_qbank.markdown.maths import MOST_CHARACTERS, in_words, spelled_out
from mkdocs_qbank.markdown.parse import Form, Text, parse

CASES = yaml.safe_load((ROOT / "tests/cases/formulas.yml").read_text(encoding="utf-8"))
PATH = "content/questions/t/a.md"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["latex"])
def test_a_formula_can_be_read_in_one_line(case: dict[str, str]) -> None:
    assert in_words(case["latex"]) == case["text"]


def test_the_text_of_a_formula_has_a_limit() -> None:
    assert len(in_words("x" * 3 * MOST_CHARACTERS)) == MOST_CHARACTERS
    assert len(in_words(r"\hat{ab}" * (MOST_CHARACTERS // 8))) <= MOST_CHARACTERS


def test_a_formula_that_no_worker_could_read_is_spelled_out() -> None:
    assert spelled_out(r"\mathbf{W}_0 + \frac{\alpha}{r} \{B\}") == "W _0 + frac alpha r B"


def headings(text: str, **options: Any) -> list[tuple[str, str]]:
    """The id and the text of each heading of a file, its question first."""
    parsed = parse([Text(text=text, form=Form.FILE)], PATH, Destinations(), frozenset(), **options)
    (_, *sections) = parsed.sections[0]
    parts = [prose for section in sections for prose in (section.title, section.body)]
    return [(heading.id, heading.text) for prose in parts for heading in prose.headings]


def test_the_text_of_a_heading_can_be_read_and_its_id_is_that_of_github() -> None:
    found = headings("# Why is $x^\\top y$ slow?\n\n### The $\\frac{a}{b}$ of $n^2$\n")
    assert found == [("q-why-is-xtop-y-slow", "Why is xᵀ y slow?"), ("q-the-fracab-of-n2", "The a/b of n²")]


def test_a_picture_is_named_by_the_text_of_a_formula() -> None:
    parsed = parse([Text(text="![of $n^2$](a.png)", form=Form.FIELD)], PATH, Destinations(), frozenset())
    assert ">of n²</a>" in parsed.sections[0][0].body.html
