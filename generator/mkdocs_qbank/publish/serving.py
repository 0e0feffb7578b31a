"""Responses of `mkdocs serve`: pages with their policy, or the findings if the bank has errors."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from mkdocs_qbank.findings.report import visible
from mkdocs_qbank.publish.policy import allow
from mkdocs_qbank.publish.scripts import sha256

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_RELOAD = re.compile(r"<script>((?:(?!<script).)*)</script>\s*</body>", re.DOTALL | re.IGNORECASE)
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src; style-src 'unsafe-inline'; \
connect-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>The bank has errors</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }}
:root {{ color-scheme: light dark }}
pre {{ overflow-x: auto; font: 0.875rem/1.5 ui-monospace, monospace }}
</style>
</head>
<body>
<main>
<h1>The bank has errors</h1>
<p>This page reloads by itself when a file changes.</p>
<pre tabindex="0">{problem}</pre>
</main>
</body>
</html>
"""


def problem_page(problem: str) -> str:
    """Return the HTML of the page that explains why there is no site."""
    return _PAGE.format(problem=escape("\n".join(visible(line) for line in problem.split("\n"))))


def middleware(application: Application, root: str, failing: Callable[[], bool]) -> Application:
    """Return an application that wraps another and adds the policy, which allows live reload, to its pages.

    While `failing` returns true there is no site, and every page is answered with the home page below `root`.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        response = _Response(application, environ)
        # The response waits for a running build, so ask only now whether it failed.
        if failing() and _is_page(environ["PATH_INFO"]):
            response = _Response(application, {**environ, "PATH_INFO": root})
        if not response.is_html:
            start_response(response.status, [*response.headers, ("X-Content-Type-Options", "nosniff")])
            return response.body
        body = _allow_reload(b"".join(response.body).decode("utf-8", "replace")).encode()
        response.close()
        headers = [
            (name, value) for name, value in response.headers if name.lower() not in ("content-length", "content-type")
        ]
        start_response(
            response.status,
            [*headers, ("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))],
        )
        return [body]

    return answer


class _Response:
    """The response of an application, before it is sent."""

    def __init__(self, application: Application, environ: dict[str, Any]) -> None:
        self.status = ""
        self.headers: list[tuple[str, str]] = []
        self.body = application(environ, self._start)

    def _start(self, status: str, headers: list[tuple[str, str]], *_: object) -> None:
        self.status, self.headers = status, headers

    @property
    def is_html(self) -> bool:
        return any(name.lower() == "content-type" and value.startswith("text/html") for name, value in self.headers)

    def close(self) -> None:
        """Close the file in the body, as a server does after sending it."""
        getattr(self.body, "close", lambda: None)()


def _is_page(path: str) -> bool:
    ending = posixpath.splitext(path)[1].lower()
    return ending in ("", ".html", ".htm") and not path.startswith("/livereload/")


def _allow_reload(html: str) -> str:
    """Return a page that allows the live-reload script, the last one, which MkDocs adds after all page content."""
    end = html.rfind("</body>")
    start = html.rfind("<script>", 0, end)
    match = _RELOAD.match(html, start) if -1 < start < end else None
    return allow(html, sha256(match[1])) if match else html
