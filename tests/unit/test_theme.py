"""What the source of a template loses before it is compiled, and what it keeps."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import jinja2
import pytest
from mkdocs_qbank.publish.theme import Unindented, theme_dir

OURS = str(theme_dir() / "main.html")
MATERIAL = Path(str(getattr(find_spec("material"), "origin", ""))).parent / "templates"


def rendered(source: str, name: str = "x.html", filename: str = OURS, **values: object) -> str:
    """A template as it is rendered after it has lost what shows nothing."""
    environment = jinja2.Environment(autoescape=False)  # noqa: S701 - as MkDocs has it
    lean = Unindented(environment).preprocess(source, name, filename)
    return environment.from_string(lean).render(values)


@pytest.mark.parametrize(
    ("source", "lean"),
    [
        ("<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>\n<p>c</p>", "<ul><li>a</li><li>b</li></ul><p>c</p>"),
        ("<p>one\n  <a href=x>two</a>\n  <b>three</b>\n</p>", "<p>one\n<a href=x>two</a>\n<b>three</b></p>"),
        ('<div class="{{ "}>" }}"\n  id=a>\n  b\n</div>', '<div class="}>"\nid=a>\nb</div>'),
        ("<p>\n{% if true %}{# why #}\n  a\n{% endif %}\n</p>", "<p>a\n</p>"),
        ("one\n<script>a()</script>\ntwo", "one\n<script>a()</script>\ntwo"),
        ("<pre>\n  a\n</pre>\n<p>b</p>", "<pre>\n  a\n</pre>\n<p>b</p>"),
    ],
)
def test_line_breaks_beside_blocks_go_and_words_stay_apart(source: str, lean: str) -> None:
    assert rendered(source) == lean


def test_in_a_template_of_the_site_itself_blocks_may_be_laid_out_as_words() -> None:
    source = "<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>"
    assert rendered(source, filename="/site/overrides/menu.html") == "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"


def test_the_script_that_opens_tabs_is_on_all_pages_but_those_of_questions() -> None:
    name = "partials/javascripts/content.html"
    source = (MATERIAL / name).read_text(encoding="utf-8")
    assert "__tabbed_" in source
    for page, has in ((None, True), ({"meta": {}}, True), ({"meta": {"template": "question.html"}}, False)):
        assert ("__tabbed_" in rendered(source, name, str(MATERIAL / name), page=page, features=[])) == has


def test_data_in_pages_has_no_spaces_and_no_escapes_that_it_does_not_need() -> None:
    assert rendered("{{ x | tojson }}", x={"a": [1, "ж…</script>"]}) == '{"a":[1,"ж…\\u003c/script\\u003e"]}'


def test_what_material_reads_of_its_settings_is_there() -> None:
    """Its script takes each word of its settings by a name that stands in it."""
    (bundle,) = (MATERIAL / "assets/javascripts").glob("bundle.*.min.js")
    named = set(re.findall(r'"((?:clipboard|search|select)\.[a-z.]+)"', bundle.read_text(encoding="utf-8")))
    kept = set(re.findall(r'"([a-z.]+)": lang\.t', (theme_dir() / "main.html").read_text(encoding="utf-8")))
    assert {name for name in named if not name.startswith(("search.", "select."))} == kept
