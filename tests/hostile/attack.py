"""Banks made of attack strings, and a count of those that run script in a real browser.

    python tests/hostile/attack.py STRINGS.json

prints how many of the strings run when stock MkDocs with Material publishes them, and how many when QBank does: in
answers, in every field, in pages, as names of files and folders, and, to try the policy alone, put into a page after it
was built. Each is tried with this project's settings, and without `nav` and with all features of Material; with the
policy and without it; built and, with `--served`, from `mkdocs serve`.
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
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from mkdocs_qbank.model.prose import PROSE_SECTIONS
from mkdocs_qbank.model.versions import read_version

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
PARTS = ("body", "fields", "pages", "names")
FEATURES = (
    "announce.dismiss content.action.edit content.action.view content.code.annotate content.code.copy "
    "content.code.select content.footnote.tooltips content.tabs.link content.tooltips header.autohide "
    "navigation.expand navigation.footer "
    "navigation.indexes navigation.instant navigation.instant.prefetch navigation.instant.preview "
    "navigation.instant.progress navigation.path navigation.prune navigation.sections navigation.tabs "
    "navigation.tabs.sticky navigation.top navigation.tracking search.highlight search.share search.suggest toc.follow"
).split()
"""All that Material can do but toc.integrate, which takes the place of toc.follow."""
BARE = """site_name: Bare
docs_dir: content/pages
repo_url: https://example.org/tea
edit_uri: edit/main/content/pages/
theme: {{name: material, font: false, features: [{features}]}}
plugins: [{{qbank: {{history: false}}}}]
"""
UPLOADS = {
    "e.txt": "alert(1)",
    "e.csv": "alert(1)",
    "e.yml": "alert(1)",
    "e.png": "alert(1)//",
    "e.gif": "GIF89a=alert(1)//",
    "e.pdf": "%PDF-1.4\n<script>alert(1)</script>",
    "e.svg": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
    "e.html": "<script>alert(1)</script>",
    "e.js": "alert(1)",
    "e.xml": '<x xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></x>',
    "_worker.js": "alert(1)",
    "e.html.txt": "<script>alert(1)</script>",
}
"""Files that lie beside pages, and what is tried with each."""
BESIDE = tuple(
    form.format(name)
    for name in ("e.txt", "e.csv", "e.png", "e.gif")
    for form in (
        "<script src={0}></script>",
        "<script src=\\{0}></script>",
        "<script type=module src={0}></script>",
        "<script type=module>import './{0}'</script>",
        "<svg><script href={0}></script></svg>",
        "<iframe src={0}></iframe>",
        "<object data={0}></object>",
    )
)
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_WATCH = """
window.__ran = [];
for (const name of ['alert', 'confirm', 'prompt', 'print'])
  window[name] = (...words) => { window.__ran.push(name); return null; };
