"""`glossary.yml`: what is read from it, what is wrong with it, and what is published of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Write, question
from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.pipeline import check_content, make_site
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.read.glossary import MOST_CHARACTERS, read_glossary
from mkdocs_qbank.read.text import MOST_BYTES

PATH = "content/glossary.yml"
QUESTION = {"questions/metrics/what-is-it.md": question()}
LONG = "x" * (MOST_CHARACTERS + 1)


def said(text: str) -> list[str]:
    """Every finding about a glossary, without its cure."""
    return [f"{f.line}:{f.column} {f.rule}: {f.message}" for f in read_glossary(text, PATH)[1]]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("", ()),
        ("# nothing yet\n", ()),
        ("SGD: stochastic gradient descent", (("SGD", "stochastic gradient descent"),)),
        ("b: [z, a]\nc:\n  - y\n  - x\n", (("b", "z", "a"), ("c", "y", "x"))),
        ("A/B  test:  split\n  test", (("A/B test", "split test"),)),
        ("C++: cpp\nC: c language", (("C++", "cpp"), ("C", "c language"))),
        ('"naïve Bayes": naive Bayes', (("naïve Bayes", "naive Bayes"),)),
    ],
)
def test_forms_are_read_in_the_order_of_the_file(text: str, groups: tuple[tuple[str, ...], ...]) -> None:
    assert read_glossary(text, PATH) == (groups, [])


@pytest.mark.parametrize(
    "term", ["NO", "on", "true", "1", "1.0", "0x1F", "1e3", "2026-11-24", "null", "~null", "12:30"]
)
def test_a_term_is_its_text_whatever_yaml_would_make_of_it(term: str) -> None:
    assert read_glossary(f"{term}: another form", PATH) == (((term, "another form"),), [])


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("SGD", ["1:1 bad-yaml: these are no fields of the form 'name: value'"]),
        ("- SGD\n- CNN", ["1:1 bad-yaml: these are no fields of the form 'name: value'"]),
        ("a: " + "[" * 20 + "]" * 20, ["1:1 too-deep: this YAML has more than 16 levels"]),
        ("a: b\na: c", ["2:1 duplicate-key: 'a' stands already in line 1"]),
        ("a:", ["1:3 wrong-type: 'a' is empty"]),
        ('a: ""', ["1:4 wrong-type: 'a' is empty"]),
        ("a: []", ["1:4 wrong-type: 'a' must be text or a list of texts, not an empty list"]),
        ("a: {b: c}", ["1:4 wrong-type: 'a' must be text or a list of texts, not a mapping"]),
        ("a: [b, [c]]", ["1:8 wrong-type: 'a' must be text, not a list"]),
        ("a: 5", ["1:4 wrong-type: 'a' must be text, not a number"]),
        ("a: [b, NO]", ["1:8 wrong-type: 'a' must be text, not true or false"]),
        ("[a, b]: c", ["1:1 wrong-type: a term must be text, not a list or a mapping"]),
        ('" ": a', ["1:1 wrong-type: a term is empty"]),
        ("a: [b, B]", ["1:8 repeated-form: 'B' stands already in line 1, column 5"]),
        ("a: A", ["1:4 repeated-form: 'A' stands already in line 1, column 1"]),
        ("a: [b, c]\nd:\n- e\n- C", ["4:3 repeated-form: 'C' stands already in line 1, column 8"]),
        ("a: b\nA: c", ["2:1 repeated-form: 'A' stands already in line 1, column 1"]),
        (
            "a: full width\nb: ｆｕｌｌ　ｗｉｄｔｈ",
            ["2:4 repeated-form: 'ｆｕｌｌ ｗｉｄｔｈ' stands already in line 1, column 4"],
        ),
        ("a: '&'", ["1:4 bad-value: '&' has neither a letter nor a digit"]),
        (f"a: {LONG}", [f"1:4 bad-value: '{'x' * 40}…' has 81 characters, more than 80"]),
        (f"{LONG}: a", [f"1:1 bad-value: '{'x' * 40}…' has 81 characters, more than 80"]),
        ('a: "b\\u202Ec"', ["1:4 hidden-character: there is U+202E (right-to-left override) in 'a'"]),
        ('"a\\u0007": b', ["1:1 hidden-character: there is U+0007 (a control character) in this term"]),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_a_cure(text: str, findings: list[str]) -> None:
    assert said(text) == findings
    assert all(finding.help.endswith((".", "?")) for finding in read_glossary(text, PATH)[1])


def test_everything_wrong_is_told_in_one_run_and_what_is_right_is_kept() -> None:
    groups, findings = read_glossary(f"a: 5\nb: {{c: d}}\nSGD: [gradient descent, sgd, {LONG}]\n", PATH)
    assert [(f.line, f.column, f.rule) for f in findings] == [
        (1, 4, "wrong-type"),
        (2, 4, "wrong-type"),
        (3, 25, "repeated-form"),
        (3, 30, "bad-value"),
    ]
    assert groups == (("SGD", "gradient descent"),)


@pytest.mark.parametrize("text", ["a: [b", "a: b: c", "a: 'b", "a: *b", "\ta: b"])
def test_what_is_no_yaml_is_one_finding(text: str) -> None:
    groups, findings = read_glossary(text, PATH)
    assert groups == ()
    assert [finding.rule for finding in findings] == ["bad-yaml"]


def test_a_form_of_the_longest_length_is_no_finding() -> None:
    assert read_glossary(f"a: {LONG[1:]}", PATH) == ((("a", LONG[1:]),), [])


def test_a_bank_without_a_glossary_is_clean(write: Write) -> None:
    checked = check_content(write(QUESTION))
    assert checked.findings == ()
    assert checked.reading.bank.glossary == ()


def test_a_finding_names_the_file_and_shows_its_line(write: Write) -> None:
    content = write({**QUESTION, "glossary.yml": "SGD: stochastic gradient descent\nsgd: x\n"})
    reading = read_bank(content)
    (finding,) = reading.findings
    assert finding.path == (content / "glossary.yml").as_posix()
    assert reading.line(finding.path, finding.line) == "sgd: x"


@pytest.mark.parametrize(
    ("data", "rule"),
    [(b"caf\xe9: coffee", "not-utf8"), (b"a: " + b"x" * MOST_BYTES, "too-large"), (b"a: \x07b", "hidden-character")],
)
def test_a_file_that_is_no_plain_text_is_a_finding(write: Write, data: bytes, rule: str) -> None:
    content = write(QUESTION)
    (content / "glossary.yml").write_bytes(data)
    assert [finding.rule for finding in read_bank(content).findings] == [rule]


def test_a_link_is_never_followed(write: Write, tmp_path: Path) -> None:
    content = write(QUESTION)
    outside = tmp_path / "outside.yml"
    outside.write_text("secret: thing\n", encoding="utf-8")
    for target in (outside, tmp_path / "nowhere"):
        (content / "glossary.yml").unlink(missing_ok=True)
        (content / "glossary.yml").symlink_to(target)
        reading = read_bank(content)
        assert [finding.rule for finding in reading.findings] == ["symlink"]
        assert reading.bank.glossary == ()


def test_a_folder_in_its_place_is_a_finding(write: Write) -> None:
    content = write({**QUESTION, "glossary.yml/a.yml": "a: b\n"})
    assert [finding.message for finding in read_bank(content).findings] == ["this is no ordinary file"]


@pytest.mark.parametrize(
    "name", ["questions/glossary.yml", "questions/Glossary.yaml", "questions/metrics/glossary.yaml"]
)
def test_a_glossary_among_the_questions_is_told_its_place(write: Write, name: str) -> None:
    content = write({**QUESTION, name: "a: b\n"})
    (content / "questions" / "_topic.yml").unlink(missing_ok=True)
    (finding,) = read_bank(content).findings
    assert finding.rule == "stray-file"
    assert f"{content.as_posix()}/glossary.yml" in finding.help


def test_it_is_published_as_data_also_beside_drafts(write: Write) -> None:
    draft = question(front="status: draft")
    glossary = "SGD: stochastic gradient descent\nCNN: [convolutional neural network, convnet]\n"
    content = write({**QUESTION, "questions/metrics/later.md": draft, "glossary.yml": glossary})
    files = make_site(check_content(content), content, Options(history=False)).files
    assert json.loads(files["data/glossary.json"]) == {
        "version": 1,
        "groups": [["SGD", "stochastic gradient descent"], ["CNN", "convolutional neural network", "convnet"]],
    }


def test_a_site_without_one_publishes_no_groups(write: Write) -> None:
    content = write(QUESTION)
    files = make_site(check_content(content), content, Options(history=False)).files
    assert json.loads(files["data/glossary.json"]) == {"version": 1, "groups": []}
