"""Paths and addresses of a site: generated pages, data files and reserved names."""

from __future__ import annotations

import ipaddress
import posixpath
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import quote, urlsplit

HOME = "index.md"
"""The path of the home page, which is written by hand."""

PAGES: Mapping[str, str] = MappingProxyType(
    {
        "topics": "topics/index.md",
        "tags": "tags/index.md",
        "map": "map.md",
        "search": "search.md",
        "health": "health.md",
        "rules": "rules/index.md",
        "propose": "propose.md",
        "downloads": "data/index.md",
    }
)
"""The path of each generated page that every site has, by the name of its module in `render/pages`."""

DATA: Mapping[str, str] = MappingProxyType(
    {
        "bank": "data/bank.json",
        "graph": "data/graph.json",
        "glossary": "data/glossary.json",
        "map": "data/map.json",
        "names": "data/names.json",
        "facets": "data/facets.json",
        "search": "data/search/",
        "words": "data/words/",
        "fonts": "assets/fonts/",
        "previews": "data/previews/",
        "ids": "data/ids/",
        "cards": "assets/images/cards/",
        "propose": "data/propose.json",
        "messages": "assets/javascripts/messages.js",
        "anki": "data/questions.apkg",
        "questions": "data/questions.json",
        "table": "data/questions.csv",
        "feed": "data/feed.xml",
        "llms": "llms.txt",
        "markdown": "questions/",
    }
)
"""The path of each data file of a site, or of its folder, by the name of its module in `render/data`."""

DOWNLOADS = ("anki", "questions", "table", "feed", "llms", "markdown")
"""The data files that are for people and programs elsewhere, which a site can do without."""

IMAGES = "assets/images/"
"""The folder of the images beside questions, which it shares with those of the theme."""
_DIGITS = 32
"""The digits of a hash in the name of an image: 128 bits, so that nobody can make two images with one name."""

_TAKEN = ("404", "404.html", "assets", "sitemap.xml", "sitemap.xml.gz")
_FOLDERS = ("questions", "topics", "tags", "data")

RESERVED = frozenset((*_TAKEN, *_FOLDERS, *(path.partition("/")[0].removesuffix(".md") for path in PAGES.values())))
"""Names at the root of a site that the theme, generated pages and data files use."""

HOST_FILES = frozenset(
    [
        ".htaccess",
        ".htpasswd",
        ".nojekyll",
        ".user.ini",
        ".well-known",
        "_config.yml",
        "_headers",
        "_redirects",
        "_routes.json",
        "_worker.js",
        "_worker.bundle",
        "ads.txt",
        "amplify.yml",
        "app-ads.txt",
        "app.yaml",
        "apple-app-site-association",
        "browserconfig.xml",
        "clientaccesspolicy.xml",
        "cname",
        "crossdomain.xml",
        "firebase.json",
        "humans.txt",
        "llms-full.txt",
        "llms.txt",
        "manifest.json",
        "netlify.toml",
        "now.json",
        "nginx.conf",
        "robots.txt",
        "security.txt",
        "sellers.json",
        "service-worker.js",
        "site.webmanifest",
        "staticwebapp.config.json",
        "sw.js",
        "vercel.json",
        "web.config",
        "wrangler.toml",
    ]
)
"""Case-folded names of files that configure hosts, browsers or crawlers; contributors must not add them."""


def is_local(url: str) -> bool:
    """Return whether an address leads every reader to a machine of their own."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def question_page(identifier: str) -> str:
    """Return the path of a question's page."""
    return f"questions/{identifier}.md"


def topic_page(identifier: str) -> str:
    """Return the path of a topic's page."""
    return f"topics/{identifier}.md"


def topic_print_page(identifier: str) -> str:
    """Return the path of the page that prints a topic, or of the first of several."""
    return f"topics/{identifier}/print.md"


def rule_page(rule: str) -> str:
    """Return the path of the page of a rule of the check."""
    return f"rules/{rule}.md"


def tag_page(tag: str) -> str:
    """Return the path of a tag's page; for a tag named `index` it differs from that of the list of tags."""
    return f"tags/{tag}.md" if tag != "index" else "tags/index/index.md"


def page_number(path: str, number: int) -> str:
    """Return the path of one of the pages of a long list, which begins on the page at `path`."""
    folder = path.removesuffix(".md").removesuffix("/index")
    return path if number == 1 else f"{folder}/{number}.md"


def generated_pages(topics: Iterable[str], tags: Iterable[str]) -> frozenset[str]:
    """Return the paths of the generated pages of a bank with these topics and tags."""
    return frozenset((*PAGES.values(), *map(topic_page, topics), *map(tag_page, tags)))


def markdown_file(identifier: str) -> str:
    """Return the path of the Markdown twin of a question's page, which is beside its HTML."""
    return f"{DATA['markdown']}{identifier}/index.md"


def image_file(digest: str, ending: str) -> str:
    """Return the path and address of an image with this hash of its content: other content is never cached for it."""
    return f"{IMAGES}{digest[:_DIGITS]}{ending}"


def card_file(page: str) -> str:
    """Return the path of the social card of a page."""
    return f"{DATA['cards']}{page.removesuffix('.md')}.png"


@lru_cache(maxsize=1 << 12)
def page_address(page: str) -> str:
    """Return the address of a page relative to the root of the site: `questions/a.md` is at `questions/a/`."""
    stem = quote(page.removesuffix(".md"))
    folder, slash, name = stem.rpartition("/")
    return f"{folder}{slash}" if name == "index" else f"{stem}/"


def page_path(path: str) -> str:
    """Return the path of the page for a Markdown file: README.md is the index page of its folder."""
    folder, name = posixpath.split(path)
    return posixpath.join(folder, "index.md") if name == "README.md" else path


def output(path: str) -> str:
    """Return the path in the built site of a file of content/pages."""
    if not path.endswith(".md"):
        return path
    stem = page_path(path).removesuffix(".md")
    return f"{stem}.html" if posixpath.basename(stem) == "index" else f"{stem}/index.html"


def folded(path: str) -> str:
    """Return a key that is equal for paths of the same file on a disk that ignores case and Unicode form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
