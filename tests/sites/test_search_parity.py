"""The site's search in a browser and `qbank search` give the same answers: same questions, same order, same doubts."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import BANK
from mkdocs_qbank.model.bank import Question
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.search.reader import Reader
from mkdocs_qbank.search.score import WEAK
from mkdocs_qbank.search.search import lexical, ranked
from mkdocs_qbank.search.texts import answer_blocks, wordings
from mkdocs_qbank.search.words import words
from tabs import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.site, pytest.mark.browser]

COUNT = 500
_FIND = """async ([address, queries]) => {
    const { find } = await import(`${address}assets/javascripts/search/engine.js`);
    const { loadIndex } = await import(`${address}assets/javascripts/search/index.js`);
    const index = await loadIndex();
    const told = [];
    for (const query of queries) {
        const first = await find(query);
        const answer = (await first.later?.()) ?? first;
        const found = await answer.more(1000);
        const { total, near, weak, lost } = answer;
        told.push({ ids: found.map(({ id }) => id), total, near, weak, lost, exact: await index.exact(query) });
    }
    return told;
}"""
OTHER = """
чай зелёный 緑茶の淹れ方 お茶 茶 bánh mì żółw çay İSTANBUL ΣΊΣΥΦΟΣ straße Wasserkocher thé naïve café crème
שלום تنظیم شاي
हिंदी ไทย 한국어 물 ﬁlter ½ ² ① Ⅷ c++ c# don't reader’s x_y 3.14 10,000 𝒯ℯ𝒶 𐐷𐐷𐐷 𠮷野家 😀 👩‍👩‍👧 ☕tea
e\u0301 \u202ewater\u202c a\u200bb
ﬀ ß ẞ ŉ ǆ ﷺ Å Ω K \u00adsoft\u00adhyphen tea\u00a0pot tea\u3000pot constructor __proto__ toString hasOwnProperty
""".split()
SPACED = (
    "What is\ttea\u2028?",
    "  soil  ",
    "tea\u00a0leaves",
    "soil…",
    "soil?! .",
    "…",
    "SOIL",
    "s o i l",
    "tea\x1fpot",
)


def queries_of(questions: Sequence[Question], seed: int = 7) -> list[str]:
    """Return queries of every kind, the same for the same bank."""
    chance = random.Random(seed)  # noqa: S311 - nothing here is secret
    named = [text for question in questions for text in wordings(question)]
    counts = Counter(word for question in questions for block in answer_blocks(question) for word in words(block))
    common = list(counts)
    rare = [word for word, count in counts.items() if count == 1 and len(word) > 4]
    odd = [f"{space}{text}{space}?" for text in named[:2] for space in "\t\x1c\x1f\x85\xa0\u2028\u3000\ufeff\u200b"]
    fixed = [*named, *odd, *OTHER, *SPACED, *(text[: len(text) // 2] for text in named)]
    kinds = (
        lambda: chance.choice(rare),
        lambda: misspelt(chance.choice(rare), chance),
        lambda: " ".join(chance.choices(common, k=chance.randint(2, 12))),
        lambda: f"{misspelt(chance.choice(rare), chance)} {chance.choice(common)}",
        lambda: chance.choice(common)[: chance.randint(1, 4)],
        lambda: "".join(chance.choices(common, k=2)),
        lambda: f"{chance.choice(common)} {chance.choice(OTHER)}",
        lambda: misspelt(chance.choice(named), chance),
        lambda: " ".join(chance.sample(chance.choice(named).split(), k=2)),
        lambda: "".join(chance.choices("abcdefghijklmnopqrstuvwxyz ", k=chance.randint(1, 30))),
    )
    made = [kinds[place % len(kinds)]() for place in range(COUNT - len(fixed))]
    return [*fixed, *made]


def misspelt(text: str, chance: random.Random) -> str:
    """Return a text with a letter left out, doubled, replaced, or swapped with the next."""
    at = chance.randrange(len(text) - 1)
    one, two, rest = text[at], text[at + 1], text[at + 2 :]
    other = chance.choice([two, one + one + two, chance.choice("aeiourst") + two, two + one])
    return text[:at] + other + rest


def told(reader: Reader, query: str) -> dict[str, Any]:
    """What the reader in Python answers, in the words of the browser's."""
    exact = reader.exact(query)
    found = ranked(reader, query, exact)
    near = not exact and not lexical(reader, query).some_whole
    best = max((score for _, score in found), default=0)
    ids = [reader.text(number).id for number, _ in found]
    return {"ids": ids, "total": len(ids), "near": near, "weak": near and best < WEAK, "lost": False, "exact": exact}


def test_a_browser_and_python_answer_the_same(browser: Browser, served: str, site: Path) -> None:
    queries = [query for query in queries_of(read_bank(BANK / "content").bank.published.questions) if words(query)]
    assert len(queries) > 0.95 * COUNT
    reader = Reader(lambda path: (site / path).read_bytes())
    expected = [told(reader, query) for query in queries]
    kinds = Counter((answer["near"], answer["weak"], answer["total"] > 0) for answer in expected)
    assert min(kinds.values()) > 5, kinds
    assert len(kinds) == 4
    with watched(browser, served) as page:
        page.goto("search/")
        answers = page.evaluate(_FIND, [served, queries])
    wrong = [
        (query, given, made) for query, given, made in zip(queries, answers, expected, strict=True) if given != made
    ]
    assert wrong == []


@pytest.mark.parametrize("query", ["", "  ", "?!", "😀", "\u200b", "∑ — ∫"])
def test_without_a_word_a_browser_lists_all_questions_and_python_none(
    query: str, browser: Browser, served: str, site: Path
) -> None:
    reader = Reader(lambda path: (site / path).read_bytes())
    assert ranked(reader, query, reader.exact(query)) == []
    with watched(browser, served) as page:
        page.goto("search/")
        (answer,) = page.evaluate(_FIND, [served, [query]])
    assert answer["ids"] == [reader.text(number).id for number in range(reader.size)]
    assert [answer[doubt] for doubt in ("near", "weak", "lost")] == [False, False, False]
