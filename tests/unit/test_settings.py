"""What the command takes from mkdocs.yml, and that it says what it leaves out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import question, run
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils.yaml import yaml_load
from mkdocs_qbank.build.engine import dropped, engine_problems, read_engine
from mkdocs_qbank.build.mkdocs_yml import config_of, content_of
from mkdocs_qbank.build.options import OPTIONS, Options, option_problems, read_options
from mkdocs_qbank.markdown.pages import Engine
from mkdocs_qbank.publish.plugin import QBankPlugin


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the command is run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def bank(folder: Path, *names: str) -> Path:
    """A bank whose questions share words, so that some are suggested."""
    for name in names:
        file = folder / "questions/t" / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(question(f"About {name}?", "", f"{name} purr and chase mice with soft paws."), encoding="utf-8")
    (folder / "questions/t/_topic.yml").write_text("title: T\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", [[], ["--content", "docs/bank/content"]])
def test_a_nested_content_folder_has_the_options_of_its_mkdocs_yml(command: list[str], here: Path) -> None:
    bank(here / "docs/bank/content", "cats", "kittens", "lions")
    text = "plugins:\n  - qbank:\n      content: docs/bank/content\n      suggestions: 0\n"
    (here / "mkdocs.yml").write_text(text, encoding="utf-8")
    assert config_of(Path("docs/bank/content")) == Path("mkdocs.yml")
    found = json.loads(run("qbank", *command, "related", "--all", "--format", "json", cwd=here).stdout)
    assert found == {"cats": [], "kittens": [], "lions": []}
    assert run("qbank", *command, "check", cwd=here).stderr.startswith("3 questions checked")


def test_an_mkdocs_yml_of_another_bank_has_no_say(here: Path) -> None:
    content = bank(here / "docs/content", "cats")
    (here / "mkdocs.yml").write_text("plugins: [{qbank: {content: elsewhere}}]\n", encoding="utf-8")
    assert config_of(content) == here / "docs/mkdocs.yml"
    (here / "mkdocs.yml").write_text("plugins: [{qbank: {content: ./docs/../docs/content/}}]\n", encoding="utf-8")
    assert config_of(content) == Path("mkdocs.yml")
    (here / "docs/mkdocs.yml").write_text("plugins: [qbank]\n", encoding="utf-8")
    assert config_of(content) == Path("docs/mkdocs.yml")


def test_inherited_settings_and_variables_mean_what_they_mean_to_mkdocs(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QBANK_TEST_MODEL", "somewhere")
    (here / "shared").mkdir()
    base = "INHERIT: ../oldest.yml\nplugins:\n  qbank:\n    suggestions: 7\n    history: false\n"
    (here / "shared/base.yml").write_text(base, encoding="utf-8")
    oldest = "markdown_extensions:\n  toc: {permalink: true}\n  footnotes: {}\nplugins: {qbank: {threshold: 0.5}}\n"
    (here / "oldest.yml").write_text(oldest, encoding="utf-8")
    own = (
        "INHERIT: shared/base.yml\nmarkdown_extensions: {toc: {title: !ENV [NOBODY_SETS_THIS, Contents]}}\n"
        "plugins: {qbank: {suggestions: 2, model: !ENV QBANK_TEST_MODEL}}\n"
    )
    config = here / "mkdocs.yml"
    config.write_text(own, encoding="utf-8")
    with config.open(encoding="utf-8") as file:
        theirs = yaml_load(file)
    assert read_options(config) == Options(**theirs["plugins"]["qbank"])
    engine = read_engine(config)
    assert dict(engine.configs) == {"toc": theirs["markdown_extensions"]["toc"]}
    assert "footnotes" in engine.extensions
    assert option_problems(config) == engine_problems(config) == ()


FUNCTION = "!!python/name:pymdownx.superfences.fence_code_format"
LEFT_OUT = {
    "plugins: [{qbank: {suggestions: many}}]": "the option 'suggestions' of the plugin is left out: 'many' is",
    "plugins: [{qbank: {sugestions: 3}}]": "has no option 'sugestions'; did you mean 'suggestions'?",
    "plugins: [{qbank: {content: 3}}]": "the option 'content' of the plugin is left out: 3 is not text",
    "plugins: [": "cannot be read",
    "day: 2026-13-45": "cannot be read",
    "INHERIT: gone.yml": "INHERIT names 'gone.yml', which does not exist",
    "INHERIT: mkdocs.yml": "INHERIT leads in a circle",
    "markdown_extensions: {toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {}}}": (
        "the option 'slugify' of the Markdown extension 'toc' is left out"
    ),
    f"markdown_extensions: [{{pymdownx.superfences: {{custom_fences: [{{name: mermaid, format: {FUNCTION} }}]}}}}]": (
        "the option 'custom_fences' of the Markdown extension 'pymdownx.superfences' is left out"
    ),
}


WRONG: dict[str, object] = {
    "bank_id": 3,
    "content": 3,
    "suggestions": "many",
    "threshold": "high",
    "model": False,
    "cards": "all",
    "history": "never",
    "drafts": "some",
    "print_pages": 1,
    "host_files": "CNAME",
    "external_hosts": [3],
    "ignore_links": "https://example.org/*",
    "downloads": ["pdf"],
    "rules": "no-list",
    "banks": ["tea"],
    "timings": 3,
}


def test_mkdocs_and_the_command_refuse_the_same_values(here: Path) -> None:
    assert WRONG.keys() == {option.name for option in OPTIONS}
    for name, value in WRONG.items():
        ((key, error),), _ = QBankPlugin().load_config({name: value})
        Path("mkdocs.yml").write_text(json.dumps({"plugins": [{"qbank": {name: value}}]}), encoding="utf-8")
        (sentence,) = option_problems(Path("mkdocs.yml"))
        assert key == name
        assert sentence.endswith(f": {error}")
        assert str(error).startswith(f"the option '{name}' of the plugin is left out: ")
        assert read_options(Path("mkdocs.yml")) == Options()


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("suggestions", -1, "a whole number from 0 to 100"),
        ("suggestions", 2.5, "a whole number from 0 to 100"),
        ("suggestions", True, "a whole number from 0 to 100"),
        ("threshold", 7, "a number from -1 to 1"),
        ("threshold", float("nan"), "a number from -1 to 1"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused(name: str, value: object, kind: str) -> None:
    ((_, error),), _ = QBankPlugin().load_config({name: value})
    assert str(error) == f"the option '{name}' of the plugin is left out: {value!r} is not {kind}"


def test_mkdocs_and_the_command_read_the_same_options(here: Path) -> None:
    values = {"suggestions": 0, "threshold": 1, "model": None, "history": False, "host_files": ["CNAME"]}
    Path("mkdocs.yml").write_text(json.dumps({"plugins": [{"qbank": values}]}), encoding="utf-8")
    plugin = QBankPlugin()
    assert plugin.load_config(values) == ([], [])
    assert option_problems(Path("mkdocs.yml")) == ()
    wanted = Options(suggestions=0, threshold=1.0, history=False, host_files=("CNAME",))
    assert plugin.options == read_options(Path("mkdocs.yml")) == wanted


@pytest.mark.parametrize("text", LEFT_OUT)
def test_what_is_left_out_of_mkdocs_yml_is_said_in_one_sentence(text: str, here: Path) -> None:
    config = Path("mkdocs.yml")
    config.write_text(text, encoding="utf-8")
    (sentence,) = (*option_problems(config), *engine_problems(config))
    assert LEFT_OUT[text] in sentence
    assert "mkdocs.yml" in sentence


def test_check_and_export_say_on_standard_error_what_they_leave_out(here: Path) -> None:
    bank(here / "content", "cats")
    (here / "content/pages").mkdir()
    (here / "content/pages/index.md").write_text("# Cats\n", encoding="utf-8")
    *_, text = LEFT_OUT
    (here / "other.yml").write_text(f"docs_dir: content/pages\n{text}\n", encoding="utf-8")
    (here / "mkdocs.yml").write_text(f"plugins: [{{qbank: {{history: never}}}}]\n{text}\n", encoding="utf-8")
    checked = run("qbank", "check", "--format", "json", cwd=here)
    assert (checked.returncode, checked.stdout) == (0, "[]\n")
    said = re.findall(r"^qbank: mkdocs.yml:(?:1:20:)? the option", checked.stderr, re.MULTILINE)
    assert len(said) == 2
    exported = run("qbank", "export", "out", "--config", "other.yml", cwd=here)
    assert exported.returncode == 0
    assert exported.stderr.startswith("qbank: other.yml: the option 'custom_fences' of the Markdown extension")


def test_an_extension_that_another_plugin_made_is_named() -> None:
    assert dropped(["toc", object()], {"toc": {"permalink": True}}) == (
        "the Markdown extension object is left out: a plugin made it, so no other process has it",
    )


NAMES = ("plugins", "markdown_extensions", "qbank", "toc", "INHERIT", "content", "suggestions", "mkdocs.yml", "7")
MARKS = (": ", "- ", "\n", "  ", "[", "]", "{", "}", ", ", "!ENV", "!!python/name:os.system", "&a ", "*a", "<<", "? ")
PARTS = st.sampled_from((*NAMES, *MARKS))


@given(text=st.lists(st.one_of(PARTS, st.text(max_size=4)), max_size=30).map("".join))
def test_any_mkdocs_yml_gives_settings(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    config = tmp_path_factory.getbasetemp() / "mkdocs.yml"
    config.write_text(text, encoding="utf-8")
    assert isinstance(read_options(config), Options)
    assert isinstance(read_engine(config), Engine)
    assert isinstance(content_of(config), Path)
    assert all(map(str.strip, (*option_problems(config), *engine_problems(config))))
