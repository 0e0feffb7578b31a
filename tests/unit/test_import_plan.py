"""What becomes of items: ids, topics, relations and old ids, whatever format they come from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from mkdocs_qbank.build.import_plan import ImportPlan, Step
from mkdocs_qbank.build.importing import Entry, Gathered
from mkdocs_qbank.model.bank import Status
from mkdocs_qbank.model.imports import Outcome
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.read.draft import QuestionDraft
from mkdocs_qbank.read.importers.importer import Item, Link
from mkdocs_qbank.read.importers.naming import first_id, subject, topic_id, topic_title, valid_ids
from mkdocs_qbank.read.ledger import ImportedText, Ledger, read_ledger, write_ledger

PNG = Path(__file__).parent.parent.joinpath("cases/images/curve.png").read_bytes()


def item(key: str, question: str, answer: str = "So.", **more: object) -> Item:
    draft = QuestionDraft(question=question, answer=(answer,))
    return Item(key=key, file="list.md", line=1, draft=draft, **more)  # type: ignore[arg-type]


def plan(content: Path, *items: Item, ledger: Ledger | None = None, status: Status = Status.DRAFT) -> ImportPlan:
    entries = [
        Entry(source="list.md", root="/nowhere", folder=".", key=one.key, item=one, topic=one.topic or "Tea")
        for one in items
    ]
    gathered = Gathered(entries=entries, sources=["list.md"])
    return ImportPlan(gathered, content, ledger or Ledger(), topic="", status=status)


def write(steps: Sequence[Step], ledger: Ledger) -> None:
    for step in steps:
        if step.path:
            step.path.parent.mkdir(parents=True, exist_ok=True)
            step.path.write_text(step.text, encoding="utf-8")
        if step.record:
            ledger.texts[step.record[0]] = step.record[1]


def test_an_id_is_what_the_source_calls_an_item_if_that_is_words() -> None:
    for key in ("what-is-tea", "tea", "css-box-model", "http-2-or-3"):
        assert first_id(key, "Why?") == key
    for key in (
        "1234",
        "q-12",
        "12-34",
        "Tea",
        "a.md",
        "index",
        "con",
        "nul",
        "9f8e7d6c-aaaa-bbbb-cccc-1234567890ab",
        "x" * 90,
    ):
        assert first_id(key, "Why is it so?") == "why-is-it-so"
    assert [first_id("", question) for question in ("???", "Con", "Index")] == [
        "question",
        "con-question",
        "index-question",
    ]


def test_a_topic_keeps_its_title_and_has_a_name_that_a_folder_can_have() -> None:
    assert [topic_id(title) for title in ("CI/CD", "C#", "Aux", "index", "???")] == [
        "ci-cd", "c", "aux-topic", "index-topic", ""
    ]  # fmt: skip
    assert [topic_title(title) for title in ("CI/CD", "web_dev/basics", "front-end")] == [
        "CI / CD",
        "Web dev / basics",
        "Front end",
    ]
    assert [subject(path) for path in ("/x/tea-list.md", "/x/tea/README.md", "/x/tea/index.md", "/README.md")] == [
        "tea-list",
        "tea",
        "tea",
        "imported",
    ]


def test_old_ids_are_those_that_can_be_ids() -> None:
    names = ("what-is-tea", "What-Is", "a b", "index", "con", "x" * 300, "what-is-tea", "7-up")
    assert valid_ids(names) == ("what-is-tea", "7-up")


def test_relations_of_a_source_are_named_with_their_reason(tmp_path: Path) -> None:
    links = (
        Link(place="list.md#b", why="It comes with it."),
        Link(place="#C"),
        Link(place="https://x.example/q/4/title?x=1#y", duplicate=True),
        Link(place="list.md#gone"),
        Link(place="list.md#a"),
    )
    made = plan(
        tmp_path,
        item(
            "a",
            "What is tea?",
            "See https://x.example/q/4 and [it](http://x.example/q/4/).",
            links=links,
            places=("list.md#a",),
        ),
        item("b", "What is milk?", places=("list.md#b",)),
        item("1", "What is sugar?", places=("#c",)),
        item("2", "What is a cup?", places=("https://x.example/q/4", "https://x.example/q/4/title")),
    )
    first, *_ = made.steps()
    assert (
        'related:\n  - id: what-is-milk\n    why: "It comes with it."\n  - what-is-sugar\n'
        f'  - id: what-is-a-cup\n    why: "{message("imports.duplicate")}"\n'
    ) in first.text
    assert "See [What is a cup?](what-is-a-cup.md) and [it](what-is-a-cup.md)." in first.text
    assert first.item.lost == ("the relation to 'list.md#gone'",)


def test_a_published_question_leads_to_no_draft(tmp_path: Path) -> None:
    ledger = Ledger()
    places, links = ("list.md#a",), (Link(place="list.md#b"),)
    tea = item("a", "What is tea?", "See [milk](#b).", places=places, links=links)
    write(list(plan(tmp_path, tea, ledger=ledger, status=Status.PUBLISHED).steps()), ledger)
    milk = item("b", "What is milk?", places=("list.md#b",))
    both = list(plan(tmp_path, tea, milk, ledger=ledger).steps())
    assert [step.item.outcome for step in both] == [Outcome.UNCHANGED, Outcome.IMPORTED]
    again, other = plan(tmp_path, tea, milk, ledger=ledger, status=Status.PUBLISHED).steps()
    assert other.item.outcome is Outcome.IMPORTED
    assert again.item.outcome is Outcome.UPDATED
    assert "related: [what-is-milk]" in again.text
    assert "[milk](what-is-milk.md)" in again.text


def test_old_ids_redirect_where_no_other_question_has_them(tmp_path: Path) -> None:
    made = plan(
        tmp_path,
        item("1", "What is tea?", formerly=("tea", "milk", "Tea!", "what-is-tea"), places=("list.md#Tea!",)),
        item("milk", "What is milk?", formerly=("tea",)),
    )
    first, second = made.steps()
    assert "formerly: [tea]\n" in first.text
    assert "formerly" not in second.text
    page = "questions/what-is-tea/"
    assert made.redirects() == {"tea": page, "milk": page, "Tea!": page, "what-is-tea": page, "list.md#Tea!": page}


def test_the_same_key_or_question_twice_makes_two_questions(tmp_path: Path) -> None:
    ledger = Ledger()
    items = (item("1", "What is tea?", "So."), item("2", "What is tea?", "Or so."))
    steps = list(plan(tmp_path, *items, ledger=ledger).steps())
    assert [step.item.id for step in steps] == ["what-is-tea", "what-is-tea-2"]
    write(steps, ledger)
    for order in (items, items[::-1]):
        again = list(plan(tmp_path, *order, ledger=ledger).steps())
        assert [step.item.outcome for step in again] == [Outcome.UNCHANGED] * 2


def test_what_a_source_holds_in_itself_comes_along(tmp_path: Path) -> None:
    answer = "![A curve](my%20curve.png) ![Gone](gone.png)"
    attachments = {"my%20curve.png": lambda: PNG}
    step, *_ = plan(tmp_path, item("1", "What is tea?", answer, attachments=attachments)).steps()
    assert "![A curve](my-curve.png) Gone" in step.text
    (picture,) = step.pictures
    assert (picture.name, picture.load(), picture.write) == ("tea/my-curve.png", PNG, True)


def test_a_ledger_reads_as_it_was_written_and_is_in_order() -> None:
    texts = {
        (source, key): ImportedText(id="x", digest="0" * 32)
        for source, key in (("b", "\ud800\u2028"), ("a", "2"), ("a", "10"), ("ä\n", '"'))
    }
    written = write_ledger(Ledger(texts=texts))
    assert read_ledger(written).texts == texts
    lines = written.splitlines()
    assert (len(lines), lines) == (4, sorted(lines))
    assert write_ledger(read_ledger(written.replace("\n", "\r\n"))) == written


@pytest.mark.parametrize("status", list(Status))
def test_a_question_keeps_its_status_when_its_source_changes(tmp_path: Path, status: Status) -> None:
    ledger = Ledger()
    (first,) = plan(tmp_path, item("1", "What is tea?"), ledger=ledger, status=status).steps()
    write([first], ledger)
    (second,) = plan(tmp_path, item("1", "What is tea?", "Otherwise."), ledger=ledger).steps()
    assert second.item.outcome is Outcome.UPDATED
    assert f"\nstatus: {status}\n" in second.text


def test_an_id_that_a_question_had_is_given_to_no_other(tmp_path: Path) -> None:
    (tmp_path / "questions/tea").mkdir(parents=True)
    text = "---\nformerly: [what-is-milk]\n---\n\n# What is it?\n\n## Official Answer\n\nSo.\n"
    (tmp_path / "questions/tea/milk.md").write_text(text, encoding="utf-8")
    removed = Ledger(texts={("other.md", "1"): ImportedText(id="what-is-tea", digest="0" * 32)})
    steps = plan(tmp_path, item("2", "What is tea?"), item("3", "What is milk?"), ledger=removed).steps()
    assert [step.item.id for step in steps] == ["what-is-tea-2", "what-is-milk-2"]
