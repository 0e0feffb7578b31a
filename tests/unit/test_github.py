"""The structure of real answers, as GitHub's own cmark-gfm gives it to those who preview them there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from conftest import ROOT
from mkdocs_qbank.markdown.events import read_events
from mkdocs_qbank.markdown.html import TOP
from mkdocs_qbank.markdown.links import Destinations
from mkdocs_qbank.markdown.parse import Form, Text, parse
from selectolax.lexbor import LexborHTMLParser, LexborNode

cmarkgfm = pytest.importorskip("cmarkgfm")

CORPUS = ROOT.parent / "shared" / "corpora" / "bank-dev.jsonl"
TAGS = frozenset(
    (
        "a blockquote code dd del dl dt em h1 h2 h3 h4 h5 h6 hr img li ol p pre strong sup table tbody td th "
        "thead tr ul"
    ).split()
)
"""What makes the structure; other elements are looked through."""
ALERT = re.compile(r"^([ \t]*>[ \t]*)\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*$", re.MULTILINE | re.IGNORECASE)


IMAGE = re.compile(rb"<img\b[^>]*>", re.IGNORECASE)


def neutral(text: str) -> str:
    """Return a text without what cmark-gfm does not know or QBank does not show: formulas, alerts, pictures in HTML."""
    data = text.encode()
    for name, _, start, end in sorted(read_events(text), key=lambda event: -event[2]):
        if name in ("InlineMath", "DisplayMath"):
            data = data[:start] + b"formula" + data[end:]
        elif name in ("InlineHtml", "Html"):
            data = data[:start] + IMAGE.sub(b"<span>", data[start:end]) + data[end:]
    return ALERT.sub(r"\1alert", data.decode()).replace("```math", "```text")


def theirs(text: str) -> list[str]:
    """Return the structure as cmark-gfm gives it, the headings on the levels that a page has for them."""
    options = cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE | cmarkgfm.cmark.Options.CMARK_OPT_FOOTNOTES
    html = cmarkgfm.markdown_to_html_with_extensions(
        text, options=options, extensions=["table", "strikethrough", "autolink", "tasklist"]
    )
    levels = [int(event[1]["level"][1]) for event in read_events(text) if event[0] == "+Heading"]
    shift = max(TOP - min(levels, default=TOP), 0)
    return [re.sub(r"h([1-6])$", lambda match: f"h{min(int(match[1]) + shift, 6)}", name) for name in structure(html)]


def ours(text: str) -> list[str]:
    """Return the structure of the HTML of a page."""
    parsed = parse([Text(text=text, form=Form.FIELD)], "content/questions/t/a.md", Destinations(), frozenset())
    return structure(parsed.sections[0][0].body.html)


def structure(html: str) -> list[str]:
    """Return the elements of a text in the order of the page, each with how deep it stands."""
    body = LexborHTMLParser(f"<!doctype html><body>{html}").body
    assert body is not None
    return list(_walk(body, 0))


def _walk(node: LexborNode, depth: int) -> Iterator[str]:
    for child in node.iter():
        name = _name(child)
        if name in TAGS:
            yield f"{depth} {name}"
        if name and name not in ("pre", "code", "img"):
            inner = _walk(child, depth + (name in TAGS))
            yield from (item for item in inner if name != "a" or not item.endswith(" img"))


def _name(node: LexborNode) -> str:
    """The name of an element as both have it; empty for what only one of them has.

    A picture is a link to it here, and the picture of a link is its words, so that is no structure.
    """
    tag, classes = str(node.tag), (node.attributes.get("class") or "").split()
    if {"headerlink", "admonition-title"} & set(classes):
        return ""
    if "qb-image" in classes:
        return "img"
    return "blockquote" if "admonition" in classes else tag


def test_real_answers_have_the_structure_that_github_gives_them() -> None:
    if not CORPUS.exists():
        pytest.skip("the corpus is not on this machine")
    answers = {}
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        answers[row["id"]] = neutral(row["answer_markdown"])
    different = [identifier for identifier, text in answers.items() if ours(text) != theirs(text)]
    print(f"{len(different)} of {len(answers)} answers differ: {different}")
    assert len(different) <= len(answers) * 0.002


@pytest.mark.parametrize(
    "text",
    [
        "Text\n- a\n- b\n",
        "Text\n1. a\n2. b\n",
        "- a\n  - b\n    - c\n",
        "1. a\n\n   b\n2. c\n",
        "- [x] a\n- [ ] b\n\n  c\n",
        "<details><summary>s</summary>\n\n- *a*\n\n```\nb\n```\n\n</details>\n",
        "| a | b |\n|---|:-:|\n| `c` | **d** |\n| e |\n",
        "See https://a.b/c_d_e, www.f.g and h@i.jk (https://l.m/n).",
        "~~a~~ **b *c* d** _e_ f_g_h\n",
        "A: b\n\nc : d\n\n:::\n",
        "a[^1] b[^2]\n",
        "> a\nb\n\n> - c\n> - d\n",
        "Setext\n===\n\nx\n---\n",
        "a\n***\nb\n",
        "    code\n\n\tmore\n",
        "A $5 and a $6 note",
        "![a](b.png) [![c](d.png)](https://e.f)",
    ],
)
def test_what_people_write_has_the_structure_that_github_gives_it(text: str) -> None:
    assert ours(neutral(text)) == theirs(neutral(text))
