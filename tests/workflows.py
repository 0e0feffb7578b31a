"""Run the shell steps of every workflow on this machine, each job in a clone of its repository.

    python tests/workflows.py [--without JOB]… [--repository DIR]

The repository is this one, or a bank that `qbank init` has started: what its workflows install from the package index
that is not there yet comes from the folders that PIP_FIND_LINKS names.

Steps that use an action are left out: each job has the clone already, and a Python of its own. Of a matrix the entry of
the Python
at hand is run, or the first. A job that asks what the change is based on is run for each event that GitHub may send: a
push upon another commit, the first push of a branch, whose base is all zeros, and a forced push, whose base is gone.
Workflows whose steps another test runs with a stand-in for GitHub are left out.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
BASE = "github.event.pull_request.base.sha || github.event.before"
TESTED = ("links.yml", "receive.yml", "release.yml")
"""The workflows whose steps a test runs with a stand-in for GitHub."""
EVENTS = {"push": "", "first push": "0" * 40, "forced push": "5" * 40}
"""The base of each event; that of an ordinary push is the commit before the last."""
CONTEXT = {
    "github.event.issue.number": "12",
    "github.event.repository.default_branch": "main",
    "github.ref_name": "main",
    "github.repository": "mkdocs-qbank/mkdocs-qbank",
    "github.server_url": "https://github.com",
    "github.token": "a-token",
    "steps.pages.outputs.base_url": "https://mkdocs-qbank.github.io/mkdocs-qbank",
}
"""The other expressions that a shell step may use, and what they are on this machine."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A shell step."""

    name: str
    script: str
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """A job with the shell steps of one entry of its matrix."""

    workflow: str
    id: str
    steps: tuple[Step, ...]
    matrix: Mapping[str, str]

    @property
    def expressions(self) -> frozenset[str]:
        """What its steps ask of GitHub."""
        texts = (text for step in self.steps for text in (step.script, *step.env.values()))
        return frozenset(found for text in texts for found in EXPRESSION.findall(text))


def read_jobs(text: str, name: str) -> Iterator[Job]:
    """Return the jobs of a workflow. What GitHub knows and this program does not is an error, never passed over."""
    workflow = yaml.safe_load(text)
    for identifier, job in workflow["jobs"].items():
        if unknown := job.keys() & {"defaults", "container", "services"}:
            raise ValueError(f"{name}: {identifier}: {', '.join(sorted(unknown))} cannot be run here")
        shared = {**workflow.get("env", {}), **job.get("env", {})}
        steps = tuple(_step(step, shared, f"{name}: {identifier}") for step in job["steps"] if "run" in step)
        yield Job(workflow=name, id=identifier, steps=steps, matrix=_entry(job.get("strategy", {}).get("matrix", {})))


def _step(step: Mapping[str, Any], shared: Mapping[str, Any], where: str) -> Step:
    if unknown := step.keys() - {"name", "id", "run", "env"}:
        raise ValueError(f"{where}: {', '.join(sorted(unknown))} of a shell step cannot be run here")
    env = {key: str(value) for key, value in {**shared, **step.get("env", {})}.items()}
    return Step(name=step.get("name", step["run"]), script=step["run"], env=env)


def _entry(matrix: Mapping[str, list[Any]]) -> Mapping[str, str]:
    """The entry of the Python at hand, otherwise the first."""
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    entries = {key: [str(value) for value in values] for key, values in matrix.items()}
    return {f"matrix.{key}": here if here in values else values[0] for key, values in entries.items()}


def evaluate(text: str, values: Mapping[str, str]) -> str:
    """Return a text with the value of each expression in its place."""
    return EXPRESSION.sub(lambda match: values[match[1]], text)


def run_job(job: Job, base: str, repository: Path) -> str | None:
    """Run the steps of a job in a clone of a repository; return the name of the step that fails, if one does."""
    values = {**CONTEXT, **job.matrix, BASE: base}
    with tempfile.TemporaryDirectory(prefix="workflow-") as folder:
        tools, clone = Path(folder, "tools"), Path(folder, "clone")
        _git(repository, "clone", "--quiet", f"file://{repository}", str(clone))
        env = _environment(tools)
        for step in job.steps:
            print(f"  {step.name}", flush=True)
            script = Path(folder, "step.sh")
            script.write_text(evaluate(step.script, values), encoding="utf-8")
            given = {key: evaluate(value, values) for key, value in step.env.items()}
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
                cwd=clone,
                env={**env, **given},
                check=False,
            )
            if done.returncode:
                return f"{step.name} (exit {done.returncode})"
    return None


def _environment(tools: Path) -> dict[str, str]:
    """The environment of a step: this one without what is this process' own, and `python` as setup-python gives it.

    That is one that a job may install into, and whose commands are on the path.
    """
    subprocess.run([getattr(sys, "_base_executable", sys.executable), "-m", "venv", tools], check=True)
    ours = ("PYTHON", "VIRTUAL_ENV", "MAKE", "MFLAGS", "GITHUB_", "QBANK_", "SITE_URL", "REPO_URL", "EDIT_URI")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    outputs = {name: str(tools / name) for name in ("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    return {
        **env,
        **outputs,
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "PATH": f"{tools / 'bin'}{os.pathsep}{env['PATH']}",
    }


def _git(repository: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", repository, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description="Run the shell steps of every workflow, each job in a clone.")
    parser.add_argument("--without", action="append", default=[], metavar="JOB", help="leave this job out")
    parser.add_argument("--only", metavar="JOB", help="run this job alone")
    parser.add_argument("--repository", metavar="DIR", default=ROOT, type=Path, help="instead of this one")
    arguments = parser.parse_args()
    root = arguments.repository.resolve()
    files = [file for file in sorted((root / ".github/workflows").glob("*.yml")) if file.name not in TESTED]
    jobs = [job for file in files for job in read_jobs(file.read_text(encoding="utf-8"), file.name)]
    if unknown := {*arguments.without, *filter(None, [arguments.only])} - {job.id for job in jobs}:
        parser.error(f"no workflow has a job {', '.join(sorted(unknown))}")
    if _git(root, "status", "--porcelain"):
        print("What is not committed is not in the clones.", file=sys.stderr)
    failed = []
    for job in jobs:
        if job.id in arguments.without or (arguments.only and job.id != arguments.only) or not job.steps:
            continue
        for event in EVENTS if BASE in job.expressions else ["push"]:
            print(f"{job.workflow}: {job.id}, {event}", flush=True)
            started = time.monotonic()
            wrong = run_job(job, EVENTS[event] or _git(root, "rev-parse", "HEAD~1"), root)
            print(f"  {'failed' if wrong else 'passed'} after {time.monotonic() - started:.0f} s", flush=True)
            failed += [f"{job.workflow}: {job.id}, {event}: {wrong}"] if wrong else []
    print("\n".join(["Failed:", *failed]) if failed else "Every step ends with 0.")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
