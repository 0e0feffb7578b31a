"""Levels: an owner decides how much each rule matters, and every command and build keeps to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, SETTINGS, question, run, small_project
from mkdocs_qbank.build.options import Options, option_problems, options_of, read_options
from mkdocs_qbank.build.pipeline import check_content, make_site
from mkdocs_qbank.check.rules import RULES
from mkdocs_qbank.cli.check import exit_code
from mkdocs_qbank.cli.main import main
from mkdocs_qbank.findings.finding import Finding, Severity
from mkdocs_qbank.findings.levels import LEVELS, level, with_levels
from mkdocs_qbank.findings.report import counted, text_reports
from mkdocs_qbank.publish.plugin import QBankPlugin

FOLDER = ROOT / "tests" / "rules"
Check = Callable[..., tuple[object, str, str]]


def finding(rule: str, severity: Severity, line: int = 1) -> Finding:
    return Finding(path="content/a.md", line=line, rule=rule, severity=severity, message="It is wrong.", help="Fix it.")


def levels_in(project: Path, levels: str, address: str = "example.org/tea") -> None:
    settings = SETTINGS.replace("example.org/tea", address).replace(
        "plugins: [qbank]", f"plugins: [{{qbank: {{rules: {levels}}}}}]"
    )
    (project / "mkdocs.yml").write_text(settings, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small bank with a stray file, which is a warning unless its owner says otherwise."""
    folder = small_project(tmp_path, "why")
    (folder / "content/questions/tea/notes.txt").write_text("Notes\n", encoding="utf-8")
    return folder


def test_a_rule_takes_the_level_that_its_owner_sets_and_the_others_keep_theirs() -> None:
    findings = [finding("no-list", Severity.WARNING), finding("bad-yaml", Severity.ERROR)]
    for wanted in Severity:
        changed, kept = with_levels(findings, {"no-list": str(wanted)})
        assert (changed.severity, kept) == (wanted, findings[1])
    assert with_levels(findings, {"no-list": "off"}) == (findings[1],)
    assert [level(RULES["no-list"], levels) for levels in ({}, {"no-list": "off"})] == ["warning", "off"]


