"""What the page of a question holds: its sections in order, what machines read, and the questions related to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from conftest import Write, question
from mkdocs_qbank.graph.learning_order import learning_order
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.relate.relations import relate
from mkdocs_qbank.render.pages.question import pages
from mkdocs_qbank.render.view import SiteView

SECTIONS = {
    "Instruction": "Say it.",
    "Context": "Shows it.",
    "In Short": "In a few words, it is so. That is all.",
    "Official Answer": "At length, it is so.",
    "Key Points": "- It is so.",
    "Common Mistakes": "- It is not so.",
    "Follow-up Questions": "- [Why so?](other.md)",
}
PARTS = re.compile(r'<(?:h2|div) [^>]*id="([\w-]+)"|<(details)|(</details>)')


def made(content: Any, suggestions: int = 0) -> Mapping[str, Page]:
    """The page of each question of a bank, by its id."""
    bank = read_bank(content).bank.published
    relations = relate(bank, suggestions=suggestions, threshold=None)
    view = SiteView(bank=bank, relations=relations, order=learning_order(bank), as_of=date(2026, 11, 23))
    return {page.meta["qbank"]["id"]: page for page in pages(view)}


def page(write: Write, *without: str, front: str = "") -> Page:
    """The page of a question with all sections but some."""
    sections = "\n\n".join(f"## {name}\n\n{text}" for name, text in SECTIONS.items() if name not in without)
    head = f"---\n{front}\n---\n\n" if front else ""
    files = {"questions/t/a.md": f"{head}# Why?\n\n{sections}\n", "questions/t/other.md": question("Other?")}
    return made(write(files))["a"]


def parts(made_page: Page) -> list[str]:
    """The ids of sections in their order, between those of folds."""
    return [next(filter(None, found)) for found in PARTS.findall(str(made_page.body))]


def test_what_is_short_comes_first_then_what_is_folded_then_the_answer(write: Write) -> None:
    assert parts(page(write, front="aliases: [How so?]")) == [
        "instruction",
        "q-in-short",
        *("details", "context", "q-key-points", "</details>"),
        *("details", "</details>"),
        "official-answer",
        "q-common-mistakes",
        "q-follow-up-questions",
    ]


def test_without_a_short_answer_nothing_folded_comes_before_the_answer(write: Write) -> None:
    assert parts(page(write, "In Short", front="aliases: [How so?]")) == [
        "instruction",
        "official-answer",
        "q-common-mistakes",
        "q-follow-up-questions",
        *("details", "context", "q-key-points", "</details>"),
        *("details", "</details>"),
    ]


def test_a_page_holds_nothing_of_sections_that_its_file_has_not(write: Write) -> None:
    bare = page(write, *(SECTIONS.keys() - {"Official Answer"}))
    assert parts(bare) == ["official-answer"]
    assert "<details" not in bare.body


def test_all_that_answers_can_be_hidden_and_nothing_else(write: Write) -> None:
    body = str(page(write, front="aliases: [How so?]").body)
    before, _, answer = body.partition('<div class="qb-answer">')
    assert "Say it." in before
    shown = ("In a few words", "Shows it.", "At length", "It is so.", "It is not so.", "Why so?")
    assert [text for text in shown if text in before] == []
    assert [text for text in shown if text not in answer] == []


def test_the_table_of_contents_has_the_headings_of_the_page_in_their_order(write: Write) -> None:
    made_page = page(write)
    headings = re.findall(r'<h2 id="([\w-]+)"', str(made_page.body))
    assert [heading.id for heading in made_page.headings if heading.level == 2] == [*headings, "related-questions"]


def answer_of(made_page: Page) -> str:
    (part,) = made_page.meta["qbank"]["structured_data"]["hasPart"]
    return str(part["acceptedAnswer"]["text"])


def test_machines_read_the_short_answer_and_without_one_the_beginning_of_the_answer(write: Write) -> None:
    short, long = page(write), page(write, "In Short")
    assert answer_of(short) == short.meta["description"] == "In a few words, it is so. That is all."
    assert answer_of(long) == long.meta["description"] == "At length, it is so."


def test_a_follow_up_that_links_to_a_question_is_a_relation(write: Write) -> None:
    content = write({"questions/t/a.md": f"# A?\n\n## Official Answer\n\nSo.\n\n## Follow-up Questions\n\n"
                     f"{SECTIONS['Follow-up Questions']}\n", "questions/t/other.md": question("Other?")})  # fmt: skip
    relations = relate(read_bank(content).bank, suggestions=0)
    (found,) = relations.outgoing["a"]
    assert (found.kind, found.target, found.sentence) == (Kind.MENTIONS, "other", "Why so?")
    (back,) = made(content)["other"].meta["qbank"]["related"]["after"]
    assert (back["url"], back["kind"], back["leads_here"]) == ("questions/a/", "mentions", True)


def star(leaves: int, front: str = "related") -> dict[str, str]:
    """A question and so many others that name it."""
    files = {f"questions/t/l{number:02}.md": question(f"L{number}?", f"{front}: [hub]") for number in range(leaves)}
    return {**files, "questions/t/hub.md": question("Hub?")}


def ids(items: list[dict[str, Any]]) -> list[str]:
    return [str(item["url"]).split("/")[1] for item in items]


@pytest.mark.parametrize("leaves", [0, 1, 6, 7, 30])
def test_six_related_questions_are_in_sight_and_the_rest_is_folded(write: Write, leaves: int) -> None:
    related = made(write(star(leaves)))["hub"].meta["qbank"]["related"]
    seen = ids(related["before"] + related["after"])
    rest = ids(related.get("rest", []))
    assert len(seen) == min(leaves, 6)
    assert sorted(seen + rest) == [f"l{number:02}" for number in range(leaves)]
    assert related.get("more", "").split(" ")[0] == (str(leaves - 6) if leaves > 6 else "")


def test_each_kind_and_direction_has_one_in_sight_before_any_has_a_third(write: Write) -> None:
    files = star(9) | {f"questions/t/p{number}.md": question(f"P{number}?") for number in range(4)}
    files["questions/t/hub.md"] = question(
        "Hub?", "prerequisites: [p0, p1, p2]\nrelated: [p3]", "See [it](../u/far.md)."
    )
    files["questions/u/far.md"] = question("Far?")
    related = made(write(files))["hub"].meta["qbank"]["related"]
    assert ids(related["before"]) == ["p0", "p1"]
    assert ids(related["after"]) == ["p3", "l00", "l01", "far"]
    assert related["after"][-1]["topic"] == "U"
    assert "topic" not in related["after"][0]


def test_a_question_with_two_relations_is_listed_by_the_stronger_with_what_was_said(write: Write) -> None:
    files = {
        "questions/t/a.md": question("A?", "prerequisites: [b]", "First see [the other](b.md)."),
        "questions/t/b.md": question("B?", "related: [{id: a, why: Because.}]"),
    }
    both = made(write(files))
    (first,) = both["a"].meta["qbank"]["related"]["before"]
    assert (first["kind"], first["label"], first["reason"]) == ("prerequisite", "Read first", "Because.")
    (then,) = both["b"].meta["qbank"]["related"]["after"]
    assert (then["kind"], then["label"], then["leads_here"]) == ("prerequisite", "Builds on this", True)
    assert then["reason"] == "Its page says: “First see the other.”"


def test_where_nothing_was_said_the_reason_is_what_the_other_question_says(write: Write) -> None:
    files = {
        "questions/t/a.md": question("A?", "related: [b]"),
        "questions/t/b.md": question("B?", "", "It is so because it must be. And more."),
    }
    (other,) = made(write(files))["a"].meta["qbank"]["related"]["after"]
    assert other["reason"] == "It is so because it must be."


@pytest.mark.parametrize("leaves", [0, 1, 15, 16, 30])
def test_two_steps_are_offered_if_they_are_sixteen_questions_at_most(write: Write, leaves: int) -> None:
    both = made(write(star(leaves) | {"questions/t/far.md": question("Far?", "related: [l00]" if leaves else "")}))
    within = {"hub": leaves + 1 if leaves else 0, "l00": leaves + 1}
    for name in both.keys() & within.keys():
        two_steps = both[name].meta["qbank"]["related"].get("two_steps", False)
        assert two_steps == (0 < within[name] <= 16), name


def test_the_last_question_of_a_topic_leads_to_the_next_topic_and_back(write: Write) -> None:
    files = {
        "questions/t/a.md": question("A?", "difficulty: beginner"),
        "questions/t/b.md": question("B?", "difficulty: advanced"),
        "questions/u/c.md": question("C?"),
        "questions/t/_topic.yml": "title: First\norder: 1\n",
        "questions/u/_topic.yml": "title: Second\norder: 2\n",
    }
    found = {name: one.meta["qbank"] for name, one in made(write(files)).items()}
    assert "previous" not in found["a"]
    assert found["a"]["next"] == {"title": "B?", "url": "questions/b/"}
    assert found["b"]["next"] == {"title": "C?", "url": "questions/c/", "topic": "Second"}
    assert found["c"]["previous"] == {"title": "B?", "url": "questions/b/", "topic": "First"}
    assert "next" not in found["c"]
    assert [(found[name]["place"], found[name]["places"]) for name in "abc"] == [(1, 2), (2, 2), (1, 1)]


def test_a_question_without_relations_does_not_speak_of_anything_else(write: Write) -> None:
    linked = {"questions/t/a.md": question("A?", "related: [b]"), "questions/t/b.md": question("B?")}
    said = {name: one.meta["qbank"]["related"]["nothing"] for name, one in made(write(linked)).items()}
    assert said == dict.fromkeys("ab", "Nothing else in this bank is related to it yet.")
    alone = made(write({"questions/t/b.md": question("B?"), "questions/t/a.md": question("A?")}))["a"]
    assert alone.meta["qbank"]["related"]["nothing"] == "Nothing in this bank is related to it yet."
