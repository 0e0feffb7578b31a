"""Whatever a contributor nests, the page holds nothing that runs, loads or takes a place of the theme's."""

from __future__ import annotations

import pytest
import trees
from conftest import LONG

HARMFUL = (
    "<script>x</script>",
    "<b onclick=x>y</b>",
    '<a href="java\tscript:x">y</a>',
    '<a href="x" target=_blank>y</a>',
    '<b id="x">y</b>',
    '<a href="#x">y</a>',
    '<b style="position:fixed">y</b>',
    "</article>",
    "<details>",
    "<svg></svg>",
    "<img>",
    '<img src="../../assets/images/0123.png" alt="x" width="64" height="40" loading="lazy">',
)


def test_no_tree_puts_anything_harmful_on_a_page() -> None:
    harmful = {
        text: found
        for text in trees.grow(10_000 if LONG else 600, seed=2026)
        if (found := trees.failures(text, page=False))
    }
    assert harmful == {}


def test_no_tree_puts_anything_harmful_on_a_page_of_mkdocs_markdown() -> None:
    harmful = {text: found for text in trees.grow(2000 if LONG else 150, seed=7) if (found := trees.failures(text))}
    assert harmful == {}


@pytest.mark.parametrize("html", HARMFUL)
def test_the_watch_sees_what_is_harmful(html: str) -> None:
    assert list(trees.wrong(html))
