"""The manual: it has everything that there is, and what it tells readers to do works."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from conftest import ROOT, Write, question, run
from manual import MANUAL, Block, Reader, blocks, matches, pages
from mkdocs_qbank.build.mkdocs_yml import load
from mkdocs_qbank.build.options import OPTIONS, option_problems
from mkdocs_qbank.check.rules import RULES
from mkdocs_qbank.cli.main import COMMANDS, main
from mkdocs_qbank.model.addresses import DATA, PAGES
from mkdocs_qbank.model.prose import SECTIONS
from mkdocs_qbank.read.fields import PAGE_FIELDS, QUESTION_FIELDS, TOPIC_FIELDS
from mkdocs_qbank.read.importers.importers import IMPORTERS
from reference import TABLES, made, title, used

README = (ROOT / "README.md").read_text(encoding="utf-8")
HERE = "https://github.com/mkdocs-qbank/mkdocs-qbank"
ALL = [block for file in pages() for block in blocks(file)]
FOLLOWED = sorted({block.page for block in ALL if block.commands and not block.need})
INLINE = re.compile(r"`(qbank [^`]+)`")


def text(page: str) -> str:
    return (MANUAL / page).read_text(encoding="utf-8")


def name(file: Path) -> str:
    return file.relative_to(MANUAL).as_posix()


@pytest.mark.parametrize("page", pages(), ids=name)
def test_what_a_page_takes_from_the_code_is_what_the_code_has(page: Path) -> None:
    shown = page.read_text(encoding="utf-8")
    assert shown == made(shown), "run: make manual"


def test_the_manual_has_each_table_once() -> None:
    assert sorted(used()) == sorted(table.__name__ for table in TABLES)


def test_each_command_and_each_of_its_options_is_in_the_manual() -> None:
    sections = dict(re.findall(r"^## `qbank ([\w-]+)`\n(.*?)(?=^## |\Z)", text("reference/commands.md"), re.M | re.S))
    assert sections.keys() == COMMANDS.keys()
    context = click.Context(main)
    for command, section in sections.items():
        found = main.get_command(context, command)
        assert found
        options = [
            name
            for item in found.params
            if isinstance(item, click.Option)
            for name in (*item.opts, *item.secondary_opts)
        ]
        rows = [names for names, about in re.findall(r"^\| (.*?) \| (.*) \|$", section, re.MULTILINE) if about]
        assert [name for name in options if not any(f"`{name}`" in row or f"`{name} " in row for row in rows)] == []


def test_each_option_of_the_plugin_is_in_the_manual() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", text("reference/options.md"), re.MULTILINE))
    for option in OPTIONS:
        shown = rows[option.name].casefold()
        assert shown == f"{option.summary}. {option.kind}. default: `{json.dumps(option.default)}`.".casefold()


def test_each_field_and_section_of_a_file_is_in_the_manual() -> None:
    shown = text("reference/question-file.md")
    assert [
        field for table in (QUESTION_FIELDS, TOPIC_FIELDS, PAGE_FIELDS) for field in table if f"`{field}`" not in shown
    ] == []
    assert [heading for heading in SECTIONS.values() if f"`## {heading}`" not in shown] == []


def test_each_format_that_is_imported_is_in_the_manual() -> None:
    shown = text("reference/formats.md")
    assert [item.name for item in IMPORTERS if f"| `{item.name}` |" not in shown] == []


def test_each_rule_is_in_the_manual_with_its_level() -> None:
    shown = text("reference/rules.md")
    assert [
        rule.id for rule in RULES.values() if not re.search(rf"\| `{rule.id}` \| .*\. {rule.severity}", shown, re.I)
    ] == []


def test_each_data_file_and_each_kind_of_page_is_in_the_manual() -> None:
    assert [path for path in DATA.values() if f"| `/{path}` | " not in text("reference/data.md")] == []
    ends = [f"/{path.removesuffix('.md').removesuffix('index').rstrip('/')}/" for path in PAGES.values()]
    assert [end for end in ends if f"| `{end}` | " not in text("reference/urls.md")] == []


def test_each_library_that_a_bank_installs_is_in_the_manual_with_its_reason() -> None:
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (listed,) = re.findall(r"^dependencies = \[(.*?)^\]", settings, re.MULTILINE | re.DOTALL)
    shown = text("explanation/architecture.md").casefold()
    assert [item for item in re.findall(r'"([\w-]+)', listed) if item not in shown] == []


def test_no_command_or_option_in_the_manual_is_unknown() -> None:
    context = click.Context(main)
    said = [command for block in ALL for command, _ in block.commands]
    said += [command for file in pages() for command in INLINE.findall(file.read_text(encoding="utf-8"))]
    for words in (line.split() for line in said if re.match(r"qbank [a-z]", line)):
        command = main.get_command(context, words[1])
        assert command, words
        known = {option for item in command.params for option in item.opts}
        assert [word for word in words if word.startswith("--") and word.split("=")[0] not in known] == [], words


def test_each_value_that_a_check_prints_for_programs_is_in_the_manual(write: Write) -> None:
    content = write({"questions/t/a.md": question("What is tea?", "difficulty: Beginner")})
    (finding,) = json.loads(run("qbank", "check", "--format", "json", cwd=content.parent).stdout)
    _, _, shown = text("reference/data.md").partition("## What `qbank check` prints\n")
    names = [*finding, *finding["edits"][0]]
    assert len(names) > 12
    assert [each for each in names if f"`{each}`" not in shown.partition("\n## ")[0]] == []


@pytest.mark.site
@pytest.mark.parametrize("page", FOLLOWED)
def test_what_a_page_says_to_do_works(page: str, project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bank"
    if page == "tutorial.md":
        folder.mkdir()
    else:
        shutil.copytree(project, folder)
    assert Reader(folder=folder).follow(MANUAL / page)


def test_what_is_not_run_is_the_least_and_says_what_it_needs() -> None:
    left = [block.need for block in ALL if block.need]
    tests = [path for need in left for path in re.findall(r"tests/[\w/.]+", need)]
    assert len(tests) > 2
    assert all((ROOT / path).is_file() for path in tests)
    assert len([block for block in ALL if block.commands and not block.need]) > 3 * len(left)


def settings() -> Iterator[Block]:
    """The parts of mkdocs.yml that pages show."""
    for block in ALL:
        if block.language == "yaml" and isinstance(found := yaml.safe_load(block.text), dict):
            yield from [block] if found.keys() & {"plugins", "theme", "nav", "site_url"} else []


def test_every_part_of_mkdocs_yml_in_the_manual_has_no_unknown_option(tmp_path: Path) -> None:
    config = tmp_path / "mkdocs.yml"
    found = list(settings())
    assert len(found) > 8
    for block in found:
        config.write_text(block.text, encoding="utf-8")
        assert option_problems(config) == (), (block.page, block.line)


def navigation(entries: list[Any]) -> Iterator[str]:
    for entry in entries:
        for target in entry.values() if isinstance(entry, dict) else [entry]:
            yield from navigation(target) if isinstance(target, list) else [target]


def test_every_page_of_the_manual_is_in_the_navigation_and_describes_itself() -> None:
    named = [path for path in navigation(load(ROOT / "mkdocs.yml")["nav"]) if path.startswith("manual/")]
    assert sorted(named) == sorted(f"manual/{name(file)}" for file in pages())
    for file in pages():
        assert f"\n# {title(file)}\n" in file.read_text(encoding="utf-8")
        assert re.search(r"^description: .{20,120}$", file.read_text(encoding="utf-8"), re.MULTILINE), file


def test_the_first_page_leads_to_every_other() -> None:
    shown = text("index.md")
    assert [name(file) for file in pages() if name(file) != "index.md" and f"]({name(file)})" not in shown] == []


def test_the_readme_fits_on_a_screen_or_two_and_has_two_pictures() -> None:
    assert len(README.splitlines()) <= 120
    assert len(re.findall(r"^!\[", README, re.MULTILINE)) == 2


def test_each_link_from_the_readme_into_the_repository_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", README)
    assert [link for link in links if not link.startswith(("https://", "mailto:"))] == [], (
        "the package index has no files"
    )
    raw = HERE.replace("github.com", "raw.githubusercontent.com")
    ours = [link for link in links if link.startswith((f"{HERE}/blob/main/", f"{raw}/main/"))]
    assert len(ours) > 15
    for link in ours:
        path, _, anchor = link.removeprefix(f"{HERE}/blob/main/").removeprefix(f"{raw}/main/").partition("#")
        assert (ROOT / path).is_file(), link
        headings = re.findall(r"^#+ (.+)$", (ROOT / path).read_text("utf-8"), re.MULTILINE) if anchor else []
        assert not anchor or anchor in {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings}


def test_links_from_the_manual_into_the_repository_lead_somewhere() -> None:
    for file in pages():
        for path in re.findall(rf"{HERE}/blob/main/([^)#\s]+)", file.read_text(encoding="utf-8")):
            assert (ROOT / path).is_file(), (name(file), path)


def test_the_manual_names_the_zensical_that_is_tested() -> None:
    pinned = re.search(r'"zensical==([\d.]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert pinned
    assert f"[Zensical](https://zensical.org/) {pinned[1]}" in text("how-to/engines.md")


def test_a_reader_notices_what_does_not_work(tmp_path: Path) -> None:
    for command, complaint in (
        ("false", "ended with 1"),
        ("$ echo a\nb", "printed:\na"),
        ("$ qbank no", "ended with 2"),
    ):
        language = "console" if command.startswith("$") else "sh"
        page = MANUAL / "x.md"
        broken = Block(page="x", line=1, language=language, text=f"{command}\n")
        reader = Reader(folder=tmp_path)
        with pytest.raises(AssertionError, match=complaint):
            reader.do(broken)
        assert not page.exists()


def test_three_dots_stand_for_any_text_and_nothing_else() -> None:
    assert matches(["a", "…", "z"], "a\nb\nc\nz\n")
    assert matches(["a", "…", "z"], "a\nz\n")
    assert matches(["a … z"], "a b z\n")
    assert matches([], "anything")
    assert not matches(["a"], "a\nb\n")
    assert not matches(["a", "…"], "b\na\n")


def test_running_the_manual_by_hand_is_a_command(tmp_path: Path) -> None:
    done = run("python", ROOT / "tests/manual.py", "reference/urls", tmp_path, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
