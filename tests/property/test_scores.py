"""Laws of scores and of what is ranked by them."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_qbank.graph.graph import graph
from mkdocs_qbank.graph.health import health
from mkdocs_qbank.model.bank import Bank, Question, Topic
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.model.prose import Prose
from mkdocs_qbank.model.relations import Relation, Relations
from mkdocs_qbank.relate.suggested import gather, suggested

NAMES = ("a", "b", "c", "d", "e")
WORDS = st.lists(st.sampled_from(["cats", "boats", "mice", "sails", "the", "of", "stones"]), max_size=6).map(" ".join)
PAIRS = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda pair: pair[0] != pair[1])


def bank(answers: list[str]) -> Bank:
    """A bank of questions a, b, … with these answers."""
    questions = (
        Question(id=name, topic="t", path=f"{name}.md", question=Prose(text=f"{name}?"), answer=Prose(text=answer))
        for name, answer in zip(NAMES, answers, strict=False)
    )
    return Bank(questions=tuple(questions), topics=(Topic(id="t", title="T", path="t"),))


@given(scores=st.dictionaries(PAIRS, st.floats(min_value=-1, max_value=1), max_size=8), made=st.sets(PAIRS, max_size=2))
def test_no_task_is_worth_less_than_nothing_or_names_no_question(
    scores: dict[tuple[str, str], float], made: set[tuple[str, str]]
) -> None:
    outgoing: dict[str, tuple[Relation, ...]] = dict.fromkeys(NAMES, ())
    for source, target in made:
        outgoing[source] += (Relation(kind=Kind.RELATED, source=source, target=target, reason="x"),)
    for (source, target), score in scores.items():
        if (source, target) not in made:
            more = Relation(kind=Kind.SUGGESTED, source=source, target=target, reason="x", score=score)
            outgoing[source] += (more,)
    relations = Relations(outgoing=outgoing, incoming={})
    found = health(bank([""] * 5), relations, graph(relations), date(2026, 11, 23))
    assert all(task.value >= 0 for task in found.tasks)
    assert {task.other for task in found.tasks} <= {*NAMES, None}


@given(
    answers=st.lists(WORDS, min_size=2, max_size=5),
    rows=st.none() | st.lists(st.lists(st.floats(-1, 1), min_size=2, max_size=2), min_size=5, max_size=5),
)
def test_every_score_lies_between_minus_one_and_one(answers: list[str], rows: list[list[float]] | None) -> None:
    embeddings = None
    if rows is not None:
        vectors = np.array(rows[: len(answers)], dtype=np.float32) + np.float32(1e-3)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        embeddings = np.where(lengths > 0, vectors / np.where(lengths > 0, lengths, 1), np.float32(0.5**0.5))
    evidence = gather(bank(answers).questions, embeddings)
    found = suggested(evidence, evidence.similarity({}), {}, limit=9, threshold=None)
    scores = [relation.score for relations in found.values() for relation in relations]
    assert all(score is not None and -1 <= score <= 1 for score in scores)
