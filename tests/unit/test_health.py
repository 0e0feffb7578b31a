"""The health of a bank: its gaps, what would help it most, and `qbank stats`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest
from conftest import BANK, Write, question, run
from mkdocs_qbank.graph.graph import graph
from mkdocs_qbank.graph.health import Health, health
from mkdocs_qbank.graph.tasks import Task, TaskKind
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.relations import Relation, Relations
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.relate.relations import relate
from mkdocs_qbank.render.pages.health import pages
from mkdocs_qbank.render.view import SiteView

DAY = date(2026, 11, 23)
SOUND = "difficulty: beginner\nreviewed: 2026-11-01"
HOSTILE = "Is &#27;[31mred &#x202e; &#x9b;2J?"
"""A title whose characters are no control characters before it is read as Markdown."""


def published(content: Path) -> Bank:
    return read_bank(content).bank.published


def health_of(content: Path, *suggestions: Relation) -> Health:
    """The health of a bank whose suggestions are these."""
    bank = published(content)
    made = relate(bank, suggestions=0)
    outgoing = {
        name: (*found, *(item for item in suggestions if item.source == name)) for name, found in made.outgoing.items()
    }
    relations = Relations(outgoing=outgoing, incoming=made.incoming)
    return health(bank, relations, graph(relations), DAY)


def suggest(source: str, target: str, score: float) -> Relation:
    return Relation(kind=Kind.SUGGESTED, source=source, target=target, reason="Both are about “x”.", score=score)


def chain(count: int, front: str = SOUND, topic: str = "t", name: str = "q", tags: str = "") -> Mapping[str, str]:
    """Questions of which each names the one before it as a prerequisite."""
    return {
        f"questions/{topic}/{name}{number}.md": question(
            f"{name.upper()}{number}?",
            front
            + (f"\nprerequisites: [{name}{number - 1}]" if number else "")
            + (f"\ntags: [{tags}]" if tags else ""),
        )
        for number in range(count)
    }


def of_kind(found: Health, kind: TaskKind) -> list[Task]:
    return [task for task in found.tasks if task.kind is kind]


def about(tasks: Iterable[Task]) -> list[tuple[str | None, str | None]]:
    return [(task.question, task.other) for task in tasks]


def readers(found: Health, identifier: str | None) -> float:
    """The readers of one of the ten most important questions, in units of the average question."""
    return next(item.importance for item in found.central if item.id == identifier) * found.questions


def test_a_bank_that_lacks_nothing_has_no_tasks(write: Write) -> None:
    found = health_of(write(chain(3)))
    assert found.tasks == ()
    assert (found.gaps.orphans, found.gaps.islands, found.gaps.unprepared, found.gaps.stale) == ((), (), (), ())


def test_an_empty_bank_is_healthy(write: Write) -> None:
    found = health_of(write({"pages/index.md": "# Home\n"}))
    assert (found.questions, found.tasks, found.central, found.gaps.coverage) == (0, (), (), ())


def test_the_table_counts_each_question_once_by_topic_and_difficulty(write: Write) -> None:
    files = {
        "questions/t/a.md": question("A?", "difficulty: advanced"),
        "questions/t/b.md": question("B?"),
        "questions/u/c.md": question("C?", "difficulty: beginner"),
        "questions/u/d.md": question("D?", "status: draft"),
        "questions/u/e.md": question("E?", "status: deprecated"),
    }
    found = health_of(write(files))
    assert [(row.topic, row.counts, row.total) for row in found.gaps.coverage] == [
        ("t", (0, 0, 1, 1), 2),
        ("u", (1, 0, 0, 0), 1),
    ]
    assert (found.questions, found.deprecated) == (3, 1)


def test_an_orphan_is_to_be_related_to_its_nearest_suggestion(write: Write) -> None:
    files = {**chain(3), "questions/t/alone.md": question("Alone?", SOUND)}
    found = health_of(write(files), suggest("q1", "alone", 0.2), suggest("alone", "q2", 0.3))
    assert found.gaps.orphans == ("alone",)
    assert about(of_kind(found, TaskKind.RELATE)) == [("alone", "q2")]
    assert of_kind(found, TaskKind.CONFIRM) == []


def test_two_orphans_that_are_nearest_to_each_other_are_one_task(write: Write) -> None:
    files = {**chain(3), "questions/t/x.md": question("X?", SOUND), "questions/t/y.md": question("Y?", SOUND)}
    found = health_of(write(files), suggest("x", "y", 0.3), suggest("y", "x", 0.3))
    assert about(of_kind(found, TaskKind.RELATE)) == [("x", "y")]


def test_an_orphan_that_nothing_is_near_to_is_a_task_all_the_same(write: Write) -> None:
    found = health_of(write({**chain(3), "questions/t/alone.md": question("Alone?", SOUND)}))
    (task,) = of_kind(found, TaskKind.RELATE)
    assert (task.question, task.other) == ("alone", None)
    assert task.sentence({}).startswith("Relate it to another question: nobody has")


def test_an_island_is_tied_by_the_rarest_tag_that_both_sides_bear(write: Write) -> None:
    files = {**chain(4, tags="common"), **chain(2, name="far", topic="u", tags="common, rare")}
    files["questions/t/q3.md"] = question("Q3?", f"{SOUND}\nprerequisites: [q2]\ntags: [common, rare]")
    found = health_of(write(files))
    assert found.gaps.islands == (("far0", "far1"),)
    (task,) = of_kind(found, TaskKind.TIE)
    assert (task.question, task.other) == ("far0", "q3")
    assert "both are tagged “rare”" in task.sentence({"q3": "Q3?"})


def test_a_relation_that_alone_holds_two_parts_together_is_named(write: Write) -> None:
    files = {**chain(2), **chain(2, name="far", topic="u")}
    files["questions/u/far1.md"] = question("Far?", f"{SOUND}\nprerequisites: [far0]\nrelated: [q1]")
    assert ("far1", "q1") in health_of(write(files)).gaps.bridges


def test_a_stronger_suggestion_is_the_better_one_to_confirm(write: Write) -> None:
    found = health_of(write(chain(6)), suggest("q0", "q3", 0.1), suggest("q2", "q5", 0.4), suggest("q5", "q2", 0.2))
    confirmed = of_kind(found, TaskKind.CONFIRM)
    assert [{task.question, task.other} for task in confirmed] == [{"q2", "q5"}, {"q0", "q3"}]


def test_only_what_is_above_beginner_needs_a_prerequisite(write: Write) -> None:
    files = {
        "questions/t/a.md": question("A?", "difficulty: advanced\nrelated: [b]"),
        "questions/t/b.md": question("B?", "difficulty: beginner\nrelated: [c]"),
        "questions/t/c.md": question("C?", "difficulty: intermediate\nprerequisites: [b]"),
        "questions/t/d.md": question("D?", "related: [a]"),
    }
    found = health_of(write(files))
    assert set(found.gaps.unprepared) == {"a", "d"}
    assert ("a", "b") in about(of_kind(found, TaskKind.PREREQUISITE))


def test_no_prerequisite_is_named_that_would_close_a_circle(write: Write) -> None:
    files = {
        "questions/t/a.md": question("A?", "difficulty: advanced"),
        "questions/t/b.md": question("B?", "difficulty: beginner\nprerequisites: [a]"),
        "questions/t/c.md": question("C?", "difficulty: beginner\nprerequisites: [b]\nrelated: [a]"),
    }
    assert about(of_kind(health_of(write(files)), TaskKind.PREREQUISITE)) == [("a", None)]


@pytest.mark.parametrize(
    ("reviewed", "stale", "unreviewed"),
    [("reviewed: 2025-11-23", (), ()), ("reviewed: 2025-11-22", ("a",), ()), ("tags: [x]", (), ("a",))],
)
def test_a_review_lasts_a_year(write: Write, reviewed: str, stale: tuple[str], unreviewed: tuple[str]) -> None:
    gaps = health_of(write({"questions/t/a.md": question("A?", f"difficulty: beginner\n{reviewed}")})).gaps
    assert (gaps.stale, gaps.unreviewed) == (stale, unreviewed)


def test_the_question_that_more_build_on_is_reviewed_first(write: Write) -> None:
    found = health_of(write(chain(5, "difficulty: beginner\nreviewed: 2020-01-01")))
    assert [task.question for task in of_kind(found, TaskKind.REVIEW)] == list(found.gaps.stale)
    assert found.gaps.stale[0] == found.central[0].id == "q0"
    assert found.gaps.stale[-1] == "q4"


def test_a_question_that_was_never_reviewed_counts_as_two_years_old(write: Write) -> None:
    files = {
        **{f"questions/t/q{days}.md": question("Q?", f"{SOUND}\nrelated: [never]") for days in range(3)},
        "questions/t/never.md": question("Never?", "difficulty: beginner"),
        "questions/t/two.md": question("Two?", "difficulty: beginner\nreviewed: 2024-11-23\nrelated: [never]"),
    }
    found = health_of(write(files))
    lack = {task.question: task.value / readers(found, task.question) for task in of_kind(found, TaskKind.REVIEW)}
    assert lack == pytest.approx({"never": 0.5, "two": 0.5})


def test_of_two_equal_questions_the_one_longer_unreviewed_comes_first(write: Write) -> None:
    files = {
        "questions/t/a.md": question("A?", "difficulty: beginner\nreviewed: 2025-01-01\nrelated: [b]"),
        "questions/t/b.md": question("B?", "difficulty: beginner\nreviewed: 2021-01-01"),
    }
    assert [task.question for task in of_kind(health_of(write(files)), TaskKind.REVIEW)] == ["b", "a"]


@pytest.mark.parametrize(("count", "wanted"), [(3, []), (4, ["t", "t"])])
def test_a_difficulty_is_missed_in_a_topic_of_four(write: Write, count: int, wanted: list[str]) -> None:
    tasks = of_kind(health_of(write(chain(count, "difficulty: beginner"))), TaskKind.WRITE)
    assert [task.topic for task in tasks] == wanted
    assert all(task.question is None for task in tasks)


def test_a_tag_of_one_question_alone_is_named(write: Write) -> None:
    files = {"questions/t/a.md": question("A?", "tags: [x, y]"), "questions/t/b.md": question("B?", "tags: [x]")}
    assert health_of(write(files)).gaps.lone_tags == (("y", "a"),)


def test_a_deprecated_question_lacks_nothing(write: Write) -> None:
    found = health_of(write({**chain(2), "questions/t/old.md": question("Old?", "status: deprecated\ntags: [x]")}))
    assert found.tasks == ()
    assert (found.gaps.orphans, found.gaps.unreviewed, found.gaps.lone_tags) == ((), (), ())


def test_no_kind_of_task_crowds_out_the_others(write: Write) -> None:
    files = {**chain(60, "difficulty: advanced"), "questions/t/alone.md": question("Alone?", SOUND)}
    found = health_of(write(files))
    assert len(of_kind(found, TaskKind.REVIEW)) == 10
    assert of_kind(found, TaskKind.RELATE)
    assert [task.value for task in found.tasks] == sorted((task.value for task in found.tasks), reverse=True)


def test_the_health_of_a_bank_does_not_depend_on_the_order_of_its_files(write: Write) -> None:
    bank = published(write({**chain(6, "difficulty: advanced"), **chain(3, name="far", topic="u")}))
    mixed = Bank(questions=bank.questions[::-1], topics=bank.topics)
    one, other = (health(item, made := relate(item), graph(made), DAY) for item in (bank, mixed))
    assert one == other


def test_stats_fit_a_terminal() -> None:
    done = run("qbank", "stats", cwd=BANK)
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(len, done.stdout.splitlines())) <= 100
    assert "What would help most" in done.stdout


def test_stats_prints_one_documented_object(write: Write) -> None:
    content = write({**chain(5, "difficulty: advanced"), "questions/t/d.md": question("D?", "status: draft")})
    done = run("qbank", "stats", "--format", "json", cwd=content.parent, SOURCE_DATE_EPOCH="1763856000")
    found = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert (found["version"], found["as_of"]) == (1, "2025-11-23")
    assert (found["questions"], found["drafts"], found["deprecated"]) == (5, 1, 0)
    assert found["coverage"] == [
        {"topic": "t", "beginner": 0, "intermediate": 0, "advanced": 5, "unsaid": 0, "total": 5}
    ]
    assert set(found["tasks"][0]) == {"kind", "topic", "question", "other", "sentence", "value"}
    assert sorted(found["unreviewed"]) == ["q0", "q1", "q2", "q3", "q4"]


def test_stats_shortens_long_lists_in_text_and_never_in_json(write: Write) -> None:
    content = write(chain(30, "difficulty: advanced"))
    text = run("qbank", "stats", "--limit", "3", cwd=content.parent).stdout
    assert "and 20 more (--format json has all)" in text
    assert "\n  3 " in text
    assert "\n  4 " not in text
    assert len(json.loads(run("qbank", "stats", "--format", "json", cwd=content.parent).stdout)["unreviewed"]) == 30


def test_stats_goes_by_the_suggestions_that_the_site_has(write: Write) -> None:
    files = {f"questions/t/q{place}.md": question(f"Why {place}?", answer=f"Word{place}.") for place in range(8)}
    zebras = {"a": "Does the rare zebra gallop?", "b": "Which striped animals live in herds?"}
    answers = {"a": "A zebra gallops with its herd.", "b": "The rare zebra: it gallops, and it has stripes."}
    files |= {f"questions/t/{name}.md": question(title, answer=answers[name]) for name, title in zebras.items()}
    content = write(files)
    others = []
    for number in (3, 0):
        settings = f"plugins:\n  - qbank: {{suggestions: {number}}}\n"
        (content.parent / "mkdocs.yml").write_text(settings, encoding="utf-8")
        done = run("qbank", "stats", "--format", "json", cwd=content.parent, check=True)
        others.append({task["other"] for task in json.loads(done.stdout)["tasks"] if task["question"] == "a"} - {None})
    assert others == [{"b"}, set()]


def test_stats_of_a_bank_with_mistakes_says_so_and_gives_what_can_be_read(write: Write) -> None:
    content = write({**chain(2), "questions/t/bad.md": "# No answer?\n"})
    done = run("qbank", "stats", "--format", "json", cwd=content.parent)
    assert done.returncode == 0
    assert json.loads(done.stdout)["questions"] == 2
    assert "'qbank check' has findings" in done.stderr


def test_stats_prints_nothing_that_a_terminal_would_obey(write: Write) -> None:
    files = {
        "questions/t/a.md": question(HOSTILE, "related: [b]\nreviewed: 2020-01-01"),
        "questions/t/b.md": question(HOSTILE, "difficulty: beginner"),
        "questions/t/c.md": question(HOSTILE, "tags: [x]"),
        "questions/t/x\x1b[2J.md": question(HOSTILE),
    }
    content = write(files)
    for form in ("text", "json"):
        done = run("qbank", "stats", "--format", form, cwd=content.parent)
        assert done.returncode == 0
        assert (done.stdout + done.stderr).replace("\n", "").isprintable(), form
        assert "[31mred" in done.stdout, "the title is shown"


def test_the_page_holds_plain_data_about_every_gap(write: Write) -> None:
    bank = published(write({**chain(5, "difficulty: advanced"), "questions/t/alone.md": question("Alone?", SOUND)}))
    view = SiteView(bank=bank, relations=relate(bank, suggestions=0), order=tuple(bank.by_id), as_of=DAY)
    (page,) = pages(view)
    data = page.meta["qbank"]
    assert (page.path, page.meta["template"], data["as_of"]) == ("health.md", "health.html", "2026-11-23")
    assert json.loads(json.dumps(data)) == data
    gaps = [[cell["gap"] for cell in row["cells"]] for row in data["rows"]]
    assert gaps == [[False, True, False, False]]
    assert {"Related by nobody", "Never reviewed"} <= {section["heading"] for section in data["sections"]}


def test_the_command_prints_the_sections_of_the_page(write: Write) -> None:
    files = {
        **chain(6, "difficulty: advanced\nreviewed: 2020-01-01"),
        **chain(7, name="far", topic="u"),
        "questions/t/alone.md": question("Alone?", "tags: [lonely]"),
    }
    content = write(files)
    bank = published(content)
    view = SiteView(bank=bank, relations=relate(bank, suggestions=0), order=tuple(bank.by_id), as_of=DAY)
    (page,) = pages(view)
    data = page.meta["qbank"]
    (content.parent / "mkdocs.yml").write_text("plugins: [{qbank: {suggestions: 0}}]\n", encoding="utf-8")
    printed = run("qbank", "stats", cwd=content.parent, SOURCE_DATE_EPOCH="1795392000").stdout
    assert len(data["sections"]) + len(data["nothing"]) == 9
    for section in data["sections"]:
        _, _, part = printed.partition(f"\n{section['heading']} ({section['count']})\n{section['why']}\n")
        assert part, section["heading"]
        for entry, line in zip(section["entries"][:10], part.split("\n"), strict=False):
            assert entry["note"] in line
            assert all(link["url"].split("/")[-2] in line for link in entry["links"]), (entry, line)
    assert all(heading in printed.rpartition("\n\n")[2] for heading in data["nothing"])
