"""The content security policy of the pages: files of this site, and the theme's own inline scripts by their hashes."""

from __future__ import annotations

import base64
import hashlib
import re

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL | re.IGNORECASE)
_DATA = re.compile(r"""\btype\s*=\s*["']?(?:application/(?:ld\+)?json|text/template)""", re.IGNORECASE)


def policy(theme_page: str) -> str:
    """Gives the policy for pages whose theme renders as `theme_page` does, a page without any content of strangers."""
    hashes = []
    for script in _SCRIPT.finditer(theme_page):
        if script["text"].strip() and not _DATA.search(script["attributes"]):
            digest = hashlib.sha256(script["text"].encode()).digest()
            hashes.append(f"'sha256-{base64.b64encode(digest).decode()}'")
    # Pagefind looks words up in WebAssembly, a file of this site; 'wasm-unsafe-eval' lets no script be evaluated.
    scripts = " ".join(["'self'", "'wasm-unsafe-eval'", *sorted(set(hashes))])
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ]
    )
