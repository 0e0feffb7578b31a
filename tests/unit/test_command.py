"""The command line, as a process."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import BANK, BIN, ROOT, Write, question, run
from mkdocs_qbank.cli.main import COMMANDS
from mkdocs_qbank.read.draft import write_question
from mkdocs_qbank.read.importers import transcript
from mkdocs_qbank.read.importers.importer import Item
from sources import source_of

TRANSCRIPT = """Why is sleep useful?

Instruction: Discuss the benefits of sleep.

Context: This finds out
whether they rest.

Official Answer

Firstly, # it rests the mind.

## Not a heading of ours

Context: here is only a word of the answer.

Related Questions
"""


def test_check_of_a_bank_without_findings_is_silent_on_standard_output() -> None:
    done = run("qbank", "check", cwd=BANK)
    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing to fix" in done.stderr


def test_a_finding_is_printed_with_place_line_and_cure(write: Write) -> None:
    content = write({"questions/t/a.md": question("A?", "dificulty: easy")})
    done = run("qbank", "check", cwd=content.parent)
    assert done.returncode == 1
    assert done.stdout == (
        "content/questions/t/a.md:2:1: error[unknown-field]: there is no field 'dificulty'\n"
        "    2 | dificulty: easy\n"
        "      | ^\n"
        "      = help: Did you mean 'difficulty'?\n"
        "      = see: qbank explain unknown-field\n"
    )


def test_json_and_github_say_the_same(write: Write) -> None:
    content = write({"questions/t/a.md": question("A?", "tags: 5")})
    (finding,) = json.loads(run("qbank", "check", "--format", "json", cwd=content.parent).stdout)
    assert (finding["path"], finding["line"], finding["column"]) == ("content/questions/t/a.md", 2, 7)
    command = run("qbank", "check", "--format", "github", cwd=content.parent).stdout
    assert command.startswith("::error file=content/questions/t/a.md,line=2,col=7,title=error[wrong-type]::")
    assert len(command.splitlines()) == 1


def test_check_of_a_path_shows_only_what_is_wrong_there(write: Write) -> None:
    content = write({"questions/t/a.md": "# A?\n", "questions/u/b.md": "# B?\n"})
    done = run("qbank", "check", "content/questions/u", cwd=content.parent)
    assert "u/b.md" in done.stdout
    assert "t/a.md" not in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [["check", "--nonsense"], ["related"], ["related", "gone"], ["explain", "gone"], ["--content", "gone", "check"]],
)
def test_bad_usage_ends_with_2_and_no_traceback(arguments: list[str]) -> None:
    done = run("qbank", *arguments, cwd=BANK)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr


def test_import_keeps_every_paragraph_in_its_field(tmp_path: Path) -> None:
    (tmp_path / "sleep.txt").write_text(TRANSCRIPT, encoding="utf-8")
    done = run("qbank", "import", "sleep.txt", "--topic", "rest", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "content/questions/rest/why-is-sleep-useful.md\n")
    text = (tmp_path / done.stdout.strip()).read_text(encoding="utf-8")
    assert text == (
        "---\nstatus: draft\n---\n\n# Why is sleep useful?\n\n"
        "## Instruction\n\nDiscuss the benefits of sleep.\n\n"
        "## Context\n\nThis finds out\nwhether they rest.\n\n"
        "## Official Answer\n\nFirstly, # it rests the mind.\n\n### Not a heading of ours\n\n"
        "Context: here is only a word of the answer.\n"
    )
    assert run("qbank", "check", cwd=tmp_path).returncode == 0


def test_import_never_writes_over_a_question(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TRANSCRIPT, encoding="utf-8")
    (tmp_path / "two.txt").write_text(TRANSCRIPT.replace("Firstly", "At first"), encoding="utf-8")
    first = run("qbank", "import", "one.txt", "--topic", "rest", cwd=tmp_path)
    again = run("qbank", "import", "one.txt", "--topic", "rest", cwd=tmp_path)
    other = run("qbank", "import", "two.txt", "--topic", "rest", cwd=tmp_path)
    assert first.stdout.endswith("/why-is-sleep-useful.md\n")
    assert (again.stdout, "1 unchanged" in again.stderr) == ("", True)
    assert other.stdout.endswith("/why-is-sleep-useful-2.md\n")


def test_a_transcript_without_an_answer_is_refused_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Why?\n\nInstruction: Say it.\n", encoding="utf-8")
    done = run("qbank", "import", "x.txt", "--topic", "t", cwd=tmp_path)
    assert done.returncode == 1
    assert "it has no answer; write a line 'Official Answer'" in done.stderr


NOT_TRANSCRIPTS = {
    "a question file": "---\ndifficulty: beginner\n---\n\n# Why?\n\n## Official Answer\n\nBecause.\n",
    "Markdown": "# Why?\n\nAnswer: Because.\n",
    "a Markdown list": "- Why?\n\nAnswer: Because.\n",
    "an underlined heading": "Why?\n====\n\nAnswer: Because.\n",
    "YAML": "question: Why?\nanswer: Because.\n",
    "YAML in blocks": "question: |\n  Why?\nanswer: |\n  Because.\n",
    "YAML with capitals below": "name: tea\nAnswer: Because.\n",
    "JSON": '{"question": "Why?",\n"answer": "Because."}\n',
    "CSV": "question,answer\nWhy?,Because.\nAnswer,Official Answer\n",
    "HTML": "<!DOCTYPE html>\n<p>Why?\n\nAnswer: Because.\n",
    "TeX": "\\section{Why?}\n\nAnswer: Because.\n",
    "a list of words": "about\nanswer\nask\n",
    "prose": "Sleep is useful.\n\nIt rests the mind.\n\nAnswer: so it is.\n",
    "a long text": "Sleep is useful. " * 30 + "\n\nAnswer: so it is.\n",
    "labels alone": "Instruction: Say why.\n\nOfficial Answer\n\nBecause.\n",
    "a question alone": "Why?\n",
    "nothing": "",
    "zeros": "\0" * 100,
}


@pytest.mark.parametrize("kind", NOT_TRANSCRIPTS)
def test_what_is_no_transcript_is_not_taken_for_one(kind: str) -> None:
    assert not transcript.TRANSCRIPT.recognises(source_of(NOT_TRANSCRIPTS[kind]))


def test_a_file_of_no_known_format_is_refused_in_one_sentence_and_leaves_nothing_behind(tmp_path: Path) -> None:
    files = ["a list of words.txt", "nothing.txt", "zeros.txt"]
    for file in files:
        (tmp_path / file).write_text(NOT_TRANSCRIPTS[Path(file).stem], encoding="utf-8")
    done = run("qbank", "import", *files, "--topic", "t", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    assert [line.partition(" is of no known format; expected ")[0] for line in lines[:3]] == [
        f"qbank: '{file}'" for file in files
    ]
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(files)


@pytest.mark.parametrize(
    "text",
    [
        "Why?\nAnswer: Because.",
        "Why?\n\nOfficial Answer\nBecause.",
        "Question: Why?\n\nANSWER:\n\nBecause.",
        "Question\n\nWhy is sleep\nuseful?\n\nContext: Rest.\n\nOfficial answer:\nBecause.",
    ],
)
def test_a_question_followed_by_a_label_is_a_transcript(text: str) -> None:
    assert transcript.TRANSCRIPT.recognises(source_of(text))


def test_a_file_that_cannot_be_imported_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TRANSCRIPT, encoding="utf-8")
    (tmp_path / "bad.json").write_text("{}", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n")
    done = run("qbank", "import", "bad.json", "gone.txt", ".", "picture.png", "good.txt", "--topic", "t", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "content/questions/t/why-is-sleep-useful.md\n")
    for name in ("bad.json", "gone.txt", "picture.png"):
        assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_published_says_so_and_is_the_same_question_as_its_draft(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(TRANSCRIPT, encoding="utf-8")
    done = run("qbank", "import", "x.txt", "--topic", "t", "--publish", cwd=tmp_path)
    assert "status: published" in (tmp_path / done.stdout.strip()).read_text(encoding="utf-8")
    again = run("qbank", "import", "x.txt", "--topic", "t", cwd=tmp_path)
    assert (again.stdout, "1 unchanged" in again.stderr) == ("", True)


def test_a_dry_run_names_the_files_and_writes_none(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TRANSCRIPT, encoding="utf-8")
    (tmp_path / "two.txt").write_text(TRANSCRIPT.replace("Firstly", "At first"), encoding="utf-8")
    files = ("one.txt", "two.txt", "one.txt")
    planned = run("qbank", "import", *files, "--topic", "t", "--dry-run", cwd=tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["one.txt", "two.txt"]
    done = run("qbank", "import", *files, "--topic", "t", cwd=tmp_path)
    assert planned.stdout == done.stdout
    assert len(done.stdout.splitlines()) == 2


def test_no_topic_is_made_for_a_question_that_is_not_written(write: Write) -> None:
    content = write({"questions/t/why-is-sleep-useful.md": question("Why is sleep useful?")})
    (content.parent / "x.txt").write_text(TRANSCRIPT, encoding="utf-8")
    again = run("qbank", "import", "x.txt", "--topic", "t", cwd=content.parent).stdout
    (content.parent / again.strip()).rename(content / "questions/t/why-is-sleep-useful.md")
    for command in (["new", "???"], ["new", "Why is sleep useful?"], ["import", "x.txt"]):
        assert run("qbank", *command, "--topic", "coffee", cwd=content.parent).stdout == ""
    assert [folder.name for folder in (content / "questions").iterdir()] == ["t"]


def test_a_question_that_cannot_be_written_is_one_sentence_and_leaves_no_folder(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/questions").write_text("a file in the way", encoding="utf-8")
    (tmp_path / "x.txt").write_text(TRANSCRIPT, encoding="utf-8")
    for command in (["new", "Why?"], ["import", "x.txt"]):
        done = run("qbank", *command, "--topic", "t", cwd=tmp_path)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
        assert "cannot be written" in done.stderr


def test_related_questions_of_a_transcript_become_references_where_they_are_known() -> None:
    text = TRANSCRIPT + "\nWhy is rest useful?\n- Why is food useful?\n"
    (found,) = transcript.TRANSCRIPT.read(source_of(text))
    assert isinstance(found, Item)
    written = write_question(found.draft, ids={"why-is-rest-useful"})
    assert "related: [why-is-rest-useful]" in written
    assert written.endswith("## Related Questions\n\n- Why is food useful?\n")


def test_a_format_that_is_named_is_not_guessed(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Why?\n\nBecause.\n", encoding="utf-8")
    assert run("qbank", "import", "x.txt", "--topic", "t", cwd=tmp_path).returncode == 1
    done = run("qbank", "import", "x.txt", "--topic", "t", "--from", "transcript", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "content/questions/t/why.md\n")


SAMPLE = ROOT.parent / "shared" / "samples" / "transfer-learning.txt"


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample is not on this machine")
def test_the_first_transcript_is_imported_whole(tmp_path: Path) -> None:
    done = run("qbank", "import", SAMPLE, "--topic", "transfer-learning", cwd=tmp_path)
    written = (tmp_path / done.stdout.strip()).read_text(encoding="utf-8")
    paragraphs = [part.strip() for part in SAMPLE.read_text(encoding="utf-8").split("\n\n")]
    wanted = [re.sub(r"^(Instruction|Context): ", "", part) for part in paragraphs if part != "Related Questions"]
    assert all(part in written for part in wanted)
    assert run("qbank", "check", cwd=tmp_path).returncode == 0


def test_new_writes_a_draft_once(write: Write) -> None:
    content = write({"questions/t/a.md": question()})
    first = run("qbank", "new", "Why now?", "--topic", "t", cwd=content.parent)
    again = run("qbank", "new", "Why  now?", "--topic", "t", cwd=content.parent)
    assert (first.returncode, first.stdout) == (0, "content/questions/t/why-now.md\n")
    assert again.returncode == 1
    assert run("qbank", "check", cwd=content.parent).returncode == 0


def test_related_prints_what_a_program_can_read(write: Write) -> None:
    content = write({"questions/t/a.md": question("A?", "prerequisites: [b]"), "questions/t/b.md": question("B?")})
    done = run("qbank", "related", "--all", "--format", "json", cwd=content.parent)
    reason = {"id": "b", "kind": "prerequisite", "score": None, "reason": "Read this first."}
    assert json.loads(done.stdout) == {"a": [reason], "b": []}
    text = run("qbank", "related", "b", cwd=content.parent).stdout
    assert text == "b: B?\n  nothing is near\n"


def test_no_command_prints_what_a_terminal_would_obey(write: Write) -> None:
    content = write({"questions/t/a.md": question("A \x1b[31m?", 'tags: ["\\e[2J"]')})
    done = run("qbank", "check", cwd=content.parent)
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_as_its_own_help_begins(name: str) -> None:
    shown = run("qbank", name, "--help", cwd=ROOT).stdout
    assert " ".join(COMMANDS[name].help.split()) in " ".join(shown.split("\n\n")[1].split())


MODULES = """
import sys
from mkdocs_qbank.cli.main import main
main(sys.argv[1:], standalone_mode=False)
print(*sys.modules, file=sys.stderr)
"""
SLOW = {"mkdocs", "numpy", "scipy", "rustworkx", "yaml", "mkdocs_qbank.read.bank"}
"""What only a command that works on a bank imports."""


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["explain", "broken-link"], ["explain"]])
def test_a_command_that_reads_no_bank_imports_nothing_to_read_one(arguments: list[str]) -> None:
    done = run("python", "-c", MODULES, *arguments, cwd=ROOT, check=True)
    assert done.stdout
    assert SLOW.isdisjoint(done.stderr.split())


def test_help_lists_every_command_without_importing_one() -> None:
    done = run("python", "-c", MODULES, "--help", cwd=ROOT, check=True)
    assert all(f"\n  {name} " in done.stdout for name in COMMANDS)
    imported = {name for name in done.stderr.split() if name.startswith("mkdocs_qbank.cli.")}
    assert imported == {"mkdocs_qbank.cli.main", "mkdocs_qbank.cli.console"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_help_on_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    done = run("sh", "-c", f"{BIN / 'qbank'} --help > /dev/full", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "qbank: no space left on device; free some space\n")
