"""`qbank check --fix`: it changes what has one right answer, and nothing else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, Write, question
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_qbank.build.fixing import apart, fix
from mkdocs_qbank.build.pipeline import Checked, check_content
from mkdocs_qbank.check.rules import RULES
from mkdocs_qbank.cli.main import main
from mkdocs_qbank.findings.edit import Edit, apply
from mkdocs_qbank.findings.finding import Finding, Severity
from mkdocs_qbank.read.reading import Reading

FOLDER = ROOT / "tests" / "rules"
NAME = "content/questions/t/a.md"


def checking(content: Path) -> Callable[[Reading | None], Checked]:
    return lambda known: check_content(content, known=known)


def fixed(content: Path) -> dict[str, int]:
    """How many findings of each rule are fixed in a bank."""
    counts: dict[str, int] = {}
    for rules in fix(checking(content)).changes.values():
        for rule, count in rules.items():
            counts[rule] = counts.get(rule, 0) + count
    return counts


@pytest.mark.parametrize("rule", sorted(folder.name for folder in FOLDER.iterdir()))
def test_an_example_with_edits_passes_once_it_is_fixed_and_any_other_stays_as_it_is(rule: str, tmp_path: Path) -> None:
    content = Path(shutil.copytree(FOLDER / rule / "fail", tmp_path / "content", symlinks=True))
    findings = check_content(content).findings
    edited = {found.path for found in findings if found.edits}
    assert RULES[rule].fixes or not edited
    if edited:
        outcome = fix(checking(content))
        assert outcome.checked.findings == ()
        assert outcome.changes.keys() == edited


CASES = {
    "tags: [a, b, a]": "tags: [a, b]",
    "tags: [a, a, b]": "tags: [a, b]",
    "tags: [ a , a ]": "tags: [ a ]",
    "tags:\n  - a\n  - a\n  - b": "tags:\n  - a\n  - b",
    "tags:\n- a\n- a": "tags:\n- a",
    "tags: [a, a, a, a]": "tags: [a]",
    "tags: [a, # keep\n  a]": None,
    "tags:\n  - a\n  - a # why": None,
    "tags: [&x a, *x]": None,
    "tags: [Machine_Learning]": "tags: [machine-learning]",
    "tags: [Machine Learning]": None,
    "tags: python pandas": None,
    "tags: python, pandas": None,
    "formerly: old-id older-id": None,
    "related: b other": None,
    "hide: navigation toc": None,
    "tags: no": None,
    "tags: [no, on]": None,
    "tags: true": None,
    "tags: null": None,
    "tags: ~": None,
    "tags: 5": None,
    "tags: none": None,
    "formerly: None": None,
    "aliases: nothing": None,
    "aliases: 2024-01-02": None,
    "tags: [3.10]": None,
    "difficulty: 1": None,
    "difficulty: no": None,
    "aliases: [3.10]": 'aliases: ["3.10"]',
    "aliases: What is it? Why?": None,
    "applies_to: React 19": "applies_to: [React 19]",
    "applies_to: React 19 Vue 3": None,
    'tags: ["Machine_Learning"]': 'tags: ["machine-learning"]',
    "tags: [C++]": None,
    "tags: [&x Big Data]": None,
    "tags: metrics": "tags: [metrics]",
    "tags: [5]": 'tags: ["5"]',
    "difficulty: Beginner": "difficulty: beginner",
    "difficulty: 'EASY'": None,
    "difficulty: easy": None,
    "reviewed: 2026-3-4": "reviewed: 2026-03-04",
    "reviewed: 2026/03/04": "reviewed: 2026-03-04",
    "reviewed: 03/04/2026": None,
    "reviewed: 2026-13-04": None,
    "related: [b, b]": "related: [b]",
    "related: [{id: b, why: It helps.}, b]": "related: [{id: b, why: It helps.}]",
    "related: [b, {id: b, why: It helps.}]": None,
    "related: [{id: b, why: One.}, {id: b, why: Other.}]": None,
    "related:\n  - id: b\n    why: It helps.\n  - id: b\n    why: It helps.\nstatus: published": (
        "related:\n  - id: b\n    why: It helps.\nstatus: published"
    ),
    "prerequisites: [b]\nrelated: [b]": None,
    "related: [SELF]": "related: []",
    "related: [SELF, b]": "related: [b]",
    "related: [{id: SELF, why: Some words.}, b]": None,
    "related: [b, SELF]": "related: [b]",
    "related:\n  - SELF\nstatus: published": "status: published",
    "related:\n  - SELF\n  - SELF\nstatus: published": "status: published",
    "related:\n  - SELF\n  - b": "related:\n  - b",
    "aliases: What is this?": "aliases: [What is this?]",
    "aliases: What, then?": None,
}


SECTIONS = {
    "## Key Points\n\n- One.\n-\n- Two.\n": "## Key Points\n\n- One.\n- Two.\n",
    "## Key Points\n\n- One.\n-\n-\n-\n": "## Key Points\n\n- One.\n",
    "## Key Points\n\n- One.\n- \n  more\n": None,
    "## Key Points\n\n- One.\n\n```text\n- a\n-\n- b\n```\n": None,
    "## Key Points\n\n- One.\n\n  ```text\n  -\n  ```\n-\n- Two.\n": (
        "## Key Points\n\n- One.\n\n  ```text\n  -\n  ```\n- Two.\n"
    ),
    "## Key Points\n\n- One.\n\n      - a\n      -\n      - b\n": None,
    "## Key Points\n\n- One.\n-\n\n    code\n": None,
    "## Key Points\n\n- One.\n-\n* Two.\n": None,
    "## In Short\n\nIt\u200b is so.\n": "## In Short\n\nIt is so.\n",
    "## In Short\n\n\u1781\u17d2\u1789\u17bb\u17c6\u200b\u1794\u17d2\u179a\u17be\u200bPython\n": None,
    "## In Short\n\nIt is\u0085 so.\n": None,
    "##Key Points\n\n- One.\n": "## Key Points\n\n- One.\n",
    "## Related Questions\n\n- [b](b.md)\n- [b](b.md)\n": "## Related Questions\n\n- [b](b.md)\n",
    "## Related Questions\n\n- [a](SELF.md)\n- [b](b.md)\n": "## Related Questions\n\n- [b](b.md)\n",
    "## Related Questions\n\n- [b](b.md) helps.\n- [b](b.md) is needed.\n": None,
    "## In Short\n\nIt is\u202e so.\n": "## In Short\n\nIt is so.\n",
    "## In Short\n\nIt is\u0007 so.\n": None,
}


def test_each_field_and_section_is_fixed_where_only_one_text_is_right_and_only_there(write: Write) -> None:
    fields = [(question("A?", front), wanted and question("A?", wanted)) for front, wanted in CASES.items()]
    base = question("A?") + "\n"
    sections = [(base + section, wanted and base + wanted) for section, wanted in SECTIONS.items()]
    tried = {f"me-{number}": texts for number, texts in enumerate((*fields, *sections))}
    files = {f"questions/t/{name}.md": text.replace("SELF", name) for name, (text, _) in tried.items()}
    content = write({**files, "questions/t/b.md": question("Who is it?")})
    rules = {rule for rules in fix(checking(content)).changes.values() for rule in rules}
    for name, (text, wanted) in tried.items():
        result = (content / f"questions/t/{name}.md").read_text(encoding="utf-8").replace(name, "SELF")
        assert result == (text if wanted is None else wanted)
    assert rules == {rule.id for rule in RULES.values() if rule.fixes} & rules
    assert {"bad-date", "bad-value", "stray-text", "wrong-type", "hidden-character", "empty-item"} <= rules
    assert {"repeated-tag", "repeated-id", "self-reference"} <= rules


def test_a_file_is_fixed_however_it_is_written_and_where_in_doubt_it_stays_as_it_is(write: Write) -> None:
    cases = yaml.safe_load((ROOT / "tests/cases/fixing.yml").read_text(encoding="utf-8"))
    content = write({"questions/t/b.md": question("Who is it?", "formerly: [old]")})
    for name, case in cases.items():
        (content / f"questions/t/{name}.md").write_bytes(case["before"].replace("SELF", name).encode())
    fix(checking(content))
    results = {name: (content / f"questions/t/{name}.md").read_bytes().decode() for name in cases}
    wanted = {name: case.get("after", case["before"]).replace("SELF", name) for name, case in cases.items()}
    assert results == wanted


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_a_byte_order_mark_and_the_mode_of_a_file_stay(newline: str, mark: str, write: Write) -> None:
    content = write({"questions/t/b.md": question("Who is it?")})
    file = content / "questions/t/a.md"
    text = question("A?", "tags:\n  - a\n  - a\nrelated: [a, b] # ours \u00e9")
    file.write_bytes((mark + text.replace("\n", newline)).encode())
    file.chmod(0o640)
    assert fixed(content) == {"repeated-tag": 1, "self-reference": 1}
    wanted = text.replace("  - a\n  - a\n", "  - a\n").replace("[a, b]", "[b]")
    assert file.read_bytes() == (mark + wanted.replace("\n", newline)).encode()
    assert file.stat().st_mode & 0o777 == 0o640
    assert not list(content.rglob(".qbank-*"))


def test_a_bank_that_is_fixed_is_not_changed_again(write: Write) -> None:
    content = write({"questions/t/a.md": question("A?", "tags: [X_Y, x-y, 5]\nrelated: [a, a, a]")})
    assert fixed(content)
    assert fixed(content) == {}
    assert check_content(content).findings == ()


def test_nothing_that_a_symbolic_link_leads_to_is_changed(write: Write, tmp_path: Path) -> None:
    content = write({"questions/t/b.md": question("Who is it?")})
    outside = tmp_path / "outside.md"
    outside.write_text(question("A?", "tags: [a, a]"), encoding="utf-8")
    (content / "questions/t/a.md").symlink_to(outside)
    assert fixed(content) == {}
    assert "[a, a]" in outside.read_text(encoding="utf-8")


def test_a_file_that_was_saved_meanwhile_is_left_alone(write: Write) -> None:
    content = write({"questions/t/a.md": question("A?", "tags: [a, a]")})
    file, later = content / "questions/t/a.md", question("A?", "tags: [b, b, b]")

    def check(known: Reading | None) -> Checked:
        checked = check_content(content, known=known)
        if known is None:
            file.write_text(later, encoding="utf-8")
        return checked

    assert fix(check).changes == {}
    assert file.read_text(encoding="utf-8") == later


@pytest.fixture
def project(write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bank with two faults of which one can be fixed."""
    content = write({"questions/t/a.md": question("A?", "tags: [a, a]\nrelated: [nobody]")})
    monkeypatch.chdir(content.parent)
    return content.parent


