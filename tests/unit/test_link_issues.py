"""The weekly look at web addresses: one issue for each that is dead, whatever its text holds."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import workflows
from conftest import BIN, ROOT, run
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_qbank.build.link_issues import MOST_NEW, Draft, plan
from mkdocs_qbank.check.dead_links import check_dead
from mkdocs_qbank.findings.report import json_report

BOT = "github-actions[bot]"


def dead(*addresses: str, reason: str = "there is no such host", line: int = 3) -> list[dict[str, Any]]:
    """The findings of a check in which some addresses are dead."""
    places = {address: [("content/questions/t/a.md", line, 1)] for address in addresses}
    found = check_dead(places, dict.fromkeys(addresses, reason))
    findings: list[dict[str, Any]] = json.loads(json_report(found))
    return findings


def issue(number: int, draft: Draft, **more: object) -> dict[str, Any]:
    """An issue that a run has opened."""
    fields = {"number": number, "state": "open", "state_reason": None, "user": BOT}
    return {**fields, "title": draft.title, "body": draft.body, **more}


def drafts(*addresses: str) -> list[Draft]:
    return list(plan(dead(*addresses), []).opened)


ONE, TWO = "https://a.example/one", "https://b.example/two"


def test_an_issue_is_opened_once_and_left_alone_while_nothing_changes() -> None:
    (first,) = drafts(ONE)
    again = plan(dead(ONE), [issue(7, first)])
    assert (again.opened, dict(again.updated), again.closed) == ((), {}, ())
    assert f"`{ONE}`" in first.body
    assert "`content/questions/t/a.md`, line 3" in first.body
    assert first.title == f"Dead link: {ONE}"
    stored = issue(7, first, body=first.body.replace("\n", "\r\n").strip())
    assert plan(dead(ONE), [stored]) == again


def test_an_address_has_one_issue_for_all_its_places() -> None:
    found = [*dead(ONE, TWO), *dead(ONE, line=9)]
    one, two = plan(found, []).opened
    assert (one.body.count("line"), two.body.count("line")) == (2, 1)
    many = plan([finding for line in range(500) for finding in dead(ONE, line=line)], []).opened
    assert ("and 450 more places" in many[0].body, len(many[0].body) < 10_000) == (True, True)


def test_an_issue_whose_places_changed_is_updated_and_one_that_answers_again_is_closed() -> None:
    one, two = drafts(ONE, TWO)
    done = plan(dead(ONE, line=9), [issue(7, one), issue(8, two)])
    assert (done.opened, list(done.updated), done.closed) == ((), [7], (8,))
    assert "line 9" in done.updated[7].body


def test_a_closed_issue_is_opened_again_unless_somebody_closed_it_as_not_planned() -> None:
    (first,) = drafts(ONE)
    completed = issue(7, first, state="closed", state_reason="completed")
    assert list(plan(dead(ONE), [completed]).updated) == [7]
    ignored = plan(dead(ONE), [issue(7, first, state="closed", state_reason="not_planned")])
    assert (ignored.opened, dict(ignored.updated), ignored.closed) == ((), {}, ())
    assert plan([], [completed]).closed == ()


def test_an_issue_of_somebody_else_is_neither_changed_nor_closed() -> None:
    (first,) = drafts(ONE)
    theirs = [issue(7, first, user="mallory"), issue(8, first, body="Nothing of ours"), issue(9, first, body=None)]
    assert (plan([], theirs).closed, len(plan(dead(ONE), theirs).opened)) == ((), 1)


def test_at_most_twenty_issues_are_opened_in_a_run_the_first_ones_first() -> None:
    every = [f"https://a.example/{number:03}" for number in range(50)]
    first = plan(dead(*every), [])
    assert [draft.title for draft in first.opened] == [f"Dead link: {address}" for address in every[:MOST_NEW]]
    known = [issue(number, draft) for number, draft in enumerate(first.opened, 1)]
    assert plan(dead(*every), known).opened[0].title == f"Dead link: {every[MOST_NEW]}"


def test_other_findings_make_no_issue() -> None:
    assert plan([{"rule": "broken-link", "message": "'x' is dead: y", "path": "a", "line": 1}], []).opened == ()


HOSTILE = st.text(st.sampled_from("`'@#<>[]()!*_|\\\n\r\t\x1b\u202e${}:; ax"), max_size=40).map(
    lambda text: f"https://a.example/{text}"
)


@given(HOSTILE, st.text(st.sampled_from("`@#<>\n' ax"), max_size=20))
def test_a_hostile_address_stays_code_on_one_line(address: str, reason: str) -> None:
    (draft,) = plan(dead(address, reason=reason), []).opened
    assert draft.title.isprintable()
    assert len(draft.title) <= 200
    outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", draft.body.partition("-->")[2])
    assert not set(outside) & set("@<>[]|$")
    assert len(draft.body.splitlines()) == len(drafts(ONE)[0].body.splitlines())


GH = """#!/bin/sh
printf '%s' gh >> "$CALLS"
for word in "$@"; do printf ' [%s]' "$word" >> "$CALLS"; done
printf '\\n' >> "$CALLS"
case "$1 $2" in
  "api --paginate") cat "$ISSUES" ;;
  "issue view") echo CLOSED ;;
