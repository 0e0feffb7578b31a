"""The workflows and forms: well formed, and with nothing for a stranger to use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import workflows
import yaml
from conftest import ROOT, run

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
USES = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def uses(file: Path) -> list[str]:
    return [line.strip(" -") for line in file.read_text(encoding="utf-8").splitlines() if "uses:" in line]


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in WORKFLOWS:
        for name, job in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].items():
            yield from ((f"{file.name}: {name}", step) for step in job["steps"])


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
        assert all(map(USES.fullmatch, uses(file))), (file.name, uses(file))


def test_no_workflow_runs_contributed_code_with_rights() -> None:
    for file in WORKFLOWS:
        text = file.read_text(encoding="utf-8")
        assert "\npermissions: {}\n" in text
        assert "pull_request_target" not in text


def test_every_job_and_step_has_a_name() -> None:
    for file in WORKFLOWS:
        assert all("name" in job for job in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].values())
    assert [where for where, step in steps() if "name" not in step] == []


def test_every_shell_step_can_be_run_on_any_machine() -> None:
    jobs = [job for file in WORKFLOWS for job in workflows.read_jobs(file.read_text(encoding="utf-8"), file.name)]
    assert {job.id for job in jobs if job.steps} == {
        *("content", "tests", "lowest", "wheel", "build", "new-bank"),
        *("look-up", "keep-issues", "read", "answer"),
        *("package", "try", "announce"),
    }
    for job in jobs:
        assert job.expressions <= {workflows.BASE, *workflows.CONTEXT, *job.matrix}, job.id


def test_what_cannot_be_run_here_is_an_error_and_never_passed_over() -> None:
    step = "jobs: {one: {steps: [{run: 'true', shell: pwsh}]}}"
    with pytest.raises(ValueError, match="shell of a shell step"):
        list(workflows.read_jobs(step, "x.yml"))
    with pytest.raises(ValueError, match="container"):
        list(workflows.read_jobs("jobs: {one: {container: debian, steps: []}}", "x.yml"))
    with pytest.raises(KeyError, match="secrets"):
        workflows.evaluate("${{ secrets.X }}", {})


def test_the_steps_for_windows_are_commands_that_any_shell_reads_alike() -> None:
    lines = [step["run"] for where, step in steps() if where.startswith("platforms.yml") and "run" in step]
    assert len(lines) == 2
    assert all(re.fullmatch(r"python [\w ./-]+", line) for line in lines)


def test_dependencies_are_reviewed_where_there_is_a_pull_request() -> None:
    job = yaml.safe_load((GITHUB / "workflows/check.yml").read_text(encoding="utf-8"))["jobs"]["dependencies"]
    assert job["if"] == "github.event_name == 'pull_request'"
    assert job["permissions"] == {"contents": "read"}


def test_the_maintainers_own_what_runs() -> None:
    lines = (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    owned = dict(line.split() for line in lines if not line.startswith("#"))
    repository = re.search(r"https://github\.com/([\w-]+)/", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert repository
    assert set(owned.values()) == {f"@{repository[1]}/maintainers"}
    assert {"/.github/", "/theme_overrides/", "/generator/", "/mkdocs.yml"} <= owned.keys()
    for path in owned:
        assert (ROOT / path.strip("/")).is_dir() == path.endswith("/")
        assert (ROOT / path.strip("/")).exists()
