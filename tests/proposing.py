"""The page that proposes a question, as the browser tests open it, fill it in and read it; a plugin of pytest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tabs import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUESTION = "Why do people put compost on their beds?"
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def tab(browser: Browser, served: str) -> Iterator[Page]:
    """A page on a large screen, with the page that proposes a question."""
    with watched(browser, served, console=True) as opened:
        go(opened)
        yield opened


def go(page: Page, query: str = "") -> None:
    page.goto(f"propose/{query}")
    page.locator(".qb-propose[data-ready]").wait_for()


def field(page: Page, name: str) -> Any:
    return page.locator(f".qb-propose__form [name={name}]")


def fill(page: Page, **texts: str) -> None:
    page.evaluate("document.querySelector('.qb-propose details').open = true")
    for name, text in texts.items():
        control = field(page, name)
        if name in ("topic", "difficulty"):
            control.select_option(text)
        else:
            control.fill(text)


def way(page: Page, name: str) -> tuple[str, dict[str, str]]:
    """The address of a way to send, without its query, and the query."""
    address = urlsplit(page.locator(f"[data-way={name}]").get_attribute("href") or "")
    query = {key: value[0] for key, value in parse_qs(address.query).items()}
    return address._replace(query="").geturl(), query


def file_of(page: Page) -> str:
    return str(page.locator(".qb-file__text").evaluate("pre => pre.textContent"))


def near(page: Page) -> list[str]:
    return page.locator(".qb-near__title").all_inner_texts()


def problems(page: Page, name: str) -> str:
    return page.locator(f"[data-field={name}] .qb-field__wrong").inner_text()
