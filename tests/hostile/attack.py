"""Banks made of attack strings, and a count of those that run script in a real browser.

    python tests/hostile/attack.py STRINGS.json

prints how many of the strings run when stock MkDocs with Material publishes them, and how many when QBank does, in the
body and in every field, with the content security policy and without it.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""How the browser is started, so that nothing leaves this machine."""
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_WATCH = """
window.__ran = [];
for (const name of ['alert', 'confirm', 'prompt', 'print'])
  window[name] = (...words) => { window.__ran.push(name); return null; };
"""
_PROVOKE = """async () => {
  const nodes = [...document.querySelectorAll('*')];
  for (const node of nodes) {
    for (const at of [...node.attributes])
      if (/^on/i.test(at.name) && node.closest('article, title, head, header')) window.__ran.push(at.name);
    const where = ['href', 'src', 'action', 'formaction', 'data', 'xlink:href'].map(name => node.getAttribute(name));
    if (where.some(value => value && /^[\\u0000-\\u0020]*(javascript|vbscript|data:text)/i.test(value)))
      if (node.closest('article')) window.__ran.push('address');
  }
  for (const node of document.querySelectorAll('article *')) {
    for (const kind of ['mouseover', 'mouseenter', 'focus', 'pointerover', 'toggle', 'animationstart'])
      node.dispatchEvent(new Event(kind, {bubbles: true}));
  }
  await new Promise(done => setTimeout(done, 5));
  return window.__ran;
}"""


