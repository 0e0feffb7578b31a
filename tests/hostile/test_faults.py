"""A sample of the faults of a machine; `python tests/hostile/faults.py` tries them all."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import BIN, Run, run
from faults import BUILD, Case, Fault, attempt, cases, make_project, start

pytestmark = pytest.mark.site

SAMPLE = (
    "no file larger than 256 KiB",
    "site/ is a link to a folder",
    "site/ is a link to itself",
    "site/ is a link to the project",
    "site/ is a file",
    "git refusing, build",
    "git missing, check --base",
    "a disk with 0 KiB left",
    "a disk with 2048 KiB left",
    "a disk with 3200 KiB left",
    "a volume at site/",
    "a volume at site/ with 512 KiB left",
    "a folder of the same disk bound to site/",
    "a read-only disk, build",
    "a read-only disk, export",
    "a full disk, new",
    "a full disk, rename",
    "a full disk, export",
    "a project that may not be written",
    "content/questions/tea/newer.md may not be read, mkdocs",
    "content/questions/tea may not be read, qbank",
)
"""One of each kind; those that this machine cannot make are skipped."""


@pytest.fixture(scope="module")
def project() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as scratch:  # a folder of pytest's is closed to others
        Path(scratch).chmod(0o755)
        yield make_project(Path(scratch) / "project")


@pytest.fixture(scope="module")
def new(project: Path) -> Path:
    folder = project.parent / "new"
    run(*BUILD, "-q", "-d", folder, cwd=project, check=True)
    return folder


@pytest.fixture(scope="module")
def made(project: Path) -> Mapping[str, Case]:
    return cases(project)


def start_forked(fault: Fault, project: Path) -> Run:
    """Run a command as the person of this process, with no limit, in a fork; others in a new interpreter."""
    if fault.nobody or fault.limit is not None:
        return start(fault, project)
    return run(*fault.command, cwd=project, check=False, **fault.env)


@pytest.mark.parametrize("name", SAMPLE)
def test_a_fault_ends_in_one_sentence_and_leaves_the_earlier_site(
    name: str, made: Mapping[str, Case], project: Path, new: Path
) -> None:
    if name not in made:
        pytest.skip("this machine cannot make it")
    fault, outcome = attempt(made[name], project, new, start_forked)
    assert outcome.wrong(fault) == "", outcome.said


@contextmanager
def serving(project: Path, **env: str) -> Iterator[Callable[[str], list[str]]]:
    """`mkdocs serve`, and a function that gives what it says until a line with some words, or its end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [str(BIN / "mkdocs"), "serve", "-a", address]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1", **env}
    with subprocess.Popen(
        command, cwd=project, env=environment, stderr=subprocess.STDOUT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")

        def until(words: str) -> list[str]:
            said = []
            for line in lines:
                said.append(line)
                if words in line:
                    return said
            return said

        yield until
        process.kill()


def test_a_fault_while_serving_is_one_sentence_and_serving_goes_on(project: Path) -> None:
    fault = "raise OSError(28, 'No space left on device')"
    hook = f"import pathlib\n\ndef on_post_build(config):\n    if pathlib.Path('full').exists(): {fault}\n"
    settings = project / "mkdocs.yml"
    kept = settings.read_text(encoding="utf-8")
    (project / "hook.py").write_text(hook, encoding="utf-8")
    settings.write_text(f"{kept}hooks: [hook.py]\n", encoding="utf-8")
    page = project / "content/pages/index.md"
    with serving(project) as until:
        until("Serving on")
        (project / "full").touch()
        page.write_text("# Tea again\n", encoding="utf-8")
        said = "".join(until("An error happened during the rebuild"))
        (project / "full").unlink()
        page.write_text("# Tea\n", encoding="utf-8")
        assert "Reloading browsers" in "".join(until("Reloading browsers"))
    settings.write_text(kept, encoding="utf-8")
    assert said.count("the site was not built: no space left on device; free some space") == 1
    assert "Traceback" not in said
