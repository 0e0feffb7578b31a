"""Names of files and folders: which are read, which are findings, and which addresses are taken."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from conftest import Write, question, run
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_qbank.build.options import read_options
from mkdocs_qbank.build.pipeline import check_content
from mkdocs_qbank.model.addresses import HOST_FILES, RESERVED, output
from mkdocs_qbank.read.folder import MOST_DEPTH, check_names
from mkdocs_qbank.read.folder_rules import BAD_NAME, COLLIDING_NAME, HOST_FILE

GOOD = (
    "about.md",
    "Über uns.md",
    "日本語.md",
    "हिन्दी.md",
    "عربي.md",
    "a_b-c.d.md",
    "v1.2.md",
    "-x.md",
    "_x.md",
    "consul.md",
)
BAD = (
    "<img src=x onerror=alert(1)>.md",
    'x"onmouseover=alert(1) .md',
    "a&b.md",
    "a'b.md",
    "a{{b}}.md",
    "a`b.md",
    "a\\b.md",
    "a:b.md",
    "a?b.md",
    "a#b.md",
    "a%b.md",
    "a\nb.md",
    "a\u202eb.md",
    "a\u200bb.md",
    "a\u00a0b.md",
    "\u3164.md",
    " a.md",
    "a  b.md",
    "a.txt ",
    "a.",
    "CON.md",
    "nul.tar.txt",
    "com1",
    "\u0301a.md",
    unicodedata.normalize("NFD", "é.md"),
    "💥.md",
)


def rules(content: Path, path: str, *, host_files: frozenset[str] = frozenset()) -> list[str]:
    file = content / path
    return [finding.rule for finding in check_names(content, host_files) if Path(finding.path) == file]


@pytest.fixture
def content(write: Write) -> Path:
    """A bank with a home page."""
    return write({"questions/tea/why.md": question(), "pages/index.md": "# Home\n"})


def test_letters_of_any_script_make_a_name(content: Path) -> None:
    for name in GOOD:
        (content / "pages" / name).write_text("# A page\n", encoding="utf-8")
    assert check_content(content).findings == ()


def test_every_other_name_is_a_finding_wherever_it_stands(content: Path) -> None:
    for where in ("pages", "questions/tea", "questions", "", "elsewhere"):
        (content / where).mkdir(exist_ok=True)
        for name in BAD:
            (content / where / name).write_text("# A page\n", encoding="utf-8")
            assert rules(content, str(Path(where) / name)) == [BAD_NAME.id]
    checked = check_content(content)
    assert [finding.rule for finding in checked.findings] == [BAD_NAME.id] * 5 * len(BAD)
    bank = checked.reading.bank
    assert ([page.path for page in bank.pages], bank.files, len(bank.questions)) == (["index.md"], frozenset(), 1)


def test_so_is_a_folder_with_such_a_name_and_what_is_in_it_is_not_read(content: Path) -> None:
    for root in ("pages", "questions"):
        for name in BAD:
            (content / root / name).mkdir()
            (content / root / name / "inside.md").write_text("# A page\n", encoding="utf-8")
    checked = check_content(content)
    assert [finding.rule for finding in checked.findings] == [BAD_NAME.id] * 2 * len(BAD)
    assert [page.path for page in checked.reading.bank.pages] == ["index.md"]


def test_a_name_that_is_no_utf8_is_a_finding_that_can_be_printed(content: Path) -> None:
    (content / "pages" / "\udcff.md").write_text("# A page\n", encoding="utf-8")
    for form in ("text", "json", "github"):
        done = run("qbank", "check", "--format", form, cwd=content.parent)
        assert done.returncode == 1
        assert "bad-name" in done.stdout
        assert "Traceback" not in done.stderr


@given(st.text(min_size=1, max_size=300).filter(lambda name: "/" not in name and "\0" not in name))
def test_no_name_breaks_the_check_and_one_that_passes_is_plain(name: str) -> None:
    from mkdocs_qbank.read.folder import _unusable

    if _unusable(name) is None:
        assert all(char.isalnum() or char in "._- " or unicodedata.category(char)[0] == "M" for char in name)
        assert unicodedata.is_normalized("NFC", name)
        assert len(name.encode()) <= 255


def test_long_and_deep_paths_are_findings(content: Path) -> None:
    (content / "pages" / ("a" * 252 + ".md")).write_text("# A page\n", encoding="utf-8")
    folder = content / "pages"
    for _ in range(MOST_DEPTH):
        folder /= "deep"
        folder.mkdir()
    (folder / "page.md").write_text("# A page\n", encoding="utf-8")
    checked = check_content(content)
    assert {finding.rule for finding in checked.findings} == {BAD_NAME.id}
    assert len(checked.reading.bank.pages) == 2


def test_names_that_differ_by_case_or_form_alone_collide(content: Path) -> None:
    pages = content / "pages"
    for name in ("About.md", "about.md", "Straße.md", "STRASSE.md", "Notes/a.md", "notes/b.md"):
        (pages / name).parent.mkdir(exist_ok=True)
        (pages / name).write_text("# A page\n", encoding="utf-8")
    found = [finding for finding in check_content(content).findings if finding.rule == COLLIDING_NAME.id]
    assert sorted(Path(finding.path).name for finding in found) == ["Straße.md", "about.md", "notes"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("about.md", "about/index.md"),
        ("About.md", "about/index.md"),
        ("index.md", "README.md"),
        ("a/README.md", "a.md"),
        ("a.txt", "a.txt.md"),
        ("Guide.md", "guide/more.md"),
    ],
)
def test_pages_and_files_with_one_address_collide(one: str, other: str, content: Path) -> None:
    for name in (one, other):
        (content / "pages" / name).parent.mkdir(exist_ok=True)
        (content / "pages" / name).write_text("# A page\n", encoding="utf-8")
    assert {finding.rule for finding in check_content(content).findings} == {COLLIDING_NAME.id}


def test_addresses_of_the_site_itself_are_reserved(content: Path) -> None:
    pages = content / "pages"
    for name in RESERVED:
        (pages / f"{name}.md").write_text("# A page\n", encoding="utf-8")
        (pages / name.upper()).mkdir()
        (pages / name.upper() / "inside.md").write_text("# A page\n", encoding="utf-8")
    assert [finding.rule for finding in check_content(content).findings] == [COLLIDING_NAME.id] * 2 * len(RESERVED)


def test_what_a_host_reads_is_refused_unless_it_is_named(content: Path) -> None:
    pages = content / "pages"
    paths = [*HOST_FILES, *(f"upper/{name.upper()}" for name in HOST_FILES), *(f"{name}.md" for name in HOST_FILES)]
    for path in paths:
        (pages / path).parent.mkdir(exist_ok=True)
        (pages / path).write_text("x", encoding="utf-8")
        assert rules(content, f"pages/{path}") == [HOST_FILE.id]
    assert {finding.rule for finding in check_content(content).findings} == {HOST_FILE.id}
    checked = check_content(content, host_files=[path for path in paths if not path.endswith(".md")])
    assert {finding.rule for finding in checked.findings} == {HOST_FILE.id}
    assert len(checked.findings) == len(HOST_FILES)
    assert checked.reading.bank.files == {(pages / path).as_posix() for path in paths if not path.endswith(".md")}


def test_a_folder_that_a_host_reads_is_open_only_for_the_files_that_are_named(content: Path) -> None:
    folder = content / "pages" / ".well-known"
    folder.mkdir()
    for name in ("security.txt", "change-password"):
        (folder / name).write_text("x", encoding="utf-8")
    assert [finding.path for finding in check_content(content).findings] == [folder.as_posix()]
    checked = check_content(content, host_files=[".well-known/security.txt"])
    assert [Path(finding.path).name for finding in checked.findings] == ["change-password"]
    assert checked.reading.bank.files == {f"{folder.as_posix()}/security.txt"}


def test_the_command_reads_the_option_that_the_plugin_reads(content: Path) -> None:
    settings = content.parent / "mkdocs.yml"
    (content / "pages" / "CNAME").write_text("tea.example.org", encoding="utf-8")
    settings.write_text("plugins:\n  - qbank\n", encoding="utf-8")
    assert "error[host-file]" in run("qbank", "check", cwd=content.parent).stdout
    settings.write_text("plugins:\n  - qbank: {host_files: [CNAME]}\n", encoding="utf-8")
    assert run("qbank", "check", cwd=content.parent).returncode == 0
    assert read_options(settings).host_files == ("CNAME",)


@pytest.mark.parametrize(
    "page", ["search.md", "map.md", "health.md", "topics/index.md", "tags/index.md", "topics/tea.md"]
)
def test_a_page_may_link_every_page_that_is_generated(page: str, content: Path) -> None:
    (content / "pages" / "more").mkdir()
    (content / "pages/more/README.md").write_text(f"# More\n\n[x](../{page}), [y](../index.md)\n", encoding="utf-8")
    (content / "pages/index.md").write_text(f"# Home\n\n[x]({page}), [y](more/README.md)\n", encoding="utf-8")
    assert check_content(content).findings == ()


def test_a_readme_is_the_index_page_of_its_folder() -> None:
    assert output("README.md") == "index.html"
    assert output("a/README.md") == "a/index.html"
    assert output("a/readme.md") == "a/readme/index.html"
    assert output("a/b.md") == "a/b/index.html"
    assert output("a/b.txt") == "a/b.txt"
