"""A site is published whole or not at all, and the same bank gives the same bytes."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from conftest import BIN, LONG, SETTINGS, make_once, question, run, small_project

pytestmark = pytest.mark.site

EVENTS = {
    "on_config": "config",
    "on_pre_build": "config",
    "on_files": "files, config",
    "on_nav": "nav, config, files",
    "on_page_markdown": "markdown, page, config, files",
    "on_page_content": "html, page, config, files",
    "on_env": "env, config, files",
    "on_page_context": "context, page, config, nav",
    "on_post_page": "output, page, config",
    "on_post_build": "config",
}


def small(folder: Path, count: int = 4) -> Path:
    """A small bank with its settings."""
    project = small_project(folder)
    for number in range(count):
        text = question(
            f"Why tea {number}?", "tags: [tea]", f"Tea number {number} is warm and **good** for $x^{number}$."
        )
        (project / f"content/questions/tea/why-{number}.md").write_text(text, encoding="utf-8")
    return project


def tree(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def left_over(project: Path) -> list[str]:
    return [path.name for path in project.iterdir() if path.name.startswith(".qbank")]


@pytest.fixture
def built(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small bank with a site, and then one more question that the site does not have."""

    def make(folder: Path) -> None:
        run("mkdocs", "build", "--strict", cwd=small(folder), check=True)

    project = shutil.copytree(make_once(tmp_path_factory, "built", make), tmp_path / "project")
    (project / "content/questions/tea/newer.md").write_text(question("Newer?"), encoding="utf-8")
    return project


