"""Formulas in a browser on a machine that has no font for them."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from conftest import chromium, question, run, serve, small_project
from mkdocs_qbank.render.data.fonts import FONT
from tabs import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FloatRect, Locator, Page

pytestmark = [pytest.mark.site, pytest.mark.browser]

STRETCHED = (
    r"\underbrace{aa+bb+cc}_n",
    r"\overbrace{aa+bb+cc}^n",
    r"\overline{aa+bb+cc}",
    r"\underline{aa+bb+cc}",
    r"\overrightarrow{aa+bb+cc}",
    r"\overleftarrow{aa+bb+cc}",
    r"\widehat{aa}",
    r"\overline{x}",
    r"\underline{x}",
)
CENTRED = (r"\vec{x}", r"\hat{x}", r"\bar{x}", r"\tilde{x}", r"\dot{x}")
TALL = (
    r"\left(\frac{\frac{a}{b}}{\sqrt{\frac{c}{d}}}\right)^{2^{2^2}}",
    r"\sum_{\substack{i=1\\j=1\\k=1}}^{n} \hat{\hat{x}} \int_0^\infty",
    r"\begin{pmatrix}1&2\\3&4\\5&6\end{pmatrix} \begin{cases}1&x>0\\0&\text{otherwise}\end{cases}",
    r"\mathbb{E}_{x\sim\mathcal{N}}\underbrace{\big(f(x)-\overline{g}\big)^2}_{\text{what } f \text{ misses}}",
    r"\sqrt{\sqrt{\sqrt{\frac{g}{y}}}} \prod_{q=1}^{Q} \bigg[\Bigg(y_{q_{q_q}}\Bigg)\bigg]",
)
BIG = r"\bigg(x\bigg)^2"
NO_MATH_FONT = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <selectfont><rejectfont><glob>*Math*</glob><glob>*math*</glob></rejectfont></selectfont>
</fontconfig>
"""
SCALE = 2
"""The pixels of a picture for each px: with one, thin lines are no darker than what is between letters."""
ONE_TILE = ("--default-tile-width=4096", "--default-tile-height=4096")
"""Where a tile of a page ends, Chromium without a GPU leaves out parts of a glyph that is put together."""
INK = """async picture => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), {width: image.width, height: image.height});
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const {data} = context.getImageData(0, 0, image.width, image.height);
    const xs = [], ys = [];
    for (let i = 0; i < data.length; i += 4) if (data[i] < 160) {
        xs.push((i / 4) % image.width);
        ys.push(Math.floor(i / 4 / image.width));
    }
    const ends = values => values.length ? [Math.min(...values), Math.max(...values) + 1] : [0, 0];
    return [...ends(xs), ...ends(ys), image.height];
}"""
"""The first and the last column and row of a picture that are dark, and its height."""


@pytest.fixture(scope="module")
def formulas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with a page of formulas, and one without."""
    project = small_project(tmp_path_factory.mktemp("formulas") / "tea", "plain")
    answer = "\n\n".join(f"$$\n{latex}\n$$" for latex in (*STRETCHED, *CENTRED, *TALL, BIG))
    (project / "content/questions/tea/drawn.md").write_text(question("Drawn?", answer=answer), encoding="utf-8")
    run("mkdocs", "build", "--strict", cwd=project, check=True)
    with serve(project / "site") as address:
        yield address


@pytest.fixture(scope="module")
def bare(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser on a machine that has no mathematics font."""
    config = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    config.write_text(NO_MATH_FONT, encoding="utf-8")
    with chromium(browser.browser_type, *ONE_TILE, FONTCONFIG_FILE=str(config)) as opened:
        yield opened


@pytest.fixture
def drawn(bare: Browser, formulas: str) -> Iterator[Page]:
    """The page of formulas, with its font."""
    with watched(bare, formulas, console=True, device_scale_factor=SCALE) as page:
        page.goto("questions/drawn/")
        page.evaluate("document.fonts.ready.then(() => 0)")
        assert page.evaluate("document.fonts.check('16px \"QBank Math\"')")
        yield page


def ink(page: Page, picture: bytes) -> list[float]:
    other = page.context.new_page()  # the policy of a site's page would not let it look
    found = other.evaluate(INK, base64.b64encode(picture).decode())
    other.close()
    return [number / SCALE for number in found]


def formula(page: Page, number: int) -> Locator:
    return page.locator(".qb-formula").nth(number)


def box(locator: Locator) -> FloatRect:
    found = locator.bounding_box()
    assert found is not None
    return found


