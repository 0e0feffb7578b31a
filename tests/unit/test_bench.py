"""The benchmark: what it builds is a bank like others, every builder gets the same edits, and its figures are right."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from statistics import mean, median

import pytest
import report
from banks import EDITS, Bank, given, made
from conftest import ROOT
from conftest import run as run_tool
from made import make_bank
from mkdocs_qbank.build.pipeline import check_content
from mkdocs_qbank.model.kinds import Kind
from mkdocs_qbank.read.bank import read_bank
from pairs import Figures, Size, size_of
from runs import Run, least, run

ROWS = [
    {
        "id": f"q{number}",
        "question": f"What is {name}?",
        "answer_markdown": f"Something **warm or cold** to drink, kept in jug {number}.",
        "topic": "Drinks",
    }
    for number, name in enumerate(["tea", "coffee", "cocoa", "milk", "water", "juice"])
]


@pytest.fixture(scope="session")
def contents(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The question files of a made bank."""
    content = make_bank(tmp_path_factory.mktemp("made"), 1200)
    return [file.read_text(encoding="utf-8") for file in sorted(content.rglob("q-*.md"))]


def bank_of(kind: str, folder: Path) -> Bank:
    if kind == "made":
        return made(40, folder / "bank", 2)
    rows = folder / "drinks.jsonl"
    rows.write_text("".join(f"{json.dumps(row)}\n" for row in ROWS), encoding="utf-8")
    return given(rows, folder / "bank", 2)


def run_of(seconds: float, memory: int = 10**6) -> Run:
    return Run(seconds=seconds, cpu=seconds, largest=memory, together=memory)


def figures(builder: str, cold: float, warm: float) -> Figures:
    site = Size(pages=1, bytes=2 * 10**6, blocks=3 * 10**6)
    return Figures(builder=builder, cold=run_of(cold), edits=dict.fromkeys(EDITS, run_of(warm)), site=site)


def test_made_answers_are_as_long_and_as_mixed_as_real_ones(contents: list[str]) -> None:
    answers = [text.partition("## Official Answer\n\n")[2] for text in contents]
    lengths = sorted(map(len, answers))
    assert 1800 < mean(map(len, contents)) < 2300
    assert median(lengths) < 0.7 * mean(lengths)
    assert lengths[-60] > 4 * median(lengths)
    shares = {r"^```": 0.36, r"^- ": 0.51, r"\]\(http": 0.27, r"\$.+\$": 0.2, r"^### ": 0.48}
    for pattern, share in shares.items():
        assert abs(mean(bool(re.search(pattern, text, re.MULTILINE)) for text in answers) - share) < 0.15, pattern


def test_no_two_made_answers_share_a_block_of_code(contents: list[str]) -> None:
    blocks = [block for text in contents for block in re.findall(r"^```\w+\n.*?^```$", text, re.MULTILINE | re.DOTALL)]
    assert len(blocks) > 500
    assert len(set(blocks)) == len(blocks)


def test_the_same_seed_makes_the_same_bank(tmp_path: Path) -> None:
    one, other = (
        {path.name: path.read_bytes() for path in make_bank(tmp_path / name, 25).rglob("*.md")} for name in "ab"
    )
    assert one == other


@pytest.mark.parametrize("kind", ["made", "given"])
def test_a_bank_has_no_problem_before_and_after_each_edit(kind: str, tmp_path: Path) -> None:
    bank = bank_of(kind, tmp_path)
    assert check_content(bank.content).findings == ()
    for number, edit in enumerate(EDITS):
        bank.edit(edit, number)
        assert check_content(bank.content).findings == (), edit


@pytest.mark.parametrize("kind", ["made", "given"])
def test_an_edit_changes_one_file_and_its_page_in_every_copy(kind: str, tmp_path: Path) -> None:
    bank = bank_of(kind, tmp_path)
    bank.copy(tmp_path / "one")
    bank.copy(tmp_path / "two")
    for number, edit in enumerate(EDITS):
        before = [tree(folder) for folder in (bank.questions, *bank.copies)]
        bank.edit(edit, number)
        after = [tree(folder) for folder in (bank.questions, *bank.copies)]
        changed = [
            {str(Path(name).with_suffix("")) for name in new if new[name] != old.get(name)}
            for old, new in zip(before, after, strict=True)
        ]
        assert len(changed[0]) == 1, edit
        assert changed[0] == changed[1] == changed[2], edit
        assert (len(after[0]) > len(before[0])) == (edit == "question")