esac
"""


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the steps are for a POSIX shell")
def test_the_steps_of_the_workflow_do_what_is_planned_and_run_nothing_of_an_address(tmp_path: Path) -> None:
    evil = "https://a.example/$(touch${IFS}pwned)`touch${IFS}pwned`;'\"--help"
    title = f"Dead link: {evil}"
    one, two = drafts(ONE, TWO)
    (tmp_path / "issues").write_text(
        "".join(json.dumps(item) + "\n" for item in (issue(7, one), issue(8, two, state="closed"))), encoding="utf-8"
    )
    (tmp_path / "findings.json").write_text(json.dumps(dead(evil, TWO, line=5)), encoding="utf-8")
    tools = tmp_path / ".venv/bin"
    tools.mkdir(parents=True)
    (tools / "gh").write_text(GH, encoding="utf-8")
    (tools / "gh").chmod(0o755)
    (tools / "qbank").symlink_to(BIN / "qbank")
    jobs = workflows.read_jobs((ROOT / ".github/workflows/links.yml").read_text(encoding="utf-8"), "links.yml")
    steps = {step.name: step for job in jobs for step in job.steps}
    wanted = [name for name in steps if name not in ("Set up the environment", "Look up every address")]
    assert len(wanted) == 4
    for name in wanted:
        environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "GITHUB_REPOSITORY": "a/b"}
        environment |= {"CALLS": str(tmp_path / "calls"), "ISSUES": str(tmp_path / "issues")}
        script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", steps[name].script]
        subprocess.run(script, cwd=tmp_path, env=environment, check=True, capture_output=True)
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    said = [re.sub(r" \[--(?:color|description|jq)\] \[.*", "", call) for call in calls]
    assert said == [
        "gh [api] [--paginate] [repos/a/b/issues?labels=dead-link&state=all&per_page=100]",
        "gh [label] [create] [dead-link] [--force]",
        f"gh [issue] [create] [--title] [{title}] [--body-file] [plan/open/01//body.md] [--label] [dead-link]",
        f"gh [issue] [edit] [8] [--title] [Dead link: {TWO}] [--body-file] [plan/update/8//body.md]",
        "gh [issue] [view] [8] [--json] [state]",
        "gh [issue] [reopen] [8]",
        "gh [issue] [comment] [7] [--body-file] [plan/close/7//comment.md]",
        "gh [issue] [close] [7] [--reason] [completed]",
    ]
    assert not (tmp_path / "pwned").exists()
    assert (tmp_path / "plan/outcome.txt").read_text(encoding="utf-8") == "1 to open, 1 to update, 1 to close\n"


def test_what_is_no_list_of_findings_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"rule": "dead-link"}]', encoding="utf-8")
    (tmp_path / "b").write_text("", encoding="utf-8")
    done = run("qbank", "link-issues", "a.json", "b", "--out", "plan", cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr, "no findings" in done.stderr) == (2, False, True)
