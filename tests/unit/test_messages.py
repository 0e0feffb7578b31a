"""The catalogue of messages: whatever a reader sees stands in it, and what stands in it is used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from mkdocs_qbank.model.messages import around, catalogue, enumeration, message

PACKAGE, THEME = ROOT / "generator/mkdocs_qbank", ROOT / "theme_overrides"
TEMPLATES = sorted(THEME.rglob("*.html"))
SCRIPTS = sorted(THEME.rglob("*.js"))
MODULES = sorted(file for room in ("relate", "graph", "render") for file in (PACKAGE / room).rglob("*.py"))
SHOWN = ("aria-label", "title", "placeholder", "alt")
"""The attributes whose values readers see or hear."""
PHRASE = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}|^[A-Z][a-z]+[.…]?$")
"""Two words, or one that begins like a sentence."""

NOT_SHOWN = {
    "Infinity",
    "fieldset details",
    "ations ation ingly ments ment ions ings edly ing ers ion ies ied ely ed er es ly s y e",
}
"""Of scripts: numbers, selectors, and the endings of words."""
_TAG = re.compile(r"<[^>]*>?")
_KEY = re.compile(r"\b(?:Ctrl|End|Enter|Esc|Escape|Home)\b")


def keys(table: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """The dotted key of each message."""
    for name, entry in table.items():
        if isinstance(entry, str) or "other" in entry:
            yield prefix + name
        else:
            yield from keys(entry, f"{prefix}{name}.")


KEYS = frozenset(keys(catalogue()))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("template", TEMPLATES, ids=relative)
def test_a_template_holds_no_words_of_its_own(template: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.DOTALL)
    text = re.sub(r"<(script|style|kbd|code)\b.*?</\1>|<!doctype[^>]*>", " ", text, flags=re.DOTALL)
    shown = [value for name in SHOWN for value in re.findall(rf'\b{name}="([^"]*)"', text)]
    outside = re.sub(r"<[^>]*>", " ", text).split() + shown
    assert [word for word in outside if re.search(r"[A-Za-z]{2}", word)] == []


def names_of(template: str) -> dict[str, str]:
    """The prefix of the keys that each variable of a template stands for."""
    found: dict[str, str] = {}
    for name, value in re.findall(r"\{% set (\w+) = ([\w.]+) %\}", template):
        if value.startswith("config.extra.qbank.messages"):
            found[name] = value.removeprefix("config.extra.qbank.messages").lstrip(".")
        elif value.split(".")[0] in found:
            first, _, rest = value.partition(".")
            found[name] = ".".join(filter(None, (found[first], rest)))
    return found


@pytest.mark.parametrize("template", TEMPLATES, ids=relative)
def test_each_message_that_a_template_shows_is_there(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    prefixes = {**names_of(text), "config.extra.qbank.messages": ""}
    used = [
        f"{prefix}.{rest}".strip(".")
        for name, prefix in prefixes.items()
        for rest in re.findall(rf"(?<![\w.]){re.escape(name)}\.([\w.]+)", text)
    ]
    assert [key for key in used if key not in KEYS and not is_table(key)] == []


def is_table(key: str) -> bool:
    table: Any = catalogue()
    for part in key.split("."):
        table = table.get(part) if isinstance(table, dict) else None
    return isinstance(table, dict)


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_a_module_that_readers_see_the_work_of_holds_no_phrase(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    ignored = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)  # docstrings
    }
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in ignored
    ]
    data = ("Quiz", "Question", "Flashcard", "Answer", "Thing", "export default ", "graph LR")
    # of schema.org, of JavaScript, and of Mermaid
    assert [text for text in texts if PHRASE.search(_TAG.sub("", text)) and text not in data] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=relative)
def test_a_script_shows_no_words_of_its_own(script: Path) -> None:
    text = re.sub(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", "", script.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(
        r"\b(?:throw new Error|console\.\w+)\((?:[^()]|\([^()]*\))*\)|^import .*$", "", text, flags=re.MULTILINE
    )
    strings = [re.sub(r"\$\{[^}]*\}", "", found) for found in re.findall(r'"[^"\n]*"|`[^`]*`', text)]
    assert [
        words
        for words in (_KEY.sub("", string[1:-1]) for string in strings)
        if PHRASE.search(words) and "qb-" not in words and words not in NOT_SHOWN
    ] == []


def test_no_message_hides_behind_a_method_of_its_table() -> None:
    taken = set(dir(dict))
    assert [key for key in KEYS if taken & set(key.split("."))] == []


def test_a_message_is_filled_in_and_its_plural_is_chosen() -> None:
    assert message("lists.questions", count=1) == "1 question."
    assert message("lists.questions", count=0) == "0 questions."
    assert message("lists.about_tag", tag="{count}") == "Questions tagged {count}."
    assert around("tasks.tie.tag", "other", tag="{other}", count=2)[0] == "Relate it to "
    assert enumeration(["a"]) == "a"
    assert enumeration(["a", "b", "c"]) == "a, b, and c"


def test_a_message_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError):
        message("lists.nothing")
