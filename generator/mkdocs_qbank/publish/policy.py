"""The content security policy of the pages: the theme's own scripts by their hashes, and files of this site."""

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
"""How an option names another host."""


def no_origin(hosts: Iterable[str]) -> str | None:
    """Return the first of some hosts that is no origin such as `https://stats.example.org`, or None."""
    return next((host for host in hosts if not _ORIGIN.fullmatch(host)), None)


def policy(hashes: Iterable[str], *, hosts: Iterable[str] = (), styles: Iterable[str] = ()) -> str:
    """Return the policy for a page with the inline scripts that have these hashes.

    Scripts run by their hashes and by being added by one that runs, wherever the site is served from; no address is
    enough. `hosts` are what scripts may talk to besides this site, and `styles` are hosts of styles and fonts.
    """
    others, looks = sorted(set(hosts)), sorted(set(styles))
    return "; ".join(
        " ".join(directive)
        for directive in (
            ["default-src 'self'"],
            # Pagefind looks words up in WebAssembly; 'wasm-unsafe-eval' lets no script be evaluated.
            ["script-src 'strict-dynamic' 'wasm-unsafe-eval'", *sorted(set(hashes))],
            ["style-src 'self' 'unsafe-inline'", *looks],
            ["font-src 'self' data:", *looks],
            ["img-src 'self' data:", *others],
            ["connect-src 'self'", *others],
            ["frame-src", *(others or ["'none'"])],
            ["worker-src 'self'"],
            ["object-src 'none'"],
            ["base-uri 'none'"],
            ["form-action 'self'"],
        )
    )


def with_policy(
    html: str, scripts: Iterable[str], *, instant: bool, hosts: Iterable[str], styles: Iterable[str]
) -> str:
    """Return a rendered page with the policy that allows the scripts of its templates, before all it applies to."""
    texts = frozenset(scripts)
    first = guard(texts, instant=instant)
    rule = policy(map(sha256, (first, *texts)), hosts=hosts, styles=styles)
    head = _HEAD.search(html)
    place = head.end() if head else 0
    meta = f'<meta http-equiv="Content-Security-Policy" content="{escape(rule, quote=False)}"><script>{first}</script>'
    return html[:place] + meta + html[place:]


def allow(html: str, source: str) -> str:
    """Return a page whose first policy allows one script more."""
    meta = _META.search(html)
    if meta is None:
        return html
    allowed = re.sub(r"\bscript-src\b", f"script-src {source}", meta[0], count=1)
    return html[: meta.start()] + allowed + html[meta.end() :]


def hosts_of(analytics: object) -> tuple[str, ...]:
    """Return the hosts that a provider of analytics that Material knows talks to."""
    google = isinstance(analytics, dict) and analytics.get("provider") == "google"
    return _GOOGLE if google else ()


def style_hosts(font: object, sheets: Iterable[str]) -> tuple[str, ...]:
    """Return the hosts that the styles and fonts named in mkdocs.yml come from."""
    google = () if font is False else ("https://fonts.googleapis.com", "https://fonts.gstatic.com")
    split = (urlsplit(str(sheet)) for sheet in sheets)
    return (*google, *(f"{one.scheme or 'https'}://{one.netloc}" for one in split if one.netloc))
