"""Clean HTML of questions as a card of Anki can show it: formulas for MathJax, links to the site, images by name.

A card is shown by a program that reads more into its text than a browser does: `[sound:…]` plays a file, `[latex]`
runs LaTeX, and MathJax looks for formulas in all text but code. What a contributor writes must do none of that.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from html import escape, unescape
from urllib.parse import urljoin

from mkdocs_qbank.model.addresses import page_address, question_page
from mkdocs_qbank.model.prose import Prose

_TAG = r'<[^">]*(?:"[^"]*"[^">]*)*>'
_ADAPTED = r"</?(?:a|img|math|pre|code)(?![\w-])"
_PIECE = re.compile(rf"((?:[^<]+|(?!{_ADAPTED}){_TAG}|(?!{_TAG})<)*)({_TAG})?")
"""Text with the tags that a card shows as they are, and the tag after it."""
_NAME = re.compile(r"</?([A-Za-z0-9-]*)")
_HREF = re.compile(r' href="([^"]*)"')
_BESIDE = re.compile(r"\.\./([\w-]+/(?:#[\w-]+)?)", re.ASCII)
"""The address of another question, as nearly all links have it: `urljoin` takes ten times as long."""
_SRC = re.compile(r' src="([^"]*)"')
_MATHJAX = re.compile(r"\\(?=[()\[\]]|begin\b|end\b|ref\b|eqref\b)")
_TAG_OR_MATHJAX = re.compile(rf"{_TAG}|{_MATHJAX.pattern}")
_UNTYPESET = frozenset(("pre", "code"))
_SITE_ONLY = re.compile(
    r"\\(?:require|href|url|class|cssId|style|data|label|ref|eqref|unicode|[egx]?def|let|(?:re|provide)?newcommand"
    r"|newenvironment|renewenvironment|DeclareMathOperator|mathchoice|includegraphics|bbox|toggle|mmlToken)(?![A-Za-z])"
)
"""Commands that do more in MathJax than show a formula, or that one formula would do to all others on a card."""
_JOINER = "\u2060"
"""Keeps MathJax from seeing the beginning of a formula; nobody sees it."""
_ORIGIN = "https://site.invalid/"


def card_html(prose: Prose, identifier: str, site_url: str, images: Collection[str]) -> tuple[str, list[str]]:
    """Return a text of a question as HTML for a card, and the addresses of the images in it.

    `images` are the addresses of all images of the site, which are files in the deck, by their names. Links within the
    site lead to `site_url`; without one they are plain words.
    """
    used: list[str] = []
    page = f"{_ORIGIN}{page_address(question_page(identifier))}"
    parts = _parts(prose, page, site_url, images, used)
    return "".join(parts), used


def plain_text(text: str) -> str:
    """Return a text as HTML for a card, in which it is nothing but text."""
    return inert(_MATHJAX.sub(lambda match: match[0] + _JOINER, escape(text)))


def _parts(prose: Prose, page: str, site_url: str, images: Collection[str], used: list[str]) -> Iterator[str]:
    formulas = iter(prose.formulas) if prose.html.count("<math") == len(prose.formulas) else None
    literal, skipping = 0, ""
    for text, tag in _PIECE.findall(prose.html):
        if text and not skipping:
            yield inert(text if literal else _untypeset(text))
        if not tag:
            continue
        name = _NAME.match(tag)[1]  # type: ignore[index]
        closing = tag.startswith("</")
        if skipping:
            skipping = "" if closing and name == skipping else skipping
            continue
        if name == "math" and not closing and formulas is not None:
            latex = next(formulas)
            if not _SITE_ONLY.search(latex):
                yield _formula(latex, display='display="block"' in tag)
                skipping = "math"
                continue
        if name == "a" and 'class="headerlink"' in tag:
            skipping = "a"
            continue
        if name in _UNTYPESET:
            literal += -1 if closing else 1
        yield inert(_adapted(tag, name, page, site_url, images, used))


def _untypeset(html: str) -> str:
    """Return HTML in whose texts MathJax finds no formulas; its tags stay as they are."""
    if "\\" not in html:
        return html
    return _TAG_OR_MATHJAX.sub(lambda match: match[0] if match[0] != "\\" else match[0] + _JOINER, html)


def _formula(latex: str, *, display: bool) -> str:
    start, end = (r"\[", r"\]") if display else (r"\(", r"\)")
    return f"{start} {inert(escape(latex, quote=False))} {end}"


def inert(html: str) -> str:
    """Return HTML in which Anki finds no commands of its own."""
    return html.replace("[", "&#91;").replace("{{", "{&#123;").replace("\x1f", "")


def _adapted(tag: str, name: str, page: str, site_url: str, images: Collection[str], used: list[str]) -> str:
    if name == "a":
        return _HREF.sub(lambda match: _link(unescape(match[1]), page, site_url), tag)
    if name == "img":
        return _SRC.sub(lambda match: _image(unescape(match[1]), page, images, used), tag)
    return tag


def _link(target: str, page: str, site_url: str) -> str:
    if target.startswith("#"):
        return f' href="{escape(target)}"'
    beside = _BESIDE.fullmatch(target)
    address = f"{page.rsplit('/', 2)[0]}/{beside[1]}" if beside else urljoin(page, target)
    if address.startswith(_ORIGIN):
        address = f"{site_url}{address.removeprefix(_ORIGIN)}" if site_url else ""
    return f' href="{escape(address)}"' if address else ""


def _image(target: str, page: str, images: Collection[str], used: list[str]) -> str:
    address = urljoin(page, target).removeprefix(_ORIGIN)
    if address not in images:
        return ""
    used.append(address)
    return f' src="{escape(posixpath.basename(address))}"'
