"""Laws of fixing, tried on files with many faults that are written in many ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inprocess import parsing_here
from mkdocs_qbank.build.fixing import fix
from mkdocs_qbank.build.pipeline import Checked, check_content
from mkdocs_qbank.findings.edit import apply, holds
from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.read.rules import HIDDEN_CHARACTER
from mkdocs_qbank.read.text import decode

PATH = "content/questions/t/a.md"
TOPIC = "content/questions/t/_topic.yml"
OTHER = (
    b"---\nformerly: [old]\ntags: [x-y, metrics]\n---\n# Who is it?\n\n## Official Answer\n\nSomebody whom we know.\n"
)
WORDS = st.sampled_from(
    "a|b|old|x-y|X_Y|xy|Xy|metric|No|on|none|5|3.10|2026-3-4|two words|'b'|\"X_Y\"|&m b|*m|!!str b|b # why|"
    "{id: b}|{id: b, why: So.}|é|\U0001f600|a\u0301|\u05d0\u05d1|\u0085|\u2028|\u200b|x\u200by|\\|~|null|".split("|")
)
NAMES = st.sampled_from("tags related prerequisites aliases formerly difficulty status reviewed applies_to".split())
ABOVE = st.sampled_from(["", "# one line\u0085\n", 'context: "a\u2028b"\n', "context: \U0001f600\n\n"])
"""What stands above the fields; some characters end a line in YAML alone."""
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
LINES = st.sampled_from(
    "- [b](b.md)|- [b](old.md) and more|- [a](a.md)|-|- One.|* Two.|1.|  -|      -|```text|```|##Context|#### Deep|"
    "It is\u202e so.|\u05d0\u200b\u05d1|\u1781\u200b\u1794|NEL\u0085here|[old](old.md 'T') \U0001f600 [old](old.md)|"
    "||<!-- -->|> - [a](a.md)|\ta|a\u0301 [o](old.md)|## Key Points|## Related Questions|## In Short".split("|")
)


@st.composite
def fields(draw: st.DrawFn) -> str:
    """One field: a word, a list in brackets on one line or several, or a list in lines."""
    name = draw(NAMES)
    key = draw(st.sampled_from([name, f'"{name}"', f"{name} "]))
    words = draw(st.lists(WORDS, max_size=4))
    form = draw(st.integers(0, 5))
    if form == 0:
        return f"{key}: {' '.join(words)}"
    if form == 1:
        return f"{key}:\n" + "\n".join(f"  - {word}" for word in words)
    if form == 2:
        return f"{key}: [\n  " + ",\n  ".join(words) + "\n]"
    if form == 3:
        return f"{key}: >-\n  {' '.join(words)}"
    return f"{key}: [{', '.join(words)}]{draw(st.sampled_from(['', ' # a comment', '   ']))}"


@st.composite
def files(draw: st.DrawFn) -> bytes:
    front = draw(ABOVE) + "\n".join(draw(st.lists(fields(), max_size=4)))
    body = "\n".join(draw(st.lists(LINES, max_size=10)))
    lead = draw(st.sampled_from(["# A?", "#A?", "# A\u202d?"]))
    text = f"---\n{front}\n---\n\n{lead}\n\n## Official Answer\n\nIt is so, we know.\n\n{body}"
    text += draw(st.sampled_from(["\n", ""]))
    return (draw(st.sampled_from(["", "\ufeff"])) + text.replace("\n", draw(ENDS))).encode()


def checked(data: bytes) -> Checked:
    """A bank with one file as it is given, read without a folder of its own."""
    return check_content(Path("content"), changed={PATH: data})


@pytest.fixture(autouse=True, scope="module")
def _bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("fixes")
    (folder / "content/questions/t").mkdir(parents=True)
    (folder / TOPIC).write_text("title: T\n", encoding="utf-8")
    (folder / "content/questions/t/b.md").write_bytes(OTHER)
    with parsing_here(folder):
        yield


def count(findings: tuple[Finding, ...], one: Finding) -> int:
    """How many findings of the file say the same as one."""
    said = (one.path, one.rule, one.message)
    return sum((finding.path, finding.rule, finding.message) == said for finding in findings)


def lines_of(text: str) -> list[str]:
    return re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(data=files())
def test_each_edit_changes_its_own_span_and_leaves_one_finding_less(data: bytes) -> None:
    text, (read, _) = data.decode("utf-8-sig"), decode(data, PATH)
    before = checked(data).findings
    for finding in before:
        if not finding.edits or finding.path != PATH:
            continue
        assert holds(text if finding.rule == HIDDEN_CHARACTER.id else read or "", finding.edits)
        if not holds(text, finding.edits):
            continue  # a hidden character stands there, which was read as a space
        fixed = apply(text, finding.edits)
        first = min(edit.line for edit in finding.edits)
        last = max(edit.end_line for edit in finding.edits)
        old, new = lines_of(text), lines_of(fixed)
        assert old[: first - 1] == new[: first - 1]
        assert old[last:] == new[len(new) - len(old[last:]) :]
        assert count(checked(fixed.encode()).findings, finding) < count(before, finding)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(data=files())
def test_what_was_fixed_once_is_not_changed_again_and_has_no_sure_finding(data: bytes) -> None:
    file = Path(PATH)
    file.write_bytes(data)
    outcome = fix(lambda known: check_content(Path("content"), known=known))
    once = file.read_bytes()
    again = fix(lambda known: check_content(Path("content"), known=known))
    twice = file.read_bytes()
    file.unlink()
    assert (again.changes, twice) == ({}, once)
    assert not any(found.edits for found in outcome.checked.findings if found.path == PATH)
    assert (data == once) is (PATH not in outcome.changes)
    assert data.startswith(b"\xef\xbb\xbf") is once.startswith(b"\xef\xbb\xbf")
    assert b"\n" in data or b"\n" not in once
