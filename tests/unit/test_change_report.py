"""`qbank report`: what a pull request does to a bank, in real repositories."""

from __future__ import annotations

import contextlib
import itertools
import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import AS_OF, ROOT, Write, commit, make_once, question, run, start_project
from goldens import compare_text, need_locked_renderers
from mkdocs_qbank.build.git import GitError
from mkdocs_qbank.build.revision import write_revision
from mkdocs_qbank.cli.main import main

CASES = ROOT / "tests/cases/reports"
SUMMARY = re.compile(r"<summary><b>.*?</b> <code>([^<]+)</code> (.*)</summary>")


def report(project: Path, *options: str) -> str:
    done = run("qbank", "report", "--base", "main", *options, cwd=project, **AS_OF, check=True)
    assert done.stderr == ""
    return done.stdout


def invoke(folder: Path, *arguments: str) -> Result:
    """What comes of a command that is run in a folder, by this process."""
    with contextlib.chdir(folder):
        return CliRunner().invoke(main, arguments)


def told(project: Path, *options: str) -> str:
    """The report of a small bank."""
    done = invoke(project, "report", "--base", "main", *options)
    assert done.exit_code == 0, done.output
    return done.stdout


def entries(text: str) -> dict[str, str]:
    """What the report says of each question beside its title, by topic and id."""
    found = SUMMARY.findall(text)
    assert len(dict(found)) == len(found)
    return dict(found)


def parts(text: str) -> dict[str, str]:
    """The text of each question that is told in full, by topic and id."""
    blocks = re.findall(r"<details.*?</details>", text, re.DOTALL)
    return {match[1]: block for block in blocks if (match := SUMMARY.search(block))}