@pytest.fixture
def check(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Runs the command in this process, with levels of the bank, and gives its exit code and what it printed."""

    def run_check(levels: str, *arguments: str, address: str = "example.org/tea") -> tuple[object, str, str]:
        levels_in(project, levels, address)
        monkeypatch.chdir(project)
        with pytest.raises(SystemExit) as ended:
            main(["check", *arguments])
        return ended.value.code, *capsys.readouterr()

    return run_check


@pytest.mark.parametrize(
    ("levels", "code"), [("{}", 1), ("{stray-file: error}", 1), ("{stray-file: advice}", 0), ("{stray-file: off}", 0)]
)
def test_the_exit_code_follows_the_levels_of_the_bank(check: Check, levels: str, code: int) -> None:
    ended, _, said = check(levels)
    assert ended == code
    assert ("nothing to fix" in said) == ("off" in levels)


@pytest.mark.parametrize(
    ("severity", "failing"),
    [
        (Severity.ERROR, {"error", "warning", "advice"}),
        (Severity.WARNING, {"warning", "advice"}),
        (Severity.ADVICE, {"advice"}),
    ],
)
def test_fail_on_says_which_findings_make_the_exit_code_one(severity: Severity, failing: set[str]) -> None:
    codes = {least: exit_code([finding("no-list", severity)], least) for least in Severity}
    assert codes == {least: int(least in failing) for least in Severity}
    assert exit_code([], Severity.ADVICE) == 0


def test_the_command_fails_on_what_it_is_told_to(check: Check) -> None:
    assert check("{}", "--fail-on", "error")[0] == 0
    assert check("{stray-file: advice}", "--fail-on", "advice")[0] == 1


def test_only_errors_stop_a_build_and_strict_counts_no_advice(project: Path) -> None:
    levels_in(project, "{stray-file: error}")
    stopped = run("mkdocs", "build", "--strict", cwd=project)
    assert (stopped.returncode, (project / "site").exists()) == (1, False)
    assert "error[stray-file]" in stopped.stderr
    levels_in(project, "{stray-file: advice}")
    built = run("mkdocs", "build", "--strict", cwd=project)
    assert (built.returncode, (project / "site/index.html").is_file()) == (0, True)
    assert [line for line in built.stderr.splitlines() if "stray-file]" in line] == [
        "INFO    -  qbank: content/questions/tea/notes.txt:1:1: advice[stray-file]: this is no question file"
    ]


@pytest.mark.parametrize("rule", sorted(rule.id for rule in RULES.values() if rule.severity is Severity.ERROR))
def test_a_site_can_be_made_of_a_bank_whose_owner_lets_an_error_pass(rule: str) -> None:
    content = FOLDER / rule / "fail"
    if not content.exists():
        pytest.skip("no bank alone can fail it")
    checked = check_content(content, levels={rule: "warning"})
    assert {found.severity for found in checked.findings} == {Severity.WARNING}
    assert make_site(checked, content, Options(history=False, cards="none")).pages


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        (
            {"no-lists": "off"},
            ":1:35: 'no-lists' in the option 'rules' is left out: there is no such rule; did you mean",
        ),
        ({"no-list": "warn"}, "'no-list' in the option 'rules' is left out: there is no level 'warn'; did you mean"),
        ({"no-list": True}, "there is no level 'True'; the levels are error, warning, advice and off"),
        ({"zzz": "off"}, "'zzz' in the option 'rules' is left out: there is no such rule; see 'qbank explain'"),
        (["no-list"], ":1:25: the option 'rules' of the plugin is left out: ['no-list'] is not a mapping of rules to"),
    ],
)
def test_an_unknown_rule_or_level_is_named_with_the_nearest(tmp_path: Path, levels: object, said: str) -> None:
    config = tmp_path / "mkdocs.yml"
    config.write_text(json.dumps({"plugins": [{"qbank": {"rules": levels}}]}), encoding="utf-8")
    (sentence,) = option_problems(config)
    assert said in sentence


MIXED = """plugins:
  qbank:
    rules:
      no-lists: off
      alt-text: off
      no-list: [error]
      bad-date: advice
"""


def test_one_bad_level_leaves_the_others_and_each_is_reported_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    shared = tmp_path / "shared/base.yml"
    shared.write_text(MIXED, encoding="utf-8")
    config = tmp_path / "mkdocs.yml"
    config.write_text("INHERIT: shared/base.yml\nplugins: {qbank: {rules: {3: off, stray-file: error}}}\n", "utf-8")
    assert read_options(config).rules == {"alt-text": "off", "bad-date": "advice", "stray-file": "error"}
    places = {f"{shared}:4:7", f"{shared}:6:7", f"{config}:2:27"}
    assert {problem.partition(": ")[0] for problem in option_problems(config)} == places


def test_a_build_keeps_the_good_levels_too_and_warns_of_the_others(tmp_path: Path) -> None:
    config = tmp_path / "mkdocs.yml"
    config.write_text(MIXED, encoding="utf-8")
    plugin = QBankPlugin()
    failed, warned = plugin.load_config(yaml.safe_load(MIXED)["plugins"]["qbank"], str(config))
    assert failed == []
    assert [(key, said) for key, said in warned] == [("rules", problem) for problem in option_problems(config)]
    assert plugin.options.rules == read_options(config).rules == {"alt-text": "off", "bad-date": "advice"}


def test_off_is_read_with_and_without_quotes() -> None:
    assert options_of({"rules": {"no-list": False, "alt-text": "off"}}).rules == {"no-list": "off", "alt-text": "off"}
    assert LEVELS == ("error", "warning", "advice", "off")


def test_advice_is_printed_last_in_short_and_counted_in_words() -> None:
    findings = [finding("one", Severity.ADVICE), finding("two", Severity.WARNING), finding("three", Severity.ERROR)]
    reports = text_reports(findings, lambda *_: "the line")
    assert [report.partition("[")[2].partition("]")[0] for report in reports] == ["two", "three", "one"]
    assert ["the line" in report for report in reports] == [True, True, False]
    assert counted(findings) == "1 error, 1 warning and 1 piece of advice"
    assert counted([*findings, *findings]) == "2 errors, 2 warnings and 2 pieces of advice"
    assert (counted(findings[:1]), counted([])) == ("1 piece of advice", "")


def test_a_finding_names_the_page_of_its_rule_or_the_command_where_the_site_has_no_address(check: Check) -> None:
    assert "      = see: https://example.org/tea/rules/stray-file/\n" in check("{}")[1]
    assert "See https://example.org/tea/rules/stray-file/\n" in check("{}", "--format", "github")[1]
    (found,) = json.loads(check("{}", "--format", "json")[1])
    assert found["url"] == "https://example.org/tea/rules/stray-file/"
    assert "      = see: qbank explain stray-file\n" in check("{}", address="localhost:8000")[1]
    (found,) = json.loads(check("{}", "--format", "json", address="localhost:8000")[1])
    assert found["url"] is None


def test_stats_does_not_warn_of_an_error_that_the_owner_lets_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = small_project(tmp_path, "why")
    asked = question("Who?", "related: [nobody]")
    (project / "content/questions/tea/who.md").write_text(asked, encoding="utf-8")
    monkeypatch.chdir(project)
    for levels, warned in (("{}", True), ("{unknown-id: advice}", False)):
        levels_in(project, levels)
        main(["stats"], standalone_mode=False)
        assert ("has findings" in capsys.readouterr().err) == warned