def stock_site(strings: Sequence[str], folder: Path) -> Path:
    """Publishes each string as a page of stock MkDocs and Material, and gives the site."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# Home\n", encoding="utf-8")
    for number, text in enumerate(strings):
        (docs / f"s-{number}.md").write_text(f"# A page\n\n{text}\n", encoding="utf-8", errors="replace")
    extensions = "[admonition, attr_list, def_list, footnotes, tables, pymdownx.details, pymdownx.superfences]"
    settings = f"site_name: Stock\ntheme: {{name: material, font: false}}\nmarkdown_extensions: {extensions}\n"
    (folder / "mkdocs.yml").write_text(settings + "nav: [index.md]\n", encoding="utf-8")
    return _build(folder)


def bank_site(strings: Sequence[str], folder: Path, *, fields: bool) -> tuple[Path, list[int]]:
    """Publishes each string as a question, in its body or in every field; gives the site and those with a page."""
    topic = folder / "content/questions/hostile"
    topic.mkdir(parents=True)
    (folder / "content/pages").mkdir()
    (folder / "content/pages/index.md").write_text("# Home\n", encoding="utf-8")
    (topic / "_topic.yml").write_text("title: Hostile\n", encoding="utf-8")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    kept = [line for line in settings.splitlines() if "contribute.md" not in line and "custom_dir" not in line]
    (folder / "mkdocs.yml").write_text("\n".join(kept) + "\n", encoding="utf-8")
    (topic / "harmless.yml").write_text("question: Harmless?\nanswer: Yes.\n", encoding="utf-8")
    for number, text in enumerate(strings):
        data = _fields(text) if fields else {"question": "What is it?", "answer": text}
        (topic / f"s-{number}.yml").write_text(json.dumps(data), encoding="utf-8")
        if fields:
            _around(folder / "content", number, text)
    _leave_out_refused(folder)
    left = sorted(int(file.stem.removeprefix("s-")) for file in topic.glob("s-*.yml"))
    return _build(folder), left


def _fields(text: str) -> dict[str, object]:
    """A question with the string wherever a field takes text of any form."""
    return {
        "question": f"{text} ?",
        "instruction": text,
        "context": text,
        "answer": f"It is so.\n\n{text}",
        "aliases": [text, f"{text}2"],
        "sources": [{"title": text}],
        "related": [{"id": "harmless", "why": text}],
    }


def _around(content: Path, number: int, text: str) -> None:
    """A topic and a page that bear the string in their own fields; the home page and the list of topics show it too."""
    words = json.dumps({"title": text, "description": text})
    topic = content / "questions" / f"t-{number}"
    topic.mkdir()
    (topic / "_topic.yml").write_text(words, encoding="utf-8")
    (topic / f"in-t-{number}.yml").write_text("question: Harmless too?\nanswer: Yes.\n", encoding="utf-8")
    (content / "pages" / f"p-{number}.md").write_text(f"---\n{words}\n---\n\n# A page\n", encoding="utf-8")


def _leave_out_refused(folder: Path) -> None:
    """Takes out the files that a check refuses outright, since no site is published with them."""
    command = [str(BIN / "qbank"), "check", "--format", "json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    for finding in json.loads(done.stdout):
        file = folder / finding["path"]
        if finding["severity"] == "error" and file.exists():
            if file.name == "_topic.yml":
                shutil.rmtree(file.parent)
            else:
                file.unlink()


def _build(folder: Path) -> Path:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [str(BIN / "mkdocs"), "build", "-q"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return folder / "site"


@contextmanager
def serve(site: Path, *, policy: bool) -> Iterator[str]:
    """Serves a site on this machine, with the policy of its pages or without it."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

        def do_GET(self) -> None:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self._answer()

        def _answer(self) -> None:
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            if path.suffix != ".html" or not path.is_file():
                super().do_GET()
                return
            text = path.read_text(encoding="utf-8")
            data = (text if policy else _POLICY.sub("", text)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def addresses(site: Path, left: Sequence[int]) -> list[str]:
    """Gives every page of a site that shows a string: questions, topics, pages, and the lists of them."""
    made = [f"questions/s-{number}/" for number in left]
    made += [f"{path.parent.relative_to(site).as_posix()}/" for path in sorted(site.glob("topics/t-*/index.html"))]
    made += [f"{path.parent.name}/" for path in sorted(site.glob("p-*/index.html"))]
    return [*made, "", "topics/", "tags/", "404.html"]


def executions(browser: Browser, address: str, paths: Sequence[str]) -> dict[str, list[str]]:
    """Opens each page, provokes its handlers, and gives those on which something ran, with what."""
    context = browser.new_context(base_url=address)
    context.add_init_script(_WATCH)
    page = context.new_page()
    ran: dict[str, list[str]] = {}
    for path in paths:
        try:
            page.goto(path, wait_until="load", timeout=8000)
            found = page.evaluate(_PROVOKE)
        except Exception as error:  # noqa: BLE001 - a page that leads elsewhere by itself is one that ran
            found = [type(error).__name__]
            page.close()
            page = context.new_page()
        if found:
            ran[path] = found
    context.close()
    return ran


def main() -> None:
    """Prints the counts."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("strings", type=Path)
    parser.add_argument("--parts", nargs="+", default=["stock", "body", "fields"])
    options = parser.parse_args()
    strings = json.loads(options.strings.read_text(encoding="utf-8"))
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*QUIET])
        if "stock" in options.parts:
            stock = stock_site(strings, Path(scratch) / "stock")
            with serve(stock, policy=False) as address:
                ran = executions(browser, address, [f"s-{number}/" for number in range(len(strings))])
            print(f"stock Material: {len(ran)} of {len(strings)} strings run", flush=True)
        for name in [part for part in options.parts if part != "stock"]:
            site, left = bank_site(strings, Path(scratch) / name, fields=name == "fields")
            for policy in (False, True):
                paths = addresses(site, left)
                with serve(site, policy=policy) as address:
                    ran = executions(browser, address, paths)
                words = "on" if policy else "off"
                print(f"QBank, {name}, policy {words}: {len(ran)} of {len(paths)} pages run", flush=True)
                for path, found in list(ran.items())[:10]:
                    print(f"    {path} {sorted(set(found))}")
            print(f"    ({len(strings) - len(left)} more were refused outright by the check)", flush=True)


if __name__ == "__main__":
    main()
