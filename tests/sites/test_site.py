"""The site of the frozen bank, as `mkdocs build --strict` makes it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import BANK, check_links
from mkdocs_qbank.graph.learning_order import learning_order
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.read.bank import read_bank
from selectolax.lexbor import LexborHTMLParser

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def bank() -> Bank:
    return read_bank(BANK / "content").bank.published


def page(site: Path, url: str) -> LexborHTMLParser:
    return LexborHTMLParser((site / url / "index.html").read_text(encoding="utf-8"))


def test_every_question_topic_and_tag_has_its_page(site: Path, bank: Bank) -> None:
    for question in bank.questions:
        assert page(site, f"questions/{question.id}").css_first("h1")
        for former in question.formerly:
            assert f"url=../{question.id}/" in (site / "questions" / former.id / "index.html").read_text(
                encoding="utf-8"
            )
    assert all((site / "topics" / topic.id / "index.html").is_file() for topic in bank.topics)
    assert all((site / "tags" / tag / "index.html").is_file() for tag in bank.by_tag)
    assert (site / "404.html").is_file()


def test_every_question_shows_three_relations_with_reasons_or_says_why_not(site: Path, bank: Bank) -> None:
    for question in bank.questions:
        found = page(site, f"questions/{question.id}")
        listed = found.css(".qb-tree [data-kind]")
        assert len(listed) >= 3 or found.css_first(".qb-nothing"), question.id
        assert all(reason and reason.text(strip=True) for reason in (item.css_first("a + span") for item in listed))
        assert all(label and label.text(strip=True) for label in (item.css_first("a > small") for item in listed))


def listed(site: Path, identifier: str, selector: str = ".qb-tree [data-kind] > a") -> list[str]:
    """The ids that the page of a question lists, in its order."""
    links = page(site, f"questions/{identifier}").css(selector)
    return [str(link.attributes["href"]).strip("/").rpartition("/")[2] for link in links]


def test_no_related_question_stands_twice_on_a_page_and_at_most_six_are_in_sight(site: Path, bank: Bank) -> None:
    for question in bank.questions:
        every = listed(site, question.id)
        assert len(every) == len(set(every)), question.id
        assert question.id not in every
        in_sight = listed(site, question.id, ".qb-related > .qb-tree > [data-kind] > a")
        assert len(in_sight) == min(len(every), 6), question.id
        assert set(every) - set(in_sight) == set(listed(site, question.id, ".qb-related details [data-kind] > a"))
    assert any(len(listed(site, question.id)) > 6 for question in bank.questions)


def test_two_steps_are_offered_only_where_sixteen_questions_at_most_are_within_them(site: Path, bank: Bank) -> None:
    offered = {True: 0, False: 0}
    for question in bank.questions:
        near = listed(site, question.id)
        within = {*near}.union(*(listed(site, other) for other in near)) - {question.id}
        found = page(site, f"questions/{question.id}").css_first("[data-two-steps]") is not None
        assert found == (0 < len(within) <= 16), question.id
        offered[found] += 1
    assert all(offered.values())


def test_structured_data_is_a_quiz_with_one_flashcard_and_the_short_answer(site: Path, bank: Bank) -> None:
    short = 0
    for question in bank.questions:
        (script,) = page(site, f"questions/{question.id}").css('script[type="application/ld+json"]')
        data = json.loads(script.text())
        assert data["@type"] == "Quiz"
        (part,) = data["hasPart"]
        assert (part["@type"], part["eduQuestionType"]) == ("Question", "Flashcard")
        assert part["text"] == question.question.plain
        answer = part["acceptedAnswer"]["text"].rstrip("…")
        assert answer
        assert (question.in_short or question.answer).plain.startswith(answer)
        short += question.in_short is not None
    assert short >= 3


def test_each_topic_is_listed_in_learning_order(site: Path, bank: Bank) -> None:
    rank = {identifier: number for number, identifier in enumerate(learning_order(bank))}
    for topic in bank.topics:
        links = page(site, f"topics/{topic.id}").css(".qb-entry > a:first-child")
        ids = [str(link.attributes["href"]).rstrip("/").rpartition("/")[2] for link in links]
        assert ids == sorted((question.id for question in bank.by_topic[topic.id]), key=rank.__getitem__)


def test_previous_and_next_lead_through_every_topic_and_on_to_the_next_one(site: Path, bank: Bank) -> None:
    every = []
    for topic in bank.topics:
        entries = page(site, f"topics/{topic.id}").css(".qb-entry > a:first-child")
        every += [str(link.attributes["href"]).rstrip("/").rpartition("/")[2] for link in entries]
    topics = {question.id: bank.topic_by_id[question.topic].title for question in bank.questions}
    for way, ids in (("next", every), ("prev", every[::-1])):
        walked = [ids[0]]
        while steps := page(site, f"questions/{walked[-1]}").css(f'.qb-steps a[rel="{way}"]'):
            first, second = steps  # before what is related and at the end of the page
            assert first.html == second.html
            walked.append(str(first.attributes["href"]).strip("/").rpartition("/")[2])
            here, there = topics[walked[-2]], topics[walked[-1]]
            told = first.css_first("small")
            assert told is not None
            assert told.text().endswith(f"topic: {there}") == (here != there)
        assert walked == ids


def test_questions_stay_out_of_the_nav(site: Path) -> None:
    nav = page(site, "questions/soil").css(".md-nav--primary a, .md-tabs a")
    assert nav
    assert not [link for link in nav if "questions/" in str(link.attributes.get("href"))]


def test_every_question_can_be_edited_and_tells_its_history(site: Path, bank: Bank) -> None:
    for question in bank.questions:
        found = page(site, f"questions/{question.id}")
        (link,) = found.css('a[rel="edit"]')
        assert str(link.attributes["href"]).endswith(f"/edit/main/{Path(question.path).relative_to(BANK)}")
        (changed, *_) = found.css(".qb-facts time[datetime]")
        assert "2025-03-01" <= str(changed.attributes["datetime"]) <= "2025-06-04"


def test_no_link_or_anchor_is_dead(site: Path) -> None:
    check_links(site, 500)


def test_no_page_names_a_file_of_another_host(site: Path) -> None:
    loading = re.compile(
        r"""(?:src|srcset|action|data|poster)\s*=\s*["'](?:https?:)?//|<link[^>]+href=["'](?:https?:)?//[^>]*>"""
    )
    allowed = re.compile(r'<link rel="canonical"')
    for file in site.rglob("*.html"):
        for match in loading.finditer(file.read_text(encoding="utf-8")):
            assert allowed.match(match.group()), (file, match.group())
    for sheet in site.rglob("*.css"):
        assert not re.search(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", sheet.read_text(encoding="utf-8")), sheet
