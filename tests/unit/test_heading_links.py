"""Links to headings: those that exist, and what a page shows and a contributor reads where one does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import question
from mkdocs_qbank.build.pipeline import Checked, check_content
from mkdocs_qbank.read.bank import read_bank

Write = Callable[[Mapping[str, str]], Path]
ANSWER = "### Some heading\n\nBecause."


@pytest.fixture
def linked(write: Write) -> Callable[[str], Checked]:
    """Checks a bank whose question `a` has this text as its answer, beside a question `b` with a heading."""

    def check(written: str) -> Checked:
        files = {"questions/t/a.md": question("A?", "", written), "questions/t/b.md": question("B?", "", ANSWER)}
        return check_content(write(files))

    return check


def shown(checked: Checked) -> str:
    return checked.reading.bank.by_id["a"].answer.html.strip()


def test_a_link_to_a_missing_heading_of_another_page_leads_to_that_page(linked: Callable[[str], Checked]) -> None:
    checked = linked("[x](b.md#nope 'T') [y](b.md#some-heading) `href=\"../b/#q-nope\"` <a href='b.md#nope'>z</a>")
    assert '<a href="../b/" title="T">x</a>' in shown(checked)
    assert '<a href="../b/#q-some-heading">y</a>' in shown(checked)
    assert 'href="../b/#q-nope"</code>' in shown(checked)
    assert '<a href="../b/">z</a>' in shown(checked)


def test_a_link_to_a_missing_heading_of_its_own_page_is_replaced_by_its_words(
    linked: Callable[[str], Checked],
) -> None:
    assert shown(linked("[x](#nope) [y](#official-answer)")) == '<p><a>x</a> <a href="#official-answer">y</a></p>'


def test_pages_beside_the_questions_lead_to_pages_too(write: Write) -> None:
    files = {"questions/t/b.md": question("B?", "", ANSWER), "pages/index.md": "[x](../questions/t/b.md#nope)\n"}
    content = write(files)
    first = read_bank(content)
    for reading in (first, read_bank(content, known=first)):
        assert '<a href="questions/b/">x</a>' in reading.bank.pages[0].body.html


def test_the_nearest_heading_is_suggested_as_it_is_linked_and_all_are_named_if_none_is_near(
    linked: Callable[[str], Checked],
) -> None:
    near, far, own = linked("[x](b.md#some-hedding) [y](b.md#zzzz) [z](#ofical-answer)").findings
    assert near.message == "there is no heading for 'b.md#some-hedding'"
    assert near.help == "Did you mean 'b.md#some-heading'? The link leads to its page."
    assert far.help == (
        "Link to a heading of that page (#b, #official-answer, #related-questions, #some-heading), "
        "or to the page alone. The link leads to its page."
    )
    assert own.help == "Did you mean '#official-answer'? The page shows its words."
