"""The content security policy in a real browser: what the theme and mkdocs.yml add runs, and nothing beside it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import question, run, serve, until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.site, pytest.mark.browser]

SETTINGS = """site_name: Tea
docs_dir: content/pages
{more}
theme:
  name: material
  font: false
  custom_dir: overrides
  palette:
    - {{scheme: default, toggle: {{icon: material/brightness-7, name: Dark}}}}
    - {{scheme: slate, toggle: {{icon: material/brightness-4, name: Light}}}}
  features: [navigation.instant, navigation.tabs, content.tabs.link, announce.dismiss, content.code.copy]
extra:
  analytics: {{provider: own, property: "<x>&"}}
extra_javascript:
  - js/classic.js
  - path: js/module.js
    type: module
  - path: js/deferred.js
    defer: true
  - {remote}remote.js
plugins:
  - qbank:
      history: false
"""
OVERRIDES = {
    "js/classic.js": "(window.ran ||= []).push('classic', typeof document$);"
    "document.addEventListener('DOMContentLoaded', () => ran.push('ready'));",
    "js/module.js": "import './imported.js'; (window.ran ||= []).push('module'); import('./later.js');",
    "js/imported.js": "(window.ran ||= []).push('imported');",
    "js/later.js": "(window.ran ||= []).push('later');",
    "js/deferred.js": "(window.ran ||= []).push('deferred');",
    "js/stats.js": "(window.ran ||= []).push(document.currentScript.dataset.site);",
    "partials/integrations/analytics/own.html": "<script>(window.ran ||= [])"
    ".push('{{ config.extra.analytics.property }}')</script>"
    "<script async data-site='stats & co' src=\"{{ 'js/stats.js' | url }}\"></script>",
    "partials/comments.html": "<script>(window.ran ||= []).push('page: {{ page.title }}')</script>",
    "partials/copyright.html": '{% include "partials/comments.html" %}'
    "{% raw %}<script>(window.ran ||= []).push('{{ raw }}')</script>{% endraw %}",
}
EXPECTED = {
    *(
        "classic",
        "object",
        "ready",
        "module",
        "imported",
        "later",
        "deferred",
        "remote",
        "<x>&",
        "stats & co",
        "{{ raw }}",
    )
}
INJECTED = (
    "<script src=e.txt></script>",
    "<script src=\\e.txt></script>",
    "<script src=/e.txt></script>",
    "<script type=module src=e.txt></script>",
    "<script type=module>import '/e.txt'</script>",
    "<script>window.evil = 1</script>",
    "<script nonce=x src=e.txt></script>",
    "<script type=application/json>window.evil = 1</script>",
    "<img src=x onerror='window.evil = 1'>",
    "<svg onload='window.evil = 1'><script href=e.txt></script><script>window.evil = 1</script></svg>",
    "<iframe srcdoc='<script>parent.evil = 1</script>'></iframe>",
    '<iframe src="javascript:parent.evil=1"></iframe>',
    "<base href=/elsewhere/>",
    "<link rel=import href=e.txt><link rel=modulepreload href=e.txt>",
    "<object data=e.txt></object><embed src=e.txt>",
)


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Another host, with a script on it."""
    folder = tmp_path_factory.mktemp("remote")
    (folder / "remote.js").write_text("(window.ran ||= []).push('remote');", encoding="utf-8")
    with serve(folder) as address:
        yield address


SITES = {"no site_url": "", "site_url": "site_url: https://example.org/tea/"}
either = pytest.mark.parametrize("site", ["site_url"], indirect=True)
"""For what scripts do wherever they come from."""


