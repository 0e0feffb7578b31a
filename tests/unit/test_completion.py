"""What the shell completes: names in the bank, quickly, and never with a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.shell_completion import BashComplete, CompletionItem
from conftest import BANK, ROOT, Write, question, run
from mkdocs_qbank.cli.main import COMMANDS, main

COMPLETED = {
    "rename so": ["soil"],
    "rename soil x --topic g": ["garden", "git"],
    "merge soil wor": ["worms"],
    "related wor": ["worms"],
    "related worms --to so": ["soil"],
    "new --topic t": ["tea"],
    "new --tag wi": ["wind"],
    "new --related boil": ["boiling-point"],
    "new --difficulty b": ["beginner"],
    "new --status d": ["draft", "deprecated"],
    "import --topic k": ["kitchen"],
    "explain broken": ["broken-link"],
    "re": [name for name in COMMANDS if name.startswith("re")],
}


def complete(words: str, content: Path) -> list[str]:
    given = ["--content", content.as_posix(), *words.split(" ")]
    found = BashComplete(main, {}, "qbank", "_QBANK_COMPLETE").get_completions(given[:-1], given[-1])
    assert all(isinstance(item, CompletionItem) for item in found)
    return [item.value for item in found]


@pytest.mark.parametrize("words", COMPLETED)
def test_a_name_that_begins_so_is_completed(words: str) -> None:
    assert complete(words, BANK / "content") == COMPLETED[words]


def test_tags_are_found_in_brackets_and_in_lines(write: Write) -> None:
    content = write(
        {
            "questions/t/a.md": question(front="difficulty: beginner\ntags: [one, 'on-top', \"once\"]"),
            "questions/t/b.yml": "tags:\n  - only # here\n  - two\nquestion: Why?\nanswer: '[oh](oh.md)'\n",
        }
    )
    assert complete("new --tag o", content) == ["on-top", "once", "one", "only"]


def test_a_name_that_a_shell_would_obey_is_not_completed(write: Write) -> None:
    content = write({"questions/t/$(reboot).md": question(), "questions/t/a.md": question()})
    (content / "questions/`reboot`").mkdir()
    assert complete("rename ", content) == ["a"]
    assert complete("rename a --topic ", content) == ["t"]


@pytest.mark.parametrize("words", ["rename a", "new --topic a", "new --tag a", "merge a"])
def test_without_a_bank_nothing_is_completed(words: str, tmp_path: Path) -> None:
    assert complete(words, tmp_path / "nowhere") == []
    (tmp_path / "questions").write_text("a file", encoding="utf-8")
    assert complete(words, tmp_path) == []


COMPLETING = """
import sys
from mkdocs_qbank.cli.main import main
try:
    main(prog_name="qbank")
except SystemExit:
    pass
print(*sys.modules, file=sys.stderr)
"""
SLOW = {"numpy", "scipy", "rustworkx", "pyromark", "markdown", "mkdocs", "mkdocs_qbank.read.bank"}


@pytest.mark.parametrize(
    "words", ["qbank rename so", "qbank new --tag wi", "qbank merge so", "qbank related so", "qbank r"]
)
def test_completing_imports_nothing_that_reads_a_bank(words: str) -> None:
    shell = {"_QBANK_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    done = run("python", "-c", COMPLETING, cwd=BANK, check=True, **shell)
    assert done.stdout
    assert SLOW.isdisjoint(done.stderr.split())


def test_the_hook_of_pre_commit_runs_a_command_of_the_package() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    program, command = hook["entry"].split()
    assert (hook["id"], hook["language"], program, command in COMMANDS) == ("qbank-check", "python", "qbank", True)
    assert hook["pass_filenames"] is False
    assert f'\n{program} = "' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert run(program, command, cwd=BANK).returncode == 0