@pytest.mark.parametrize("event", EVENTS)
def test_a_fault_at_any_stage_leaves_the_earlier_site(event: str, built: Path) -> None:
    before = tree(built / "site")
    hook = f"def {event}({EVENTS[event].replace(', ', ', *, ', 1)}, **more):\n    raise RuntimeError('a fault')\n"
    if ", " not in EVENTS[event]:
        hook = f"def {event}({EVENTS[event]}, **more):\n    raise RuntimeError('a fault')\n"
    (built / "hook.py").write_text(hook, encoding="utf-8")
    (built / "mkdocs.yml").write_text(SETTINGS + "hooks: [hook.py]\n", encoding="utf-8")
    done = run("mkdocs", "build", cwd=built)
    assert done.returncode != 0
    assert "a fault" in done.stderr
    assert tree(built / "site") == before
    (built / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    run("mkdocs", "build", "--strict", cwd=built, check=True)
    assert (built / "site/questions/newer/index.html").is_file()
    assert left_over(built) == []


def test_a_strict_build_that_fails_leaves_the_earlier_site(built: Path) -> None:
    before = tree(built / "site")
    (built / "content/questions/tea/notes.txt").write_text("notes", encoding="utf-8")
    assert run("mkdocs", "build", "--strict", cwd=built).returncode == 1
    assert tree(built / "site") == before
    assert left_over(built) == []


def test_a_full_disk_leaves_the_earlier_site(built: Path) -> None:
    before = tree(built / "site")

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    command = [str(BIN / "mkdocs"), "build"]
    done = subprocess.run(command, cwd=built, preexec_fn=fill, capture_output=True, check=False)
    assert done.returncode != 0
    assert tree(built / "site") == before


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_a_build_that_is_killed_leaves_the_earlier_site_or_the_new_one_whole(kind: signal.Signals, built: Path) -> None:
    before = tree(built / "site")
    run("mkdocs", "build", "-q", "-d", built.parent / "new", cwd=built, check=True)
    new = tree(built.parent / "new")
    assert before.keys() < new.keys()
    chance = random.Random(int(kind))  # noqa: S311 - nothing here is secret
    for _ in range(4 if LONG else 2):
        with subprocess.Popen(
            [str(BIN / "mkdocs"), "build", "-q"], cwd=built, stderr=subprocess.DEVNULL, start_new_session=True
        ) as process:
            time.sleep(chance.uniform(0.3, 1.6))
            if process.poll() is None:
                os.killpg(process.pid, kind)
        assert tree(built / "site") in (before, new)
    run("mkdocs", "build", "--strict", cwd=built, check=True)
    assert left_over(built) == []


def test_two_builds_at_once_do_not_mix(built: Path) -> None:
    command = [str(BIN / "mkdocs"), "build", "-q"]
    both = [subprocess.Popen(command, cwd=built, stderr=subprocess.PIPE) for _ in range(2)]
    said = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    together = tree(built / "site")
    run("mkdocs", "build", "-q", cwd=built, check=True)
    assert tree(built / "site").keys() == together.keys()
    assert left_over(built) == []


def test_two_builds_of_a_commit_are_the_same_bytes(tmp_path: Path) -> None:
    first = small(tmp_path / "first")
    who = {f"GIT_{role}_{field}": "ann@example.org" for role in ("AUTHOR", "COMMITTER") for field in ("NAME", "EMAIL")}
    run("git", "init", "-q", "-b", "main", cwd=first, check=True)
    run("git", "add", "-A", cwd=first, check=True)
    run("git", "commit", "-qm", "x", cwd=first, check=True, **who)
    other = tmp_path / "another folder" / "deeper"
    run("git", "clone", "-q", first, other, cwd=tmp_path, check=True)
    one = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    two = {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "PYTHONUTF8": "1"}
    run("mkdocs", "build", "-q", cwd=first, check=True, **one)
    run("mkdocs", "build", "-q", cwd=other, check=True, **two)
    ours, theirs = tree(first / "site"), tree(other / "site")
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_nothing_outside_the_bank_is_published(tmp_path: Path) -> None:
    project = small(tmp_path / "project")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("# A secret\n", encoding="utf-8")
    (outside / "secret.txt").write_text("A secret\n", encoding="utf-8")
    (project / "content/pages/folder").symlink_to(outside)
    (project / "content/pages/secret.txt").symlink_to(outside / "secret.txt")
    (project / "content/questions/tea/secret.md").symlink_to(outside / "secret.md")
    done = run("mkdocs", "build", cwd=project)
    assert done.returncode == 1
    assert done.stderr.count("error[symlink]") == 3
    assert not (project / "site").exists()


@pytest.mark.parametrize("name", ["questions", "pages"])
def test_a_whole_folder_that_is_a_link_is_not_published(name: str, tmp_path: Path) -> None:
    project = small(tmp_path / "project")
    (project / "content" / name).rename(tmp_path / name)
    (project / "content" / name).symlink_to(tmp_path / name)
    done = run("mkdocs", "build", cwd=project)
    assert done.returncode == 1
    assert f"content/{name}:1:1: error[symlink]" in done.stderr
    assert not (project / "site").exists()


def test_a_tag_may_be_called_index(tmp_path: Path) -> None:
    project = small(tmp_path, 1)
    (project / "content/questions/tea/why.md").write_text(question("Why?", "tags: [index]"), encoding="utf-8")
    run("mkdocs", "build", "--strict", cwd=project, check=True)
    assert "Questions tagged index." in (project / "site/tags/index/index.html").read_text(encoding="utf-8")
    assert "Every tag of this question bank." in (project / "site/tags/index.html").read_text(encoding="utf-8")


def test_no_field_that_becomes_an_address_leads_out_of_the_site(tmp_path: Path) -> None:
    project = small(tmp_path / "project", 1)
    names = ("../../escaped", "/escaped", "a/../../escaped", "..", "Escaped")
    tried = [(field, name) for field in ("formerly", "tags") for name in names]
    for number, (field, name) in enumerate(tried):
        file = project / f"content/questions/tea/bad-{number}.md"
        file.write_text(question("Why?", f'{field}: ["{name}"]'), encoding="utf-8")
    done = run("mkdocs", "build", cwd=project)
    assert done.returncode == 1
    assert [f"bad-{number}.md:2:" in done.stderr for number in range(len(tried))] == [True] * len(tried)
    assert [str(path) for path in tmp_path.rglob("*scaped*")] == []


def test_every_page_has_a_policy_that_allows_no_inline_script_but_the_themes(site: Path) -> None:
    without = []
    for file in site.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        if "Content-Security-Policy" not in text:
            without.append(str(file))
        assert "script-src 'self' 'unsafe-inline'" not in text
    assert without == []


def test_addresses_that_are_no_folders_are_refused(tmp_path: Path) -> None:
    project = small(tmp_path)
    (project / "mkdocs.yml").write_text(f"{SETTINGS}use_directory_urls: false\n", encoding="utf-8")
    done = run("mkdocs", "build", cwd=project)
    assert done.returncode == 1
    assert "take use_directory_urls out of mkdocs.yml" in done.stderr
    assert not (project / "site").exists()


def test_an_index_that_no_page_reads_is_warned_of(tmp_path: Path) -> None:
    project = small(tmp_path)
    settings = project / "mkdocs.yml"
    settings.write_text(SETTINGS.replace("[qbank]", "[search, qbank]"), encoding="utf-8")
    done = run("mkdocs", "build", "--strict", cwd=project)
    assert done.returncode == 1
    assert "take it out of plugins" in done.stderr
    settings.write_text(SETTINGS, encoding="utf-8")
    assert run("mkdocs", "build", "--strict", cwd=project).returncode == 0
    assert not list((project / "site").rglob("search_index.json"))


def test_an_option_that_cannot_reach_what_renders_is_warned_of(tmp_path: Path) -> None:
    project = small(tmp_path)
    (project / "hook.py").write_text(
        "def on_config(config):\n    config.mdx_configs['toc'] = {'slugify': lambda words, _: words}\n",
        encoding="utf-8",
    )
    (project / "mkdocs.yml").write_text(f"{SETTINGS}hooks: [hook.py]\n", encoding="utf-8")
    done = run("mkdocs", "build", cwd=project)
    assert done.returncode == 0
    assert "the option 'slugify' of the Markdown extension 'toc' is left out" in done.stderr


def test_a_function_that_mkdocs_yml_names_reaches_what_renders(tmp_path: Path) -> None:
    project = small(tmp_path)
    function = "!!python/name:pymdownx.superfences.fence_code_format"
    fence = f"{{name: x, class: x, format: {function} }}"
    more = f"markdown_extensions: [{{pymdownx.superfences: {{custom_fences: [{fence}]}}}}]"
    (project / "mkdocs.yml").write_text(f"{SETTINGS}{more}\n", encoding="utf-8")
    (project / "content/pages/index.md").write_text("# Tea\n\n```x\ncup\n```\n", encoding="utf-8")
    run("mkdocs", "build", "--strict", cwd=project, check=True)
    assert '<pre class="x"><code>cup' in (project / "site/index.html").read_text(encoding="utf-8")
