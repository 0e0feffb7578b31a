"""Tags that reword others are found; tags that only look alike are not."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, repeat

import pytest
from mkdocs_qbank.check.tags import TAGS, variants
from mkdocs_qbank.findings.edit import apply
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.read.question import read_question

GLOSSARY = (("NLP", "natural language processing"), ("SGD", "stochastic gradient descent"), ("C++", "cpp"))


def bank(tags: Iterable[str], answer: str = "So.", glossary: tuple[tuple[str, ...], ...] = ()) -> Bank:
    """A bank with a question for each tag, of which several may stand in one, separated by commas."""
    questions = []
    for number, names in enumerate(tags):
        text = f"---\ntags: [{names}]\n---\n\n# Why?\n\n## Official Answer\n\n{answer}\n"
        question, _ = read_question(text, f"content/questions/t/q{number}.md")
        assert question is not None
        questions.append(question)
    return Bank(questions=tuple(questions), glossary=glossary)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("word-embedding", "word-embeddings"),
        ("word-embeddings", "word-embedding"),
        ("finetuning", "fine-tuning"),
        ("ci-cd", "cicd"),
        ("http-2", "http2"),
        ("query", "queries"),
        ("cache", "caches"),
        ("cookie", "cookies"),
        ("movies", "movie"),
        ("pie", "pies"),
        ("metric", "metrics"),
        ("box", "boxes"),
        ("health-checks", "healthcheck"),
        ("nlp", "natural-language-processing"),
        ("sgd", "stochastic-gradient-descent"),
        ("pvc", "persistent-volume-claim"),
        ("transformrs", "transformers"),
        ("transfromers", "transformers"),
        ("reinforcment-learning", "reinforcement-learning"),
    ],
)
def test_of_two_tags_for_a_subject_the_one_that_more_questions_have_is_the_better(wrong: str, right: str) -> None:
    tags = [wrong, *repeat(right, 10)]
    assert {tag: better[0] for tag, better in variants(bank(tags, glossary=GLOSSARY)).items()} == {wrong: right}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rnn", "cnn"),
        ("python-2", "python-3"),
        ("python-2", "python-27"),
        ("1-1", "11"),
        ("sql", "nosql"),
        ("css", "cs"),
        ("aws", "aw"),
        ("gcs", "gc"),
        ("class", "clas"),
        ("node", "nodes"),
        ("graphic", "graphics"),
        ("logistic-regression", "logistics-regression"),
        ("statistic", "statistics"),
        ("custom", "customs"),
        ("len", "lens"),
        ("arm", "arms"),
        ("http", "https"),
        ("canva", "canvas"),
        ("window-functions", "windows-functions"),
        ("synchronous", "asynchronous"),
        ("symmetric", "asymmetric"),
        ("java", "javascript"),
        ("c", "cpp"),
        ("testing", "nesting"),
        ("supervised", "unsupervised"),
        ("layer-10", "layer-11"),
        ("generic-functions", "genetic-functions-of-a-kind"),
    ],
)
def test_tags_that_look_alike_stay(one: str, other: str) -> None:
    assert variants(bank([one, *repeat(other, 10)], glossary=GLOSSARY)) == {}


def test_a_rare_word_that_its_question_uses_is_no_slip() -> None:
    tags = ["interference", *repeat("inteference", 10)]
    assert variants(bank(tags)) != {}
    assert variants(bank(tags, answer="Waves add up: interference.")) == {}


def test_an_abbreviation_of_several_tags_is_of_none() -> None:
    tags = ["csp", "content-security-policy", "constraint-satisfaction-problem"]
    assert variants(bank(tags)) == {}


def test_each_use_is_found_and_put_right_where_one_spelling_is_more_common() -> None:
    one = bank(["cicd", "ci-cd", "a, ci-cd, b", "ci-cd"])
    (finding,) = TAGS.run(one)
    assert (finding.path, finding.line, finding.column) == ("content/questions/t/q0.md", 2, 8)
    assert apply("---\ntags: [cicd]\n---\n", finding.edits) == "---\ntags: [ci-cd]\n---\n"
    (even,) = TAGS.run(bank(["cicd", "ci-cd"]))
    assert even.edits == ()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("transformrs", "transformers"),
        ("metric", "metrics"),
        ("nlp", "natural-language-processing"),
        ("resign", "re-sign"),
        ("caddie", "caddies-and-clubs"),
        ("caddy", "caddie"),
    ],
)
def test_a_guess_is_found_but_never_made_an_edit(wrong: str, right: str) -> None:
    findings = list(TAGS.run(bank([wrong, *repeat(right, 20)], glossary=GLOSSARY)))
    assert bool(findings) is (wrong != "caddie")
    assert not any(finding.edits for finding in findings)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("cookie", "cookies"),
        ("query", "queries"),
        ("box", "boxes"),
        ("ci-cd", "cicd"),
        ("health-checks", "health-check"),
    ],
)
def test_another_number_or_hyphen_is_put_right(wrong: str, right: str) -> None:
    (finding,) = TAGS.run(bank([wrong, right, right]))
    assert apply(f"---\ntags: [{wrong}]\n---\n", finding.edits) == f"---\ntags: [{right}]\n---\n"


def test_the_cost_grows_with_the_number_of_tags() -> None:
    tags = [f"{'x' * (number % 39)}{number}" for number in range(2000)]
    assert variants(bank(chain(tags, repeat("reinforcement-learning", 12)))) == {}
