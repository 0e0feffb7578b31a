"""The graph as a whole: what is central, what holds together, the way between two questions, the map."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from statistics import median

import jsonschema
import pytest
from conftest import BANK, Write, question
from made import make_bank
from maps import moves, without
from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.pipeline import check_content, make_site
from mkdocs_qbank.graph.graph import graph, shortest_path
from mkdocs_qbank.graph.layout import Layout, lay_out
from mkdocs_qbank.model.bank import Bank, Difficulty
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.relations import Relation, Relations
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.relate.relations import relate


def ties(*named: str, ids: str = "") -> Relations:
    """Relations as `a>b`, with `a~b` for a suggestion."""
    found: dict[str, list[Relation]] = {name: [] for name in ids}
    incoming: dict[str, list[Relation]] = {name: [] for name in ids}
    for text in named:
        source, sign, target = tuple(text)
        kind = Kind.SUGGESTED if sign == "~" else Kind.RELATED
        relation = Relation(kind=kind, source=source, target=target, reason=f"{text}.")
        for name in (source, target):
            found.setdefault(name, [])
            incoming.setdefault(name, [])
        found[source].append(relation)
        if kind is not Kind.SUGGESTED:
            incoming[target].append(relation)
    return Relations(
        outgoing={name: tuple(items) for name, items in found.items()},
        incoming={name: tuple(items) for name, items in incoming.items()},
    )


def test_what_many_lead_to_is_most_important() -> None:
    found = graph(ties("a>z", "b>z", "c>z", "d>c"))
    assert max(found.importance, key=lambda name: found.importance[name]) == "z"
    assert sum(found.importance.values()) == pytest.approx(1)


def test_two_dense_groups_are_two_communities_and_what_ties_them_is_a_bridge() -> None:
    found = graph(ties("a>b", "b>c", "c>a", "x>y", "y>z", "z>x", "a>x"))
    assert sorted(map(sorted, found.communities)) == [["a", "b", "c"], ["x", "y", "z"]]
    assert found.bridges == (("a", "x"),)


def test_a_question_that_hangs_by_one_relation_makes_no_bridge() -> None:
    assert graph(ties("a>b", "b>c", "c>a", "a>x")).bridges == ()


def test_islands_are_what_nothing_ties_to_the_largest_group() -> None:
    found = graph(ties("a>b", "b>c", "x~y", ids="abcxyz"))
    assert found.islands == (("x", "y"),)


def test_orphans_are_what_nobody_related_whatever_is_suggested() -> None:
    assert graph(ties("a>b", "c~a", ids="abcd")).orphans == ("c", "d")


def test_a_bank_without_relations_has_a_graph() -> None:
    found = graph(ties(ids="ab"))
    assert (found.communities, found.islands, found.bridges, found.orphans) == ((), (), (), ("a", "b"))
    assert graph(Relations(outgoing={}, incoming={})).orphans == ()


@pytest.mark.parametrize(
    ("start", "end", "steps"),
    [
        ("a", "d", ["a>b", "b>c", "c>d"]),
        ("d", "a", ["c>d", "b>c", "a>b"]),
        ("a", "e", ["a~e"]),
        ("a", "a", []),
        ("a", "x", None),
    ],
)
def test_the_shortest_path_counts_a_suggestion_as_two(start: str, end: str, steps: list[str] | None) -> None:
    relations = ties("a>b", "b>c", "c>d", "a~e", "e~d", ids="abcdex")
    found = shortest_path(relations, start, end)
    assert (None if found is None else [item.reason.removesuffix(".") for item in found]) == steps


@pytest.fixture(scope="session")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    """A made bank of 1,001 questions."""
    return read_bank(make_bank(tmp_path_factory.mktemp("thousand"), 1001)).bank


@pytest.fixture(scope="session")
def laid_out(thousand: Bank) -> Layout:
    """The map of the made bank."""
    return lay_out(thousand, relate(thousand))


@cache
def frozen_bank() -> Bank:
    return read_bank(BANK / "content").bank.published


def test_the_same_bank_gives_the_same_map_in_whatever_order_it_is_read(thousand: Bank, laid_out: Layout) -> None:
    turned = Bank(questions=tuple(reversed(thousand.questions)), topics=thousand.topics)
    assert laid_out == lay_out(turned, relate(turned))


@pytest.mark.parametrize("added", ["q-1000", "q-500", "q-3"])
def test_one_question_more_moves_the_median_other_by_less_than_two_hundredths(
    thousand: Bank, laid_out: Layout, added: str
) -> None:
    fewer = without(thousand, added)
    assert median(moves(lay_out(fewer, relate(fewer)), laid_out)) < 0.02


@pytest.mark.parametrize("position", range(0, 39, 9))
def test_one_question_more_moves_the_median_other_of_a_small_bank_by_less_than_its_share(position: int) -> None:
    whole = frozen_bank()
    fewer = without(whole, sorted(whole.by_id)[position])
    assert median(moves(lay_out(fewer, relate(fewer)), lay_out(whole, relate(whole)))) < 1 / len(whole.questions)


def test_every_question_stands_in_its_topic_and_no_two_topics_overlap(thousand: Bank, laid_out: Layout) -> None:
    small = frozen_bank()
    for bank, layout in ((thousand, laid_out), (small, lay_out(small, relate(small)))):
        for item in bank.questions:
            (x, y), (mx, my, radius) = layout.questions[item.id], layout.topics[item.topic]
            assert (x - mx) ** 2 + (y - my) ** 2 <= (radius + 1) ** 2
            assert layout.left <= x <= layout.left + layout.width
            assert layout.top <= y <= layout.top + layout.height
        discs = list(layout.topics.values())
        for place, (x, y, radius) in enumerate(discs):
            assert all((x - a) ** 2 + (y - b) ** 2 >= (radius + r) ** 2 for a, b, r in discs[place + 1 :])


def test_related_questions_of_a_topic_stand_nearer_than_others(thousand: Bank) -> None:
    bank = frozen_bank()
    layout = lay_out(bank, relations := relate(bank))
    tied = {frozenset((item.source, item.target)) for found in relations.outgoing.values() for item in found}
    near: dict[bool, list[float]] = {True: [], False: []}
    for one in bank.questions:
        for other in bank.by_topic[one.topic]:
            if one.id < other.id:
                (x, y), (a, b) = layout.questions[one.id], layout.questions[other.id]
                near[frozenset((one.id, other.id)) in tied].append(((x - a) ** 2 + (y - b) ** 2) ** 0.5)
    assert median(near[True]) < 0.8 * median(near[False])


@pytest.mark.parametrize("count", [1, 2])
def test_a_bank_of_one_or_two_questions_has_a_map(write: Write, count: int) -> None:
    files = {f"questions/t/q{number}.md": question(f"Q{number}?") for number in range(count)}
    bank = read_bank(write(files)).bank
    assert len(lay_out(bank, relate(bank)).questions) == count


def published(content: Path) -> Mapping[str, str | bytes]:
    return make_site(check_content(content), content, Options(history=False)).files


def test_the_graph_is_published_as_its_schema_says_with_the_reasons_that_pages_give() -> None:
    files = published(BANK / "content")
    data, schema = json.loads(files["data/graph.json"]), json.loads(files["data/graph.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(data, schema, format_checker=jsonschema.FormatChecker())
    relations = relate(frozen_bank())
    told = {(item["source"], item["target"]): item["reason"] for item in data["relations"]}
    assert told == {(r.source, r.target): r.reason for found in relations.outgoing.values() for r in found}
    assert [item["id"] for item in data["questions"]] == sorted(frozen_bank().by_id)


def test_every_relation_says_why_in_a_sentence() -> None:
    for found in relate(frozen_bank()).outgoing.values():
        for relation in found:
            assert relation.reason[0].isupper() or relation.reason[0] in "“$`"
            assert relation.reason.rstrip('”’")').endswith((".", "?", "!", "…"))


def test_the_map_holds_every_question_and_relation_of_the_bank() -> None:
    files = published(BANK / "content")
    data, names = json.loads(files["data/map.json"]), json.loads(files["data/names.json"])
    graph_ = json.loads(files["data/graph.json"])
    ids = names["ids"]
    place = {item["id"]: (item["x"], item["y"]) for item in graph_["questions"]}
    x, y = [0], [0]
    for dx, dy in zip(data["x"], data["y"], strict=True):
        x.append(x[-1] + dx)
        y.append(y[-1] + dy)
    shifts = {(a - place[name][0], b - place[name][1]) for name, a, b in zip(ids, x[1:], y[1:], strict=True)}
    assert len(shifts) == 1
    assert [kind["name"] for kind in data["kinds"]] == list(data["edges"]) == list(Kind)
    assert data["levels"] == list(Difficulty)
    assert sum(topic["count"] for topic in data["topics"]) == len(ids) == len(data["difficulty"]) == len(data["rank"])
    found = set()
    for kind, numbers in data["edges"].items():
        source = 0
        for step, way in zip(numbers[::2], numbers[1::2], strict=True):
            source += step
            found.add((kind, frozenset((ids[source], ids[source + way]))))
    assert found == {(item["kind"], frozenset((item["source"], item["target"]))) for item in graph_["relations"]}
    assert [ids[number] for number in data["named"]["at"]] == data["named"]["ids"]
