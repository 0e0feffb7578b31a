"""`qbank publish`: drafts become published, all or none, and nothing else in their files changes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.shell_completion import BashComplete
from conftest import Write, question
from inprocess import qbank
from mkdocs_qbank.cli.main import main

BODY = "\n# Why is {} warm?\n\n## Official Answer\n\nBecause it is so.\n"
STATUSES: Mapping[str, tuple[str, str]] = {
    "plain.md": ("---\nstatus: draft\n---\n", "---\nstatus: published\n---\n"),
    "quoted.md": ("---\nstatus: 'draft' # not yet\n---\n", "---\nstatus: 'published' # not yet\n---\n"),
    "among.md": (
        "---\n# ours\ntags: [draft]   # two  \nstatus:   draft   # soon\nreviewed: 2025-01-02\n---\n",
        "---\n# ours\ntags: [draft]   # two  \nstatus:   published   # soon\nreviewed: 2025-01-02\n---\n",
    ),
    "braces.md": ("---\n{status: draft, tags: [a-b]}\n---\n", "---\n{status: published, tags: [a-b]}\n---\n"),
    "windows.md": ("---\r\nstatus: draft\r\n---\r\n", "---\r\nstatus: published\r\n---\r\n"),
    "marked.md": ("\ufeff---\nstatus: draft\n---\n", "\ufeff---\nstatus: published\n---\n"),
    "data.yml": ('# ours\nanswer: draft\nstatus: "draft"\n', '# ours\nanswer: draft\nstatus: "published"\n'),
}
BANK: Mapping[str, str] = {
    "pages/index.md": "# Home\n",
    "questions/ice/a.md": question("What is an apple?", "status: draft"),
    "questions/ice/b.md": question("Why is the sky blue?", "status: draft", "See [a](a.md)."),
    "questions/ice/broken.md": question("How deep is the sea?", "status: draft\ndifficulty: medium"),
    "questions/sun/c.md": question("When does coffee cool?", "status: draft"),
    "questions/sun/old.md": question("Where do old moons go?", "status: deprecated"),
    "questions/sun/out.md": question("Who discovered gravity?"),
}


def texts(content: Path) -> dict[str, bytes]:
    return {path.relative_to(content).as_posix(): path.read_bytes() for path in content.rglob("*.*") if path.is_file()}


def with_body(name: str, front: str) -> bytes:
    word = name.partition(".")[0]
    if name.endswith(".yml"):
        return f"{front}question: Why is {word} warm?\n".encode()
    return f"{front}{BODY.format(word)}".replace("\n", "\r\n" if "\r" in front else "\n").replace("\r\r", "\r").encode()


def test_only_the_status_of_a_file_changes(write: Write) -> None:
    content = write({"pages/index.md": "# Home\n", "questions/t/other.md": question()})
    for name, (before, _) in STATUSES.items():
        (content / "questions/t" / name).write_bytes(with_body(name, before))
    done = qbank(content.parent, "publish", "--all")
    assert done.exit_code == 0, done.stderr
    for name, (_, after) in STATUSES.items():
        assert (content / "questions/t" / name).read_bytes() == with_body(name, after), name
    assert done.stdout.splitlines() == sorted(f"content/questions/t/{name}" for name in STATUSES)
    assert "qbank: 7 questions published" in done.stderr


@pytest.mark.parametrize(
    ("words", "published"),
    [("a", "a"), ("b a a", "ab"), ("--topic sun", "c"), ("a --topic sun", "ac"), ("out c", "c"), ("out", "")],
)
def test_what_is_named_is_published_and_no_other_draft(words: str, published: str, write: Write) -> None:
    content = write(BANK)
    done = qbank(content.parent, "publish", *words.split())
    assert done.exit_code == 0, done.stderr
    assert {path.stem for path in content.rglob("*.md") if b"status: published" in path.read_bytes()} == set(published)


REFUSED = {
    "aa": "there is no question 'aa'; did you mean 'a'?",
    "brokn": "there is no question 'brokn'; did you mean 'broken'?",
    "old": "'old' is deprecated, not a draft: set its status by hand",
    "--topic snu": "there is no topic 'snu'; did you mean 'sun'?",
    "b": "nothing was changed: 1 error",
    "--all": "nothing was changed: 1 error",
    "b broken c": "nothing was changed: 2 errors",
}


@pytest.mark.parametrize("words", REFUSED)
def test_an_error_stops_it_and_changes_nothing(words: str, write: Write) -> None:
    content = write(BANK)
    before = texts(content)
    done = qbank(content.parent, "publish", *words.split())
    assert done.exit_code in (1, 2)
    assert done.stderr.splitlines()[-1] == f"qbank: {REFUSED[words]}"
    assert texts(content) == before


def test_all_errors_are_listed_at_once(write: Write) -> None:
    done = qbank(write(BANK).parent, "publish", "b", "broken")
    assert "content/questions/ice/b.md:9:9: error[" in done.stderr
    assert "content/questions/ice/broken.md:3:13: error[" in done.stderr


def test_an_error_of_another_file_that_was_there_before_stops_nothing(write: Write) -> None:
    content = write({**BANK, "questions/sun/wrong.md": question("Is it wrong?", "difficulty: medium")})
    assert qbank(content.parent, "publish", "a").exit_code == 0


@pytest.mark.parametrize("words", ["unread", "--topic ice", "--all"])
def test_a_file_that_cannot_be_read_may_be_a_draft_and_stops_it(words: str, write: Write) -> None:
    files = {path: text for path, text in BANK.items() if "broken" not in path}
    content = write({**files, "questions/ice/unread.md": "---\nstatus: draft\ntags: [a\n---\n\n# Why?\n"})
    before = texts(content)
    done = qbank(content.parent, "publish", *words.split())
    assert (done.exit_code, texts(content)) == (1, before)
    assert "content/questions/ice/unread.md:" in done.stderr


def test_a_status_that_is_an_alias_is_left_to_people(write: Write) -> None:
    content = write({**BANK, "questions/ice/d.yml": "in_short: &s draft\nstatus: *s\nquestion: Why?\nanswer: So.\n"})
    done = qbank(content.parent, "publish", "d")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "written elsewhere, by an alias of YAML; edit it by hand" in done.stderr


def test_a_dry_run_shows_the_diff_and_changes_nothing(write: Write) -> None:
    content = write(BANK)
    before = texts(content)
    done = qbank(content.parent, "publish", "a", "c", "--dry-run")
    changed = [line for line in done.stdout.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert (done.exit_code, changed) == (0, ["-status: draft", "+status: published"] * 2)
    assert texts(content) == before


@pytest.mark.parametrize("words", ["", "--all a", "--all --topic ice"])
def test_it_must_be_clear_which_are_meant(words: str, write: Write) -> None:
    assert qbank(write(BANK).parent, "publish", *words.split()).exit_code == 2


def test_drafts_alone_are_completed(write: Write) -> None:
    content = write({**BANK, "questions/ice/ab.yml": "question: Why?\nstatus: 'draft'\nanswer: So.\n"})
    complete = BashComplete(main, {}, "qbank", "_QBANK_COMPLETE").get_completions
    given = ["--content", content.as_posix(), "publish"]
    assert [item.value for item in complete(given, "")] == ["a", "ab", "b", "broken", "c"]
    assert [item.value for item in complete(given, "a")] == ["a", "ab"]
    assert [item.value for item in complete([*given, "--topic"], "s")] == ["sun"]


@pytest.mark.skipif(os.name != "posix", reason="there are no terminals of POSIX")
def test_a_terminal_shows_titles_and_the_number_in_each_topic(write: Write) -> None:
    from terminal import dialogue  # it needs a terminal of POSIX

    many = {f"questions/sun/n{number:02}.md": question(f"Why {number}?", "status: draft") for number in range(20)}
    shown, code = dialogue(["publish", "a", "--topic", "sun"], (), write({**BANK, **many}).parent)
    assert code == 0
    assert "a: What is an apple?\nc: When does coffee cool?\n" in shown
    assert "… and 2 more\nIce: 1, Sun: 21\n" in shown
