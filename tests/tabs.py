"""Pages of a real browser, each with a watch on it, used one after another by many tests.

To make a page costs a browser some three times what it costs to show one, so a page goes from test to test: emptied,
without what the last one stored or routed, in the size and scheme that the next one wants.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, Route

SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 800}}
SCREENS = ("phone light", "phone dark", "desktop light", "desktop dark")
"""The sizes and schemes that pages are looked at in."""


@dataclass(eq=False, kw_only=True)
class _Tab:
    """A page of one site, and what has gone wrong on it."""

    page: Page
    address: str
    console: bool = False
    wrong: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("request", self._requested)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", self._asked)
        self.page.on("console", self._said)

    def _requested(self, request: Request) -> None:
        if not request.url.startswith((self.address, "about:")):
            self.wrong.append(request.url)

    def _asked(self, dialog: Dialog) -> None:
        self.wrong.append(dialog.message)
        dialog.dismiss()  # which nothing else would do

    def _said(self, said: ConsoleMessage) -> None:
        if self.console and said.type == "error":
            self.wrong.append(f"{said.text} {said.location['url']}".rstrip())

    def empty(self) -> None:
        """Leave nothing of one test to the next."""
        for other in self.page.context.pages:
            if other != self.page:
                other.close()
        self.page.unroute_all(behavior="ignoreErrors")
        self.page.goto("about:blank")
        self.page.mouse.move(0, 0)
        session = self.page.context.new_cdp_session(self.page)
        session.send("Storage.clearDataForOrigin", {"origin": self.address.rstrip("/"), "storageTypes": "all"})
        session.detach()


_FREE: dict[tuple[object, ...], list[_Tab]] = {}


@contextmanager
def watched(
    browser: Browser,
    address: str,
    screen: str = "desktop light",
    *,
    console: bool = False,
    cold: bool = False,
    **options: Any,
) -> Iterator[Page]:
    """Yield a page of a size and scheme, motion reduced, and watch it.

    A request to another host, an error of a script, a dialog, and with `console` whatever the console calls an error,
    fail what is done with the page. A `cold` one has no file kept from an earlier page. `options` are those of
    a browser context.
    """
    size, scheme = screen.split()
    free = [] if cold else _FREE.setdefault((browser, address, *sorted(options.items())), [])
    if free:
        tab = free.pop()
    else:
        context = browser.new_context(base_url=address, reduced_motion="reduce", **options)
        tab = _Tab(page=context.new_page(), address=address)
        tab.watch()
    tab.wrong, tab.console = [], console
    tab.page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    tab.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    try:
        yield tab.page
        wrong = tab.wrong
        tab.empty()
        if cold:
            tab.page.context.close()
    except BaseException:
        tab.page.context.close()
        raise
    free.append(tab)
    assert wrong == [], wrong


def let_through(page: Page) -> None:
    """Answer requests as the site does from now on, once those that are being answered otherwise have been.

    A route that is removed while it answers has its request answered by the site too, and then fails.
    """
    page.unroute_all(behavior="wait")


def hold(page: Page, address: str | re.Pattern[str]) -> Callable[..., None]:
    """Hold requests back from now on, and return what lets them go on, or does something else with each of them."""
    waiting: list[Route] = []
    act: Callable[[Route], object] = waiting.append

    def release(each: Callable[[Route], object] = lambda route: route.continue_()) -> None:
        nonlocal act
        act = each
        for route in waiting:
            each(route)

    def handle(route: Route) -> None:
        act(route)

    page.route(address, handle)
    return release