"""
_CALLS = """async () => {
  for (const node of document.querySelectorAll('article, article *')) {
    for (const kind of ['mouseover', 'mouseenter', 'focus', 'pointerover', 'toggle', 'animationstart', 'click'])
      if (kind !== 'click' || !node.closest('a, button, form, input')) node.dispatchEvent(new Event(kind));
  }
  await new Promise(done => setTimeout(done, 20));
  return window.__ran;
}"""
"""Asks for what was called alone: what stands in a page is not looked at."""
_PROVOKE = """async () => {
  const nodes = [...document.querySelectorAll('*')];
  for (const node of nodes) {
    for (const at of [...node.attributes])
      if (/^on/i.test(at.name)) window.__ran.push(at.name);
    const where = ['href', 'src', 'action', 'formaction', 'data', 'xlink:href'].map(name => node.getAttribute(name));
    if (where.some(value => value && /^[\\u0000-\\u0020]*(javascript|vbscript|data:text)/i.test(value)))
      window.__ran.push('address');
  }
  for (const node of document.querySelectorAll('body *')) {
    for (const kind of ['mouseover', 'mouseenter', 'focus', 'pointerover', 'toggle', 'animationstart'])
      node.dispatchEvent(new Event(kind, {bubbles: node.matches('article *')}));
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


def bank_site(strings: Sequence[str], folder: Path, *, part: str, bare: bool = False) -> tuple[Path, list[int]]:
    """Publish each string as a part of a bank, and return the site and the numbers of those that were not refused.

    `part` is one of PARTS; a `bare` bank has no `nav` and all features of Material.
    """
    topic = folder / "content/questions/hostile"
    topic.mkdir(parents=True)
    pages = folder / "content/pages"
    pages.mkdir()
    (pages / "index.md").write_text("# Home\n", encoding="utf-8")
    for name, text in UPLOADS.items():
        (pages / name).write_text(text, encoding="utf-8")
    (topic / "_topic.yml").write_text("title: Hostile\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(_settings(bare=bare), encoding="utf-8")
    (topic / "harmless.yml").write_text("question: Harmless?\nanswer: Yes.\n", encoding="utf-8")
    for number, text in enumerate(strings):
        if part == "names":
            _named(folder / "content", number, text)
        elif part == "pages":
            (pages / f"d-{number}").mkdir()
            (pages / f"d-{number}/index.md").write_text(f"# A page\n\n{text}\n", encoding="utf-8")
        else:
            data = _fields(text) if part == "fields" else {"question": "What is it?", "answer": text}
            (topic / f"s-{number}.yml").write_text(json.dumps(data), encoding="utf-8")
        if part == "fields":
            _around(folder / "content", number, text)
    _leave_out_refused(folder)
    if part == "pages":  # the home page has a path of its own through the renderer
        left = [number for number in range(len(strings)) if (pages / f"d-{number}/index.md").exists()]
        whole = "\n\n".join(["# Home", *(strings[number] for number in left)])
        (pages / "index.md").write_text(whole + "\n", encoding="utf-8")
        _leave_out_refused(folder)
        if not (pages / "index.md").exists():
            (pages / "index.md").write_text("# Home\n", encoding="utf-8")
    elif part == "names":
        left = [number for number in range(len(strings)) if list(folder.rglob(f"n-{number}.*"))]
    else:
        left = sorted(int(file.stem.removeprefix("s-")) for file in topic.glob("s-*.yml"))
    return _build(folder), left


def _settings(*, bare: bool) -> str:
    if bare:
        return BARE.format(features=", ".join(FEATURES))
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    kept = [line for line in settings.splitlines() if "contribute.md" not in line and "custom_dir" not in line]
    return "\n".join(kept) + "\n"


def _named(content: Path, number: int, text: str) -> None:
    """Files and folders that are called as the string is, as far as a disk can hold that."""
    name = "".join(char for char in text if char not in "/\0").encode()[:200].decode("utf-8", "ignore")
    if name in ("", ".", ".."):
        return
    page = "# A page\n\n## Its heading\n"
    for folder in (content / "pages" / name, content / "pages" / f"f-{number}" / f"below {name}"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"n-{number}.md").write_text(page, encoding="utf-8")
    for file in (content / "pages" / f"{name}.md", content / "pages" / f"f-{number}" / f"{name}.md"):
        file.write_text(page, encoding="utf-8")
    (content / "pages" / f"{name}.txt").write_text("x", encoding="utf-8")
    topic = content / "questions" / name
    topic.mkdir(exist_ok=True)
    (topic / f"n-{number}.yml").write_text("question: Harmless too?\nanswer: Yes.\n", encoding="utf-8")
    (content / "questions/hostile" / f"{name}.yml").write_text("question: Harmless?\nanswer: Yes.\n", encoding="utf-8")


def _fields(text: str) -> dict[str, object]:
    """A question with the string wherever a field takes text of any form."""
    version = f"{' '.join(text.split())[:70]} 1"
    return {
        "question": f"{text} ?",
        **dict.fromkeys(PROSE_SECTIONS, text),
        "answer": f"It is so.\n\n{text}",
        "aliases": [text, f"{text}2"],
        "applies_to": [version] if read_version(version) else [],
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
            elif file.is_dir():
                shutil.rmtree(file)
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


@contextmanager
def preview(folder: Path) -> Iterator[str]:
    """Serve a bank as a maintainer does who looks at a change, with `mkdocs serve`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}{urlsplit(_site_url(folder)).path or '/'}"
    command = [str(BIN / "mkdocs"), "serve", "-q", "--dev-addr", f"127.0.0.1:{port}"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    with subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            while process.poll() is None:
                with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=20):
                    break
                time.sleep(0.2)
            yield address
        finally:
            process.terminate()


def _site_url(folder: Path) -> str:
    return "http://localhost:8000/" if "site_url" in (folder / "mkdocs.yml").read_text(encoding="utf-8") else ""


def addresses(site: Path, left: Sequence[int]) -> list[str]:
    """Gives every page of a site that shows a string: questions, topics, pages, and the lists of them."""
    made = [f"questions/s-{number}/" for number in left if (site / f"questions/s-{number}").is_dir()]
    made += [f"d-{number}/" for number in left if (site / f"d-{number}").is_dir()]
    made += [f"{path.parent.relative_to(site).as_posix()}/" for path in sorted(site.glob("topics/t-*/index.html"))]
    made += [f"{path.parent.name}/" for path in sorted(site.glob("p-*/index.html"))]
    return [*made, "", "topics/", "tags/", "404.html"]


def named_addresses(site: Path) -> list[str]:
    """Return every page of a site whose strings are names."""
    pages = sorted(file.parent.relative_to(site).as_posix() for file in site.rglob("index.html"))
    return ["", "404.html", *(f"{quote(path)}/" for path in pages if path != ".")]


def put_into(site: Path, strings: Sequence[str], copy: Path) -> list[str]:
    """Copy a site and put each string as it is into a page of its own; return the addresses."""
    shutil.copytree(site, copy)
    page = (copy / "questions/harmless/index.html").read_text(encoding="utf-8")
    for name, text in UPLOADS.items():
        (copy / "questions" / name).write_text(text, encoding="utf-8")
    for number, text in enumerate(strings):
        folder = copy / "questions" / f"raw-{number}"
        folder.mkdir()
        for name, upload in UPLOADS.items():
            (folder / name).write_text(upload, encoding="utf-8")
        raw = page.replace("</article>", f"{text}</article>")
        (folder / "index.html").write_text(raw, encoding="utf-8", errors="replace")
    return [f"questions/raw-{number}/" for number in range(len(strings))]


def executions(
    browser: Browser, address: str, paths: Sequence[str], *, policy: bool = True, calls: bool = False
) -> dict[str, list[str]]:
    """Open each page, provoke its handlers, and return those on which something ran, with what.

    Without `policy` the browser passes over the one in the page; with `calls` only what was called counts, not what
    stands in the page.
    """
    context = browser.new_context(base_url=address, bypass_csp=not policy)
    context.add_init_script(_WATCH)
    page = context.new_page()
    ran: dict[str, list[str]] = {}
    for path in paths:
        try:
            page.goto(path, wait_until="load", timeout=8000)
            found = page.evaluate(_CALLS if calls else _PROVOKE)
        except Exception as error:  # noqa: BLE001 - a page that leads elsewhere by itself is one that ran
            found = [] if calls else [type(error).__name__]
            page.close()
            page = context.new_page()
        if found:
            ran[path] = found
    context.close()
    return ran


def main() -> None:
    """Print the counts."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("strings", type=Path)
    parser.add_argument("--parts", nargs="+", default=["stock", *PARTS, "raw"])
    parser.add_argument("--served", action="store_true", help="try each part from mkdocs serve too")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take every Nth string alone")
    options = parser.parse_args()
    strings = [*json.loads(options.strings.read_text(encoding="utf-8"))[:: options.every], *BESIDE]
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*QUIET])
        if "stock" in options.parts:
            stock = stock_site(strings, Path(scratch) / "stock")
            with serve(stock, policy=False) as address:
                ran = executions(browser, address, [f"s-{number}/" for number in range(len(strings))])
            print(f"stock Material: {len(ran)} of {len(strings)} run", flush=True)
        if "raw" in options.parts:
            _try_policy(browser, strings, Path(scratch))
        for part in [part for part in options.parts if part in PARTS]:
            for bare in (False, True):
                folder = Path(scratch) / f"{part}-{bare}"
                _try_part(browser, strings, folder, part=part, bare=bare, served=options.served)


def _try_policy(browser: Browser, strings: Sequence[str], scratch: Path) -> None:
    for bare in (False, True):
        site, _ = bank_site(["x"], scratch / f"raw-{bare}", part="body", bare=bare)
        paths = put_into(site, strings, scratch / f"raw-{bare}-copy")
        for policy in (False, True):
            with serve(scratch / f"raw-{bare}-copy", policy=policy) as address:
                ran = executions(browser, address, paths, calls=True)
            _tell("put into the page", ran, len(paths), bare=bare, policy=policy, served=False)


def _try_part(browser: Browser, strings: Sequence[str], folder: Path, *, part: str, bare: bool, served: bool) -> None:
    site, left = bank_site(strings, folder, part=part, bare=bare)
    paths = named_addresses(site) if part == "names" else addresses(site, left)
    for policy in (False, True):
        with serve(site, policy=policy) as address:
            ran = executions(browser, address, paths)
        _tell(part, ran, len(paths), bare=bare, policy=policy, served=False)
    if served:
        with preview(folder) as address:
            for policy in (False, True):
                ran = executions(browser, address, paths, policy=policy)
                _tell(part, ran, len(paths), bare=bare, policy=policy, served=True)
    print(f"    ({len(strings) - len(left)} of {len(strings)} refused outright by the check)", flush=True)


def _tell(part: str, ran: dict[str, list[str]], pages: int, *, bare: bool, policy: bool, served: bool) -> None:
    how = "no nav, all features" if bare else "own settings"
    where = "served" if served else "built"
    print(f"QBank, {part}, {how}, {where}, policy {'on' if policy else 'off'}: {len(ran)} of {pages} run", flush=True)
    for path, found in list(ran.items())[:10]:
        print(f"    {path} {sorted(set(found))}")


if __name__ == "__main__":
    main()
