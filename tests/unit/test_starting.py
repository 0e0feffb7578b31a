"""`qbank init`: what a new bank has, what it says, and that it writes over nothing."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import pytest
import yaml
from conftest import ROOT, Run, make_once, question, run
from mkdocs_qbank import __version__
from mkdocs_qbank.build.remote import remote_of
from mkdocs_qbank.build.starter import LICENCES, SAMPLE, Setup, Starter, issue_form_text, render
from mkdocs_qbank.cli.init import init as command
from mkdocs_qbank.model.bank import Topic

GITHUB = ROOT / ".github"
OURS = Setup(name="Set up the environment", run="make .venv/.made", bin=".venv/bin/", site="make site")
STARTER = Starter(name="Tea", topic=Topic(id="optimization", title="Optimization", path=""))
REMOTE = "https://ann:secret@github.com/Ann/tea.git"


def start(folder: Path, *arguments: str) -> Run:
    """Run the command in a folder, which is made if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    return run("qbank", "init", "--yes", *arguments, cwd=folder)


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file below a folder but git's, with its time and its bytes."""
    found = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.relative_to(folder).parts)
    return {path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.read_bytes()) for path in found}


def put(folder: Path, texts: Mapping[str, str]) -> Path:
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def new_bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bank that was started in a new repository; nobody may write to it."""

    def make(folder: Path) -> None:
        folder.mkdir()
        run("git", "init", "-q", "-b", "trunk", cwd=folder, check=True)
        run("git", "remote", "add", "origin", REMOTE, cwd=folder, check=True)
        assert start(folder, "--name", "Tea: a <b>", "--topic", "Brewing & more", "--licence", "MIT").returncode == 0

    return make_once(tmp_path_factory, "new-bank", make)


def test_a_new_bank_passes_its_check(new_bank: Path) -> None:
    done = run("qbank", "check", "--fail-on", "advice", cwd=new_bank)
    assert (done.returncode, done.stdout) == (0, "")
    assert (new_bank / f"content/questions/brewing-more/{SAMPLE}.md").is_file()


def test_starting_again_writes_nothing(new_bank: Path) -> None:
    before = files(new_bank)
    done = run("qbank", "init", "--yes", cwd=new_bank)
    assert (done.returncode, done.stdout) == (0, "")
    assert files(new_bank) == before


def test_what_git_knows_is_taken_over_and_its_password_is_not(new_bank: Path) -> None:
    settings = (new_bank / "mkdocs.yml").read_text(encoding="utf-8")
    assert 'site_url: !ENV [SITE_URL, "https://ann.github.io/tea/"]' in settings
    assert 'repo_url: !ENV [REPO_URL, "https://github.com/Ann/tea"]' in settings
    assert 'edit_uri: !ENV [EDIT_URI, "edit/trunk/content/pages/"]' in settings
    assert "branches: [trunk]" in (new_bank / ".github/workflows/check.yml").read_text(encoding="utf-8")
    owners = (new_bank / ".github/CODEOWNERS").read_text(encoding="utf-8").splitlines()
    assert {"/.github/ @Ann", "/mkdocs.yml @Ann", "/content/questions/brewing-more/ @Ann"} <= set(owners)
    assert run("qbank", "owners", "--check", cwd=new_bank).returncode == 0
    assert not [path for path, (_, data) in files(new_bank).items() if b"secret" in data]


def test_the_strictest_audit_finds_nothing_in_its_workflows(new_bank: Path) -> None:
    workflows = sorted((new_bank / ".github/workflows").glob("*.yml"))
    audit: list[str | Path] = ["zizmor", "--offline", "--persona=auditor", new_bank]
    for tool in (audit, ["actionlint", *workflows]):
        done = run(*tool, cwd=new_bank)
        assert done.returncode == 0, done.stdout + done.stderr


def test_its_workflows_need_no_makefile_and_install_this_version_from_the_package_index(new_bank: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (new_bank / ".github/workflows").glob("*.yml")]
    assert len(texts) == 4
    assert not [text for text in texts if re.search(r"\bmake\b|\.venv", text)]
    assert all("run: python -m pip install -r requirements.txt\n" in text for text in texts)
    lines = (new_bank / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert lines[1:] == [f"mkdocs-qbank=={__version__}"]


@pytest.mark.parametrize("name", ["links.yml", "publish.yml", "receive.yml"])
def test_a_workflow_is_ours_but_for_how_it_gets_the_commands(name: str) -> None:
    ours = (GITHUB / "workflows" / name).read_text(encoding="utf-8")
    assert render(f"github/workflows/{name}", STARTER, OURS) == ours


def test_the_first_job_of_our_check_is_the_check_of_a_new_bank() -> None:
    ours = (GITHUB / "workflows/check.yml").read_text(encoding="utf-8")
    theirs = render("github/workflows/check.yml", STARTER, OURS)
    assert ours.startswith(theirs)
    assert ours[len(theirs) :].startswith("\n  dependencies:\n")


@pytest.mark.parametrize("name", ["ISSUE_TEMPLATE/config.yml", "ISSUE_TEMPLATE/mistake.yml", "dependabot.yml"])
def test_a_form_is_ours(name: str) -> None:
    assert render(f"github/{name}", STARTER) == (GITHUB / name).read_text(encoding="utf-8")


def test_the_form_for_questions_is_made_of_the_table() -> None:
    assert issue_form_text() == (GITHUB / "ISSUE_TEMPLATE/question.yml").read_text(encoding="utf-8")


def test_the_page_for_contributors_is_ours_but_for_its_example() -> None:
    ours = (ROOT / "content/pages/contribute.md").read_text(encoding="utf-8")
    theirs = render("content/contribute.md", STARTER)
    example = re.compile(r"```markdown\n.*?```\n", re.DOTALL)
    assert example.sub("", theirs) == example.sub("", ours)


def test_editors_get_the_schemas(new_bank: Path) -> None:
    settings = json.loads((new_bank / ".vscode/settings.json").read_text(encoding="utf-8"))
    for schema, patterns in settings["yaml.schemas"].items():
        text = (new_bank / schema).read_text(encoding="utf-8")
        jsonschema.Draft202012Validator.check_schema(json.loads(text))
        assert all(pattern.startswith(("content/questions/*/", "!")) for pattern in patterns)
    topic = yaml.safe_load((new_bank / "content/questions/brewing-more/_topic.yml").read_text(encoding="utf-8"))
    jsonschema.validate(topic, json.loads((new_bank / ".vscode/topic.schema.json").read_text(encoding="utf-8")))


def test_no_file_is_written_over_and_each_that_says_something_else_is_named(new_bank: Path, tmp_path: Path) -> None:
    made = (path for path in files(new_bank) if not path.startswith(".cache/"))  # which a check of another test keeps
    mine = {path: "mine\n" for path in made if path != "mkdocs.yml" and "questions" not in path}
    put(tmp_path, {**mine, "requirements.txt": "mkdocs-qbank\n"})
    done = start(tmp_path, "--topic", "Brewing", "--owner", "@ann")
    assert done.returncode == 0, done.stderr
    (line,) = (line for line in done.stderr.splitlines() if line.startswith("Left as they were: "))
    assert set(line.removeprefix("Left as they were: ").split(", ")) == mine.keys()
    assert all((tmp_path / path).read_text(encoding="utf-8") == "mine\n" for path in mine if path != "requirements.txt")
    assert ".gitignore should also have the lines /site/ /.cache/ .venv/ .qbank-*" in done.stderr


def test_a_name_in_another_case_a_link_in_the_way_and_a_pipe_are_left(tmp_path: Path) -> None:
    bank, elsewhere = tmp_path / "bank", tmp_path / "elsewhere"
    put(bank, {"readme.MD": "mine\n"})
    elsewhere.mkdir()
    (bank / ".github").symlink_to(elsewhere)
    (bank / ".gitignore").symlink_to(tmp_path / "gone")
    os.mkfifo(bank / "requirements.txt")
    os.mkfifo(bank / "mkdocs.yml")
    done = start(bank)
    assert done.returncode == 0, done.stderr
    assert not (bank / "README.md").exists()
    assert not list(elsewhere.iterdir())
    assert not (tmp_path / "gone").exists()


def test_a_workflow_that_builds_a_site_keeps_its_place(tmp_path: Path) -> None:
    put(tmp_path, {".github/workflows/docs.yml": "jobs: {a: {steps: [{run: mkdocs gh-deploy}]}}\n"})
    done = start(tmp_path)
    assert not (tmp_path / ".github/workflows/publish.yml").exists()
    assert ".github/workflows/docs.yml publishes a site already" in done.stderr


def test_requirements_of_another_program_keep_their_file(tmp_path: Path) -> None:
    put(tmp_path, {"requirements.txt": "django\n", "mkdocs.yml": "theme: material\nplugins: [tags, odd-one, macros]\n"})
    done = start(tmp_path)
    assert (tmp_path / "requirements.txt").read_text(encoding="utf-8") == "django\n"
    assert f"mkdocs-qbank=={__version__}\n" in (tmp_path / "requirements-site.txt").read_text(encoding="utf-8")
    assert "-r requirements-site.txt\n" in (tmp_path / ".github/workflows/check.yml").read_text(encoding="utf-8")
    assert "the packages of the plugins odd-one, macros" in done.stderr


def test_the_pages_of_a_site_are_moved_whole_or_not_at_all(tmp_path: Path) -> None:
    site = {"mkdocs.yml": "site_name: Tea\ntheme: material\ndocs_dir: pages/docs\n", "pages/docs/README.md": "# Tea\n"}
    moved, kept = put(tmp_path / "moved", site), put(tmp_path / "kept", site)
    done = start(moved)
    assert (done.returncode, (moved / "pages/docs").exists()) == (0, False)
    assert (moved / "content/pages/README.md").read_text(encoding="utf-8") == "# Tea\n"
    assert not (moved / "content/pages/index.md").exists()
    done = start(kept, "--no-move")
    assert (done.returncode, (kept / "pages/docs/README.md").exists()) == (1, True)
    assert "  the pages of pages/docs/ belong in content/pages/\n" in done.stderr


def test_what_cannot_be_added_surely_is_named_and_ends_with_1(tmp_path: Path) -> None:
    settings = "site_name: Tea\ntheme: readthedocs\nplugins: {search: {}}\ndocs_dir: content/pages\n"
    put(tmp_path, {"mkdocs.yml": settings})
    done = start(tmp_path)
    assert done.returncode == 1
    assert (tmp_path / "mkdocs.yml").read_text(encoding="utf-8") == settings
    assert "  mkdocs.yml needs the plugin under 'plugins', as 'qbank: {}', and without 'search'\n" in done.stderr
    assert "  mkdocs.yml needs theme: {name: material}" in done.stderr


def test_a_bank_that_has_questions_gets_no_sample_and_keeps_its_content_folder(tmp_path: Path) -> None:
    settings = "site_name: Tea\ntheme: material\ndocs_dir: bank/pages\nplugins:\n  - qbank: {content: bank}\n"
    put(tmp_path, {"mkdocs.yml": settings, "bank/questions/tea/why.md": question(), "bank/pages/index.md": "# Tea\n"})
    put(tmp_path, {"bank/questions/tea/_topic.yml": "title: Tea\ndescription: Tea.\n"})
    before = files(tmp_path)
    done = start(tmp_path)
    assert done.returncode == 0, done.stderr
    assert before.items() <= files(tmp_path).items()
    assert not (tmp_path / "content").exists()
    assert "^bank/questions/" in (tmp_path / ".github/workflows/receive.yml").read_text(encoding="utf-8")
    assert run("qbank", "check", cwd=tmp_path).returncode == 0
    assert '  qbank new "Your question?" --topic tea\n' in done.stderr


def test_below_the_root_of_a_repository_and_on_another_host_nothing_for_github_is_written(tmp_path: Path) -> None:
    run("git", "init", "-q", cwd=tmp_path, check=True)
    assert start(tmp_path / "bank").returncode == 0
    assert not (tmp_path / "bank/.github").exists()
    done = start(tmp_path / "other", "--github")
    assert (done.returncode, "at the root of a repository alone" in done.stderr) == (2, True)
    done = start(tmp_path, "--repo", "git@gitlab.com:ann/tea.git")
    assert not (tmp_path / ".github").exists()
    settings = (tmp_path / "mkdocs.yml").read_text(encoding="utf-8")
    assert '"https://ann.gitlab.io/tea/"' in settings
    assert '"-/edit/' in settings


def test_a_source_is_imported_in_the_same_step(tmp_path: Path) -> None:
    put(tmp_path, {"tea.txt": "Why so?\n\nOfficial Answer\n\nBecause it is so, as anybody can see.\n"})
    done = run("qbank", "init", "bank", "--yes", "--from", "tea.txt", "--topic", "Tea time", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Because it is so" in (tmp_path / "bank/content/questions/tea-time/why-so.md").read_text(encoding="utf-8")
    assert not list((tmp_path / "bank").rglob(f"{SAMPLE}.md"))
    assert "  cd bank\n  qbank check\n" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--repo", "nowhere"],
        ["--url", "tea.example.org"],
        ["--branch", "a b"],
        ["--owner", "ann"],
        ["--topic", "!?"],
        ["--name", "a\u202eb"],
        ["--licence", "GPL"],
        ["--from", "nothing.md"],
        ["there.txt"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_used_is_one_sentence_and_nothing_is_written(arguments: list[str], tmp_path: Path) -> None:
    put(tmp_path, {"there.txt": "a file\n"})
    done = start(tmp_path, *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert files(tmp_path).keys() == {"there.txt"}


@pytest.mark.parametrize("text", ["a: [\n", "a: b: c\n", "\u0000", "- [" * 9000, "\udcff"], ids=range(5))
def test_an_mkdocs_yml_that_cannot_be_read_is_one_sentence_and_nothing_is_written(text: str, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8", errors="surrogateescape")
    done = start(tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert done.stderr.startswith("qbank: 'mkdocs.yml' cannot be read: ")
    assert files(tmp_path).keys() == {"mkdocs.yml"}


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("https://github.com/ann/tea", "https://github.com/ann/tea"),
        ("https://x:y@github.com/ann/tea.git/", "https://github.com/ann/tea"),
        ("git@github.com:ann/tea.github.io.git", "https://github.com/ann/tea.github.io"),
        ("ssh://git@git.example.org:2222/a/b/c.git", "https://git.example.org/a/b/c"),
        ("/srv/git/tea.git", None),
        ("../tea", None),
        ("C:\\tea", None),
        ("https://github.com/ann", None),
        ("https://github.com/ann/t\nea", None),
        ("ext::sh -c touch% /tmp/x", None),
        ("a" * 10_000 + "/" * 10_000, None),
    ],
)
def test_an_address_of_git_becomes_one_for_people(address: str, url: str | None) -> None:
    remote = remote_of(address)
    assert (remote.url if remote else None) == url


def test_every_licence_can_be_chosen() -> None:
    (option,) = (option for option in command.params if option.name == "licence")
    assert list(option.type.choices) == list(LICENCES)  # type: ignore[attr-defined]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no terminals of POSIX")
def test_at_a_terminal_it_asks_for_what_it_needs(tmp_path: Path) -> None:
    from terminal import dialogue

    steps = [
        ("Name of the site [Tea]: ", "All about tea\n"),
        ("Address of the repository (Enter for none): ", "tea\n"),
        ("Address of the repository (Enter for none): ", "https://github.com/ann/tea\n"),
        ("Licence of the answers", "cc0-1.0\n"),
        ("Address of the site [https://ann.github.io/tea/]: ", "tea.example.org\n"),
        ("Address of the site [https://ann.github.io/tea/]: ", "\n"),
        ("Who reviews changes, as @user or @organization/team [@ann]: ", "@ann/team\n"),
        ("First topic [About this bank]: ", "Brewing\n"),
    ]
    (tmp_path / "tea").mkdir()
    shown, code = dialogue(["init"], steps, tmp_path / "tea")
    assert code == 0, shown
    settings = (tmp_path / "tea/mkdocs.yml").read_text(encoding="utf-8")
    assert 'site_name: "All about tea"' in settings
    assert "creativecommons.org/publicdomain/zero" in settings
    assert "/.github/ @ann/team" in (tmp_path / "tea/.github/CODEOWNERS").read_text(encoding="utf-8")
    assert (tmp_path / f"tea/content/questions/brewing/{SAMPLE}.md").is_file()


@pytest.mark.site
def test_a_bank_around_a_site_passes_a_strict_build(tmp_path: Path) -> None:
    settings = "site_name: Tea\ntheme: {name: material}\nplugins: [search, tags]\n"
    put(tmp_path, {"mkdocs.yml": settings, "docs/index.md": "# Tea\n\n[B](more.md#b)\n", "docs/more.md": "## B\n"})
    assert start(tmp_path).returncode == 0
    done = run("mkdocs", "build", "--strict", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / f"site/questions/{SAMPLE}/index.html").read_text(encoding="utf-8")
    assert "How do I add a question to this bank?" in page
    assert (tmp_path / "site/more/index.html").is_file()
