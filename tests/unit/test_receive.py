"""From an issue to a pull request: the command and the workflow, on issues that try to be more than text."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import github
import pytest
import workflows
import yaml
from click.testing import CliRunner
from conftest import BANK, BIN, LONG, ROOT, Run, commit, run
from goldens import compare_case
from mkdocs_qbank.cli.main import main
from mkdocs_qbank.model.forms import EMPTY, FORM
from mkdocs_qbank.read.event import MOST_BYTES, BadEventError, read_event
from mkdocs_qbank.render.reply import MARKER, block

CASES = sorted((ROOT / "tests/cases/issues").glob("*.yml"))
WORKFLOW = ROOT / ".github/workflows/receive.yml"
READ, ANSWER = workflows.read_jobs(WORKFLOW.read_text(encoding="utf-8"), WORKFLOW.name)
SHORT = {"title": "Why so?", "fields": {"topic": "tea", "answer": "Because."}}
CREDIT = "octo-cat <583231+octo-cat@users.noreply.github.com>"


def body(fields: Mapping[str, str]) -> str:
    """The body of the issue that the form makes of some texts."""
    return "\n\n".join(f"### {field.label}\n\n{fields.get(field.id, EMPTY)}" for field in FORM)


def event_of(case: Mapping[str, Any]) -> dict[str, Any]:
    """The event of a case: its fields as GitHub writes those of a form, or its body as it stands."""
    issue: dict[str, Any] = {"number": 12, "title": case["title"], "user": {"login": "octo-cat", "id": 583231}}
    if "fields" in case:
        fields = dict(case["fields"])
        more = case.get("repeat", {})
        fields |= {name: fields[name] + text * more["times"] for name, text in more.items() if name != "times"}
        issue["body"] = body(fields).replace("\n", "\r\n") if case.get("crlf") else body(fields)
        assert len(issue["body"]) <= 65_536
    elif "body" in case:
        issue["body"] = case["body"]
    repository = {"html_url": "https://github.com/mkdocs-qbank/mkdocs-qbank", "default_branch": "main"}
    return {"action": "labeled", "label": {"name": "accepted"}, "issue": issue, "repository": repository}


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The frozen bank in a repository that can be cloned and pushed to; copy it."""
    folder = tmp_path_factory.mktemp("origin")
    shutil.copytree(BANK, folder / "work")
    commit(folder / "work", "The bank", "Ann", "2025-03-01")
    run("git", "clone", "-q", "--bare", folder / "work", folder / "bare.git", cwd=folder, check=True)
    return folder / "bare.git"


@dataclass(frozen=True)
class Hub:
    """A repository on this machine, with a stand-in for GitHub."""

    folder: Path

    @property
    def origin(self) -> Path:
        return self.folder / "origin.git"

    @property
    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = json.loads((self.folder / "state.json").read_text(encoding="utf-8"))
        return state

    def tell(self, **changed: Any) -> None:
        (self.folder / "state.json").write_text(json.dumps({**self.state, **changed}), encoding="utf-8")

    def git(self, *arguments: str) -> str:
        return run("git", *arguments, cwd=self.origin, check=True).stdout

    def clone(self, name: str) -> Path:
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        run("git", "clone", "-q", self.origin, folder, cwd=self.folder, check=True)
        return folder

    def read(self, event: object) -> Path:
        """Read an issue by the command of the first job, in this process; return the folder of the answer."""
        if LONG:
            return self.run_first_job(event)
        clone = self.clone("read")
        (self.folder / "event.json").write_text(json.dumps(event), encoding="utf-8")
        os.chdir(clone)
        done = CliRunner().invoke(main, ["receive", str(self.folder / "event.json"), "--out", "received"])
        assert done.exit_code == 0, done.output
        return clone / "received"

    def run_first_job(self, event: object) -> Path:
        """Do the same by its steps."""
        clone = self.clone("read")
        (self.folder / "event.json").write_text(json.dumps(event), encoding="utf-8")
        (clone / ".venv/bin").mkdir(parents=True)
        (clone / ".venv/bin/qbank").symlink_to(BIN / "qbank")
        (clone / "Makefile").write_text(".venv/.made:\n\ttrue\n", encoding="utf-8")
        for step in READ.steps:
            done = shell(step.script, clone, {"GITHUB_EVENT_PATH": str(self.folder / "event.json")})
            assert done.returncode == 0, done.stderr
        return clone / "received"

    def answer(self, received: Path) -> str:
        """Run the steps of the second job on the folder of the answer; return the name of the step that fails."""
        clone = self.clone("answer")
        shutil.copytree(received, clone / "received", symlinks=True)
        for step in ANSWER.steps:
            env = {key: workflows.evaluate(value, workflows.CONTEXT) for key, value in step.env.items()}
            env |= {"GITHUB_REPOSITORY": "mkdocs-qbank/mkdocs-qbank", "GITHUB_REPOSITORY_OWNER": "mkdocs-qbank"}
            env |= {"GH_STATE": str(self.folder / "state.json"), "HOME": str(self.folder)}
            env |= {"PATH": f"{self.folder / 'tools'}{os.pathsep}{os.environ['PATH']}"}
            if shell(step.script, clone, env).returncode:
                return step.name
        return ""

    def branch(self) -> dict[str, str]:
        """The files that the branch of the issue has and the bank has not, or not so."""
        if not self.git("branch", "--list", "question/12"):
            return {}
        assert self.git("rev-list", "--count", "main..question/12").strip() == "1"
        paths = self.git("diff", "--name-only", "main", "question/12").splitlines()
        return {path: self.git("show", f"question/12:{path}") for path in paths}


