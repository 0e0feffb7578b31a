"""Templates that another process compiled are those that this one would compile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import AS_OF, ROOT
from jinja2 import Environment, FileSystemLoader
from mkdocs.config import load_config
from mkdocs_qbank.publish.compiled import Compiled, prepare


@pytest.fixture(scope="module")
def config() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patched:
        # A build notes the time of what it builds for all that it starts, and tests that come later are none of that.
        patched.setenv("SOURCE_DATE_EPOCH", AS_OF["SOURCE_DATE_EPOCH"])
        config = load_config(str(ROOT / "mkdocs.yml"))
        yield config.plugins.on_config(config)


def test_all_templates_of_a_question_are_compiled_by_another_process(
    config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled, env = Compiled(config.theme.get_env), config.theme.get_env()
    prepare(env)
    env.bytecode_cache = compiled
    usual, made = Environment.compile, []

    def compile_(self: Environment, source: Any, name: str | None = None, *rest: Any, **more: Any) -> Any:
        made.append(name)
        return usual(self, source, name, *rest, **more)

    monkeypatch.setattr(Environment, "compile", compile_)
    for name in ("question.html", "listing.html", "main.html", "base.html", "partials/header.html"):
        env.get_template(name)
    assert made == []
    env.from_string("{{ 1 }}")
    assert made == [None]


def test_what_is_not_waited_for_is_compiled_where_it_is_used(config: Any) -> None:
    compiled, env = Compiled(config.theme.get_env), config.theme.get_env()
    prepare(env)
    env.bytecode_cache = compiled
    compiled.cancel()
    assert env.get_template("question.html").name == "question.html"
    compiled.cancel()


def test_a_template_whose_text_is_another_is_compiled_again(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    env = Environment(loader=FileSystemLoader(tmp_path), auto_reload=True, bytecode_cache=Compiled(), autoescape=True)
    for text in ("one", "two", "one"):
        file.write_text(text, encoding="utf-8")
        assert env.overlay(cache_size=0).get_template("a.html").render() == text


def test_a_template_with_a_fault_is_told_of_where_it_is_used(tmp_path: Path, config: Any) -> None:
    (tmp_path / "question.html").write_text("{% if %}", encoding="utf-8")
    env = config.theme.get_env()
    env.loader = FileSystemLoader([tmp_path, *config.theme.dirs])
    prepare(env)
    env.bytecode_cache = Compiled(config.theme.get_env)
    with pytest.raises(Exception, match="Expected an expression"):
        env.get_template("question.html")


def test_a_template_that_cannot_be_read_costs_nothing_where_it_is_not_used(tmp_path: Path, config: Any) -> None:
    (tmp_path / "main.html").write_text('{% extends "base.html" %}{# {% include "old.html" %} #}', encoding="utf-8")
    (tmp_path / "old.html").write_bytes(b"caf\xe9")

    def make() -> Environment:
        env: Environment = config.theme.get_env()
        env.loader = FileSystemLoader([tmp_path, *config.theme.dirs])
        return env

    env = make()
    prepare(env)
    env.bytecode_cache = Compiled(make)
    assert env.get_template("main.html").name == "main.html"
