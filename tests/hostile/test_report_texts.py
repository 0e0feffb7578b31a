"""Texts of strangers in the report of a pull request: shown as they are, and nothing obeys them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import Write, commit, question, run
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_qbank.render.report.difference import difference
from mkdocs_qbank.render.report.neutral import fenced, neutral
from mkdocs_qbank.render.report.picture import picture
from selectolax.lexbor import LexborHTMLParser, LexborNode

cmarkgfm = pytest.importorskip("cmarkgfm")

OURS = frozenset(
    "html head body h2 p br code pre strong b details summary blockquote ul li del ins span".split()
    + "table thead tbody tr th td".split()
)
"""The elements that a report consists of."""
LINKED = re.compile(
    r"(?<![\w/])@\w|(?<!\w)#\d|\bGH-\d|\b(?=\w*\d)[0-9a-f]{7,40}\b|https?://|\bwww\.|[\w.]+@[\w.]+\w", re.IGNORECASE
)
"""What GitHub makes a mention, a reference or a link of, outside of code."""
ATTACKS = (
    "@mallory and @org/team, see #1, GH-1, org/repo#2, mallory@0123456789abcdef0123456789abcdef01234567",
    "0123456789abcdef0123456789abcdef01234567 and www.example.org and https://example.org and m@example.org",
    "<script>alert(1)</script><img src=x onerror=alert(1)></details></summary><details open>",
    "</code></pre></b></p><h1>x</h1><!-- <![CDATA[ <?x",
    "![x](https://example.org/x.png) [x](javascript:alert(1)) <https://example.org> [x]: y",
    "| a | b | `c | d` ||",
    "``` ```` ~~~ `x` ``y``",
    "::error file=a::x ::stop-commands::y ##[command]z ::set-output name=a::b",
    "**bold** _under_ ~~gone~~ # heading > quote - item 1. item \\* &lt; &#64;mallory $x$ $$y$$ ^x^ =y= {z}",
    "click q0 href \"javascript:alert(1)\" \"]; end; %%{init: {'securityLevel': 'loose'}}%% style q0 fill:red --> q9",
    "- a - b",
    "1. a",
    "2) a",
    "+ a",
    "--",
    "\u202eright to left\u202c \u200b zero width \u2066isolate\u2069",
    "x" * 9000,
    "`" * 3000,
    "<" * 3000,
)


DRAWN = re.compile(
    r"graph LR|    style q0 stroke-width:4px"
    r"|    q\d+\[\"[\w ,.…#;]*\"\]|    q\d+ -[-.][->]\|\"[\w ,.#;]*\"\| q\d+"
)
"""The lines of a diagram."""


def texts(html: str) -> str:
    """What is read outside of code."""
    tree = LexborHTMLParser(html)
    for node in tree.css("code, pre"):
        node.decompose()
    return tree.body.text() if tree.body else ""


def elements(html: str) -> set[str]:
    body = LexborHTMLParser(html).body
    assert isinstance(body, LexborNode)
    return {str(node.tag) for node in body.traverse()}


def rendered(markdown: str) -> str:
    return str(cmarkgfm.github_flavored_markdown_to_html(markdown, options=cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE))


def hostile_project(write: Write) -> Path:
    """A repository of which every text of a branch is an attack."""
    content = write({"questions/t/a.md": question("Why a?", 'tags: ["one"]'), "questions/t/b.md": question("Why b?")})
    commit(content.parent, "The bank", "Ann", "2025-03-01")
    run("git", "checkout", "-qb", "change", cwd=content.parent, check=True)
    folder = content / "questions/t"
    for number, attack in enumerate(ATTACKS):
        text = json.dumps(cleaned(attack), ensure_ascii=False)
        references = f"related: [{{id: a, why: {text}}}]\nprerequisites: [{text}]"
        front = f"tags: [{text}]\naliases: [{text}]\nsources: [{{title: {text}}}]\n{references}"
        answer = f"{attack}\n\n```\n{attack}\n```\n\n- {attack}\n\n[b](b.md) {attack[:200]}"
        block = "".join(f"  {line}\n" for line in answer.split("\n"))
        written = f"question: {text}\n{front}\nanswer: |\n{block}" if number % 2 else question(attack, front, answer)
        (folder / f"s-{number}{'.yml' if number % 2 else '.md'}").write_text(written, encoding="utf-8")
        (folder / f"{attack.replace('/', '')[:60]}.md").write_text(question("Why?"), encoding="utf-8")
    topic = f"title: {json.dumps(ATTACKS[2])}\nowners: ['@x y', {json.dumps(ATTACKS[0])}]\n"
    (folder / "_topic.yml").write_text(topic, encoding="utf-8")
    (folder / "a.md").write_text(question(ATTACKS[0], "", ATTACKS[2] + "\n\n" + ATTACKS[8]), encoding="utf-8")
    return content.parent


def cleaned(text: str) -> str:
    return re.sub(r"[\u200b-\u2069]", "", text)


def test_no_text_of_a_stranger_is_obeyed_in_a_report(write: Write) -> None:
    project = hostile_project(write)
    done = run("qbank", "report", "--base", "main", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    report = done.stdout
    assert len(report) <= 65_000
    assert len(re.findall("<details", report)) == len(re.findall("</details>", report)) > len(ATTACKS) / 2
    html = rendered(report)
    assert elements(html) <= OURS
    assert LINKED.findall(texts(html)) == []
    assert re.findall(r"^\s*::|##\[|[\u202a-\u2069]", report, re.MULTILINE) == []
    assert {name for node in LexborHTMLParser(html).css("*") for name in node.attributes} <= {"open", "lang", "align"}
    alone = [block.text() for block in LexborHTMLParser(html).css("pre")]
    assert all(text.startswith(("related:", "graph LR")) for text in alone)
    diagrams = [text for text in alone if text.startswith("graph LR")]
    assert diagrams
    assert [row for row in "".join(diagrams).splitlines() if not DRAWN.fullmatch(row)] == []


def test_every_question_of_a_hostile_change_is_one_entry(write: Write) -> None:
    html = rendered(run("qbank", "report", "--base", "main", "--limit", "900000", cwd=hostile_project(write)).stdout)
    body = LexborHTMLParser(html).body
    assert body is not None
    nested = body.css("details details")
    assert nested == []
    named = [node.text() for node in body.css("summary code")]
    assert {f"t/s-{number}" for number in range(len(ATTACKS))} <= set(named)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(ATTACKS))
def test_a_neutral_text_is_read_as_it_is_in_any_line(text: str) -> None:
    shown = neutral(text, 200)
    assert "\n" not in shown
    assert len(shown) <= 601
    for line in (f"- {shown}", f"> {shown}", f"**x** {shown} y", f"<p>{shown}</p>", f"| a {shown} |\n| --- |"):
        html = rendered(f"{line}\n")
        assert elements(html) <= OURS
        assert LINKED.findall(texts(html)) == []
    read = (LexborHTMLParser(rendered(f"x{shown}x")).text() or "").replace("\u200b", "").strip()
    wanted = " ".join(text.split())
    if len(text) <= 60 and wanted.isprintable() and "##[" not in wanted:
        assert read == f"x{wanted}x"


@given(st.text(alphabet="xy z\n", max_size=40), st.text(alphabet="xy z\n", max_size=40))
def test_a_difference_holds_both_versions(before: str, after: str) -> None:
    shown = difference(before, after, 10_000)
    if "…" in shown:
        return
    old = re.sub(r"<ins>.*?</ins>|</?del>|<br>|&nbsp;", " ", shown)
    new = re.sub(r"<del>.*?</del>|</?ins>|<br>|&nbsp;", " ", shown)
    assert (old.split(), new.split()) == (before.split(), after.split())


def test_a_difference_of_hostile_sizes_is_quick_and_short() -> None:
    one, other = ("a b " * 60_000, "b a " * 60_000)
    assert len(difference(one, other, 3_000)) < 4_000
    assert len(difference("<" * 200_000, ">" * 200_000, 3_000)) < 4_000


@given(st.lists(st.sampled_from(["```", "``````", " ```", "~~~", "`", "a"])).map("\n".join))
def test_nothing_closes_a_fence_but_its_end(text: str) -> None:
    html = rendered(fenced(f"a\n{text}\nb", "yaml"))
    assert elements(html) <= {"body", "pre", "code", "-text"}


@given(st.text(max_size=80))
def test_a_label_of_a_picture_is_a_label(text: str) -> None:
    (node,) = (line for line in picture("a", [], {"a": text}).splitlines() if line.startswith("    q0["))
    assert re.fullmatch(r'    q0\["[\w ,.…#;]*"\]', node)
