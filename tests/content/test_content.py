"""The bank in ./content: it has no findings, is as large as it claims, and its site is whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import BIN, ROOT, run
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.read.glossary import read_glossary
from mkdocs_qbank.relate.relations import relate
from selectolax.lexbor import LexborHTMLParser


def test_the_check_has_no_findings() -> None:
    done = run("qbank", "check", cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, "")


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
        lists = found.css(".qb-kind[data-kind] + .qb-relations li")
        assert len(lists) >= 3 or found.css_first(".qb-nothing"), question.id
        assert all(item.css_first(".qb-reason").text(strip=True) for item in lists), question.id


@pytest.mark.site
def test_no_link_or_anchor_is_dead(site: Path) -> None:
    done = run(
        BIN / "lychee", "--offline", "--include-fragments", "--no-progress", "--index-files", "index.html",
        "--root-dir", site, f"{site}/**/*.html", cwd=site,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    assert int(re.findall(r"([\d,]+) OK", done.stdout)[0].replace(",", "")) > 1000
