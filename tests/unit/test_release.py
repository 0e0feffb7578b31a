"""The package and its release: the same bytes twice, metadata that an index accepts, and a tag that fits."""

from __future__ import annotations

import email
import os
import re
import subprocess
import sys
import zipfile
from email.message import Message
from pathlib import Path

import pytest
import release
import workflows
import yaml
from conftest import BIN, ROOT, Run, commit, run
from mkdocs_qbank import __version__

TEXT = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
WORKFLOW = yaml.safe_load(TEXT)
README = (ROOT / "README.md").read_text(encoding="utf-8")
CODE = re.compile(r"^ *```.*?^ *```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
REPOSITORY = "https://github.com/mkdocs-qbank/mkdocs-qbank/blob/"
STEPS = {step.name: step for job in workflows.read_jobs(TEXT, "release.yml") for step in job.steps}
CHANGELOG = """# Changelog

## Unreleased

## 1.1.0 - 2026-02-01

- More.

### Breaking

- Less.

## 1.0.0 - 2026-01-01
"""


def build(source: Path, folder: Path, **env: str) -> dict[str, bytes]:
    """Build the package of a source tree into a folder; return its files by name."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", **env}
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=source, env=environment, check=True, capture_output=True)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist."""
    folder = tmp_path_factory.mktemp("package")
    build(ROOT, folder)
    return folder


@pytest.fixture(scope="module")
def metadata(package: Path) -> Message:
    (wheel,) = package.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(f"mkdocs_qbank-{__version__}.dist-info/METADATA").decode()
    return email.message_from_string(text)


def test_what_is_built_from_the_sdist_in_another_place_has_the_same_bytes(package: Path, tmp_path: Path) -> None:
    (sdist,) = package.glob("*.tar.gz")
    run("tar", "-xzf", sdist, cwd=tmp_path, check=True)
    (source,) = tmp_path.iterdir()
    for number, path in enumerate(sorted(source.rglob("*"))):
        if path.is_file():
            path.chmod(0o600)
            os.utime(path, (1_000_000_000 + number,) * 2)
    again = build(source, tmp_path / "dist", TZ="Pacific/Auckland", PYTHONHASHSEED="7", LC_ALL="C", HOME=str(tmp_path))
    assert sorted(again) == [f"mkdocs_qbank-{__version__}-py3-none-any.whl", f"mkdocs_qbank-{__version__}.tar.gz"]
    assert [name for name, data in again.items() if data != (package / name).read_bytes()] == []


def test_the_package_index_accepts_the_package(package: Path) -> None:
    done = run(BIN / "twine", "check", "--strict", *package.iterdir(), cwd=package)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_link_and_picture_of_the_readme_works_on_the_package_index(metadata: Message) -> None:
    text = CODE.sub("", str(metadata.get_payload()))
    assert text.lstrip().startswith("# QBank")
    targets = re.findall(r"\]\(([^)\s]+)", text)
    assert targets
    assert [target for target in targets if not target.startswith(("https://", "#"))] == []
    assert not re.search(r"^\[[^\]]+\]:|<(?:a|img)\s", text, re.MULTILINE), "these are not made absolute"
    written = re.findall(r"(!?)\[[^\]]*\]\((?!https:|#)([^)\s]+)", CODE.sub("", README))
    places = {"!": "https://raw.githubusercontent.com/mkdocs-qbank/mkdocs-qbank/", "": REPOSITORY}
    assert {f"{places[mark]}v{__version__}/{target}" for mark, target in written} <= set(targets)
    for target in targets:
        if target.startswith(REPOSITORY):
            revision, _, path = target.removeprefix(REPOSITORY).partition("#")[0].partition("/")
            assert revision in (f"v{__version__}", "main")
            assert (ROOT / path).exists(), target


def test_the_package_says_where_it_comes_from_and_under_which_terms(metadata: Message) -> None:
    urls = dict(line.split(", ") for line in metadata.get_all("Project-URL", []))
    assert {"Homepage", "Documentation", "Source", "Issues", "Changelog", "Security"} <= urls.keys()
    assert metadata["License-Expression"] == "MIT"
    supported = [line.rpartition(" ")[2] for line in metadata.get_all("Classifier", []) if ":: 3." in line]
    assert supported[0] == str(metadata["Requires-Python"]).removeprefix(">=")
    assert set(WORKFLOW["jobs"]["try"]["strategy"]["matrix"]["python"]) == {supported[0], supported[-1]}


def test_the_version_is_written_in_one_place(metadata: Message) -> None:
    assert metadata["Version"] == __version__
    assert __version__ not in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert not re.search(r"^version =", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_citation_follows_its_schema_and_names_the_same_repository(metadata: Message) -> None:
    done = run("check-jsonschema", "--builtin-schema", "vendor.citation-file-format", ROOT / "CITATION.cff", cwd=ROOT)
    assert done.returncode == 0, done.stdout
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    urls = dict(line.split(", ") for line in metadata.get_all("Project-URL", []))
    assert (citation["repository-code"], citation["url"]) == (urls["Source"], urls["Homepage"])
    assert citation["license"] == metadata["License-Expression"]


def test_a_tag_is_released_with_what_the_changelog_says_of_it() -> None:
    assert release.released("v1.1.0", '__version__ = "1.1.0"\n', CHANGELOG) == "- More.\n\n### Breaking\n\n- Less."


@pytest.mark.parametrize(
    ("tag", "version", "reason"),
    [
        ("v1.2.0", "1.1.0", "asks for 'v1.1.0'"),
        ("1.1.0", "1.1.0", "asks for 'v1.1.0'"),
        ("v1.0.0", "1.0.0", "no text below a heading '## 1.0.0"),
        ("v2.0.0", "2.0.0", "no text below a heading '## 2.0.0"),
        ("vUnreleased", "Unreleased", "no text below a heading"),
    ],
)
def test_a_tag_without_its_version_or_its_section_is_not_released(tag: str, version: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        release.released(tag, f'__version__ = "{version}"\n', CHANGELOG)


def test_every_section_of_the_changelog_has_a_version_and_a_day() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert len(release.sections(text)) == len(headings)
    assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= {
        *("Breaking", "Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
    }


def test_only_the_job_that_publishes_can_prove_who_it_is_and_it_runs_no_code() -> None:
    jobs = WORKFLOW["jobs"]
    assert [name for name, job in jobs.items() if "id-token" in job["permissions"]] == ["publish"]
    assert all("uses" in step for step in jobs["publish"]["steps"])
    assert jobs["publish"]["environment"]["name"] == "pypi"
    assert [jobs[name]["needs"] for name in ("try", "publish", "announce")] == ["package", "try", "publish"]
    assert [name for name, job in jobs.items() if "write" in job["permissions"].get("contents", "")] == ["announce"]


def repository(folder: Path) -> Path:
    folder.mkdir()
    (folder / "a.txt").write_text("one\n", encoding="utf-8")
    commit(folder, "One", "ann", "2026-01-01")
    return folder


def step(name: str, folder: Path, programs: dict[str, str], tag: str = "v1.1.0") -> Run:
    """Run a step of the workflow in a folder, with shell scripts for the programs of these names."""
    tools = folder.parent / "tools"
    tools.mkdir(exist_ok=True)
    for program, script in programs.items():
        (tools / program).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tools / program).chmod(0o755)
    values = {**workflows.CONTEXT, "github.ref_name": tag}
    env = {key: workflows.evaluate(value, values) for key, value in STEPS[name].env.items()}
    env |= {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "GITHUB_STEP_SUMMARY": str(tools / "summary.md")}
    return run("bash", "-eo", "pipefail", "-c", STEPS[name].script, cwd=folder, check=False, **env)


def test_a_commit_that_is_not_on_main_is_not_released(tmp_path: Path) -> None:
    origin, clone = repository(tmp_path / "origin"), tmp_path / "clone"
    run("git", "clone", "--quiet", origin, clone, cwd=tmp_path, check=True)
    assert step("Refuse a commit that is not on main", clone, {}).returncode == 0
    (clone / "a.txt").write_text("two\n", encoding="utf-8")
    commit(clone, "Two", "ann", "2026-01-02")
    assert step("Refuse a commit that is not on main", clone, {}).returncode == 1


@pytest.mark.parametrize(("differs", "code"), [("true", 0), ("echo more >> again/dist/a.whl", 1)])
def test_a_package_that_comes_out_otherwise_the_second_time_is_not_released(
    differs: str, code: int, tmp_path: Path
) -> None:
    clone = repository(tmp_path / "clone")
    (clone / "dist").mkdir()
    (clone / "dist/a.whl").write_text("wheel\n", encoding="utf-8")
    made = f"cd .. && mkdir -p again/dist && cp clone/dist/a.whl again/dist && {differs}"
    done = step("Build it once more, elsewhere, and compare the bytes", clone, {"make": made})
    assert done.returncode == code, done.stderr


def test_a_release_is_announced_with_its_files_and_what_the_changelog_says(tmp_path: Path) -> None:
    folder = tmp_path / "downloaded"
    for path in ("package/a.whl", "package/a.tar.gz", "notes/notes.md"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).touch()
    done = step("Create the release", folder, {"gh": 'printf "%s\\n" "$@"'})
    assert done.stdout.splitlines() == [
        *("release", "create", "v1.1.0", "--repo", "mkdocs-qbank/mkdocs-qbank", "--verify-tag"),
        *("--title", "QBank 1.1.0", "--notes-file", "notes/notes.md", "package/a.tar.gz", "package/a.whl"),
    ]
