"""Every rule: a bank that fails it, a bank that passes, and its documentation."""

from __future__ import annotations

import io
import pkgutil
import re
import shutil
from collections import defaultdict
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path

import mkdocs_qbank
import pytest
from conftest import ROOT
from mkdocs_qbank.check.rules import RULES
from mkdocs_qbank.cli.main import main
from mkdocs_qbank.findings.edit import Edit, apply
from mkdocs_qbank.findings.finding import Rule
from ruled import check_rule

FOLDER = ROOT / "tests" / "rules"
OF_CONTENT = sorted(set(RULES) - {"dead-link", "lost-id", "undrawn"})
"""The rules that a bank alone can fail.

A dead link needs the network, a lost id a history, and a formula that stalls a stalled worker.
"""

ONE_FIX = ("moved-id", "moved-link", "moved-permalink", "skipped-heading", "tag-variant")
PATH = re.compile(r"(?:questions|pages)/.+")
"""An example that is the name of a file below the content folder."""


def shown(content: Path) -> str:
    """The names and texts of all files of a bank."""
    files = sorted(file for file in content.rglob("*") if file.is_file())
    texts = []
    for file in files:
        data = file.read_bytes()
        try:
            text = data.decode()
        except UnicodeDecodeError:
            text = data.decode("latin-1")
        texts.append(f"{file.relative_to(content).as_posix()}\n{text}")
    return "\n".join(texts)


def test_every_rule_of_the_package_is_listed() -> None:
    modules = pkgutil.walk_packages(mkdocs_qbank.__path__, "mkdocs_qbank.")
    declared = {
        value.id
        for found in modules
        if not found.name.endswith("__main__")
        for value in vars(import_module(found.name)).values()
        if isinstance(value, Rule)
    }
    assert declared == set(RULES)


def test_every_rule_has_a_folder_and_every_folder_a_rule() -> None:
    assert {folder.name for folder in FOLDER.iterdir()} == set(OF_CONTENT)


@pytest.mark.parametrize("rule", OF_CONTENT)
def test_what_fails_gives_that_finding_and_no_other(rule: str) -> None:
    findings = check_rule(rule, FOLDER / rule / "fail").findings
    assert {finding.rule for finding in findings} == {rule}
    for finding in findings:
        assert finding.line >= 1
        assert finding.column >= 1
        assert finding.help.endswith((".", "?", ")"))


@pytest.mark.parametrize("rule", OF_CONTENT)
def test_what_passes_gives_no_finding(rule: str) -> None:
    checked = check_rule(rule, FOLDER / rule / "pass")
    assert checked.findings == ()
    assert checked.reading.bank.questions


@pytest.mark.parametrize("rule", OF_CONTENT)
def test_the_documented_examples_are_what_was_tried(rule: str) -> None:
    for example, name in ((RULES[rule].fails, "fail"), (RULES[rule].passes, "pass")):
        tried = shown(FOLDER / rule / name)
        assert all(line in tried for line in example.split("\n")), (example, tried)


@pytest.mark.parametrize("rule", OF_CONTENT)
def test_what_passes_in_the_place_of_what_fails_fixes_it(rule: str, tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(FOLDER / rule / "fail", content, symlinks=True)
    fix(content, FOLDER / rule / "pass", RULES[rule])
    assert rule not in {finding.rule for finding in check_rule(rule, content).findings}


def fix(content: Path, passing: Path, rule: Rule) -> None:
    """Writes the example that passes for the one that fails: names of files, or text; a new image has its old name."""
    names = [PATH.fullmatch(name) for example in (rule.fails, rule.passes) for name in example.split("\n")]
    if all(names):
        rename(content, passing, rule.fails.split("\n"), rule.passes.split("\n"))
        return
    files = [file for file in content.rglob("*") if file.is_file()]
    changed = [replace(file, rule.fails, rule.passes) for file in files]
    assert any(changed), rule.fails
    for file in files:
        if file.suffix not in (".md", ".yml"):
            shutil.copyfile(passing / file.relative_to(content), file)


def rename(content: Path, passing: Path, fails: list[str], passes: list[str]) -> None:
    wrong = [name for name in fails if name not in passes]
    for name in passes:
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        if not (content / name).exists() and wrong and name.endswith((".md", ".yml")):
            (content / wrong.pop()).rename(content / name)
        elif not (content / name).exists():
            shutil.copyfile(passing / name, content / name)
    for name in wrong:
        (content / name).unlink()


def replace(file: Path, fails: str, passes: str) -> bool:
    data = file.read_bytes()
    wrong = next((old for old in (fails.encode(), fails.encode("latin-1", "replace")) if old in data), None)
    if wrong is not None:
        file.write_bytes(data.replace(wrong, passes.encode()))
    return wrong is not None


@pytest.mark.parametrize("rule", ONE_FIX)
def test_where_there_is_one_right_fix_the_edits_of_the_findings_are_it(rule: str, tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(FOLDER / rule / "fail", content)
    edits: defaultdict[Path, list[Edit]] = defaultdict(list)
    for finding in check_rule(rule, content).findings:
        edits[Path(finding.path)] += finding.edits
    for path, of_file in edits.items():
        path.write_text(apply(path.read_text(encoding="utf-8"), of_file), encoding="utf-8")
    assert check_rule(rule, content).findings == ()


@pytest.mark.parametrize("rule", sorted(RULES))
def test_explain_tells_of_each_rule(rule: str) -> None:
    out = io.StringIO()
    with redirect_stdout(out):
        main(["explain", rule], standalone_mode=False)
    assert RULES[rule].summary in out.getvalue()
    assert RULES[rule].help in out.getvalue()