def test_a_new_prerequisite_is_one_relation_more(tmp_path: Path) -> None:
    bank = bank_of("given", tmp_path)
    bank.edit("prerequisite", 0)
    asked = read_bank(bank.content).bank.questions
    assert sorted(len(question.named(Kind.PREREQUISITE)) for question in asked) == [0, 0, 0, 1]


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*") if path.name[0] != "_"}


def test_the_least_time_counts_and_the_most_memory() -> None:
    assert least([run_of(2, 5), run_of(1, 3)]) == run_of(1, 5)


def test_a_run_has_the_time_and_the_memory_of_the_command_alone(tmp_path: Path) -> None:
    large = bytearray(300 * 10**6)
    took = run([sys.executable, "-I", "-c", "import time; block = b'x' * 50_000_000; time.sleep(1.2)"], tmp_path)
    assert took.seconds > 1.2
    assert took.cpu < 1
    assert 50 * 10**6 < took.largest < 150 * 10**6
    assert took.together is None or 50 * 10**6 < took.together < 150 * 10**6
    assert large


def test_a_command_that_fails_ends_the_benchmark_with_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="ended with 3\nno such bank"):
        run([sys.executable, "-c", "import sys; print('no such bank'); sys.exit(3)"], tmp_path)


def test_a_file_of_a_site_that_is_linked_twice_takes_its_blocks_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_bytes(b"x" * 5000)
    (tmp_path / "b.html").hardlink_to(tmp_path / "a/index.html")
    size = size_of(tmp_path)
    assert (size.pages, size.bytes) == (1, 10_000)
    assert 0 < size.blocks < 10_000


def test_ratios_are_told_of_the_same_bank() -> None:
    rows = [figures("QBank", 6, 1.5), figures("MkDocs", 10, 10), figures("Zensical", 9, 3)]
    result = report.Result(bank="made", questions=1000, made=True, figures=rows)
    assert result.ratios() == pytest.approx(
        {"cold / MkDocs": 0.6, "edit / MkDocs": 0.15, "Zensical / cold": 1.5, "Zensical / edit": 2}
    )
    compared, size = report.sentences([result])
    assert compared.startswith("1,000 questions: 0.60 of MkDocs cold, 0.15 of MkDocs after one edit.")
    assert compared.endswith(" Zensical takes 1.5 times as long cold and 2.0 times as long after an edit.")
    assert size == "A question takes 2.0 kB of the site; 1 GB holds about 500,000."
    assert "| 1,000     | QBank    | 6.0 s (0.60) | 1.5 s (0.15)" in report.table([result])


def test_figures_are_written_between_the_markers_again_and_again(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- bench -->\n<!-- /bench -->\nafter\n", encoding="utf-8")
    for text in ("one\ntwo\n", "three\n"):
        report.write(page, text)
        assert page.read_text(encoding="utf-8") == f"before\n<!-- bench -->\n{text}<!-- /bench -->\nafter\n"


@pytest.mark.parametrize("page", ["README.md", "content/pages/manual/explanation/cost.md"])
def test_the_pages_that_show_figures_have_markers(page: str) -> None:
    assert len(re.findall(r"^<!-- bench -->$.*?^<!-- /bench -->$", (ROOT / page).read_text("utf-8"), re.M | re.S)) == 1


def workflow() -> str:
    page = (ROOT / "content/pages/manual/explanation/cost.md").read_text(encoding="utf-8")
    (found,) = re.findall(r'^```yaml title="\.github/workflows/publish\.yml"\n(.*?)^```$', page, re.M | re.S)
    return str(found)


def test_the_workflow_for_large_banks_is_well_formed_and_pins_what_ours_pin(tmp_path: Path) -> None:
    file = tmp_path / ".github/workflows/publish.yml"
    file.parent.mkdir(parents=True)
    file.write_text(workflow(), encoding="utf-8")
    for command in (("actionlint", file), ("zizmor", "--offline", "--persona=auditor", file)):
        done = run_tool(*command, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    pins = {
        line.strip(" -") for path in (ROOT / ".github").rglob("*.yml") for line in path.read_text("utf-8").split("\n")
    }
    used = [line.strip(" -") for line in workflow().splitlines() if "uses:" in line]
    assert [line for line in used if line not in pins and "actions/cache@" not in line] == []
