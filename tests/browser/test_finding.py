"""What search finds, asked of the engine that the dialog and the search page share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from conftest import BANK
from known import misspelt, rare
from mkdocs_qbank.read.bank import read_bank
from tabs import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.site, pytest.mark.browser]
CONTENT = BANK / "content"
FIRST = 3
_FIND = """async ([address, queries, most]) => {
    const { find } = await import(`${address}assets/javascripts/search/engine.js`);
    return Promise.all(queries.map(async query => {
        const first = await find(query);
        const answer = (await first.later?.()) ?? first;
        const found = (await answer.more(most)).map(({ url, ...rest }) => ({ ...rest, url: url.href }));
        return { ...answer, later: null, found };
    }));
}"""
Answer = dict[str, Any]
Find = Callable[..., list[Answer]]


@pytest.fixture(scope="module")
def tab(browser: Browser, served: str) -> Iterator[Page]:
    with watched(browser, served) as opened:
        opened.goto("search/")
        yield opened


@pytest.fixture
def find(tab: Page, served: str) -> Find:
    """Asks queries, and gives for each the answer with what is found first."""
    return lambda *queries, first=FIRST: tab.evaluate(_FIND, [served, queries, first])


def ids(answer: Answer) -> list[str]:
    return [found["id"] for found in answer["found"]]


def passage(found: dict[str, Any]) -> str:
    return "".join(piece["text"] for piece in found["passage"])


def marked(found: dict[str, Any]) -> list[str]:
    return [piece["text"] for piece in found["passage"] if piece["marked"]]


def test_questions_are_found_by_their_rarest_words(find: Find) -> None:
    queries = rare(read_bank(CONTENT).bank.published.questions)
    answers = find(*(query.text for query in queries))
    missed = [query for query, answer in zip(queries, answers, strict=True) if query.meant not in ids(answer)]
    assert len(missed) <= 0.03 * len(queries), missed


def test_questions_are_found_with_one_letter_wrong(find: Find) -> None:
    queries = [misspelt(query) for query in rare(read_bank(CONTENT).bank.published.questions)]
    answers = find(*(query.text for query in queries))
    missed = [query for query, answer in zip(queries, answers, strict=True) if query.meant not in ids(answer)]
    assert len(missed) <= 0.15 * len(queries), missed


def test_a_question_comes_first_where_it_is_asked_in_one_of_its_own_wordings(find: Find) -> None:
    questions = read_bank(CONTENT).bank.published.questions
    asked = [(text, question.id) for question in questions for text in (question.question.text, *question.aliases)]
    answers = find(*(text for text, _ in asked), first=1)
    assert [text for (text, meant), answer in zip(asked, answers, strict=True) if ids(answer) != [meant]] == []


def test_a_sentence_needs_no_page_that_has_all_its_words(find: Find) -> None:
    (answer,) = find("Can somebody please explain to me why rainwater keeps my roses from wilting?")
    assert ids(answer)[0] == "rainwater"
    assert answer["near"]


def test_keywords_give_only_pages_that_have_all_of_them(find: Find) -> None:
    one, both = find("rainwater", "rainwater lime")
    assert 0 < both["total"] < one["total"]
    assert not both["near"]


def test_words_are_found_written_apart_or_as_one(find: Find) -> None:
    apart, as_one = find("rain water gnats", "greentea")
    assert "rainwater" in ids(apart)
    assert as_one["corrections"] == [{"from": "greentea", "to": "green tea"}]
    assert "tea-leaves" in ids(as_one)


def test_a_word_by_another_ending_is_no_slip(find: Find) -> None:
    (answer,) = find("collecting")
    assert answer["corrections"] == []
    assert ids(answer) == ["rainwater"]


def test_what_only_compares_is_no_keyword(find: Find) -> None:
    plain, comparing = find("rebase merge", "rebase vs merge")
    assert ids(plain) == ids(comparing)
    assert not comparing["near"]


def test_a_word_that_the_bank_has_not_is_not_taken_for_its_first_letters(find: Find) -> None:
    for answer in find("zzqqzz", "qqz", "xylophonists"):
        assert answer["total"] == 0, answer["query"]


def test_a_question_is_found_by_other_words_that_mean_the_same(find: Find) -> None:
    for answer, meant in zip(find("tired", "cried", "hurt"), ("sleep", "onions", "knife"), strict=True):
        assert ids(answer)[0] == meant, answer["query"]
        assert answer["weak"]
        assert not any(map(marked, answer["found"]))


def test_what_means_nothing_in_the_bank_finds_nothing(find: Find) -> None:
    for answer in find("quarterly tax invoices", "qxqxqxqx zyzyzyzy"):
        assert (answer["total"], answer["weak"]) == (0, True)


def test_the_nearest_have_all_their_words_marked(find: Find) -> None:
    (answer,) = find("rainwater roses zzqqzz")
    assert answer["near"]
    first = answer["found"][0]
    assert {word.lower().strip(",.") for word in marked(first)} >= {"rainwater", "roses"}
    assert first["url"].endswith("?highlight=rainwat&highlight=rose")


def test_a_passage_is_of_the_answer_and_repeats_no_question(find: Find) -> None:
    for question, answer in zip(("rainwater", "soil"), find("rainwater", "soil", first=20), strict=True):
        found = next(found for found in answer["found"] if found["id"] == question)
        assert found["title"] not in passage(found)
        assert "Also asked as" not in passage(found)
        assert len(passage(found).split()) <= 34


def test_without_its_vocabulary_it_still_finds_what_the_index_has(browser: Browser, served: str) -> None:
    with watched(browser, served) as page:
        page.route("**/data/words/*", lambda route: route.abort())
        page.goto("search/")
        right, wrong = page.evaluate(_FIND, [served, ["rainwater", "rianwater"], FIRST])
    assert ids(right)[0] == "rainwater"
    assert right["corrections"] == wrong["corrections"] == []