def test_the_command_says_what_it_fixed_and_prints_what_remains(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", "--fix"])
    printed, said = capsys.readouterr()
    assert ended.value.code == 1
    assert f"qbank: fixed {NAME}: repeated-tag (1)" in said.splitlines()
    assert ("error[unknown-id]" in printed, "repeated-tag" in printed) == (True, False)
    assert "tags: [a]\n" in (project / NAME).read_text(encoding="utf-8")


def test_a_diff_is_printed_and_nothing_written(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (project / NAME).read_bytes()
    with pytest.raises(SystemExit) as ended:
        main(["check", "--fix", "--diff"])
    lines = capsys.readouterr().out.splitlines()
    assert (ended.value.code, (project / NAME).read_bytes()) == (1, before)
    assert lines[:2] == [f"--- a/{NAME}", f"+++ b/{NAME}"]
    assert [line for line in lines[2:] if line[0] in "+-"] == ["-tags: [a, a]", "+tags: [a]"]


def test_only_what_is_asked_for_is_fixed(project: Path) -> None:
    other = project / "content/questions/t/c.md"
    other.write_text(question("C?", "tags: [c, c]"), encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["check", "--fix", str(other)])
    assert "[a, a]" in (project / NAME).read_text(encoding="utf-8")
    assert "tags: [c]\n" in other.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_one_sentence(project: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    (project / NAME).parent.chmod(0o500)
    with pytest.raises(SystemExit) as ended:
        main(["check", "--fix"])
    assert ended.value.code == 1


EDITS = st.builds(
    lambda start, length, text: Edit(line=1, column=start, end_line=1, end_column=start + length, text=text),
    st.integers(1, 20),
    st.integers(0, 5),
    st.text("xy", max_size=2),
)


@given(st.lists(st.lists(EDITS, min_size=1, max_size=1), max_size=12))
def test_edits_that_are_chosen_together_are_all_made(listed: list[list[Edit]]) -> None:
    findings = [
        Finding(path="a", rule="r", severity=Severity.ERROR, message="", help="", edits=tuple(edits))
        for edits in listed
    ]
    edits = [edit for found in apart(findings) for edit in found.edits]
    removed = sum(edit.end_column - edit.column for edit in edits)
    added = sum(len(edit.text) for edit in edits)
    assert len(apply("a" * 30, edits)) == 30 - removed + added
    assert not findings or edits
