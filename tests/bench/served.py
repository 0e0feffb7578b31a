"""Built sites, served as a host of static sites serves them, and the browser that looks at them."""

from __future__ import annotations

import functools
import gzip
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@dataclass(frozen=True, slots=True)
class Served:
    """A site that is served."""

    address: str
    sent: dict[str, int] = field(default_factory=dict)
    """The bytes that went out, compressed, by path."""


class _Compressed(http.server.SimpleHTTPRequestHandler):
    """Serves each file compressed, and counts what goes out."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # so that headers and body go out together
    sent: dict[str, int]

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = _packed(path, path.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.sent[urlsplit(self.path).path] = len(body)
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@functools.lru_cache(maxsize=512)
def _packed(path: Path, changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), 6)


@contextmanager
def serve(site: Path) -> Iterator[Served]:
    """Serves a folder compressed, as any host of static sites does."""
    sent: dict[str, int] = {}
    handler = type("Handler", (_Compressed,), {"sent": sent})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Served(f"http://127.0.0.1:{server.server_port}/", sent)
    finally:
        server.shutdown()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Opens headless Chromium; without one, the program ends and says so."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        sys.exit("this is measured in Chromium, and there is none on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_QUIET)
        yield browser
        browser.close()


def build(project: Path, settings: str | None = None) -> Path:
    """Builds the site of a project that has a content folder, by default with this project's own settings."""
    if settings is None:
        lines = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
        settings = "\n".join(line for line in lines if "contribute.md" not in line and "custom_dir" not in line)
    (project / "mkdocs.yml").write_text(settings + "\n", encoding="utf-8")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [BIN / "mkdocs", "build", "-q"], cwd=project, env=environment, capture_output=True, check=False
    )
    if done.returncode:
        sys.exit(f"the site of {project} could not be built\n{done.stderr.decode()[-2000:]}")
    return project / "site"