@pytest.fixture(scope="session")
def pull_request(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A branch of the frozen bank that does one thing of each kind; nobody may write to it."""

    def make(folder: Path) -> None:
        start_project(folder)
        tea = folder / "content/questions/tea"
        with (tea / "_topic.yml").open("a", encoding="utf-8") as topic:
            topic.write('owners: ["@ann", "@tea-house/tasters"]\n')
        commit(folder, "The bank", "Ann", "2025-03-01")
        run("git", "checkout", "-qb", "change", cwd=folder, check=True)
        shutil.copytree(CASES / "change", folder, dirs_exist_ok=True)
        (tea / "matcha.md").unlink()
        (folder / "content/questions/bridges/scour.md").unlink()
        commit(folder, "The change", "Bob", "2025-03-02")

    return make_once(tmp_path_factory, "pull-request", make)


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory, pull_request: Path) -> str:
    """The report of that branch."""

    def make(folder: Path) -> None:
        folder.mkdir()
        (folder / "report.md").write_text(report(pull_request), encoding="utf-8")

    return (make_once(tmp_path_factory, "report", make) / "report.md").read_text(encoding="utf-8")


def test_the_report_of_a_pull_request_is_what_it_was(printed: str, update: bool) -> None:
    need_locked_renderers()
    text = re.sub(r"Compared with <code>.*?</code>", "Compared with <code>BASE</code>", printed)
    compare_text(CASES / "change.md", text, update=update)


def test_each_changed_question_is_named_once_and_those_with_errors_first(printed: str) -> None:
    found = entries(printed)
    assert found == {
        "bridges/scour": "removed, 1 error",
        "kitchen/pressure-cooker": "added, 1 warning",
        "tea/why-does-hard-water-spoil-tea": "added, 1 warning",
        "garden/green-manure": "added",
        "git/bisect": "added, draft",
        "tea/teapot": "changed",
        "tea/whisking-matcha": "renamed",
    }
    assert next(iter(found)) == "bridges/scour"
    assert list(found)[1].startswith(("kitchen/", "tea/"))


def test_the_report_says_of_each_question_what_a_reviewer_needs(printed: str) -> None:
    told = parts(printed)
    assert "the page questions/scour/ is gone" in told["bridges/scour"]
    assert "**Relations lost**" in told["bridges/scour"]
    assert "<code>broken-link</code> in line 13" in told["kitchen/pressure-cooker"]
    assert re.search(r"- [\d.]+ <code>hard-water</code> Why does hard", told["tea/why-does-hard-water-spoil-tea"])
    assert "- Related: <code>mulch</code> (Both keep a bed covered.)" in told["garden/green-manure"]
    assert re.search(r"```yaml\nrelated:\n  - id: [a-z-]+\n    why: \".*\"\n```", told["garden/green-manure"])
    assert "A draft has no page" in told["git/bisect"]
    assert "<code>prerequisites</code> commit" in told["git/bisect"]
    assert "a <ins>tight</ins> lid" in told["tea/teapot"]
    assert "<del>long,</del> <ins>long but rusts,</ins>" in told["tea/teapot"]
    assert "<del>beginner</del>, <ins>intermediate</ins>" in told["tea/teapot"]
    assert "It was <code>matcha</code> before" in told["tea/whisking-matcha"]
    assert "Relations lost" not in told["tea/whisking-matcha"]
    assert "<code>&#64;&#8203;ann</code>" in printed.partition("<details")[0]
    assert "Now related by nobody: <code>why-does-hard-water-spoil-tea</code>" in printed


def test_the_same_findings_are_annotations_on_their_lines(pull_request: Path) -> None:
    done = run("qbank", "check", "--base", "main", "--format", "github", cwd=pull_request)
    for severity, rule, place in (
        ("error", "lost-id", "bridges/scour.md,line=1,col=1"),
        ("warning", "broken-link", "kitchen/pressure-cooker.md,line=13,col=83"),
        ("warning", "near-duplicate", "tea/why-does-hard-water-spoil-tea.md,line=6,col=1"),
    ):
        command = f"::{severity} file=content/questions/{place},title={severity}[{rule}]::"
        assert done.stdout.count(command) == 1, done.stdout


def test_a_report_that_must_be_shorter_says_what_it_leaves_out(printed: str, pull_request: Path) -> None:
    least = len(re.sub(r"<details.*?</details>", "", printed, flags=re.DOTALL))
    short = told(pull_request, "--limit", str(least + 4_000))
    assert len(short) <= least + 4_000
    (count,) = re.findall(r"no room for all about (\d+) questions here; `qbank report --base [0-9a-f]+ --limit", short)
    lines = re.findall(r"^- \w+ <code>", short, re.MULTILINE)
    assert len(entries(short)) + len(lines) == 7
    assert len(lines) == int(count)
    assert "bridges/scour" in entries(short)
    none = told(pull_request, "--limit", "1000")
    assert "- 4 more questions added\n- 1 more question changed\n- 1 more question renamed\n- 1 more question" in none


def test_a_near_duplicate_is_told_at_the_new_question_whatever_the_paths(project: Path) -> None:
    topic = project / "content/questions/t"
    (topic / "zebra.md").write_text(question("How do striped zebras sleep at night?"), encoding="utf-8")
    commit(project, "Zebras", "Ann", "2025-03-02")
    run("git", "branch", "-f", "main", cwd=project, check=True)
    (topic / "ape.md").write_text(question("How do the striped zebras sleep at night?"), encoding="utf-8")
    text = told(project)
    assert "<code>near-duplicate</code> in line 1: asks nearly the same as 'zebra'" in parts(text)["t/ape"]
    assert "zebra.md</code>" not in text
    marks = invoke(project, "check", "--base", "main", "--format", "github").output
    assert "file=content/questions/t/ape.md,line=1,col=1,title=warning[near-duplicate]" in marks
    assert "file=content/questions/t/zebra.md" not in marks


def test_a_near_duplicate_is_told_at_the_new_question_whatever_stands_in_a_path(project: Path) -> None:
    topic = project / "content (1)/it's/questions/t"
    shutil.move(project / "content", topic.parent.parent)
    (topic / "zebra.md").write_text(question("How do striped zebras sleep at night?"), encoding="utf-8")
    commit(project, "Zebras", "Ann", "2025-03-02")
    (topic / "ape.md").write_text(question("How do the striped zebras sleep at night?"), encoding="utf-8")
    shown = invoke(project, "--content", "content (1)/it's", "check", "--base", "HEAD", "--format", "json").stdout
    (found,) = (item for item in json.loads(shown) if item["rule"] == "near-duplicate")
    assert found["path"] == "content (1)/it's/questions/t/ape.md"
    assert found["details"] == {"other": "content (1)/it's/questions/t/zebra.md", "score": found["message"][-4:]}


@pytest.fixture
def project(write: Write) -> Path:
    """A small bank on the branch `change`, which is where main is."""
    names = ("kept", "moving", "merged", "hidden", "breaking", "spaced")
    front = {"kept": "related: [merged, moving]"}
    content = write({f"questions/t/{name}.md": question(f"Why {name}?", front.get(name, "")) for name in names})
    commit(content.parent, "The bank", "Ann", "2025-03-01")
    run("git", "checkout", "-qb", "change", cwd=content.parent, check=True)
    return content.parent


def test_moves_merges_withdrawals_and_files_that_cannot_be_read_are_told(project: Path) -> None:
    topic, other = project / "content/questions/t", project / "content/questions/u"
    other.mkdir()
    (other / "_topic.yml").write_text("title: U\n", encoding="utf-8")
    (topic / "moving.md").rename(other / "moving.md")
    (topic / "merged.md").unlink()
    (topic / "kept.md").write_text(question("Why kept?", "formerly: [merged]\nrelated: [moving]"), encoding="utf-8")
    (topic / "hidden.md").write_text(question("Why hidden?", "status: draft"), encoding="utf-8")
    (topic / "breaking.md").write_text("# Why breaking?\n", encoding="utf-8")
    (topic / "spaced.md").write_text(question("Why spaced?") + "\n\n", encoding="utf-8")
    text = told(project)
    said = parts(text)
    assert entries(text).keys() == {"t/kept", "t/merged", "u/moving", "t/hidden", "t/breaking", "t/spaced"}
    assert entries(text)["t/breaking"] == "changed, 1 error"
    assert "It was in the topic <code>t</code> before" in said["u/moving"]
    assert "leads to <code>kept</code> now" in said["t/merged"]
    assert "takes its page off the site" in said["t/hidden"]
    assert "cannot be read as a question" in said["t/breaking"]
    assert "Only spaces, line breaks or the form of the file differ" in said["t/spaced"]
    assert "Relations lost**\n\n- Related: <code>merged</code>" in said["t/kept"]
    assert "Other files that change: <code>content/questions/u/&#95;topic.yml</code>." in text


def test_a_change_of_a_reason_alone_is_told(project: Path) -> None:
    file = project / "content/questions/t/kept.md"
    for why in ("Both are old.", "Both are new."):
        front = f'related: [{{id: merged, why: "{why}"}}]'
        file.write_text(question("Why kept?", front), encoding="utf-8")
        if "old" in why:
            commit(project, "A reason", "Ann", "2025-03-02")
            run("git", "branch", "-f", "main", cwd=project, check=True)
    said = parts(told(project))["t/kept"]
    assert "<code>merged</code> Both are <del>old.</del> <ins>new.</ins>" in said
    assert "Only spaces" not in said


def test_a_bank_that_was_not_there_before_is_all_new(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("A bank\n", encoding="utf-8")
    commit(tmp_path, "Nothing", "Ann", "2025-03-01")
    topic = tmp_path / "content/questions/t"
    topic.mkdir(parents=True)
    (topic / "_topic.yml").write_text("title: T\n", encoding="utf-8")
    (topic / "first.md").write_text(question("Why first?"), encoding="utf-8")
    assert entries(told(tmp_path)) == {"t/first": "added"}


def test_a_change_of_no_question_is_told_so_politely(project: Path) -> None:
    (project / "Makefile").write_text("all:\n", encoding="utf-8")
    text = told(project)
    assert "This change adds, changes and removes no question" in text
    assert "Thank you" in text
    assert "|" not in text
    assert "<details" not in text


def test_what_a_change_breaks_in_other_files_is_told(project: Path) -> None:
    page = project / "content/pages/index.md"
    page.parent.mkdir()
    page.write_text("# Home\n\nSee [it](../questions/t/merged.md) and [that](nowhere.md).\n", encoding="utf-8")
    run("git", "checkout", "-q", "main", cwd=project, check=True)
    commit(project, "A page", "Ann", "2025-03-02")
    run("git", "checkout", "-q", "-B", "change", cwd=project, check=True)
    (project / "content/questions/t/merged.md").unlink()
    text = told(project)
    (broken,) = (line for line in text.splitlines() if "content/pages/index.md" in line)
    assert "questions/t/merged.md" in broken
    assert "nowhere.md" not in text
    assert "<code>unknown-id</code> in <code>content/questions/t/kept.md</code>, line 2" in text


def test_only_what_the_branch_did_counts_when_the_base_went_on(project: Path) -> None:
    (project / "content/questions/t/new.md").write_text(question("Why new?"), encoding="utf-8")
    commit(project, "New", "Bob", "2025-03-02")
    run("git", "checkout", "-q", "main", cwd=project, check=True)
    (project / "content/questions/t/later.md").write_text(question("Why later?"), encoding="utf-8")
    commit(project, "Later", "Ann", "2025-03-03")
    run("git", "checkout", "-q", "change", cwd=project, check=True)
    assert entries(told(project)).keys() == {"t/new"}


def test_a_change_does_not_choose_its_own_reviewers(project: Path) -> None:
    for owner, branch in (("@ann", "main"), ("@mallory", "change")):
        run("git", "checkout", "-q", branch, cwd=project, check=True)
        described = project / "content/questions/t/_topic.yml"
        described.write_text(f'title: T\nowners: ["{owner}"]\n', encoding="utf-8")
        (project / f"content/questions/t/by-{owner[1:]}.md").write_text(question(f"Why {owner}?"), encoding="utf-8")
        commit(project, owner, "Ann", "2025-03-02")
        if branch == "main":
            run("git", "checkout", "-q", "-B", "change", cwd=project, check=True)
    head = told(project).partition("<details")[0]
    assert "ann" in head
    assert "mallory" not in head


def test_the_bank_may_be_anywhere(project: Path, tmp_path: Path) -> None:
    (project / "content/questions/t/new.md").write_text(question("Why new?"), encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for content in (str(project / "content"), "../content"):
        done = invoke(elsewhere, "--content", content, "report", "--base", "main")
        assert entries(done.stdout) == {"t/new": "added"}


def test_a_base_that_is_none_is_one_sentence(project: Path) -> None:
    said = {
        "nonsense": "git knows no revision 'nonsense' here\n",
        "--output=x": "git knows no revision '--output=x' here\n",
        "": "git knows no revision '' here\n",
        "mian": "git knows no revision 'mian' here; did you mean 'main'?\n",
        "HEAD^{tree}": "'HEAD^{tree}' names no commit\n",
    }
    for command, revision in itertools.product(("report", "check"), said):
        done = invoke(project, command, f"--base={revision}")
        assert (done.exit_code, done.output) == (2, f"qbank: {said[revision]}")
    done = invoke(project, "report", "--base", "0" * 40)
    assert (done.exit_code, len(done.output.splitlines())) == (0, 1)
    assert "all zeros" in done.output


def test_a_base_that_is_not_fetched_is_named_with_the_way_to_get_it(project: Path, tmp_path: Path) -> None:
    (project / "content/questions/t/new.md").write_text(question("Why new?"), encoding="utf-8")
    commit(project, "New", "Ann", "2025-03-02")
    clone = tmp_path / "clone"
    source = f"file://{project}"
    run("git", "clone", "-q", "--depth=1", "--branch=change", source, str(clone), cwd=tmp_path, check=True)
    for base in ("main", "origin/main"):
        done = invoke(clone, "report", "--base", base)
        assert done.exit_code == 2
        assert "; 'git fetch origin main' gets a branch of that name, then called 'origin/main'; " in done.output
        assert "this clone is shallow: 'git fetch --unshallow' gets the rest, as 'fetch-depth: 0' does" in done.output
    run("git", "remote", "set-branches", "origin", "*", cwd=clone, check=True)
    run("git", "fetch", "-q", "--unshallow", "origin", cwd=clone, check=True)
    assert "did you mean 'origin/main'?" in invoke(clone, "report", "--base", "main").output
    assert entries(invoke(clone, "report", "--base", "origin/main").stdout) == {"t/new": "added"}


def test_a_repository_without_a_commit_and_no_repository_are_told_apart(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = write({"questions/t/a.md": question()}).parent
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "not a git repository" in invoke(folder, "check", "--base", "main").output
    run("git", "init", "-q", cwd=folder, check=True)
    for base in ("main", "HEAD"):
        done = invoke(folder, "check", "--base", base)
        assert (done.exit_code, done.output) == (2, "qbank: the repository has no commit yet\n")


def test_the_base_is_read_without_a_checkout_and_its_links_are_not_followed(project: Path) -> None:
    (project / "secret.txt").write_text("secret", encoding="utf-8")
    (project / "content/questions/t/link.md").symlink_to(project / "secret.txt")
    (project / "content/large.bin").write_bytes(b"x" * 3_000_000)
    commit(project, "A link", "Mallory", "2025-03-02")
    (project / "content/questions/t/kept.md").write_text("not committed", encoding="utf-8")
    state = run("git", "status", "--porcelain=v2", "--branch", cwd=project).stdout
    write_revision(project / "content", "HEAD", project / "made")
    assert run("git", "status", "--porcelain=v2", "--branch", "--", "content", cwd=project).stdout == state
    made = {path.relative_to(project / "made").as_posix() for path in (project / "made").rglob("*") if path.is_file()}
    assert "questions/t/kept.md" in made
    assert "questions/t/link.md" not in made
    assert (project / "made/large.bin").stat().st_size == 3_000_000
    assert (project / "made/questions/t/kept.md").read_text(encoding="utf-8").startswith("---")


def test_no_path_of_a_tree_leads_out_of_the_folder(project: Path) -> None:
    blob = run("git", "hash-object", "-w", "--stdin", cwd=project, check=True).stdout.strip()
    tree = blob
    for name in ("evil.md", "..", "..", "content"):
        entry = f"{'100644 blob' if name == 'evil.md' else '040000 tree'} {tree}\t{name}\n"
        made = shutil.which("git") or "git"
        tree = run("sh", "-c", f"printf %s '{entry}' | '{made}' mktree", cwd=project, check=True).stdout.strip()
    write_revision(project / "content", tree, project / "made/inner")
    assert list((project / "made").rglob("*.md")) == []
    assert not (project / "evil.md").exists()


def test_two_files_of_one_name_are_one_sentence(project: Path) -> None:
    blob = run("git", "hash-object", "-w", "--stdin", cwd=project, check=True).stdout.strip()
    lines = f"100644 blob {blob}\ta.md\n100644 blob {blob}\ta.md\n"
    inner = run("sh", "-c", f"printf %s '{lines}' | git mktree", cwd=project, check=True).stdout.strip()
    lines = f"040000 tree {inner}\tcontent\n"
    tree = run("sh", "-c", f"printf %s '{lines}' | git mktree", cwd=project, check=True).stdout.strip()
    with pytest.raises(GitError, match="one name"):
        write_revision(project / "content", tree, project / "made")


def test_a_pull_request_of_500_questions_stays_within_the_limits_of_github(project: Path) -> None:
    for number in range(500):
        words = " ".join(f"word{number}-{other}" for other in range(60))
        front = "wrong: 1" if number % 5 == 0 else "tags: [one-tag]"
        text = question(f"Why is number {number} so?", front, f"{words} [link](nowhere-{number}.md) *and* `code`.")
        (project / f"content/questions/t/number-{number}.md").write_text(text, encoding="utf-8")
    text = told(project)
    assert 50_000 < len(text) <= 65_000
    assert "| added | 500 | 100 | 500 |" in text
    full, short = len(entries(text)), len(re.findall(r"^- added <code>number-\d+</code>", text, re.MULTILINE))
    assert full > 10
    assert full + short == 500
    assert all("error" in said for said in entries(text).values())
    assert f"no room for all about {short} questions here" in text
    marks = run("qbank", "check", "--format", "github", cwd=project).stdout.splitlines()
    assert max(sum(mark.startswith(f"::{kind} ") for mark in marks) for kind in ("error", "warning", "notice")) == 10
