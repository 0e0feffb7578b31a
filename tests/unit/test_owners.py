"""Owners of topics: how a _topic.yml names them, and the section of CODEOWNERS that `qbank owners` writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Write, question, run
from mkdocs_qbank.build.owners import MarkerError, with_owners
from mkdocs_qbank.build.pipeline import check_content
from mkdocs_qbank.model.bank import Topic

BEGIN = "# Topics and their owners, written by 'qbank owners' from the _topic.yml files."
END = "# End of topics and their owners."
TOPICS = (
    Topic(id="tea", title="Tea", path="t/_topic.yml", owners=("@ann", "@tea-house/tasters")),
    Topic(id="art", title="Art", path="a/_topic.yml", owners=("bob@example.org",)),
    Topic(id="odds", title="Odds", path="o/_topic.yml"),
)
SECTION = f"{BEGIN}\n/content/questions/art/ bob@example.org\n/content/questions/tea/ @ann @tea-house/tasters\n{END}\n"


@pytest.fixture
def project(write: Write) -> Path:
    """A repository with a bank of one topic that has an owner."""
    content = write(
        {"questions/tea/_topic.yml": 'title: Tea\nowners: ["@ann"]\n', "questions/tea/why.md": question("Why tea?")}
    )
    run("git", "init", "-q", cwd=content.parent, check=True)
    return content.parent


def test_owners_are_people_teams_and_mail_addresses(write: Write) -> None:
    named = '["@ann", "@Tea-House/tasters_2", "@group/sub/team", "a.b+c@mail.example.org", "@ann"]'
    content = write({"questions/t/_topic.yml": f"title: T\nowners: {named}\n", "questions/t/a.md": question()})
    checked = check_content(content)
    assert checked.findings == ()
    assert checked.reading.bank.topics[0].owners == (
        "@ann",
        "@Tea-House/tasters_2",
        "@group/sub/team",
        "a.b+c@mail.example.org",
    )


@pytest.mark.parametrize(
    "owner", ["ann", "@", "@a b", "@a/", "@a\\n* @b", "a@b", "* @a", "#", "@a #", "@ann,", "@" + "a" * 200, "@ä"]
)
def test_what_is_no_owner_is_a_finding_on_its_line_and_is_left_out(owner: str, write: Write) -> None:
    text = f'title: T\nowners:\n  - "@bob"\n  - "{owner}"\n'
    content = write({"questions/t/_topic.yml": text, "questions/t/a.md": question()})
    checked = check_content(content)
    assert [(item.rule, item.line, item.column) for item in checked.findings] == [("bad-value", 4, 5)]
    assert checked.reading.bank.topics[0].owners == ("@bob",)
    if owner == "ann":
        assert checked.findings[0].help == "Write '@ann'."


def test_a_new_section_is_the_last_and_the_rest_is_kept() -> None:
    assert with_owners("", TOPICS, "content/questions") == SECTION
    assert with_owners("* @all", TOPICS, "content/questions") == f"* @all\n\n{SECTION}"
    assert with_owners("* @all\n", (), "content/questions") == "* @all\n"


def test_a_section_is_written_again_where_it_is() -> None:
    text = f"* @all\r\n{BEGIN}\n/old/ @gone\n{END}\n/docs/ @docs\n"
    assert with_owners(text, TOPICS, "content/questions") == f"* @all\r\n{SECTION}/docs/ @docs\n"
    assert with_owners(text, (), "content/questions") == f"* @all\r\n{BEGIN}\n{END}\n/docs/ @docs\n"
    again = with_owners(text, TOPICS, "content/questions")
    assert with_owners(again, TOPICS, "content/questions") == again


@pytest.mark.parametrize("text", [f"{BEGIN}\n", f"{END}\n", f"{END}\n{BEGIN}\n", f"{BEGIN}\n{END}\n{BEGIN}\n{END}\n"])
def test_a_section_that_does_not_begin_and_end_once_is_left_alone(text: str) -> None:
    with pytest.raises(MarkerError):
        with_owners(text, TOPICS, "content/questions")


def test_the_ends_of_lines_stay() -> None:
    crlf = SECTION.replace("\n", "\r\n")
    assert with_owners("* @all\r\n", TOPICS, "content/questions") == f"* @all\r\n\r\n{crlf}"
    text = f"* @all\r\n{BEGIN}\r\n/old/ @gone\r\n{END}\r\n/docs/ @docs\r\n"
    assert with_owners(text, TOPICS, "content/questions") == f"* @all\r\n{crlf}/docs/ @docs\r\n"


def test_a_section_begins_and_ends_with_a_whole_line() -> None:
    text = f"#{BEGIN}\n# {END}\n{SECTION}"
    assert with_owners(text, TOPICS, "content/questions") == text


def test_a_link_stays_and_the_file_of_the_repository_that_it_leads_to_is_written(project: Path) -> None:
    file, link = project / "OWNERS.txt", project / "CODEOWNERS"
    link.symlink_to("OWNERS.txt")
    for text in (None, "* @all\r\n"):
        if text is not None:
            file.write_bytes(text.encode())
        done = run("qbank", "owners", cwd=project)
        assert (done.returncode, done.stdout, link.is_symlink()) == (0, "CODEOWNERS\n", True)
        assert BEGIN in file.read_text(encoding="utf-8")
    assert file.read_bytes().count(b"\r\n") == file.read_bytes().count(b"\n") == 5


@pytest.mark.parametrize("target", ["../outside", ".git/hooks/pre-commit", "CODEOWNERS", "content", "/dev/null"])
def test_nothing_is_written_through_a_link_that_leads_to_no_file_of_the_repository(
    target: str, project: Path, tmp_path: Path
) -> None:
    (tmp_path.parent / "outside").unlink(missing_ok=True)
    (project / ".git/hooks").mkdir(exist_ok=True)
    (project / "CODEOWNERS").symlink_to(target)
    done = run("qbank", "owners", cwd=project)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert "a link to what is no file of this repository" in done.stderr
    assert not (tmp_path.parent / "outside").exists()
    assert not (project / ".git/hooks/pre-commit").exists()
    assert (project / "CODEOWNERS").readlink() == Path(target)


def test_a_path_is_no_pattern() -> None:
    assert "/my\\ bank/\\[a\\]/tea/ @ann" in with_owners("", TOPICS, "my bank/[a]")


def test_no_folder_can_write_a_line_of_its_own(project: Path) -> None:
    (project / "content").rename(project / "a\n* @mallory")
    done = run("qbank", "--content", "a\n* @mallory", "owners", cwd=project)
    assert (done.returncode, done.stderr) == (2, "qbank: no line of CODEOWNERS can name 'a\\x0a* @mallory/questions'\n")
    assert not (project / ".github").exists()


def test_the_command_writes_the_file_that_github_reads_and_tells_if_it_is_out_of_date(project: Path) -> None:
    file = project / "CODEOWNERS"
    file.write_text("* @all\n", encoding="utf-8")
    file.chmod(0o640)
    stale = run("qbank", "owners", "--check", cwd=project)
    assert (stale.returncode, file.read_text(encoding="utf-8")) == (1, "* @all\n")
    assert "CODEOWNERS is out of date" in stale.stderr
    done = run("qbank", "owners", cwd=project / "content", check=False)
    assert done.returncode == 2
    done = run("qbank", "owners", cwd=project)
    assert (done.returncode, done.stdout) == (0, "CODEOWNERS\n")
    assert file.read_text(encoding="utf-8") == f"* @all\n\n{BEGIN}\n/content/questions/tea/ @ann\n{END}\n"
    assert file.stat().st_mode & 0o777 == 0o640
    assert run("qbank", "owners", "--check", cwd=project).returncode == 0
    assert sorted(path.name for path in project.iterdir()) == [".git", "CODEOWNERS", "content"]


def test_nothing_is_written_where_an_owner_is_none_or_there_is_no_repository(project: Path, tmp_path: Path) -> None:
    (project / "content/questions/tea/_topic.yml").write_text('title: T\nowners: ["x"]\n', encoding="utf-8")
    done = run("qbank", "owners", cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert "error[bad-value]" in done.stderr
    (project / ".git").rename(project / "no-git")
    done = run("qbank", "owners", cwd=project, GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert not (project / ".github").exists()
