"""The bank in ./content: it has no findings, is as large as it claims, its site is whole and searched well.

Only these tests may fail when a question is changed, added or deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, check_links, make_once, run, serve
from known import misspelt, rare
from manual import pages
from maps import moves, without
from mkdocs_qbank.graph.layout import lay_out
from mkdocs_qbank.model.addresses import page_address
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.read.glossary import read_glossary
from mkdocs_qbank.relate.relations import relate
from selectolax.lexbor import LexborHTMLParser
from tabs import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_FIND = """async ([address, queries, first]) => {
    const { find } = await import(`${address}assets/javascripts/search/engine.js`);
    return Promise.all(queries.map(async query => (await (await find(query)).more(first)).map(({ id }) => id)));
}"""
Find = Callable[..., list[list[str]]]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this project, built by `mkdocs build --strict`."""

    def make(folder: Path) -> None:
        run("mkdocs", "build", "--strict", "-d", folder, cwd=ROOT, check=True)

    return make_once(tmp_path_factory, "content-site", make)


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of this project's site on this machine."""
    with serve(site) as address:
        yield address


@pytest.fixture(scope="session")
def bank() -> Bank:
    """What ./content publishes."""
    return read_bank(ROOT / "content").bank.published


def test_the_check_has_no_findings() -> None:
    done = run("qbank", "check", cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, "")


def test_one_question_more_moves_the_median_other_by_less_than_two_hundredths(bank: Bank) -> None:
    whole = lay_out(bank, relate(bank))
    for identifier in sorted(bank.by_id)[::9]:
        fewer = without(bank, identifier)
        assert median(moves(lay_out(fewer, relate(fewer)), whole)) < 0.02, identifier


def test_the_bank_is_of_the_size_it_claims(bank: Bank) -> None:
    assert len(bank.questions) >= 48
    assert len(bank.topics) >= 8


def test_every_question_is_answered_and_says_its_difficulty_and_sources(bank: Bank) -> None:
    assert [question.id for question in bank.questions if not question.answer.text.strip()] == []
    assert [question.id for question in bank.questions if not (question.difficulty and question.sources)] == []


def test_the_glossary_has_no_findings() -> None:
    path = "content/glossary.yml"
    groups, findings = read_glossary((ROOT / path).read_text(encoding="utf-8"), path)
    assert findings == []
    assert ("SGD", "stochastic gradient descent") in groups


def test_every_relation_says_why_in_a_sentence(bank: Bank) -> None:
    for found in relate(bank).outgoing.values():
        for relation in found:
            assert relation.reason[0].isupper() or relation.reason[0] in "“$`"
            assert relation.reason.rstrip('”’")').endswith((".", "?", "!", "…"))


@pytest.mark.site
def test_every_question_shows_three_relations_with_reasons_or_says_why_not(site: Path, bank: Bank) -> None:
    for question in bank.questions:
        text = (site / "questions" / question.id / "index.html").read_text(encoding="utf-8")
        found = LexborHTMLParser(text)
        lists = found.css(".qb-tree > [data-kind]")
        assert len(lists) >= 3 or found.css_first(".qb-nothing"), question.id
        assert all(reason and reason.text(strip=True) for reason in (item.css_first("a + span") for item in lists))


@pytest.mark.site
def test_no_link_or_anchor_is_dead(site: Path) -> None:
    check_links(site, 1000)


@pytest.fixture(scope="module")
def tab(browser: Browser, served: str) -> Iterator[Page]:
    """A tab on a small phone."""
    with watched(browser, served, "phone light") as opened:
        opened.goto("search/")
        yield opened


@pytest.fixture
def find(tab: Page, served: str) -> Find:
    """Asks queries, and gives the ids of what is found first by each."""
    tab.goto("search/")
    return lambda *queries, first=3: tab.evaluate(_FIND, [served, queries, first])


@pytest.mark.site
@pytest.mark.browser
def test_of_a_session_in_a_terminal_the_commands_alone_are_copied(tab: Page) -> None:
    tab.goto("manual/tutorial/")
    session = tab.locator(".language-console, .highlight", has_text="qbank check --fix").locator("code").first
    shown = session.inner_text()
    copied = session.evaluate("code => (code.setAttribute('data-md-copying', ''), code.innerText)")
    assert shown.startswith("$ qbank check --fix\nqbank: fixed")
    assert copied.strip() == "qbank check --fix"


@pytest.mark.site
@pytest.mark.browser
def test_no_page_of_the_manual_is_wider_than_a_phone(tab: Page) -> None:
    wide = []
    for file in pages():
        tab.goto(page_address(file.relative_to(ROOT / "content/pages").as_posix()))
        if tab.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(file.name)
    assert wide == []


@pytest.mark.site
@pytest.mark.browser
def test_no_question_is_wider_than_a_phone(tab: Page, bank: Bank) -> None:
    wide = []
    for question in bank.questions:
        tab.goto(f"questions/{question.id}/")
        if tab.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(question.id)
    assert wide == []


@pytest.mark.site
@pytest.mark.browser
def test_questions_are_found_by_their_rarest_words(find: Find, bank: Bank) -> None:
    queries = rare(bank.questions)
    answers = find(*(query.text for query in queries))
    missed = [query for query, ids in zip(queries, answers, strict=True) if query.meant not in ids]
    assert len(missed) <= 0.03 * len(queries), missed


@pytest.mark.site
@pytest.mark.browser
def test_questions_are_found_with_one_letter_wrong(find: Find, bank: Bank) -> None:
    queries = [misspelt(query) for query in rare(bank.questions)]
    answers = find(*(query.text for query in queries))
    missed = [query for query, ids in zip(queries, answers, strict=True) if query.meant not in ids]
    assert len(missed) <= 0.15 * len(queries), missed


@pytest.mark.site
@pytest.mark.browser
def test_a_question_comes_first_where_it_is_asked_in_one_of_its_own_wordings(find: Find, bank: Bank) -> None:
    asked = [(text, question.id) for question in bank.questions for text in (question.question.text, *question.aliases)]
    answers = find(*(text for text, _ in asked), first=1)
    assert [text for (text, meant), ids in zip(asked, answers, strict=True) if ids != [meant]] == []
