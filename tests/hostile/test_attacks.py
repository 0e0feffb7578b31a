"""Attack strings in a real browser: none runs, with the content security policy or without it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from attack import BESIDE, addresses, bank_site, executions, named_addresses, preview, put_into, serve
from conftest import LONG, ROOT, make_once

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.site, pytest.mark.browser]
CORPUS = ROOT.parent / "shared" / "corpora" / "hostile" / "xss.json"
OWN = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>x</maction></math>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "<javascript:alert(1)>",
    '<a href="java&#10;script:alert(1)">x</a>',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<details open ontoggle=alert(1)>x</details>",
    "<form><button formaction=javascript:alert(1)>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<style>@import 'x'</style><style onload=alert(1)></style>",
    "### x {: onclick=alert(1) onmouseover=alert(1) }",
    "![x](x){: onerror=alert(1) }",
    '```python title="<img src=x onerror=alert(1)>"\nx\n```',
    '``` { .python onclick="alert(1)" }\nx\n```',
    '!!! note "<img src=x onerror=alert(1)>"\n    x',
    '??? note "<svg onload=alert(1)>"\n    x',
    "x[^1]\n\n[^1]: <img src=x onerror=alert(1)>",
    '*[HTML]: "><img src=x onerror=alert(1)>\n\nHTML',
    '[x]: y "\\"><img src=x onerror=alert(1)>"\n\n[x]',
    "</title></head></article><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    '<span title="$\\text{" onmouseover=alert(1) x="}$">x</span>',
    "$\\text{<img src=x onerror=alert(1)>}$",
    "{{ 7*7 }}{% raw %}<script>alert(1)</script>{% endraw %}",
    "\\<img src=x onerror=alert(1)>",
    "<base href=//x.invalid/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<a id=__search name=__config href=#>x</a>",
)


def strings() -> list[str]:
    """Our own strings, and at length a sample of the public ones where they are on this machine."""
    public = json.loads(CORPUS.read_text(encoding="utf-8")) if LONG and CORPUS.exists() else []
    return [*OWN, *public[::6]]


UNSEEN = tuple(f"topics/t-{number}/" if number % 2 else f"p-{number}/" for number in range(len(OWN)))
"""What is left out but for the long attacks."""
NAMES = (
    "<img src=x onerror=alert(1)>",
    'x"onmouseover=alert(1) x="',
    "<svg onload=alert(1)>",
    "<script src=e.txt>",
    "javascript:alert(1)",
    "a'onclick='alert(1)",
)


@pytest.mark.parametrize(("part", "bare"), [("body", False), ("fields", True), ("pages", True)])
def test_no_string_runs(part: str, bare: bool, browser: Browser, tmp_path: Path) -> None:
    """What runs nowhere without the policy runs nowhere with it, so both are tried at length alone.

    Of a string in all fields, a topic and a page, the question is looked at, and the topic or the page.
    """
    attacks = [*OWN, *BESIDE[:7]] if part == "pages" else strings()
    site, left = bank_site(attacks, tmp_path / "bank", part=part, bare=bare)
    assert len(left) > 0.9 * len(attacks)
    paths = [path for path in addresses(site, left) if LONG or not path.startswith(UNSEEN)]
    for policy in (False, True) if LONG else (False,):
        with serve(site, policy=policy) as address:
            ran = executions(browser, address, paths)
        assert ran == {}


def test_no_string_runs_as_a_name_in_a_bank_without_nav_built_or_served(browser: Browser, tmp_path: Path) -> None:
    site, left = bank_site(NAMES, tmp_path / "bank", part="names", bare=True)
    assert left == []
    paths = named_addresses(site)
    assert len(paths) >= 8
    with serve(site, policy=False) as address:
        assert executions(browser, address, paths) == {}
    with preview(tmp_path / "bank") as address:
        assert executions(browser, address, ["", "questions/harmless/"], policy=False) == {}


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Gives the site of a bank without an attack; nobody may write to it."""

    def make(*, bare: bool) -> Path:
        def build(folder: Path) -> None:
            bank_site([], folder, part="body", bare=bare)

        return make_once(tmp_path_factory, f"harmless-{bare}", build) / "site"

    return make


@pytest.mark.parametrize("bare", [False, True])
def test_the_policy_alone_stops_every_string_and_every_file_beside_the_page(
    bare: bool, browser: Browser, tmp_path: Path, harmless: Callable[..., Path]
) -> None:
    """Each string is tried under one of the two settings, or at length under both."""
    attacks = [*OWN, *BESIDE] if LONG else [*OWN[bare::2], *BESIDE[bare::2]]
    beside = next(number for number, text in enumerate(attacks) if text in BESIDE)
    paths = put_into(harmless(bare=bare), attacks, tmp_path / "copy")
    with serve(tmp_path / "copy", policy=True) as address:
        assert executions(browser, address, paths, calls=True) == {}
    with serve(tmp_path / "copy", policy=False) as address:
        without = executions(browser, address, paths, calls=True)
    assert len(without) > (15 if LONG else 7)
    assert any(int(path.rstrip("/").rpartition("-")[2]) >= beside for path in without)  # a file beside the page


def test_the_watch_sees_a_script_that_runs(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<article><img src=x onerror=alert(1)></article>", encoding="utf-8")
    with serve(tmp_path, policy=False) as address:
        assert executions(browser, address, ["index.html"]) != {}


def test_the_policy_alone_stops_an_inline_script(
    browser: Browser, tmp_path: Path, harmless: Callable[..., Path]
) -> None:
    (path,) = put_into(harmless(bare=False), ["<script>alert(1)</script>"], tmp_path / "copy")
    for policy, ran in ((True, False), (False, True)):
        with serve(tmp_path / "copy", policy=policy) as address:
            assert bool(executions(browser, address, [path])) is ran
