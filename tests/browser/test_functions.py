"""The functions of the scripts that need no page, each by a table of cases, imported as they are published.

A file below tests/cases/scripts/ has the cases of the module of the same name. A case calls a `function`, or with
`Class.name` a method of an object made with the arguments `of`, after the calls `before` it. `then` turns the result
into what is `expected`; `raises` is the message of an error. A value tagged `!js` is an expression.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.site, pytest.mark.browser]
TABLES = ROOT / "tests/cases/scripts"
SCRIPTS = ROOT / "theme_overrides/assets/javascripts"
ELSEWHERE = {
    "keys.js": {"asDialog", "bind", "keysAreOn", "openKeys"},
    "neighbourhood.js": {"offer"},
    "random.js": {"goToRandom"},
    "relations.js": {"relationsOf"},
    "shards.js": {"shardAt"},
    "storage.js": {"whenKept"},
    "wide.js": {"reach"},
    "map/input.js": {"followKeys", "followPointers"},
    "map/picture.js": {"lookOf"},
    "propose/draft.js": {"fileOf", "proposed"},
    "propose/problems.js": {"labelOf"},
    "propose/released.js": {"whenReleased"},
    "propose/rules.js": {"problemsOf"},
    "propose/slug.js": {"slugOf"},
    "propose/structure.js": {"sectionText", "structureOf"},
    "propose/titles.js": {"titleOf"},
    "search/engine.js": {"find", "prepare"},
    "search/facets.js": {"chips", "count"},
    "search/filter.js": {"facetsOf"},
    "search/glossary.js": {"glossary"},
    "search/index.js": {"loadIndex"},
    "search/marks.js": {"show"},
    "search/query.js": {"unitsOf", "withSlips"},
    "search/vocabulary.js": {"corrected", "known", "stopWords"},
}
"""Functions that load data or change a page: what they do, the other tests of this folder see."""
_PLAIN = """const plain = (value) => {
    if (value instanceof URL) return value.href.replace(address, "");
    if (value instanceof Element) return value.outerHTML;
    if (value instanceof Set || ArrayBuffer.isView(value)) return plain([...value]);
    if (value instanceof Map) return plain(Object.fromEntries(value));
    if (Array.isArray(value)) return value.map(plain);
    if (value && typeof value === "object") return plain_entries(value);
    return typeof value === "number" ? (Number.isNaN(value) ? "NaN" : Number(value.toFixed(6))) : value ?? null;
};
const plain_entries = (value) => Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));"""
_CALL = """async ([address, path]) => {{
    {plain}
    const module = await import(`${{address}}assets/javascripts/${{path}}`);
    const {{ {name}: called }} = module;
    {call}
    try {{
        return plain(await ({then})(await result(), object));
    }} catch (error) {{
        return {{ raises: error.message }};
    }}
}}"""


class Code(str):
    """An expression of JavaScript."""

    __slots__ = ()


class _Loader(yaml.SafeLoader):
    """Reads a table."""


def _code(loader: _Loader, node: yaml.ScalarNode) -> Code:
    return Code(loader.construct_scalar(node))


_Loader.add_constructor("!js", _code)


def _source(value: Any) -> str:
    """A value as an expression of JavaScript."""
    if isinstance(value, Code):
        return f"({value})"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{json.dumps(key)}: {_source(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_source, value))}]"
    return json.dumps(value)


def _script(case: dict[str, Any]) -> str:
    """A case as a function of JavaScript that gives its result as plain values."""
    name, _, method = case["function"].partition(".")
    arguments = f"...{_source(case.get('arguments', []))}"
    if "of" not in case:
        call = f"const object = null; const result = () => called({arguments});"
    else:
        given = case.get("before", [])
        before = [item if isinstance(item, Code) else f"object.{method}(...{_source(item)})" for item in given]
        result = f"object.{method}({arguments})" if method else "object"
        call = f"const object = new called(...{_source(case['of'])}); {'; '.join(before)};"
        call += f" const result = () => {result};"
    then = case.get("then", "(value) => value")
    return _CALL.format(plain=_PLAIN, name=name, call=call, then=then)


def _cases() -> Iterator[Any]:
    for table in sorted(TABLES.rglob("*.yml")):
        module = table.relative_to(TABLES).with_suffix(".js").as_posix()
        for case in yaml.load(table.read_text(encoding="utf-8"), _Loader):  # noqa: S506 - a safe loader with one tag more
            yield pytest.param(module, case, id=f"{module} {case['function']}: {case['name']}")


@pytest.fixture(scope="module")
def tab(browser: Browser, served: str) -> Iterator[Page]:
    """The one page that all cases run in."""
    opened = browser.new_page()
    opened.goto(f"{served}404.html")
    yield opened
    opened.close()


@pytest.mark.parametrize(("module", "case"), [*_cases()])
def test_a_function_returns_what_its_table_says(tab: Page, served: str, module: str, case: dict[str, Any]) -> None:
    expected = {"raises": case["raises"]} if "raises" in case else case["expected"]
    assert tab.evaluate(_script(case), [served, module]) == expected


def test_every_function_has_a_case_or_needs_a_page(tab: Page, served: str) -> None:
    texts = {file.relative_to(SCRIPTS).as_posix(): file.read_text(encoding="utf-8") for file in SCRIPTS.rglob("*.js")}
    modules = {path for path, text in texts.items() if re.search(r"^export ", text, re.MULTILINE)}
    tested: dict[str, set[str]] = {module: set(ELSEWHERE.get(module, ())) for module in modules}
    for parameters in _cases():
        module, case = parameters.values
        tested[module].add(case["function"].partition(".")[0])
    exported = tab.evaluate(
        """async ([address, paths]) => Object.fromEntries(await Promise.all(paths.map(async (path) => {
            const module = await import(`${address}assets/javascripts/${path}`);
            const isFunction = (value) => typeof value === "function" && !String(value).startsWith("class");
            return [path, Object.keys(module).filter((name) => isFunction(module[name]))];
        })))""",
        [served, sorted(modules)],
    )
    assert {module: set(names) - tested[module] for module, names in exported.items()} == {m: set() for m in modules}
