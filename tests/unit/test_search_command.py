"""`qbank search`: as a process, and in this one where many queries are tried."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import AS_OF, BANK, Run, Write, question, run
from indexed import files_of
from mkdocs_qbank.cli.main import main
from mkdocs_qbank.graph.learning_order import learning_order
from mkdocs_qbank.read.bank import read_bank

FIELDS = ["id", "title", "topic", "score", "exact"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what search reads of the site of the frozen bank; nobody may write to it."""
    folder = tmp_path_factory.mktemp("built")
    bank = read_bank(BANK / "content").bank.published
    for path, content in files_of(bank, learning_order(bank)).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def ask_here(*arguments: str | Path) -> Result:
    """Run the command in this process, in which a fault that it does not expect would be an exception."""
    return CliRunner().invoke(main, ["search", *map(str, arguments)], catch_exceptions=False)


def ask(*arguments: str | Path, cwd: Path = BANK) -> Run:
    done = run("qbank", "search", *arguments, cwd=cwd, check=False, **AS_OF)
    assert "Traceback" not in done.stderr
    return done


def test_each_question_found_is_a_line_with_score_id_and_title() -> None:
    done = ask("water", "--limit", "3")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert len(lines) == 3
    score, name, title = lines[0].split(maxsplit=2)
    assert float(score) > 0.7
    assert (name, title) == ("watering", "When and how much should one water a bed?")
    assert len({line.index(line.split(maxsplit=2)[2]) for line in lines}) == 1


def test_json_says_of_each_what_it_is_and_whether_it_is_asked_in_these_words() -> None:
    found = json.loads(ask("should pasta water be salted", "--format", "json").stdout)
    assert [list(match) for match in found] == [FIELDS] * len(found)
    assert (found[0]["id"], found[0]["topic"], found[0]["exact"]) == ("salt-in-water", "Kitchen", True)
    assert not any(match["exact"] for match in found[1:])


def test_words_are_one_query_whether_or_not_they_are_quoted() -> None:
    assert ask("salt", "in", "water").stdout == ask("salt in water").stdout != ""


def test_text_and_json_name_the_same_in_the_same_order() -> None:
    listed = [line.split()[1] for line in ask("water").stdout.splitlines()]
    assert listed == [match["id"] for match in json.loads(ask("water", "--format", "json").stdout)]


@pytest.mark.parametrize("query", ["water", "suspention bridge", "Why does my green tea taste bitter?", "zzzzqqq"])
def test_a_built_site_answers_as_its_bank(query: str, built: Path, tmp_path: Path) -> None:
    of_bank = ask(query, "--format", "json", "--limit", "50")
    of_site = ask(query, "--format", "json", "--limit", "50", "--site", built, cwd=tmp_path)
    assert (of_site.stdout, of_site.returncode) == (of_bank.stdout, of_bank.returncode)
    assert of_bank.returncode == (query == "zzzzqqq")


def test_drafts_are_not_found(write: Write) -> None:
    draft = question("Where is the axolotl?", "status: draft")
    content = write({"questions/t/a.md": draft, "questions/t/b.md": question("Where is the bear?")})
    done = ask("axolotl", cwd=content.parent)
    assert (done.returncode, "axolotl" in done.stdout) == (1, False)
    assert ask("bear", cwd=content.parent).stdout.split()[1] == "b"


@pytest.mark.parametrize("query", ["zzzzqqq", "", "   ", "?!", "\u202e", "😀", "; DROP zzzqqq;", "чай"])
def test_nothing_found_ends_with_1_and_says_so(query: str, built: Path) -> None:
    done = ask_here(query, "--site", built)
    assert (done.exit_code, done.stdout) == (1, "nothing in the bank resembles these words\n")
    done = ask_here(query, "--site", built, "--format", "json")
    assert (done.exit_code, done.stdout) == (1, "[]\n")


@pytest.mark.parametrize(
    "query",
    [
        "x" * 100_000,
        "water " * 20_000,
        "\udcff\udcfe water",
        "../../../etc/passwd",
        "%00 $(id) `id` {{7*7}} <script>alert(1)</script>",
        "constructor __proto__ toString",
        "\u202ewater\u202c \x00",
        "a\u0301" * 3_000,
        "茶" * 5_000,
        "\x1b[31mwater",
    ],
    ids=lambda query: ascii(query[:12]),
)
def test_a_hostile_query_finds_something_or_nothing(query: str, built: Path) -> None:
    done = ask_here(query, "--site", built)
    assert done.exit_code in (0, 1)
    assert done.stderr == ""
    assert not set(done.stdout) & set("\x1b\u202e\x00")


def test_an_argument_that_is_no_text_is_taken(built: Path) -> None:
    done = ask("\udcff\udcfe water", "--site", built)
    assert (done.returncode, done.stdout) == (0, ask("water", "--site", built).stdout)


def test_a_title_shows_its_hidden_characters(write: Write) -> None:
    content = write({"questions/t/a.md": question("Why does tea\u202esteep?")})
    done = ask("tea", cwd=content.parent)
    assert "\u202e" not in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["water", "--limit", "0"],
        ["water", "--limit", "many"],
        ["water", "--format", "xml"],
        ["water", "--site", "gone"],
        ["water", "--site", "mkdocs.yml"],
        ["water", "--nonsense"],
    ],
    ids=" ".join,
)
def test_bad_usage_ends_with_2(arguments: list[str]) -> None:
    done = ask_here(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr


def test_a_folder_without_an_index_is_told(tmp_path: Path) -> None:
    done = ask("water", "--site", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "data/search/index.json cannot be read" in done.stderr


def test_a_damaged_index_is_told_by_the_name_of_the_file(built: Path, tmp_path: Path) -> None:
    site = shutil.copytree(built, tmp_path / "site")
    (site / "data/search/meanings.bin").write_bytes(b"nonsense")
    done = ask("water", "--site", site)
    assert (done.returncode, done.stdout) == (1, "")
    assert "data/search/meanings.bin cannot be read" in done.stderr
    assert len(done.stderr.splitlines()) == 1