@pytest.fixture(scope="module", params=SITES)
def site(request: pytest.FixtureRequest, remote: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with all that mkdocs.yml can add."""
    project = tmp_path_factory.mktemp("project")
    topic = project / "content/questions/tea"
    topic.mkdir(parents=True)
    (topic / "_topic.yml").write_text("title: Tea\n", encoding="utf-8")
    (topic / "why.md").write_text(question("Why tea?"), encoding="utf-8")
    (project / "content/pages").mkdir()
    (project / "content/pages/index.md").write_text("# Tea\n\n[More](more.md)\n", encoding="utf-8")
    (project / "content/pages/more.md").write_text("# More\n", encoding="utf-8")
    (project / "content/pages/e.txt").write_text("window.evil = 1", encoding="utf-8")
    for path, text in OVERRIDES.items():
        file = project / "overrides" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    settings = SETTINGS.format(more=SITES[request.param], remote=remote)
    (project / "mkdocs.yml").write_text(settings, encoding="utf-8")
    done = run("mkdocs", "build", cwd=project)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("prints what a page says") == 1
    return project / "site"


def opened(browser: Browser, site: Path, path: str, script: str) -> Any:
    """What a script finds on a page of a site, served somewhere, once everything has been loaded."""
    with serve(site) as address:
        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.goto(path, wait_until="networkidle")
        found = page.evaluate(script)
        context.close()
        return found


@pytest.mark.parametrize("path", ["", "questions/why/", "map/"])
def test_what_the_theme_and_mkdocs_yml_add_runs_and_no_script_with_words_of_a_page(
    path: str, browser: Browser, site: Path
) -> None:
    assert set(opened(browser, site, path, "ran")) == EXPECTED


@either
def test_scripts_run_in_the_order_of_the_page(browser: Browser, site: Path) -> None:
    ran = opened(browser, site, "", "ran")
    assert ran.index("classic") < ran.index("remote")
    assert ran[ran.index("classic") + 1] == "object"  # the bundle was there before


@either
def test_the_switch_of_colours_is_remembered(browser: Browser, site: Path) -> None:
    switch = """async () => {
      document.querySelector('.md-header__option label:not([hidden])').click();
      return [document.body.dataset.mdColorScheme, Object.values(localStorage).some(text => text.includes('slate'))];
    }"""
    assert opened(browser, site, "", switch) == ["slate", True]


def test_nothing_that_lies_beside_a_page_runs(browser: Browser, site: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(site, tmp_path / "site" / "below" / "tea")
    for page in ("index.html", "questions/why/index.html"):
        file = copy / page
        text = file.read_text(encoding="utf-8").replace("</article>", "".join(INJECTED) + "</article>")
        file.write_text(text, encoding="utf-8")
        for folder in (file.parent, tmp_path / "site"):
            shutil.copy(site / "e.txt", folder)
        found = opened(browser, tmp_path / "site", f"below/tea/{page.removesuffix('index.html')}", "[window.evil, ran]")
        assert found[0] is None
        assert set(found[1]) >= {"classic", "module", "remote"}


@either
def test_no_page_compiles_programs_from_bytes_or_text(browser: Browser, site: Path) -> None:
    compiled = """() => new Promise((done) => setTimeout(() => {  // a script of its own: Playwright's may evaluate
        const tried = (compile) => { try { return compile() && "compiled"; } catch ({ name }) { return name; } };
        const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
        done([tried(() => new WebAssembly.Module(empty)), tried(() => new Function(""))]);
    }))"""
    assert opened(browser, site, "questions/why/", compiled) == ["CompileError", "EvalError"]


@either
def test_without_the_policy_they_would_run(browser: Browser, site: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(site, tmp_path / "site")
    file = copy / "index.html"
    text = file.read_text(encoding="utf-8").replace("Content-Security-Policy", "x")
    page = browser.new_page()
    with serve(copy) as address:
        attacks = (*INJECTED[:3], "<script>window.evil = 1</script>", "<img src=x onerror='window.evil = 1'>")
        for number, injected in enumerate(attacks):
            file.write_text(text.replace("</article>", f"{injected}</article>"), encoding="utf-8")
            page.goto(f"{address}?{number}")  # an address of its own, which the browser has not kept
            until(page, "window.evil === 1")
    page.context.close()


def test_instant_navigation_adds_no_script_of_a_page_that_it_fetches(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(site, tmp_path / "site")
    file = copy / "more/index.html"
    plain = [injected for injected in INJECTED if "<svg" not in injected]  # on which the theme's own script fails
    text = file.read_text(encoding="utf-8").replace("</article>", "".join(plain) + "</article>")
    file.write_text(text, encoding="utf-8")
    sitemap = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
    with serve(copy) as address:
        urls = "".join(f"<url><loc>{address}{path}</loc></url>" for path in ("", "more/"))
        (copy / "sitemap.xml").write_text(sitemap.format(urls), encoding="utf-8")
        page = browser.new_page(base_url=address)
        page.goto("", wait_until="networkidle")
        page.evaluate("window.stayed = true")
        page.click("article :text('More')")
        page.locator("article h1", has_text="More").wait_for()
        later = "async () => { await fetch('/e.txt'); await new Promise((done) => setTimeout(done, 100)); }"
        page.evaluate(later)  # by then a script that was added before has run
        assert page.evaluate("[window.stayed, window.evil]") == [True, None]
        page.context.close()
