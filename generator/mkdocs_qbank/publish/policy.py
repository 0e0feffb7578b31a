"""The content security policy of pages: scripts of the theme by their hashes, and files of this site."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from urllib.parse import urlsplit

from mkdocs_qbank.publish.scripts import guard, sha256

_HEAD = re.compile(r"<head\b[^>]*>(?:\s*<meta charset=[^>]*>)?", re.IGNORECASE)
_META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">')
_GOOGLE = (
    "https://*.analytics.google.com",
    "https://*.google-analytics.com",
    "https://*.googletagmanager.com",
)
_ORIGIN = re.compile(r"https://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]+)?")
"""The form of another host in an option."""


def no_origin(hosts: Iterable[str]) -> str | None:
    """Return the first host that is not an origin such as `https://stats.example.org`, or None."""
    return next((host for host in hosts if not _ORIGIN.fullmatch(host)), None)


def policy(hashes: Iterable[str], *, hosts: Iterable[str] = (), styles: Iterable[str] = ()) -> str:
    """Return the policy for a page whose inline scripts have these hashes.

    A script runs if its hash is listed or if a running script adds it, wherever the site is served from; no address is
    sufficient. `hosts` are the other hosts that scripts may connect to, and `styles` the hosts of styles and fonts.
    """
    connections, sources = sorted(set(hosts)), sorted(set(styles))
    return "; ".join(
        " ".join(directive)
        for directive in (
            ["default-src 'self'"],
            ["script-src 'strict-dynamic'", *sorted(set(hashes))],
            ["style-src 'self' 'unsafe-inline'", *sources],
            ["font-src 'self' data:", *sources],
            ["img-src 'self' data:", *connections],
            ["connect-src 'self'", *connections],
            ["frame-src", *(connections or ["'none'"])],
            ["worker-src 'self'"],
            ["object-src 'none'"],
            ["base-uri 'none'"],
            ["form-action 'self'"],
        )
    )


def with_policy(
    html: str, scripts: Iterable[str], *, instant: bool, hosts: Iterable[str], styles: Iterable[str]
) -> str:
    """Return a rendered page with the policy that allows the scripts of its templates, at the start of its head."""
    texts = frozenset(scripts)
    first = guard(texts, instant=instant)
    rule = policy(map(sha256, (first, *texts)), hosts=hosts, styles=styles)
    head = _HEAD.search(html)
    position = head.end() if head else 0
    meta = f'<meta http-equiv="Content-Security-Policy" content="{escape(rule, quote=False)}"><script>{first}</script>'
    return html[:position] + meta + html[position:]


def allow(html: str, source: str) -> str:
    """Return a page whose first policy also allows the script with this source expression."""
    return _META.sub(lambda meta: re.sub(r"\bscript-src\b", f"script-src {source}", meta[0], count=1), html, count=1)


def hosts_of(analytics: object) -> tuple[str, ...]:
    """Return the hosts that an analytics provider supported by Material connects to."""
    return _GOOGLE if isinstance(analytics, dict) and analytics.get("provider") == "google" else ()


def style_hosts(font: object, sheets: Iterable[str]) -> tuple[str, ...]:
    """Return the hosts of the fonts and style sheets in mkdocs.yml."""
    google = () if font is False else ("https://fonts.googleapis.com", "https://fonts.gstatic.com")
    addresses = (urlsplit(str(sheet)) for sheet in sheets)
    return (*google, *(f"{url.scheme or 'https'}://{url.netloc}" for url in addresses if url.netloc))
