"""What is wider than a phone: formulas, tables and code scroll inside themselves, by keyboard too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import make_once, question, run, serve, small_project, until
from tabs import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.site, pytest.mark.browser]
WIDE = (".qb-formula", ".qb-long", ".md-typeset__scrollwrap", "pre > code")
SUM = " + ".join(f"y_{{{n}}}" for n in range(80))
ANSWER = f"""A sum ${SUM}$ in a line, and $\\frac{{a}}{{b}}$.

- An item: ${SUM}$

$${" + ".join(f"x_{{{n}}}^{{2}}" for n in range(40))}$$

| {" | ".join(f"column {n}" for n in range(12))} |
|{"---|" * 12}
| {" | ".join(f"cell {n}" for n in range(12))} |

```python
print("{"word " * 30}")
```
"""


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Page]:
    """A page with all of these, on a phone."""

    def make(folder: Path) -> None:
        small_project(folder, "green")
        (folder / "content/questions/tea/wide.md").write_text(question("Wide?", answer=ANSWER), encoding="utf-8")
        settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
        settings = settings.replace("font: false", "font: false, features: [content.code.copy]")
        (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
        run("mkdocs", "build", "--strict", cwd=folder, check=True)

    site = make_once(tmp_path_factory, "wide", make) / "site"
    with serve(site) as address, watched(browser, address, "phone light") as opened:
        opened.goto("questions/wide/")
        until(opened, "document.querySelector('pre > code').tabIndex === 0")
        yield opened


def test_the_page_does_not_scroll_sideways(wide: Page) -> None:
    assert wide.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("selector", WIDE)
def test_what_is_wide_scrolls_by_keyboard(wide: Page, selector: str) -> None:
    element = wide.locator(selector).first
    assert element.evaluate("element => element.scrollWidth > element.clientWidth")
    element.focus()
    wide.keyboard.press("ArrowRight")
    until(wide, "selector => document.querySelector(selector).scrollLeft > 0", selector)


@pytest.mark.parametrize("selector", WIDE)
def test_what_is_wide_has_an_edge_that_says_so(wide: Page, selector: str) -> None:
    images = wide.locator(selector).first.evaluate("element => getComputedStyle(element).backgroundImage")
    assert images.count("linear-gradient") == 4


def test_a_long_formula_stands_on_its_line_and_is_not_cut(wide: Page) -> None:
    wide.set_viewport_size({"width": 1280, "height": 800})
    framed, bare = wide.evaluate(
        """() => {
            const long = document.querySelector("p .qb-long");
            const mark = document.createElement("i");
            mark.style.cssText = "display: inline-block; width: 1px; height: 1px";
            long.before(mark);
            mark.parentElement.style.whiteSpace = "nowrap";
            const below = () =>
                long.querySelector("mi").getBoundingClientRect().bottom - mark.getBoundingClientRect().bottom;
            const before = below();
            long.className = "";
            return [before, below()];
        }"""
    )
    assert framed == pytest.approx(bare, abs=1)
    wide.reload()
    until(wide, "document.readyState === 'complete'")
    wide.set_viewport_size({"width": 360, "height": 740})
    assert wide.locator("p .qb-long").first.evaluate("long => long.scrollHeight <= long.clientHeight")


def test_a_table_is_as_wide_as_the_text_around_it(wide: Page) -> None:
    wide.set_viewport_size({"width": 360, "height": 740})
    table, text = wide.locator(".md-typeset__scrollwrap").bounding_box(), wide.locator(".qb-answer").bounding_box()
    within = wide.locator(".md-typeset__scrollwrap table").first.bounding_box()
    assert table is not None
    assert text is not None
    assert within is not None
    assert (table["x"], table["width"]) == pytest.approx((text["x"], text["width"]), abs=1)
    assert table["height"] == pytest.approx(within["height"], abs=1)


def test_the_button_that_copies_covers_no_code(wide: Page) -> None:
    button, code = wide.locator(".md-code__nav").bounding_box(), wide.locator("pre > code").bounding_box()
    assert button is not None
    assert code is not None
    assert button["y"] + button["height"] <= code["y"] + 1


def test_what_fits_is_no_stop_for_the_keyboard(wide: Page) -> None:
    wide.set_viewport_size({"width": 1280, "height": 800})
    wide.evaluate("document.querySelector('pre > code').textContent = 'print()'")
    wide.evaluate("dispatchEvent(new Event('resize'))")
    assert wide.locator("pre > code").first.get_attribute("tabindex") is None
    wide.set_viewport_size({"width": 360, "height": 740})
