"""`qbank new`: by options, and in a dialogue at a terminal."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from conftest import Write, question, run
from inprocess import qbank

if sys.platform == "win32":
    pytest.skip("there are no terminals of POSIX", allow_module_level=True)

from terminal import dialogue

TEA = {
    "questions/tea/water.md": question("How hot should water for tea be?", "tags: [water, heat]"),
    "questions/tea/pot.md": question("Which pot keeps tea warm?", "tags: [heat]"),
    "questions/garden/rain.md": question("Is rain good for roses?", "tags: [water]"),
}
FILE = """---
difficulty: advanced
tags: [heat, oolong]
related: [water, pot]
status: draft
---

# Which water keeps tea hot?

## Instruction

What the person asked is to do.

## Context

What the question is meant to find out.

## In Short

It warms the room.

## Official Answer

The answer. Sub-headings start at ###.
"""


def questions(content: Path) -> list[str]:
    return sorted(path.name for path in (content / "questions").rglob("*.md"))


@pytest.fixture
def content(write: Write) -> Path:
    """A bank of tea and gardens."""
    return write(TEA)


def test_a_dialogue_at_a_terminal_asks_for_what_is_needed_and_shows_the_nearest_questions_first(content: Path) -> None:
    shown, code = dialogue(
        ["new"],
        [
            ("Question: ", "Pot?\n"),
            ("Question: ", "Which water  keeps tea hot?\n"),
            ("another question? [Y/n]: ", "\n"),
            ("by number or name: ", "7\n"),
            ("by number or name: ", "-1\n"),
            ("by number or name: ", "te\t\n"),
            ("Enter for none): ", "expert\n"),
            ("Enter for none): ", "3\n"),
            ("Enter for none): ", "c++, heat, .NET\n"),
            ("Enter for none): ", "haet, Oolong\n"),
            ("instead? [y/N]: ", "y\n"),
            ("Enter for later): ", "It warms the room.\n"),
            ("Enter for none): ", "1, 9\n"),
            ("Enter for none): ", "1, pott\n"),
            ("Enter for none): ", "1, pot\n"),
        ],
        content.parent,
    )
    assert code == 0, shown
    assert "the id 'pot' is taken already; ask it in other words, or open that file" in shown
    assert shown.index("  pot    Which pot keeps tea warm?") < shown.index("Is yours another question?")
    assert "there is no topic '7'; the numbers are 1 to 2\n" in shown
    assert "there is no topic '-1'; the numbers are 1 to 2\n" in shown
    assert "there is no difficulty 'expert'" in shown
    assert "'c++', '.NET': a tag has small letters, digits and single hyphens" in shown
    assert "there is no question '9'\n" in shown
    assert "there is no question 'pott'; did you mean 'pot'?" in shown
    assert "\ncontent/questions/tea/which-water-keeps-tea-hot.md\n" in shown
    assert "warning[near-duplicate]: asks nearly the same as 'pot'" in shown
    assert shown.endswith("\nFill it in, then set 'status: published'. 'qbank check' tells whether it is right.\n")
    assert (content / "questions/tea/which-water-keeps-tea-hot.md").read_text(encoding="utf-8") == FILE


@pytest.mark.parametrize("key", ["\x03", "\x04", "n\n"], ids=["ctrl-c", "end of input", "no"])
def test_whoever_stops_a_dialogue_leaves_nothing_behind(key: str, content: Path) -> None:
    before = questions(content)
    steps = [("Question: ", "Which water keeps tea hot?\n"), ("another question? [Y/n]: ", key)]
    shown, code = dialogue(["new", "--topic", "coffee"], steps, content.parent)
    assert (code, shown.endswith("qbank: nothing was written\n")) == (1, True), shown
    assert questions(content) == before
    assert not (content / "questions/coffee").exists()


def test_without_a_terminal_nothing_is_asked_and_what_is_missing_is_bad_usage(content: Path) -> None:
    for arguments in (["new"], ["new", "Why?"], ["new", "--topic", "tea"]):
        done = run("qbank", *arguments, cwd=content.parent)
        assert (done.returncode, done.stdout) == (2, "")
        assert "name the question, and its topic with --topic" in done.stderr


def test_at_a_terminal_no_input_asks_nothing(content: Path) -> None:
    shown, code = dialogue(["new", "--no-input"], [], content.parent)
    assert (code, "name the question" in shown) == (2, True)
    shown, code = dialogue(["new", "Why now?", "--topic", "tea", "--no-input"], [], content.parent)
    assert (code, shown.splitlines()[0]) == (0, "content/questions/tea/why-now.md")


def test_everything_can_be_given_by_options(content: Path) -> None:
    (content.parent / "answer.md").write_bytes(b"It warms the room.\r\n\r\n## As a heading\r\n")
    options = (
        "--topic tea --difficulty beginner --tag heat --tag wheat --related pot --alias Cold? --in-short Physics. "
        "--answer-file answer.md --status published"
    ).split()
    source = ("--source", 'A "book": tea', "https://example.org/tea")
    done = qbank(content.parent, "new", "Why drink it: at all?", *options, *source)
    assert (done.exit_code, done.stdout) == (0, "content/questions/tea/why-drink-it-at-all.md\n")
    assert "no other question has the tag 'wheat'" in done.stderr
    assert (content / "questions/tea/why-drink-it-at-all.md").read_text(encoding="utf-8") == (
        "---\ndifficulty: beginner\ntags: [heat, wheat]\nrelated: [pot]\naliases:\n"
        '  - "Cold?"\nsources:\n  - title: "A \\"book\\": tea"\n    url: "https://example.org/tea"\n'
        "status: published\n---\n\n# Why drink it: at all?\n\n## In Short\n\nPhysics.\n\n"
        "## Official Answer\n\nIt warms the room.\n\n\\## As a heading\n"
    )
    assert qbank(content.parent, "check", "--fail-on", "error").exit_code == 0


def test_what_the_check_calls_an_error_is_refused_all_at_once_and_nothing_is_written(content: Path) -> None:
    before = questions(content)
    options = (
        *("--status", "published", "--answer", "It warms.", "--alias", "", "--in-short", "word " * 90),
        *("--source", "", "https://example.org/tea", "--source", "A book", "nowhere", "--tag", "Hot Tea"),
        *("--related", "pott"),
    )
    done = qbank(content.parent, "new", "Which water keeps it hot?", "--topic", "new-topic", *options)
    assert (done.exit_code, done.stdout) == (1, "")
    for rule, words in (
        ("wrong-type", "'aliases' is empty"),
        ("wrong-type", "'sources: title' is empty"),
        ("bad-value", "'nowhere' is no web address"),
        ("bad-value", "'Hot Tea' in 'tags' is not kebab-case"),
        ("unknown-id", "there is no question 'pott'"),
        ("long-in-short", "has 90 words"),
    ):
        assert re.search(rf"new-topic/which-water-keeps-it-hot\.md:\d+:\d+: \w+\[{rule}\]: .*{words}", done.stderr), (
            rule
        )
    assert done.stderr.endswith("qbank: nothing was written: the file would have these findings\n")
    assert questions(content) == before
    assert not (content / "questions/new-topic").exists()


@pytest.mark.parametrize(("question", "topic"), [("Index?", "tea"), ("Why now?", "index")])
def test_no_question_gets_an_id_or_topic_that_no_address_can_have(question: str, topic: str, content: Path) -> None:
    done = qbank(content.parent, "new", question, "--topic", topic)
    assert (done.exit_code, "error[bad-id]" in done.stderr) == (1, True)
    assert not (content / "questions" / topic / "index.md").exists()
    assert not (content / "questions/index").exists()


def test_a_new_question_is_written_with_its_warnings_and_the_owner_of_the_bank_decides_what_they_are(
    content: Path,
) -> None:
    again = ("new", "How hot should the water for tea be?", "--topic", "coffee", "--answer", "As hot as it gets.")
    settings = content.parent / "mkdocs.yml"
    settings.write_text("plugins: [{qbank: {rules: {near-duplicate: error}}}]\n", encoding="utf-8")
    refused = qbank(content.parent, *again)
    assert (refused.exit_code, "error[near-duplicate]: asks nearly the same as 'water'" in refused.stderr) == (1, True)
    settings.unlink()
    done = qbank(content.parent, *again)
    assert (done.exit_code, "warning[near-duplicate]: asks nearly the same as 'water'" in done.stderr) == (0, True)
    assert (content / "questions/coffee/how-hot-should-the-water-for-tea-be.md").exists()


def test_what_is_given_wrongly_is_told_before_anybody_is_asked(content: Path) -> None:
    shown, code = dialogue(["new", "--alias", ""], [], content.parent)
    assert (code, "'aliases' is empty" in shown, "Question:" in shown) == (1, True, False)


WRONG = {
    ("--tag", "a\u202eb", "--alias", "\x07"): "there is U+0007 (a control character) in",
    ("--alias", "a\u202eb"): "there is U+202E (right-to-left override) in",
    ("--answer", "a\udcffb"): "there is U+DCFF",
    ("--status", "published"): "a question is published with its answer: give it with --answer or --answer-file",
    ("--answer", "x", "--answer-file", "-"): "give the answer with --answer or with --answer-file",
}


@pytest.mark.parametrize("options", WRONG, ids=lambda options: " ".join(map(ascii, options)))
def test_an_option_that_cannot_be_used_is_one_sentence_and_writes_nothing(
    options: tuple[str, ...], content: Path
) -> None:
    before = questions(content)
    done = qbank(content.parent, "new", "Which water keeps tea hot?", "--topic", "tea", *options)
    assert (done.exit_code, done.stdout) == (2, "")
    assert WRONG[options] in done.stderr
    assert questions(content) == before


def test_the_texts_of_a_question_that_is_merged_are_shown_before_they_go(content: Path) -> None:
    asked = "'water' keeps its own. Go on? [y/N]: "
    shown, code = dialogue(["merge", "pot", "water"], [(asked, "\n")], content.parent)
    assert (code, "    Because it is so.\n" in shown) == (1, True), shown
    assert (content / "questions/tea/pot.md").exists()
    _, code = dialogue(["merge", "pot", "water"], [(asked, "y\n")], content.parent)
    assert (code, (content / "questions/tea/pot.md").exists()) == (0, False)