def shell(script: str, folder: Path, env: Mapping[str, str]) -> Run:
    """Run a script as a workflow does."""
    variables = [f"{key}={value}" for key, value in env.items()]
    return run("env", *variables, "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script, cwd=folder)


def make_hub(tmp_path: Path, origin: Path) -> Hub:
    shutil.copytree(origin, tmp_path / "origin.git")
    (tmp_path / "tools").mkdir()
    gh = tmp_path / "tools/gh"
    gh.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -S "{ROOT / "tests/github.py"}" "$@"\n', encoding="utf-8")
    gh.chmod(0o755)
    (tmp_path / "state.json").write_text(json.dumps(github.EMPTY), encoding="utf-8")
    return Hub(tmp_path)


@pytest.fixture
def hub(tmp_path: Path, origin: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    monkeypatch.chdir(tmp_path)
    return make_hub(tmp_path, origin)


@pytest.fixture(scope="session")
def accepted(tmp_path_factory: pytest.TempPathFactory, origin: Path) -> Path:
    """What the first job hands over of a short question that is valid; copy it."""
    before = Path.cwd()
    try:
        return make_hub(tmp_path_factory.mktemp("accepted"), origin).read(event_of(SHORT))
    finally:
        os.chdir(before)


def text(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None


def test_there_are_at_least_twenty_issues() -> None:
    assert len(CASES) >= 20


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_issue_becomes_the_right_file_or_gets_findings_and_nothing_runs(
    case: Path, hub: Hub, *, update: bool
) -> None:
    main_before = hub.git("rev-parse", "main")
    received = hub.read(event_of(yaml.safe_load(case.read_text(encoding="utf-8"))))
    outcome, path, file = text(received / "outcome"), text(received / "path"), text(received / "question")
    answer = text(received / "comment.md") or ""
    head, _, _ = answer.partition("The nearest questions")
    problems = re.findall(r"^- (.*)$", head.split("```")[0], re.MULTILINE)
    made = {
        "says": head.split("\n")[2],
        "outcome": outcome,
        "path": path,
        "file": file if file and len(file) < 5_000 else None,
        "problems": problems,
        "found": re.findall(r"^content/\S+:(\d+:\d+: \w+\[[\w-]+\])", answer, re.MULTILINE),
    }
    compare_case(case, made, update=update)
    assert len(answer) < 65_536
    assert hub.answer(received) == ""
    assert hub.branch() == ({path: file} if path else {})
    state = hub.state
    assert [pull["head"] for pull in state["pulls"]] == (["question/12"] if path else [])
    assert len(state["comments"]) == 1
    assert ("accepted" in state["labels"]) == (outcome == "valid")
    assert hub.git("rev-parse", "main") == main_before
    assert not list(hub.folder.rglob("pwned*"))
    assert run("git", "status", "--porcelain", "--", "content", cwd=hub.folder / "read").stdout == (
        f"?? {path}\n" if path else ""
    )


def test_the_author_is_credited_and_merging_closes_the_issue(hub: Hub, accepted: Path) -> None:
    hub.answer(accepted)
    message = hub.git("log", "-1", "--format=%B", "question/12")
    assert message.strip() == f"Add the question why-so\n\nProposed in #12.\n\nCo-authored-by: {CREDIT}"
    trailers = hub.git("log", "-1", "--format=%(trailers:only)", "question/12")
    assert trailers.strip() == f"Co-authored-by: {CREDIT}"
    (pull,) = hub.state["pulls"]
    assert (pull["base"], pull["title"]) == ("main", "Add the question why-so")
    assert "Closes #12." in pull["body"]
    (comment,) = hub.state["comments"]
    assert comment["body"].startswith(MARKER)
    assert comment["body"].endswith("The pull request is #70.\n")


def test_merging_closes_no_issue_that_a_text_names(hub: Hub) -> None:
    closing = "Closes #1, fixes o/r#2, resolves GH-3 and closes https://github.com/o/r/issues/4. "
    fields = {
        "topic": "tea",
        "answer": closing,
        "in_short": closing * 12,
        "sources": closing,
        "key_points": "- <i closes #5>",
    }
    received = hub.read(event_of({"title": "Closes #6 so?", "fields": fields}))
    keyword = re.compile(r"\b(?:close|fix|resolve)\w*:?\s+(?:\S*#\d+|GH-\d+|https?://\S+/issues/\d+)", re.IGNORECASE)
    assert "long-in-short" in (text(received / "pull-request.md") or "")
    for name, own in (("title", []), ("commit.txt", []), ("pull-request.md", ["Closes #12"])):
        assert keyword.findall(text(received / name) or "") == own, name


def test_an_issue_that_is_edited_updates_its_own_pull_request_and_comment(hub: Hub) -> None:
    later = {"title": "Why is it so?", "fields": {"topic": "garden", "answer": "Because it is."}}
    for case in (SHORT, later):
        assert hub.answer(hub.read(event_of(case))) == ""
    assert list(hub.branch()) == ["content/questions/garden/why-is-it-so.md"]
    (pull,) = hub.state["pulls"]
    assert pull["title"] == "Add the question why-is-it-so"
    assert len(hub.state["comments"]) == 1
    assert hub.answer(hub.read(event_of({"title": "Why is it so?"}))) == ""
    (comment,) = hub.state["comments"]
    assert "no answer yet" in comment["body"]


def test_what_a_maintainer_pushed_to_the_branch_is_never_overwritten(hub: Hub, accepted: Path) -> None:
    hub.answer(accepted)
    clone = hub.clone("maintainer")
    run("git", "switch", "-q", "question/12", cwd=clone, check=True)
    (clone / "content/questions/tea/why-so.md").write_text("# Better?\n", encoding="utf-8")
    commit(clone, "Say it better", "Ann", "2025-07-01")
    run("git", "push", "-q", "origin", "question/12", cwd=clone, check=True)
    tip = hub.git("rev-parse", "question/12")
    assert hub.answer(accepted) == ""
    assert hub.git("rev-parse", "question/12") == tip
    assert "Somebody else has changed the branch question/12" in hub.state["comments"][0]["body"]


def test_a_comment_of_somebody_else_is_never_edited(hub: Hub) -> None:
    theirs = {"id": 1, "user": "mallory", "body": f"{MARKER} mine"}
    hub.tell(comments=[theirs])
    hub.answer(hub.read(event_of({"title": "Why so?"})))
    assert hub.state["comments"][0] == theirs
    assert len(hub.state["comments"]) == 2


def test_a_repository_that_lets_workflows_open_no_pull_request_says_so(hub: Hub, accepted: Path) -> None:
    hub.tell(refuse=True)
    assert hub.answer(accepted) == "Answer the issue"
    (comment,) = hub.state["comments"]
    assert "Allow GitHub Actions to create and approve pull requests" in comment["body"]
    assert list(hub.branch()) == ["content/questions/tea/why-so.md"]


@pytest.mark.parametrize(
    "path",
    [
        ".github/workflows/x.yml",
        "content/questions/tea/../../../x.md",
        "content/questions/tea/caffeine.md",
        "content/questions/new/x.md",
        "content/pages/x.md",
        "content/questions/tea/x.md\ncontent/questions/tea/y.md",
        "",
    ],
)
def test_an_artifact_that_names_another_file_is_refused(hub: Hub, accepted: Path, path: str) -> None:
    received = shutil.copytree(accepted, hub.folder / "received")
    (received / "path").write_text(path, encoding="utf-8")
    assert hub.answer(received) == "Push the file to the branch of the issue"
    assert hub.branch() == {}
    assert hub.state["calls"] == []


def test_an_artifact_with_a_link_or_a_huge_file_is_refused(hub: Hub, accepted: Path) -> None:
    received = shutil.copytree(accepted, hub.folder / "received")
    (received / "question").write_bytes(b"x" * 262_145)
    assert hub.answer(received) == "Push the file to the branch of the issue"
    for name in ("question", "comment.md"):
        (received / name).unlink()
        (received / name).symlink_to("/etc/hostname")
        assert hub.answer(received) == "Push the file to the branch of the issue"
        shutil.rmtree(received)
        shutil.copytree(accepted, received)
    assert hub.state["calls"] == []
    assert hub.branch() == {}


def test_the_first_job_runs_the_command_on_the_event(hub: Hub) -> None:
    event = event_of({"title": "Why $(touch pwned)?", "fields": {"topic": "tea", "answer": "Because."}})
    received = hub.run_first_job(event)
    assert text(received / "path") == "content/questions/tea/why-touch-pwned.md"
    assert not list(hub.folder.rglob("pwned*"))


def test_no_text_of_the_issue_reaches_a_script_and_no_form_sets_the_label() -> None:
    written = WORKFLOW.read_text(encoding="utf-8")
    assert set(workflows.EXPRESSION.findall(written)) == {
        "github.event.issue.number",
        "github.event.label.name == 'accepted'",
        "github.event.repository.default_branch",
        "github.token",
    }
    assert not any("${{" in step.script for job in (READ, ANSWER) for step in job.steps)
    jobs = yaml.safe_load(written)["jobs"]
    assert jobs["read"]["permissions"] == {"contents": "read"}
    assert jobs["read"]["if"].startswith("github.event.label.name == 'accepted' && ")
    assert jobs["answer"]["needs"] == "read"
    for form in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"):
        assert "accepted" not in yaml.safe_load(form.read_text(encoding="utf-8")).get("labels", [])


def test_a_question_is_not_added_where_the_answer_cannot_be_written(hub: Hub) -> None:
    clone = hub.clone("read")
    (clone / "file").write_text("", encoding="utf-8")
    (clone / "link").symlink_to("nowhere")
    (hub.folder / "event.json").write_text(json.dumps(event_of(SHORT)), encoding="utf-8")
    os.chdir(clone)
    for out, said in (("file/received", "file: "), ("link", "'link' exists already")):
        done = CliRunner().invoke(main, ["receive", str(hub.folder / "event.json"), "--out", out])
        assert (done.exit_code in (1, 2), done.output.startswith(f"qbank: {said}")) == (True, True), done.output
        assert run("git", "status", "--porcelain", "--", "content", cwd=clone).stdout == ""


def test_an_answer_is_never_written_over_a_folder_that_exists(hub: Hub) -> None:
    received = hub.read(event_of({"title": "Why so?"}))
    os.chdir(received.parent)
    done = CliRunner().invoke(main, ["receive", str(hub.folder / "event.json"), "--out", "received"])
    assert done.exit_code == 2
    assert "exists already" in done.output


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"issue": 5}',
        b'{"issue": {"number": "12"}}',
        b'{"issue": {"number": true}}',
        b'{"issue": {"number": -1}}',
        b"[" * 100_000,
        b"\xff",
        b'{"issue": {"number": ' + b"9" * 5_000 + b"}}",
        b" " * (MOST_BYTES + 1),
    ],
)
def test_what_is_no_event_of_an_issue_is_refused(data: bytes) -> None:
    with pytest.raises(BadEventError):
        read_event(data)


@pytest.mark.parametrize(
    "user",
    [
        None,
        {"login": "a>\n\nEvil: b", "id": 5},
        {"login": "a", "id": "5"},
        {"login": "a", "id": 0},
        {"login": "a" * 200, "id": 5},
        {"login": "", "id": 5},
        {"login": "-a", "id": 5},
    ],
)
def test_an_author_who_can_be_none_is_not_credited(user: object) -> None:
    issue = read_event(json.dumps({"issue": {"number": 1, "title": "a", "body": "b", "user": user}}).encode())
    assert (issue.credit, issue.login, issue.user_id) == ("", "", 0)


def test_half_a_surrogate_pair_in_an_event_reaches_no_file() -> None:
    issue = read_event(b'{"issue": {"number": 1, "title": "a\\ud800", "body": "\\udfff"}}')
    assert (issue.title, issue.body) == ("a?", "?")


def test_a_block_in_a_reply_ends_only_at_its_own_end() -> None:
    shown = block("a\n```\n<b>\n````\n@c\x1b[2J", 100)
    assert shown.startswith("`````text\n")
    assert shown.endswith("\n`````")
    assert "\x1b" not in shown
    assert len(block("x" * 1000, 100)) < 150