def mark(page: Page, number: int) -> tuple[float, float, float]:
    """The width of the ink of an accent relative to its base, and how far left and right of the base it ends, in px."""
    both = formula(page, number).locator("[accent], [accentunder]").first
    both.scroll_into_view_if_needed()
    both.locator("> :nth-child(1)").evaluate("base => { base.style.visibility = 'hidden' }")
    base, accent = box(both.locator("> :nth-child(1)")), box(both.locator("> :nth-child(2)"))
    clip: FloatRect = {
        "x": base["x"] - 20,
        "y": accent["y"] - 1,  # a picture that ends between two pixels may lose a line as thin as one
        "width": base["width"] + 40,
        "height": accent["height"] + 2,
    }
    left, right, *_ = ink(page, page.screenshot(clip=clip))
    return (right - left) / base["width"], 20 - left, right - 20 - base["width"]


@pytest.mark.parametrize("latex", STRETCHED)
def test_what_stretches_is_as_wide_as_its_base(latex: str, drawn: Page) -> None:
    ratio, left, right = mark(drawn, STRETCHED.index(latex))
    assert 0.9 < ratio < 1.4
    assert abs(left - right) <= 4


@pytest.mark.parametrize("latex", CENTRED)
def test_an_accent_is_above_the_middle_of_its_letter(latex: str, drawn: Page) -> None:
    _, left, right = mark(drawn, len(STRETCHED) + CENTRED.index(latex))
    assert abs(left - right) <= 4


def test_without_the_font_a_brace_is_not_as_wide_as_its_base(bare: Browser, formulas: str) -> None:
    with watched(bare, formulas, cold=True, device_scale_factor=SCALE) as page:
        page.route("**/*.woff2", lambda route: route.abort())
        page.goto("questions/drawn/")
        assert mark(page, 0)[0] < 0.5


@pytest.mark.parametrize("screen", ["desktop light", "phone light"])
def test_nothing_of_a_formula_is_cut_off(screen: str, bare: Browser, formulas: str) -> None:
    with watched(bare, formulas, screen, device_scale_factor=SCALE) as page:
        page.goto("questions/drawn/")
        page.evaluate("document.fonts.ready.then(() => 0)")
        shown = page.locator(".qb-formula")
        room = float(shown.first.evaluate("it => parseFloat(getComputedStyle(it).paddingTop)"))
        page.evaluate(
            """() => document.querySelectorAll('.qb-formula').forEach(
                it => { it.style.cssText = 'padding: 40px 0; background: #fff; scrollbar-width: none' })"""
        )
        assert shown.count() == len((*STRETCHED, *CENTRED, *TALL, BIG))
        for one in shown.all():
            _, _, top, bottom, height = ink(page, one.screenshot())
            assert top >= 40 - room
            assert bottom <= height - 40 + room


@pytest.mark.parametrize(("path", "files"), [("questions/plain/", []), ("questions/drawn/", [FONT])])
def test_a_page_loads_the_font_if_it_has_a_formula_and_asks_no_other_host(
    path: str, files: list[str], bare: Browser, formulas: str
) -> None:
    asked: list[str] = []
    with watched(bare, formulas, console=True, cold=True) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path)
        page.evaluate("document.fonts.ready.then(() => 0)")
        page.wait_for_load_state("networkidle")
    assert [address for address in asked if "font" in address] == [f"{formulas}{file}" for file in files]
    assert len(asked) > 3
    assert all(address.startswith(formulas) for address in asked)


def test_a_big_bracket_with_an_exponent_is_as_big_as_the_other(drawn: Page) -> None:
    shown = drawn.locator(".qb-formula").last
    shown.scroll_into_view_if_needed()
    whole, ends = box(shown), []
    for bracket in (shown.locator("mo").first, shown.locator("mo").last):
        at = box(bracket)
        clip: FloatRect = {"x": at["x"], "y": whole["y"], "width": at["width"], "height": whole["height"]}
        _, _, top, bottom, _ = ink(drawn, drawn.screenshot(clip=clip))
        ends.append((top, bottom))
    assert ends[0][1] - ends[0][0] > 18
    assert ends[0] == pytest.approx(ends[1], abs=1)


def test_the_font_is_used_on_a_page_that_runs_no_script(bare: Browser, formulas: str) -> None:
    with watched(bare, formulas, java_script_enabled=False) as page, page.expect_response(f"**/{FONT}") as answer:
        page.goto("questions/drawn/")
    assert answer.value.status == 200
