"""Headings inside a section: which skip a level, and the levels that put them right."""

from __future__ import annotations

import pytest
from conftest import question
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_qbank.findings.edit import apply
from mkdocs_qbank.markdown.headings import skips, without_skips
from mkdocs_qbank.read.question import read_question

PATH = "content/questions/t/a.md"
LEVELS = st.lists(st.integers(3, 6), max_size=12)


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("#### A", "### A"),
        ("#### A\n\n##### B\n\n#### C", "### A\n\n#### B\n\n### C"),
        ("### A\n\n##### B\n\n###### C\n\n#### D", "### A\n\n#### B\n\n##### C\n\n#### D"),
        ("> #### A", "> ### A"),
        ("```md\n#### A\n```\n\n#### B", "```md\n#### A\n```\n\n### B"),
    ],
)
def test_a_skipped_level_is_put_right_with_the_headings_below(written: str, right: str) -> None:
    text = question(answer=f"So.\n\n{written}")
    _, findings = read_question(text, PATH)
    assert {finding.rule for finding in findings} == {"skipped-heading"}
    assert apply(text, [edit for finding in findings for edit in finding.edits]) == question(answer=f"So.\n\n{right}")


@pytest.mark.parametrize("answer", ["### A\n\n#### B\n\n### C", "So.\n\n### A", "```md\n#### A\n```", "<h4>A</h4>"])
def test_levels_in_order_pass(answer: str) -> None:
    _, findings = read_question(question(answer=answer), PATH)
    assert "skipped-heading" not in {finding.rule for finding in findings}


def test_in_a_yaml_file_the_highest_heading_may_have_any_level() -> None:
    fine = "question: Why?\nanswer: |\n  #### A\n\n  ##### B\n"
    assert read_question(fine, "content/questions/t/a.yml")[1] == []
    (finding,) = read_question(fine.replace("#####", "######"), "content/questions/t/a.yml")[1]
    assert (finding.rule, finding.line, finding.edits) == ("skipped-heading", 5, ())


@given(LEVELS)
def test_right_levels_skip_none_and_change_nothing_that_skips_none(levels: list[int]) -> None:
    right = without_skips(levels, 2)
    assert skips(right, 2) == []
    assert (right == levels) or skips(levels, 2)


@given(LEVELS)
def test_right_levels_keep_which_heading_belongs_to_which(levels: list[int]) -> None:
    def parents(levels: list[int]) -> list[int]:
        before = [[other for other in range(number) if levels[other] < level] for number, level in enumerate(levels)]
        return [max(others, default=-1) for others in before]

    assert parents(without_skips(levels, 2)) == parents(levels)
