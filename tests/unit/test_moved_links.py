"""Links and ids of questions that have moved: they resolve, are found, and are put right by their edits."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Write, question
from mkdocs_qbank.build.pipeline import check_content
from mkdocs_qbank.findings.edit import apply
from mkdocs_qbank.markdown.links import Destinations
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.read.question import read_question

NEW = "content/questions/metrics/new.md"
MOVED = Destinations(addresses={NEW: "questions/new/"}, questions={"new": NEW, "old": NEW})


def fixed(text: str, path: str = "content/questions/t/a.md") -> tuple[str, list[str]]:
    """A question file after the edits of its findings, and the rules of those."""
    _, findings = read_question(text, path, MOVED)
    return apply(text, [edit for finding in findings for edit in finding.edits]), [one.rule for one in findings]


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("[x](../metrics/old.md)", "[x](../metrics/new.md)"),
        ("[x](../elsewhere/new.md)", "[x](../metrics/new.md)"),
        ("[x](new.md)", "[x](../metrics/new.md)"),
        ("[x](../metrics/new.yml)", "[x](../metrics/new.md)"),
        ("[x](../metrics/old.md#official-answer)", "[x](../metrics/new.md#official-answer)"),
        ("[x](<../metrics/old.md> 'Title')", "[x](<../metrics/new.md> 'Title')"),
        ("[x][1] and [y][1]\n\n[1]: ../metrics/old.md", "[x][1] and [y][1]\n\n[1]: ../metrics/new.md"),
        ('<a href="../metrics/old.md">x</a>', '<a href="../metrics/new.md">x</a>'),
        ("- é [x](../metrics/old.md), [y](../metrics/old.md)", "- é [x](../metrics/new.md), [y](../metrics/new.md)"),
    ],
)
def test_a_link_to_a_question_that_moved_is_put_right(written: str, right: str) -> None:
    text, rules = fixed(question(answer=written))
    assert text == question(answer=right)
    assert set(rules) == {"moved-link"}
    assert fixed(text)[1] == []


@pytest.mark.parametrize(
    "target", ["../metrics/older.md", "../metrics/old.png", "../../pages/old.md", "../../../old.md", "../metrics/old"]
)
def test_other_links_are_not_taken_for_one(target: str) -> None:
    assert "moved-link" not in fixed(question(answer=f"[x]({target})"))[1]


def test_a_link_in_a_yaml_file_is_found_and_left_to_its_author() -> None:
    text = "question: Why?\nanswer: |\n  It is [x](../metrics/old.md), so.\n"
    assert fixed(text, "content/questions/t/a.yml") == (text, ["moved-link"])


def test_readers_follow_a_link_to_where_the_question_is(write: Write) -> None:
    content = write(
        {
            "questions/metrics/new.md": question("New?", "formerly: [old]"),
            "questions/metrics/a.md": question("A?", answer="It is as [x](../t/old.md) and [y](../t/new.md)."),
            "pages/index.md": "# Home\n\n[x](../questions/metrics/old.md)\n",
        }
    )
    checked = check_content(content)
    bank = checked.reading.bank
    assert bank.by_id["a"].answer.html.count('href="../new/"') == 2
    assert {link.path for link in bank.by_id["a"].answer.links} == {bank.by_id["new"].path}
    assert 'href="questions/new/"' in bank.pages[0].body.html
    assert {finding.rule for finding in checked.findings} == {"moved-link"}
    home = next(finding for finding in checked.findings if finding.path.endswith("index.md"))
    assert apply((content / "pages/index.md").read_text(), home.edits).endswith("(../questions/metrics/new.md)\n")


def test_a_link_is_read_again_when_its_question_moves_on(write: Write) -> None:
    files = {
        "questions/t/a.md": question("A?", answer="It is as [x](../t/old.md), so."),
        "questions/t/new.md": question("New?", "formerly: [old]"),
    }
    content = write(files)
    before = read_bank(content)
    (content / "questions/u").mkdir()
    (content / "questions/t/new.md").rename(content / "questions/u/new.md")
    link = read_bank(content, known=before).bank.by_id["a"].answer.links[0]
    assert str(link.path).endswith("questions/u/new.md")


@pytest.mark.parametrize(
    ("front", "right"),
    [
        ("related: [old]", "related: [new]"),
        ("related: ['old', b]", "related: ['new', b]"),
        ("related:\n  - id: old\n    why: So.\n  - b", "related:\n  - id: new\n    why: So.\n  - b"),
        ("prerequisites: [b, {id: old, why: So.}]", "prerequisites: [b, {id: new, why: So.}]"),
        ('related: ["1"]', 'related: ["2"]'),
    ],
)
def test_a_former_id_is_put_right_and_means_the_question_all_the_same(write: Write, front: str, right: str) -> None:
    content = write(
        {
            "questions/t/new.md": question("New?", "formerly: [old]"),
            "questions/t/2.md": question("Two?", 'formerly: ["1"]'),
            "questions/t/b.md": question("B?"),
            "questions/t/a.md": question("A?", front),
        }
    )
    checked = check_content(content)
    named = {item.id for kind in Kind for item in checked.reading.bank.by_id["a"].named(kind)}
    assert named & {"new", "2"}
    findings = checked.findings
    assert [finding.rule for finding in findings] == ["moved-id"]
    file = Path(findings[0].path)
    assert apply(file.read_text(encoding="utf-8"), findings[0].edits) == question("A?", right)


def test_an_id_that_is_in_use_is_no_former_one(write: Write) -> None:
    content = write(
        {
            "questions/t/new.md": question("New?", "formerly: [old]"),
            "questions/t/old.md": question("Old?"),
            "questions/t/a.md": question("A?", "related: [old]"),
        }
    )
    checked = check_content(content)
    assert [item.id for item in checked.reading.bank.by_id["a"].named(Kind.RELATED)] == ["old"]
    assert "moved-id" not in {finding.rule for finding in checked.findings}
