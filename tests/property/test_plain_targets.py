"""The targets of links that are found without a parser are those that it finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_qbank.markdown.links import Destinations
from mkdocs_qbank.markdown.parse import Form, Text, parse
from mkdocs_qbank.markdown.targets import plain_targets, written_targets
from mkdocs_qbank.model.prose import Prose

PIECES = (
    "words ",
    "é ",
    "\n",
    "\n\n",
    "[a](x.md)",
    "[**b** `c`](x.md#d)",
    "[e](<x.md>)",
    '[f](x.md "title")',
    "[g]( x.md )",
    "[h](https://example.org/)",
    "[i](x\\.md) [j](a&amp;b)",
    "`[k](x.md)`",
    "\\[l](https://example.org/) ",
    "[m](x y)",
    "![n](x.png)",
    "[![o](x.png)](x.md)",
    "[p][q]",
    "[q] ",
    "\n\n[q]: x.md\n\n",
    "[^1]",
    "\n\n[^1]: [r](x.md)\n\n",
    "<a href='x.md'>s</a>",
    "<x.md> <https://example.org/>",
    "https://example.org/ www.example.org a@example.org ",
    "\n\n```\n[t](x.md)\n```\n\n",
    "\n\n- [u](x.md)\n  > [v](x.md)\n\n",
    "\n\n    [w](x.md)\n\n",
    "\n\n## Part\n\n",
    "\n\n| a | [y](x.md) |\n| - | - |\n\n",
    "[[z](x.md)](y.md)",
)


def parsed(text: str, form: Form) -> list[Prose]:
    sections = parse([Text(text=text, form=form, line=3, column=5)], "t/a.md", Destinations(), frozenset()).sections
    return [section.body for section in sections[0]]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.sampled_from([Form.FILE, Form.FIELD]))
def test_targets_found_without_a_parser_are_those_that_it_finds(text: str, form: Form) -> None:
    for prose in parsed(text, form):
        assert plain_targets(prose) in (None, written_targets(prose.text))


@pytest.mark.parametrize("text", ["No link.", "An [é](x.md),\nand\n[two](y.md#a) [three](z.md)."])
def test_no_parser_is_needed_for_plain_links(text: str) -> None:
    for prose in parsed(text, Form.FIELD):
        assert plain_targets(prose) == written_targets(text)
