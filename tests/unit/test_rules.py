"""Every rule: a bank that fails it, a bank that passes, and its documentation."""

from __future__ import annotations

import io
import pkgutil
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path

import mkdocs_qbank
import pytest
from conftest import ROOT
from mkdocs_qbank.build.pipeline import check_content
from mkdocs_qbank.check.rules import RULES
from mkdocs_qbank.cli.main import main
from mkdocs_qbank.findings.finding import Rule

FOLDER = ROOT / "tests" / "rules"
OF_CONTENT = sorted(set(RULES) - {"dead-link", "lost-id", "undrawn"})
"""The rules that a bank alone can fail.

A dead link needs the network, a lost id a history, and a formula that stalls a stalled worker.
"""


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
    findings = check_content(FOLDER / rule / "fail").findings
    assert {finding.rule for finding in findings} == {rule}
    for finding in findings:
        assert finding.line >= 1
        assert finding.column >= 1
        assert finding.help.endswith((".", "?", ")"))


@pytest.mark.parametrize("rule", OF_CONTENT)
def test_what_passes_gives_no_finding(rule: str) -> None:
    checked = check_content(FOLDER / rule / "pass")
    assert checked.findings == ()
    assert checked.reading.bank.questions


@pytest.mark.parametrize("rule", OF_CONTENT)
def test_the_documented_examples_are_what_was_tried(rule: str) -> None:
    for example, name in ((RULES[rule].fails, "fail"), (RULES[rule].passes, "pass")):
        tried = shown(FOLDER / rule / name)
        assert all(line in tried for line in example.split("\n")), (example, tried)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_explain_tells_of_each_rule(rule: str) -> None:
    out = io.StringIO()
    with redirect_stdout(out):
        main(["explain", rule], standalone_mode=False)
    assert RULES[rule].summary in out.getvalue()
    assert RULES[rule].help in out.getvalue()
