"""The workflows and forms: well formed, and with nothing for a stranger to use."""

from __future__ import annotations

import re

from conftest import ROOT, run

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))


def test_the_strictest_audit_finds_nothing() -> None:
    done = run("zizmor", "--offline", "--persona=auditor", GITHUB, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_everything_for_github_follows_its_schema() -> None:
    forms = [file for file in sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml")) if file.name != "config.yml"]
    for schema, files in (
        ("github-workflows", WORKFLOWS),
        ("dependabot", [GITHUB / "dependabot.yml"]),
        ("github-issue-forms", forms),
        ("github-issue-config", [GITHUB / "ISSUE_TEMPLATE" / "config.yml"]),
    ):
        done = run("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files, cwd=ROOT)
        assert done.returncode == 0, done.stdout


def test_actionlint_finds_nothing() -> None:
    done = run("actionlint", *WORKFLOWS, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_action_is_pinned_with_its_version_beside_it() -> None:
    for file in WORKFLOWS:
        for line in file.read_text(encoding="utf-8").splitlines():
            if "uses:" in line:
                assert re.search(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), (file.name, line)


def test_no_workflow_runs_contributed_code_with_rights() -> None:
    for file in WORKFLOWS:
        text = file.read_text(encoding="utf-8")
        assert "\npermissions: {}\n" in text
        assert "pull_request_target" not in text
